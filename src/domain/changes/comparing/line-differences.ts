// Tells lines that were added and removed from those that were replaced.
import type { DifferenceKind } from "#domain/targets/change-rule.ts";
import type { Comparison } from "./compare-lines.ts";
import {
  compareEnds,
  compareWords,
  differingCharacters,
  mostWordCharacters,
} from "./compare-words.ts";
import { pairLines } from "./pair-lines.ts";

/** The line of each content; null where one has none. */
export type LineDifference = {
  kind: DifferenceKind;
  from: string | null;
  to: string | null;
};

/** What differs, in its order. No line takes the place of another one of a whole. */
export function lineDifferences(compared: Comparison): LineDifference[] {
  const { from, to, edits, isWhole } = compared;
  if (isWhole)
    return [
      ...from.map((line) => differenceOf(line, null)),
      ...to.map((line) => differenceOf(null, line)),
    ];
  return edits.flatMap((edit) => {
    const removed = from.slice(edit.from, edit.from + edit.removed);
    const added = to.slice(edit.to, edit.to + edit.added);
    return pairLines(removed, added).map((pair) => {
      const old = pair.from === null ? null : (removed[pair.from] ?? null);
      const recent = pair.to === null ? null : (added[pair.to] ?? null);
      return differenceOf(old, recent);
    });
  });
}

/** One of the lines may be missing. */
export function differenceOf(from: string | null, to: string | null): LineDifference {
  if (from === null) return { kind: "added", from, to };
  return { kind: to === null ? "removed" : "replaced", from, to };
}

/** So many characters of lines that were replaced are compared by words: 60 ms. */
const mostComparedCharacters = 100_000;

/** Any line takes as long as so many characters more, and a long one no longer. */
const leastCompared = 50;

/** Compares lines by words until that has taken enough; then by their ends. */
export function comparerOfWords(): typeof compareWords {
  let left = mostComparedCharacters;
  return (from, to) => {
    const longer = Math.max(from.length, to.length);
    left -= longer > mostWordCharacters ? leastCompared : longer + leastCompared;
    return left >= 0 ? compareWords(from, to) : compareEnds(from, to);
  };
}

/** Characters that differ: of lines that were replaced those of the words. */
export function charactersDiffering(differences: readonly LineDifference[]): number {
  const compare = comparerOfWords();
  let differing = 0;
  for (const { from, to } of differences) {
    const words = from !== null && to !== null ? compare(from, to) : null;
    differing += words
      ? Math.max(differingCharacters(words.from), differingCharacters(words.to))
      : Math.max(from?.length ?? 0, to?.length ?? 0);
  }
  return differing;
}
