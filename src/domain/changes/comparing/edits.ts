// Finds what differs between two lists of texts: lines of two contents, or words of two
// lines. Bounded by the work, not by time: the clock of a Worker stands still meanwhile.
import { diffArrays } from "diff";

/**
 * From place `from` of the old list on, `removed` texts gave way to `added` texts, which
 * begin at place `to` of the new list. Places count from 0.
 */
export type Edit = { from: number; removed: number; to: number; added: number };

/** Places of a text that both lists have. */
type Pair = { from: number; to: number };

/** A text that both lists have, by its number, and where it stands. */
type Shared = { ids: number[]; places: number[] };

/**
 * Texts that are removed or added among those that both lists have. The work grows with
 * the square of it: 1,000 take 60 ms.
 */
export const mostEdits = 1_000;

/** Edits times texts: so many take 120 ms. */
const mostSteps = 100_000_000;

/** Texts of a list, without those at its start and end that are the same: 100 ms. */
const mostTexts = 50_000;

/** The differences in their order; null when there are too many to find them. */
export function findEdits(
  from: readonly string[],
  to: readonly string[],
  most: number = mostEdits,
): Edit[] | null {
  const start = sameAtStart(from, to);
  const end = sameAtEnd(from, to, start);
  const fromEnd = from.length - end;
  const toEnd = to.length - end;
  const longer = Math.max(fromEnd, toEnd) - start;
  if (longer > mostTexts) return null;
  const pairs = findPairs(from.slice(start, fromEnd), to.slice(start, toEnd), most);
  if (pairs === null) return null;
  const placed = pairs.map((pair) => ({ from: pair.from + start, to: pair.to + start }));
  return editsBetween(start, [...placed, { from: fromEnd, to: toEnd }]);
}

function sameAtStart(from: readonly string[], to: readonly string[]): number {
  const most = Math.min(from.length, to.length);
  let same = 0;
  while (same < most && from[same] === to[same]) same++;
  return same;
}

function sameAtEnd(
  from: readonly string[],
  to: readonly string[],
  start: number,
): number {
  const most = Math.min(from.length, to.length) - start;
  let same = 0;
  while (same < most && from.at(-1 - same) === to.at(-1 - same)) same++;
  return same;
}

/** Texts that only one list has are no part of a pair: leaving them out loses none. */
function findPairs(
  from: readonly string[],
  to: readonly string[],
  most: number,
): Pair[] | null {
  const ids = new Map<string, number>();
  for (const text of to) if (!ids.has(text)) ids.set(text, ids.size);
  const old = sharedWith(ids, from);
  const kept = new Set(old.ids);
  const known = new Map([...ids].filter(([, id]) => kept.has(id)));
  const recent = sharedWith(known, to);
  const steps = Math.max(1, old.ids.length + recent.ids.length);
  const maxEditLength = Math.min(most, Math.floor(mostSteps / steps));
  const parts = diffArrays(old.ids, recent.ids, { maxEditLength });
  if (parts === undefined) return null;
  const pairs: Pair[] = [];
  let fromAt = 0;
  let toAt = 0;
  for (const { count, added, removed } of parts) {
    if (!added && !removed)
      for (let i = 0; i < count; i++)
        pairs.push({
          from: old.places[fromAt + i] as number,
          to: recent.places[toAt + i] as number,
        });
    if (!added) fromAt += count;
    if (!removed) toAt += count;
  }
  return pairs;
}

function sharedWith(ids: ReadonlyMap<string, number>, texts: readonly string[]): Shared {
  const shared: Shared = { ids: [], places: [] };
  texts.forEach((text, place) => {
    const id = ids.get(text);
    if (id === undefined) return;
    shared.ids.push(id);
    shared.places.push(place);
  });
  return shared;
}

/** What lies between one pair and the next one. */
function editsBetween(start: number, pairs: readonly Pair[]): Edit[] {
  const edits: Edit[] = [];
  let from = start;
  let to = start;
  for (const pair of pairs) {
    const removed = pair.from - from;
    const added = pair.to - to;
    if (removed > 0 || added > 0) edits.push({ from, removed, to, added });
    from = pair.from + 1;
    to = pair.to + 1;
  }
  return edits;
}
