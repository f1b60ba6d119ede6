// Orders the buckets in which runs are counted by duration. One order is stored, another
// is shown.

/**
 * The upper bound of each bucket in seconds, in the order in which buckets are stored.
 * Append only: the position is stored. A new bound comes after Infinity, also when it
 * lies between earlier bounds. It counts later runs only.
 */
const storedBounds: readonly number[] = [
  0.01,
  0.025,
  0.05,
  0.1,
  0.25,
  0.5,
  1,
  2.5,
  5,
  10,
  30,
  Number.POSITIVE_INFINITY,
];

/** The buckets in the order of their bounds. Converts from and to the stored order. */
type DurationBuckets = {
  /** Upper bounds in seconds, ascending; the last is Infinity. */
  bounds: readonly number[];
  toStored(counts: readonly number[]): number[];
  /** Takes fewer counts too, as they were stored before the latest buckets came. */
  fromStored(stored: readonly number[]): number[];
};

export function orderBuckets(stored: readonly number[]): DurationBuckets {
  const bounds = stored.toSorted((a, b) => a - b);
  const shownAt = stored.map((bound) => bounds.indexOf(bound));
  const storedAt = bounds.map((bound) => stored.indexOf(bound));
  return {
    bounds,
    toStored: (counts) => shownAt.map((place) => counts[place] ?? 0),
    fromStored: (counts) => storedAt.map((place) => counts[place] ?? 0),
  };
}

export const durationBuckets = orderBuckets(storedBounds);
