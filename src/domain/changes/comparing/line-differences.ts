// Tells lines that were added and removed from those that were replaced.
import type { DifferenceKind } from "#domain/targets/change-rule.ts";
import type { Comparison } from "./compare-lines.ts";
import { compareWords, differingCharacters } from "./compare-words.ts";
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

/** A short line takes as long as so many characters do. */
const leastCompared = 50;

/**
 * Characters that differ: of lines that were replaced those of the words, up to a bound
 * beyond which they differ as a whole.
 */
export function charactersDiffering(differences: readonly LineDifference[]): number {
  let left = mostComparedCharacters;
  let differing = 0;
  for (const { from, to } of differences) {
    const longer = Math.max(from?.length ?? 0, to?.length ?? 0);
    const work = Math.max(longer, leastCompared);
    const isCompared = from !== null && to !== null && work <= left;
    if (isCompared) left -= work;
    const words = isCompared ? compareWords(from, to) : null;
    differing += words
      ? Math.max(differingCharacters(words.from), differingCharacters(words.to))
      : longer;
  }
  return differing;
}
