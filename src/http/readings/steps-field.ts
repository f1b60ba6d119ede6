// Parses a list of steps. What is wrong is told of the step and its field.
import { z } from "@hono/zod-openapi";
import { isObject, type Json } from "#domain/json.ts";
import { isRefusedSteps, prepareSteps } from "#domain/readings/prepare-steps.ts";
import { mostSteps, type Step, type Steps } from "#domain/readings/step.ts";
import { readStepLine } from "#domain/readings/step-lines/step-line.ts";
import { suggestion } from "#http/requests/objections.ts";
import type { App } from "#http/router.ts";
import { stepDocuments } from "./step-documents.ts";

type Kind = keyof typeof stepDocuments;
const kinds = Object.keys(stepDocuments) as Kind[];

/** What is wrong with a list of steps, and where in it. */
type Objection = { path: (string | number)[]; message: string };

/** A step as an object, or as a line. */
const stepField = z.unknown().transform((given, context): Step => {
  const isLine = typeof given === "string";
  const read: ReturnType<typeof readStepLine> | { step: unknown } = isLine
    ? readStepLine(given)
    : { step: given };
  const parsed = "step" in read ? parseStep(read.step) : ownIssue(read.refused);
  if ("step" in parsed) return parsed.step;
  // A line has no fields: what is wrong in it is told of the whole.
  for (const issue of parsed.issues)
    context.addIssue(isLine ? { code: "custom", message: issue.message } : { ...issue });
  return z.NEVER;
});

type Issues = { issues: readonly z.core.$ZodIssue[] };

const ownIssue = (message: string, path: Objection["path"] = []): Issues => ({
  issues: [{ code: "custom", path, message }],
});

/** A step: its kind is the field that is there. */
function parseStep(step: unknown): { step: Step } | Issues {
  const kind = kindOf(step);
  if (typeof kind === "object") return ownIssue(kind.message, kind.path);
  const parsed = stepDocuments[kind].safeParse(step);
  return parsed.success ? { step: parsed.data } : { issues: parsed.error.issues };
}

function kindOf(step: unknown): Kind | Objection {
  if (!isObject(step))
    return { path: [], message: 'This is a step such as {"css": "main .price"}.' };
  const named = kinds.filter((kind) => Object.hasOwn(step, kind));
  const [kind] = named;
  if (kind === undefined) return objectionToNone(step);
  if (named.length === 1) return kind;
  const message = `This names ${named.join(" and ")}: each is a step of its own.`;
  return { path: [], message };
}

/** Fields that stand beside a kind: they are no kind that was mistyped. */
const otherFields: ReadonlySet<string> = new Set(
  Object.entries(stepDocuments).flatMap(([kind, { shape }]) =>
    Object.keys(shape).filter((field) => field !== kind),
  ),
);

function objectionToNone(step: Json): Objection {
  for (const field of Object.keys(step)) {
    if (otherFields.has(field)) continue;
    const near = suggestion(field, kinds);
    if (near !== "") return { path: [field], message: `There is no such step.${near}` };
  }
  return { path: [], message: `A step has one of ${kinds.join(", ")}.` };
}

/** A target's steps. */
export const stepsField = z
  .array(stepField)
  .max(mostSteps)
  .transform((steps, context): Steps => {
    // Unknown fields are told of without ending the parse (zod's pipes).
    if (context.issues.length > 0) return z.NEVER;
    const objection = objectionTo(steps);
    if (objection !== null) context.addIssue({ code: "custom", ...objection });
    return steps;
  })
  .openapi({
    type: "array",
    items: {
      oneOf: kinds.map((kind) => ({ $ref: `#/components/schemas/${nameOf(kind)}` })),
    },
    description:
      'How a reading is taken from an answer, step by step. Without any, changes are told by the body as a whole. A text stands for the object, such as "css main .price".',
    example: [{ css: "main .price" }, { number: true, name: "price" }],
  });

/** Steps that are to be shown at work: one at least. */
export const someStepsField = stepsField
  .refine((steps) => steps.length > 0, "This has at least 1 item.")
  .openapi({ description: "Steps as a target's `extract` has them.", minItems: 1 });

/** What can only be told once the steps are prepared: selectors, patterns, names. */
function objectionTo(steps: Steps): Objection | null {
  const prepared = prepareSteps(steps);
  if (!isRefusedSteps(prepared)) return null;
  const { step, at, refused } = prepared;
  return { path: [step, ...at], message: refused };
}

/** The name of a kind's schema in the API's description. */
function nameOf(kind: Kind): string {
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Step`;
}

/** Has the API's description tell each kind of step. */
export function describeSteps({ openAPIRegistry }: App): void {
  for (const kind of kinds) openAPIRegistry.register(nameOf(kind), stepDocuments[kind]);
}
