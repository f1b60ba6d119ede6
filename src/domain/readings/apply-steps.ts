// Applies a target's steps to an answer, in their order, and gives what they read.
import type { Answer } from "#domain/conditions/answer.ts";
import type { ReadValue } from "#domain/conditions/read-value.ts";
import { textOf, toValue, writeValue } from "./material.ts";
import { createPage } from "./page.ts";
import { isRefusedSteps, prepareSteps, tellStep } from "./prepare-steps.ts";
import { mostReadingCharacters, type ReadResult } from "./reading.ts";
import type { Step, Steps } from "./step.ts";
import { isUnread, type Material, type Page, type Unread } from "./step-kind.ts";

/** What a step was given and what it gave, for people who write steps. */
export type StepTrace = {
  step: number;
  told: string;
  input: string;
  /** Null where the step found nothing. */
  output: string | null;
  problem: string | null;
};

export function applySteps(
  steps: Steps,
  answer: Answer,
  onStep?: (trace: StepTrace) => void,
): ReadResult {
  const prepared = prepareSteps(steps);
  if (isRefusedSteps(prepared)) {
    const { step, refused } = prepared;
    const told = tellStep(steps[step] as Step);
    return { ok: false, unread: { step, told, problem: `is refused: ${refused}` } };
  }
  const page = createPage(answer);
  const results: Results = { unnamed: "", values: new Map(), characters: 0 };
  let material: Material = { kind: "page" };
  for (const [step, { told, name, apply }] of prepared.entries()) {
    const input = onStep === undefined ? "" : textOf(material, page);
    const given = apply(material, page);
    const isEnd = name !== undefined || step === prepared.length - 1 || isOfFields(given);
    const end = isEnd ? endReading(given, page, results) : { given, text: "" };
    onStep?.({ step, told, input, ...outcomeOf(end.given, page) });
    if (isUnread(end.given))
      return { ok: false, unread: { step, told, problem: end.given.unread } };
    if (isEnd) keep(results, end.given, end.text, name);
    material = isEnd ? { kind: "page" } : end.given;
  }
  return { ok: true, reading: writeReading(results) };
}

const isOfFields = (given: Material | Unread): boolean =>
  !isUnread(given) && given.kind === "fields";

/** An empty text at the end of a reading is none; thirty long ones are too much. */
function endReading(given: Material | Unread, page: Page, results: Results) {
  if (isUnread(given)) return { given, text: "" };
  const text = textOf(given, page);
  results.characters += text.length;
  if (results.characters > mostReadingCharacters)
    return { given: { unread: "makes the reading longer than 1 MB" }, text: "" };
  return text.trim() === ""
    ? { given: { unread: "gave an empty text" }, text }
    : { given, text };
}

const outcomeOf = (
  given: Material | Unread,
  page: Page,
): Pick<StepTrace, "output" | "problem"> =>
  isUnread(given)
    ? { output: null, problem: given.unread }
    : { output: textOf(given, page), problem: null };

type Results = {
  unnamed: string;
  values: Map<string, ReadValue>;
  /** Of all texts so far. */
  characters: number;
};

/** Keeps what a reading gave: fields under names of their own, the rest under `name`. */
function keep(
  results: Results,
  given: Material,
  text: string,
  name: string | undefined,
): void {
  if (given.kind === "fields") {
    const prefix = name === undefined ? "" : `${name}_`;
    for (const [field, value] of Object.entries(given.fields))
      results.values.set(prefix + field, value);
  } else if (name !== undefined) results.values.set(name, toValue(given, text));
  else results.unnamed = text;
}

function writeReading({ unnamed, values }: Results) {
  const lines = [...values].map(([name, value]) => `${name}: ${writeValue(value)}`);
  return {
    text: (unnamed === "" ? lines : [unnamed, ...lines]).join("\n"),
    values: Object.fromEntries(values),
  };
}
