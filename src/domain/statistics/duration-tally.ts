// Adds up sketches for lists of many targets: into an array that is made once and emptied
// for each of them, since most buckets of a target's durations lie close together.
import type { ByteReader } from "#domain/bytes.ts";
import { lastIndex, middleOf, refuseBucket } from "./sketch.ts";

/** The values of sketches. `first` and `last` are the buckets between which all lie. */
export type DurationTally = {
  count: number;
  min: number;
  max: number;
  first: number;
  last: number;
  readonly buckets: Float64Array;
};

export const createTally = (): DurationTally => ({
  ...emptyExtent,
  buckets: new Float64Array(lastIndex + 1),
});

const emptyExtent = {
  count: 0,
  min: Number.POSITIVE_INFINITY,
  max: 0,
  first: lastIndex,
  last: 0,
};

export function emptyTally(tally: DurationTally): void {
  if (tally.count > 0) tally.buckets.fill(0, tally.first, tally.last + 1);
  Object.assign(tally, emptyExtent);
}

/** Reads what `writeSketch` wrote and adds it to two tallies. */
export function readTally(from: ByteReader, a: DurationTally, b: DurationTally): void {
  const count = from.varint();
  if (count === 0) return;
  from.varint();
  const min = from.varint();
  const max = min + from.varint();
  const { first, last } = addBuckets(from.rest(), count, a.buckets, b.buckets);
  for (const tally of [a, b]) {
    tally.count += count;
    tally.min = Math.min(tally.min, min);
    tally.max = Math.max(tally.max, max);
    tally.first = Math.min(tally.first, first);
    tally.last = Math.max(tally.last, last);
  }
}

/**
 * Reads the buckets of a sketch: tens of thousands for a page of targets. Nearly all of
 * their numbers are one byte, which is read without a call.
 */
function addBuckets(
  bytes: Uint8Array,
  count: number,
  a: Float64Array,
  b: Float64Array,
): { first: number; last: number } {
  let at = 0;
  let index = 0;
  let first = -1;
  const number = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError("bytes end inside a sketch");
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  for (let seen = 0; seen < count; ) {
    const byte = bytes[at] ?? 128;
    const step = byte < 128 ? byte : number();
    if (byte < 128) at++;
    const times = step % 2 === 0 ? 1 : number();
    index += step < 128 ? step >> 1 : Math.floor(step / 2);
    refuseBucket(index);
    if (first < 0) first = index;
    a[index] = (a[index] as number) + times;
    b[index] = (b[index] as number) + times;
    seen += times;
  }
  return { first, last: index };
}

/** The same as `quantileOf` of the sketch that the tally stands for. */
export function quantileOfTally(tally: DurationTally, quantile: number): number | null {
  const { count, min, max, first, last, buckets } = tally;
  if (count === 0) return null;
  const rank = Math.ceil(quantile * count - 1e-12 * count);
  if (rank <= 1) return min;
  if (rank >= count) return max;
  let seen = 0;
  for (let index = first; index <= last; index++) {
    seen += buckets[index] as number;
    if (seen >= rank) return Math.min(max, Math.max(min, middleOf(index)));
  }
  return max;
}
