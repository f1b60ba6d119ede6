// Decides whether a content that settled counts as a change, and tells what differs. No
// I/O, no clock: the work is bounded by what is compared.
import type { ReadValues } from "#domain/conditions/read-value.ts";
import { writeValue } from "#domain/readings/material.ts";
import { type ChangeRule, differenceKinds } from "#domain/targets/change-rule.ts";
import type { ChangeFacts, ChangeKind } from "./change.ts";
import { compareLines } from "./comparing/compare-lines.ts";
import {
  charactersDiffering,
  differenceOf,
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
  const compared = compare(rule, from ?? nothing, to);
  const isWhole = compared.isWhole || (from === null && kind !== "first");
  const { rest, ruled } = compared;
  const facts: ChangeFacts = {
    ...factsOf([...rest, ...ruled], to.text),
    numbers: differingNumbers((from ?? nothing).values, to.values),
    isWhole,
    why: null,
  };
  if (kind !== "candidate") return { kind, facts };
  const enough = movesEnough(rule, turn.references, (from ?? nothing).values, to.values);
  const why = isWhole || enough ? null : whyMinor(rule, compared);
  return { kind: why === null ? "changed" : "minor", facts: { ...facts, why } };
}

/** Two contents, apart from the lines of numbers that have a rule of their own. */
type Compared = {
  rest: readonly LineDifference[];
  ruled: readonly LineDifference[];
  isWhole: boolean;
  /** Characters of the longer one. */
  length: number;
};

function compare({ numbers }: ChangeRule, from: Content, to: Content): Compared {
  const old = splitOff(Object.keys(numbers), from);
  const recent = splitOff(Object.keys(numbers), to);
  const comparison = compareLines(old.text, recent.text);
  const ruled = Object.keys(numbers).flatMap((name) => {
    const pair = {
      from: old.lines.get(name) ?? null,
      to: recent.lines.get(name) ?? null,
    };
    return pair.from === pair.to ? [] : [differenceOf(pair.from, pair.to)];
  });
  return {
    rest: lineDifferences(comparison),
    ruled,
    isWhole: comparison.isWhole,
    length: Math.max(old.text.length, recent.text.length),
  };
}

/** The lines of these numbers, and the text without them. */
function splitOff(names: readonly string[], { text, values }: Content) {
  const found = new Map<string, string>();
  const lines = names.length === 0 ? [] : text.split("\n");
  for (const name of names) {
    const number = numberIn(values, name);
    if (number === null) continue;
    const line = `${name}: ${writeValue({ type: "number", number })}`;
    // Named values come last: a line of the page that reads the same stands before.
    const at = lines.lastIndexOf(line);
    if (at < 0) continue;
    lines.splice(at, 1);
    found.set(name, line);
  }
  const isAll = found.size === 0;
  return { lines: found, text: isAll ? text : lines.join("\n") };
}

/** Why a difference does not count, in a sentence; null when it does. */
function whyMinor(rule: ChangeRule, { rest, ruled, length }: Compared): string | null {
  if (rest.length === 0)
    return ruled.length === 0
      ? "No line differs."
      : "No number moved as far as the rule asks for.";
  const counted = rest.filter(({ kind }) => rule.only.includes(kind));
  if (counted.length === 0) return whyLeftOut(rest);
  return whyTooLittle(rule, counted, length);
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
