// Finds which of the lines that were added takes the place of which that was removed.

/** A line of each content, by their places; null where one has no partner. */
export type LinePair = { from: number | null; to: number | null };

/** Beyond so many pairs that are possible, lines are paired in their order. */
const mostPairs = 400;

/** So much of a line is looked at. */
const lookedAt = 60;

/** Lines that have less in common have nothing in common. */
const leastAlike = 0.4;

/**
 * Lines in their order; those of a pair are replaced. As many removed as added ones are
 * pairs as they stand.
 */
export function pairLines(
  removed: readonly string[],
  added: readonly string[],
): LinePair[] {
  const few = Math.min(removed.length, added.length);
  const isSimple = few === 0 || removed.length === added.length;
  if (isSimple || removed.length * added.length > mostPairs)
    return inOrder(removed.length, added.length);
  return byLikeness(removed, added);
}

const inOrder = (
  removed: number,
  added: number,
  fromStart = 0,
  toStart = 0,
): LinePair[] =>
  Array.from({ length: Math.max(removed, added) }, (_, place) => ({
    from: place < removed ? fromStart + place : null,
    to: place < added ? toStart + place : null,
  }));

/** Lines between two that are alike are paired in their order. */
function byLikeness(removed: readonly string[], added: readonly string[]): LinePair[] {
  const pairs: LinePair[] = [];
  let from = 0;
  let to = 0;
  const goTo = (nextFrom: number, nextTo: number) => {
    pairs.push(...inOrder(nextFrom - from, nextTo - to, from, to));
  };
  for (const pair of mostAlike(removed, added)) {
    goTo(pair.from, pair.to);
    pairs.push(pair);
    from = pair.from + 1;
    to = pair.to + 1;
  }
  goTo(removed.length, added.length);
  return pairs;
}

/** The pairs, none across another, that are most alike together. */
function mostAlike(removed: readonly string[], added: readonly string[]) {
  const alike = removed.map((from) => added.map((to) => likeness(from, to)));
  const best = bestSums(alike, added.length);
  const pairs: { from: number; to: number }[] = [];
  let from = 0;
  let to = 0;
  while (from < removed.length && to < added.length) {
    const here = best[from]?.[to];
    if (here === best[from + 1]?.[to]) from++;
    else if (here === best[from]?.[to + 1]) to++;
    else pairs.push({ from: from++, to: to++ });
  }
  return pairs;
}

/** The most that the lines from a place on are alike. */
function bestSums(alike: readonly (readonly number[])[], width: number): number[][] {
  const best = Array.from({ length: alike.length + 1 }, () =>
    Array<number>(width + 1).fill(0),
  );
  for (let from = alike.length - 1; from >= 0; from--) {
    const row = best[from] as number[];
    const below = best[from + 1] as number[];
    for (let to = width - 1; to >= 0; to--) {
      const together = (alike[from]?.[to] ?? 0) + (below[to + 1] ?? 0);
      row[to] = Math.max(together, below[to] ?? 0, row[to + 1] ?? 0);
    }
  }
  return best;
}

/** How much of two lines is the same at their starts and ends, up to 1. */
function likeness(from: string, to: string): number {
  const longest = Math.min(lookedAt, Math.max(from.length, to.length));
  const most = Math.min(from.length, to.length, lookedAt);
  let start = 0;
  while (start < most && from[start] === to[start]) start++;
  let end = 0;
  while (end < most - start && from.at(-1 - end) === to.at(-1 - end)) end++;
  const alike = longest === 0 ? 1 : (start + end) / longest;
  return alike < leastAlike ? 0 : alike;
}
