// Prepares a target's steps: selectors, paths and patterns are read once, however many
// answers they read.
import { memoize } from "#domain/memo.ts";
import { kindNameOf, kindOf } from "./kinds/kinds.ts";
import { mostNumbers, type Step, type Steps } from "./step.ts";
import { isRefused, type PreparedStep, type RefusedStep } from "./step-kind.ts";

export type PreparedSteps = readonly {
  /** The step in short: `css "main .price"`. */
  told: string;
  name: string | undefined;
  apply: PreparedStep;
}[];

/** Why steps cannot be taken: which one, the place in it, and a sentence. */
export type RefusedSteps = RefusedStep & { step: number };

export const isRefusedSteps = (
  prepared: PreparedSteps | RefusedSteps,
): prepared is RefusedSteps => "refused" in prepared;

/** A tick reads a thousand targets; most have steps of their own. */
const remembered = 1_000;

export const prepareSteps = (steps: Steps): PreparedSteps | RefusedSteps =>
  prepareWritten(JSON.stringify(steps));

const prepareWritten = memoize(remembered, (written = "[]") => {
  const steps: Steps = JSON.parse(written);
  const prepared = [];
  for (const [i, step] of steps.entries()) {
    const { name } = step;
    const apply = refuseName(steps, i) ?? kindOf(step).prepare(step as never);
    if (isRefused(apply)) return { step: i, ...apply };
    prepared.push({ told: tellStep(step), name, apply });
  }
  return prepared;
});

/** The step in short, in one line. */
export const tellStep = (step: Step): string => kindOf(step).tell(step as never);

/** Kinds that give a number by themselves. */
const givesNumber = (step: Step): boolean =>
  ["number", "offers"].includes(kindNameOf(step));

function refuseName(steps: Steps, i: number): RefusedStep | null {
  const { name } = steps[i] as Step;
  const before = steps.slice(0, i);
  if (name === undefined) return null;
  if (before.some((other) => other.name === name))
    return { at: ["name"], refused: `Another step has the name ${name}.` };
  const named = [...before, steps[i] as Step].filter((step) => step.name !== undefined);
  return named.filter(givesNumber).length > mostNumbers
    ? { at: ["name"], refused: `At most ${mostNumbers} numbers have names.` }
    : null;
}
