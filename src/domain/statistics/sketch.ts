// Keeps the distribution of durations as a log-linear histogram, after Gil Tene's
// HdrHistogram: below 256 each whole number has a bucket, above that every doubling has
// 128. A quantile is off by 1/256 of itself at most (0.39 %). Sketches add up bucket by
// bucket, and no logarithm is rounded.
import type { ByteReader, ByteWriter } from "#domain/bytes.ts";

/**
 * A distribution of whole numbers from 0 to 2^52, milliseconds or others. `min` and `max`
 * mean nothing while `count` is 0.
 */
export type Sketch = {
  count: number;
  sum: number;
  min: number;
  max: number;
  buckets: number[];
};

/** Values from `low` to `high`, both of them included, were seen `count` times. */
type Bucket = { low: number; high: number; count: number };

/**
 * How many buckets a doubling has. Buckets are stored by their index: another number
 * takes another version of the forms that hold sketches.
 */
const steps = 128;
/** What is larger counts as this: something infinite would have no bucket. */
const largest = 2 ** 52;

export const createSketch = (): Sketch => ({
  count: 0,
  sum: 0,
  min: 0,
  max: 0,
  buckets: [],
});

/**
 * Makes a sketch of the counts of buckets, by index. Each value counts as the middle of
 * its bucket.
 */
export function sketchOf(
  counts: Iterable<readonly [index: number, count: number]>,
): Sketch {
  const sketch = createSketch();
  for (const [index, count] of counts) addValue(sketch, middleOf(index), count);
  return sketch;
}

/** Counts a value `times` times, rounded. A negative value and NaN count as 0. */
export function addValue(sketch: Sketch, value: number, times = 1): void {
  const whole = value > 0 ? Math.min(Math.round(value), largest) : 0;
  addBucket(sketch, indexOf(whole), times);
  addExtent(sketch, times, whole * times, whole, whole);
}

/**
 * Adds another sketch. Nothing is lost, and the order in which sketches are added does
 * not matter.
 */
export function addSketch(into: Sketch, { count, sum, min, max, buckets }: Sketch): void {
  buckets.forEach((times, index) => {
    if (times > 0) addBucket(into, index, times);
  });
  addExtent(into, count, sum, min, max);
}

function addExtent(
  sketch: Sketch,
  count: number,
  sum: number,
  min: number,
  max: number,
): void {
  if (count === 0) return;
  sketch.min = sketch.count === 0 ? min : Math.min(sketch.min, min);
  sketch.max = sketch.count === 0 ? max : Math.max(sketch.max, max);
  sketch.count += count;
  sketch.sum += sum;
}

function addBucket({ buckets }: Sketch, index: number, times: number): void {
  while (buckets.length <= index) buckets.push(0);
  buckets[index] = (buckets[index] as number) + times;
}

/**
 * The bucket of a whole number. Halving a number is exact, and above 255 each halving is
 * 128 buckets.
 */
function indexOf(value: number): number {
  let halvings = 0;
  let rest = value;
  for (; rest >= 2 * steps; rest /= 2) halvings++;
  return halvings * steps + Math.floor(rest);
}

/** The bucket of the largest value. */
export const lastIndex = indexOf(largest);

/** Throws a RangeError for a bucket that is none. */
export function refuseBucket(index: number): void {
  if (index > lastIndex) throw new RangeError(`a sketch has no bucket ${index}`);
}

/** Gives the lowest and the highest value that the bucket at `index` counts. */
function extentOf(index: number): { low: number; high: number } {
  const halvings = Math.max(0, Math.floor(index / steps) - 1);
  const width = 2 ** halvings;
  const low = (index - halvings * steps) * width;
  return { low, high: low + width - 1 };
}

/** The value that stands for those of a bucket. */
export function middleOf(index: number): number {
  const { low, high } = extentOf(index);
  return (low + high) / 2;
}

/** Gives the buckets that hold something, in order. */
export function bucketsOf({ buckets }: Sketch): Bucket[] {
  return buckets.flatMap((count, index) =>
    count > 0 ? [{ ...extentOf(index), count }] : [],
  );
}

export const meanOf = ({ count, sum }: Sketch): number | null =>
  count === 0 ? null : sum / count;

/**
 * Gives the value at a quantile from 0 to 1 by nearest rank: the least value such that at
 * least this share of all values does not exceed it. The value is within 1/256 of the
 * true one; it is exact below 256, and at 0 and 1. Null when the sketch is empty.
 */
export function quantileOf(sketch: Sketch, quantile: number): number | null {
  const { count, min, max, buckets } = sketch;
  if (count === 0) return null;
  // 0.07 * 100 is 7.000000000000001, and the rank that is meant is 7.
  const rank = Math.ceil(quantile * count - 1e-12 * count);
  if (rank <= 1) return min;
  if (rank >= count) return max;
  let seen = 0;
  for (let index = 0; index < buckets.length; index++) {
    seen += buckets[index] as number;
    if (seen >= rank) return Math.min(max, Math.max(min, middleOf(index)));
  }
  return max;
}

/**
 * Writes a sketch as a part of a packed form, whose version is the sketch's too. A value
 * that was seen once, in a bucket near the bucket before, takes one byte.
 */
export function writeSketch(
  to: ByteWriter,
  { count, sum, min, max, buckets }: Sketch,
): void {
  to.varint(count);
  if (count === 0) return;
  to.varint(sum);
  to.varint(min);
  to.varint(max - min);
  let next = 0;
  buckets.forEach((times, index) => {
    if (times === 0) return;
    to.varint((index - next) * 2 + (times > 1 ? 1 : 0));
    if (times > 1) to.varint(times);
    next = index;
  });
}

/** Reads a sketch and adds it to `into`. Throws a RangeError for a bucket that is none. */
export function readSketch(from: ByteReader, into: Sketch): void {
  const count = from.varint();
  if (count === 0) return;
  const sum = from.varint();
  const min = from.varint();
  addExtent(into, count, sum, min, min + from.varint());
  let index = 0;
  for (let seen = 0; seen < count; ) {
    const step = from.varint();
    const times = step % 2 === 1 ? from.varint() : 1;
    index += Math.floor(step / 2);
    refuseBucket(index);
    addBucket(into, index, times);
    seen += times;
  }
}
