// Judges conditions by an answer, and tells what they need of it. Never throws, whatever
// the answer.
import type { Answer } from "./answer.ts";
import { cutTold, longestTold, type ToldCondition } from "./condition.ts";
import type { Need } from "./kind.ts";
import { nothingFound, type Prepared, prepare } from "./prepare.ts";

/** Lines of conditions, as a target has them. */
export type Conditions = readonly string[];

/** Bytes of a body that are held for conditions: so many that six bodies are no burden. */
export const heldForConditions = 1_048_576;

/** Bytes of a body that are held for a target's steps, for the same reason. */
export const heldForReadings = 1_048_576;

/** Bytes of a body that are held as evidence: 1,000 characters of any encoding. */
export const heldForEvidence = 4_000;

/**
 * Judges each condition. `earlier` is what an earlier run told of the same content: it
 * holds on where a 304 says nothing.
 */
export const judgeConditions = (
  lines: Conditions,
  answer: Answer,
  earlier: readonly ToldCondition[] = [],
): ToldCondition[] =>
  lines.map((line, i) => {
    const prepared = prepare(line);
    const before = toldBefore(prepared, earlier[i]);
    const found = prepared.judge(answer, before?.actual ?? null);
    if (found === null && before !== null) return before;
    const { holds, actual } = found ?? nothingFound;
    return {
      condition: prepared.told,
      actual: actual === null ? null : cutTold(actual),
      outcome: holds ? "ok" : prepared.as === "degraded" ? "degraded" : "failed",
    };
  });

/** What was told of a condition before, if it was the same. */
function toldBefore(
  { told, as }: Prepared,
  before: ToldCondition | undefined,
): ToldCondition | null {
  if (before?.condition !== told || told.length >= longestTold) return null;
  if (before.outcome === "ok") return before;
  return (before.outcome === "degraded") === (as === "degraded") ? before : null;
}

export const needsOf = (line: string): ReadonlySet<Need> => prepare(line).needs;

/** Whether some condition needs that of an answer. */
export const needs = (lines: Conditions, need: Need): boolean =>
  lines.some((line) => needsOf(line).has(need));

/**
 * Whether a 304 suffices to judge by: nothing is judged by the content, or all of that
 * was told of the same content before.
 */
export const sufficesUnmodified = (
  lines: Conditions,
  earlier: readonly ToldCondition[],
): boolean =>
  lines.every((line, i) => {
    const prepared = prepare(line);
    const isOfContent = contentNeeds.some((need) => prepared.needs.has(need));
    if (!isOfContent) return true;
    return !prepared.isGroup && toldBefore(prepared, earlier[i]) !== null;
  });

const contentNeeds = [
  "headers",
  "content",
  "body",
  "reading",
] as const satisfies readonly Need[];

/** The names of what some condition is about that steps must read, with its line's place. */
export const readNamesOf = (lines: Conditions): { name: string; line: number }[] =>
  lines.flatMap((line, i) =>
    [...prepare(line).readNames].map((name) => ({ name, line: i })),
  );

/** The first condition that does not hold, with its clause; null where none fails. */
export function firstFailed(
  lines: Conditions,
  told: readonly ToldCondition[],
): { told: ToldCondition; detail: string } | null {
  const at = told.findIndex(({ outcome }) => outcome === "failed");
  const failed = told[at];
  const line = lines[at];
  return failed === undefined || line === undefined
    ? null
    : { told: failed, detail: prepare(line).explain(failed.actual) };
}

export const isDegraded = (told: readonly ToldCondition[]): boolean =>
  told.some(({ outcome }) => outcome === "degraded");
