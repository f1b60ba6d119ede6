// Keeps the distribution of numbers that were read of a page: prices, ranks,
// temperatures. Sketches add up bucket by bucket, in any order, and nothing is lost.
import { largestNumber, middleOfNumbers, numberBucketOf } from "./number-buckets.ts";

/**
 * A distribution of numbers. Instants are epoch ms. All but `count` and `buckets` mean
 * nothing while `count` is 0.
 */
export type NumberSketch = {
  count: number;
  /** The sum in billionths: decimals add up without a rest, whatever their order. */
  billionths: bigint;
  min: number;
  max: number;
  first: number;
  firstAt: number;
  last: number;
  lastAt: number;
  buckets: Map<number, NumberBucket>;
};

/** `only` is the number that all in the bucket are; null where they differ. */
export type NumberBucket = { count: number; only: number | null };

export const createNumberSketch = (): NumberSketch => ({
  count: 0,
  billionths: 0n,
  min: 0,
  max: 0,
  first: 0,
  firstAt: 0,
  last: 0,
  lastAt: 0,
  buckets: new Map(),
});

/** Counts a number that was read at an instant. */
export const addNumber = (sketch: NumberSketch, value: number, at: number): void =>
  addNumberSketch(sketch, sameNumbers(value, 1, { firstAt: at, lastAt: at }));

/** The sketch of a number that was read so many times. */
export function sameNumbers(
  value: number,
  count: number,
  instants: Pick<NumberSketch, "firstAt" | "lastAt">,
): NumberSketch {
  const kept = within(value);
  return {
    count,
    billionths: BigInt(count) * BigInt(Math.round(kept * 1e9)),
    min: kept,
    max: kept,
    first: kept,
    last: kept,
    ...instants,
    buckets: new Map([[numberBucketOf(kept), { count, only: kept }]]),
  };
}

/** There is one 0. */
const within = (value: number): number =>
  Math.max(-largestNumber, Math.min(largestNumber, value)) + 0;

/** Adds another sketch. The order in which sketches are added does not matter. */
export function addNumberSketch(into: NumberSketch, from: NumberSketch): void {
  if (from.count === 0) return;
  for (const [bucket, { count, only }] of from.buckets) {
    const known = into.buckets.get(bucket);
    into.buckets.set(bucket, {
      count: count + (known?.count ?? 0),
      only: known === undefined || known.only === only ? only : null,
    });
  }
  addExtent(into, from);
  into.billionths += from.billionths;
  into.count += from.count;
}

function addExtent(into: NumberSketch, from: NumberSketch): void {
  const { min, max, first, firstAt, last, lastAt } = from;
  const isEmpty = into.count === 0;
  into.min = isEmpty ? min : Math.min(into.min, min);
  into.max = isEmpty ? max : Math.max(into.max, max);
  if (
    isEmpty ||
    firstAt < into.firstAt ||
    (firstAt === into.firstAt && first < into.first)
  )
    Object.assign(into, { first, firstAt });
  if (isEmpty || lastAt > into.lastAt || (lastAt === into.lastAt && last > into.last))
    Object.assign(into, { last, lastAt });
}

/** Null of no numbers. Twelve digits: more would tell how doubles are rounded. */
export function meanOfNumbers({
  count,
  billionths,
  min,
  max,
}: NumberSketch): number | null {
  if (count === 0) return null;
  const mean = Number((Number(billionths) / 1e9 / count).toPrecision(12));
  return Math.min(max, Math.max(min, mean));
}

/**
 * The number at a quantile from 0 to 1 by nearest rank, as of durations: exact where all
 * numbers in its bucket are the same, else within 1/256. Null of no numbers.
 */
export function quantileOfNumbers(sketch: NumberSketch, quantile: number): number | null {
  const { count, min, max, buckets } = sketch;
  if (count === 0) return null;
  // 0.07 * 100 is 7.000000000000001, and the rank that is meant is 7.
  const rank = Math.ceil(quantile * count - 1e-12 * count);
  if (rank <= 1) return min;
  if (rank >= count) return max;
  let seen = 0;
  for (const [bucket, { count: times, only }] of sorted(buckets)) {
    seen += times;
    if (seen >= rank)
      return only ?? Math.min(max, Math.max(min, middleOfNumbers(bucket)));
  }
  return max;
}

/** Buckets in the order of their numbers. */
export const sorted = (buckets: NumberSketch["buckets"]): [number, NumberBucket][] =>
  [...buckets].sort(([a], [b]) => a - b);
