// Decides whether a content that settled counts as a change, and tells what differs. No
// I/O, no clock: the work is bounded by what is compared.
import type { ReadValues } from "#domain/conditions/read-value.ts";
import { writeValue } from "#domain/readings/material.ts";
import { type ChangeRule, differenceKinds } from "#domain/targets/change-rule.ts";
import type { ChangeFacts, ChangeKind } from "./change.ts";
import { compareLines } from "./comparing/compare-lines.ts";
import {
  charactersDiffering,
  type LineDifference,
  lineDifferences,
} from "./comparing/line-differences.ts";
import { factsOf } from "./difference-facts.ts";
import { differingNumbers, movesEnough, numberIn } from "./numbers-moved.ts";
import type { Turn } from "./take-sight.ts";

/** What was read of a content. */
export type Content = { text: string; values: ReadValues };

export type JudgedChange = { kind: ChangeKind; facts: ChangeFacts };

const nothing: Content = { text: "", values: {} };

/**
 * What a turn is, and what differs. `from` is null where the content of before is not
 * known: then the change counts.
 */
export function judgeChange(
  rule: ChangeRule,
  turn: Turn,
  from: Content | null,
  to: Content,
): JudgedChange {
  const { kind } = turn;
  const before = from ?? nothing;
  const compared = compare(before.text, to.text);
  const isWhole = compared.isWhole || (from === null && kind !== "first");
  const facts: ChangeFacts = {
    ...factsOf(compared.differences, to.text),
    numbers: differingNumbers(before.values, to.values),
    isWhole,
    why: null,
  };
  if (kind !== "candidate") return { kind, facts };
  const why = isWhole ? null : whyMinor(rule, turn, before, to, compared);
  return { kind: why === null ? "changed" : "minor", facts: { ...facts, why } };
}

type Compared = { differences: readonly LineDifference[]; isWhole: boolean };

function compare(from: string, to: string): Compared {
  const comparison = compareLines(from, to);
  const differences = lineDifferences(comparison);
  return { differences, isWhole: comparison.isWhole };
}

/** Why a difference does not count, in a sentence; null when it does. */
function whyMinor(
  rule: ChangeRule,
  { references }: Turn,
  from: Content,
  to: Content,
  whole: Compared,
): string | null {
  if (movesEnough(rule, references, from.values, to.values)) return null;
  const texts = { from: withoutNumbers(rule, from), to: withoutNumbers(rule, to) };
  const isAll = texts.from === from.text && texts.to === to.text;
  const { differences, isWhole } = isAll ? whole : compare(texts.from, texts.to);
  if (isWhole) return null;
  if (differences.length === 0)
    return isAll ? "No line differs." : "No number moved as far as the rule asks for.";
  const counted = differences.filter(({ kind }) => rule.only.includes(kind));
  if (counted.length === 0) return whyLeftOut(differences);
  return whyTooLittle(rule, counted, Math.max(texts.from.length, texts.to.length));
}

/** The text without the lines of numbers that have a rule of their own. */
function withoutNumbers({ numbers }: ChangeRule, { text, values }: Content): string {
  const ruled = Object.keys(numbers).filter((name) => numberIn(values, name) !== null);
  if (ruled.length === 0) return text;
  const lines = text.split("\n");
  for (const name of ruled) {
    const value = values[name];
    // Named values come last: a line of the page that reads the same stands before.
    const at = value ? lines.lastIndexOf(`${name}: ${writeValue(value)}`) : -1;
    if (at >= 0) lines.splice(at, 1);
  }
  return lines.join("\n");
}

function whyLeftOut(differences: readonly LineDifference[]): string {
  const kinds = differenceKinds.filter((one) =>
    differences.some(({ kind }) => kind === one),
  );
  return `Lines were only ${kinds.join(" and ")}, which the rule leaves out.`;
}

function whyTooLittle(
  { least }: ChangeRule,
  differences: readonly LineDifference[],
  length: number,
): string | null {
  if (least.characters === null && least.percent === null) return null;
  const differing = charactersDiffering(differences);
  const percent = (100 * differing) / Math.max(1, length);
  if (least.characters !== null && differing >= least.characters) return null;
  if (least.percent !== null && percent >= least.percent) return null;
  const share = percent.toFixed(percent < 10 ? 1 : 0);
  return `It differs by ${differing} characters (${share} %), less than the rule asks for.`;
}
