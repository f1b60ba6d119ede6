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

/** What differs, in its order. */
export const lineDifferences = ({ from, to, edits }: Comparison): LineDifference[] =>
  edits.flatMap((edit) => {
    const removed = from.slice(edit.from, edit.from + edit.removed);
    const added = to.slice(edit.to, edit.to + edit.added);
    return pairLines(removed, added).map((pair) => {
      const old = pair.from === null ? null : (removed[pair.from] ?? null);
      const recent = pair.to === null ? null : (added[pair.to] ?? null);
      return { kind: kindOf(old, recent), from: old, to: recent };
    });
  });

function kindOf(from: string | null, to: string | null): DifferenceKind {
  if (from === null) return "added";
  return to === null ? "removed" : "replaced";
}

/** So many characters of lines that were replaced are compared by words: 100 ms. */
const mostComparedCharacters = 200_000;

/**
 * Characters that differ: of lines that were replaced those of the words, up to a bound
 * beyond which they differ as a whole.
 */
export function charactersDiffering(differences: readonly LineDifference[]): number {
  let compared = 0;
  let differing = 0;
  for (const { from, to } of differences) {
    const longer = Math.max(from?.length ?? 0, to?.length ?? 0);
    const isCompared =
      from !== null && to !== null && compared + longer <= mostComparedCharacters;
    const words = isCompared ? compareWords(from, to) : null;
    if (isCompared) compared += longer;
    differing += words
      ? Math.max(differingCharacters(words.from), differingCharacters(words.to))
      : longer;
  }
  return differing;
}
