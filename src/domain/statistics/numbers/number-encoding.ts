// Packs sketches of numbers by name, as a part of a packed summary. A number that stayed
// the same takes some ten bytes an hour, whatever its count.
import type { ByteReader, ByteWriter } from "#domain/bytes.ts";
import { refuseNumberBucket } from "./number-buckets.ts";
import {
  addNumberSketch,
  createNumberSketch,
  type NumberBucket,
  type NumberSketch,
  sameNumbers,
  sorted,
} from "./number-sketch.ts";

/** Sketches by the names of what was read. */
export type NumberSketches = Map<string, NumberSketch>;

/**
 * Names in a sum: of eight numbers that were renamed three times. What comes beyond is
 * left out: names are no way to fill a database.
 */
export const mostNames = 32;

/** The sketch of a name, made where there is none; null beyond the bound. */
export function sketchNamed(sketches: NumberSketches, name: string): NumberSketch | null {
  const known = sketches.get(name);
  if (known !== undefined) return known;
  if (sketches.size >= mostNames) return null;
  const made = createNumberSketch();
  sketches.set(name, made);
  return made;
}

export function addNumberSketches(into: NumberSketches, from: NumberSketches): void {
  for (const [name, sketch] of from) {
    const own = sketchNamed(into, name);
    if (own !== null) addNumberSketch(own, sketch);
  }
}

export function writeNumbers(to: ByteWriter, sketches: NumberSketches): void {
  to.varint(sketches.size);
  for (const [name, sketch] of sketches) {
    to.text(name);
    writeNumberSketch(to, sketch);
  }
}

/** Reads what `writeNumbers` wrote, and adds it. */
export function readNumberSketches(from: ByteReader, into: NumberSketches): void {
  for (let left = from.varint(); left > 0; left--) {
    const name = from.text();
    const sketch = readNumberSketch(from);
    const own = sketchNamed(into, name);
    if (own !== null) addNumberSketch(own, sketch);
  }
}

function writeNumberSketch(to: ByteWriter, sketch: NumberSketch): void {
  const { count, min, max, first, firstAt, last, lastAt, buckets } = sketch;
  const isSame = min === max;
  to.varint(count * 2 + Number(isSame));
  to.varint(firstAt);
  to.varint(lastAt - firstAt);
  writeNumber(to, min);
  if (isSame) return;
  for (const value of [max, first, last]) writeNumber(to, value);
  to.signed(Number(sketch.billionths >> halfBits));
  to.varint(Number(sketch.billionths & halfMask));
  let next = 0;
  for (const [bucket, { count: times, only }] of sorted(buckets)) {
    to.signed(bucket - next);
    to.varint(times * 2 + Number(only !== null));
    if (only !== null) writeNumber(to, only);
    next = bucket;
  }
}

function readNumberSketch(from: ByteReader): NumberSketch {
  const code = from.varint();
  const count = Math.floor(code / 2);
  const firstAt = from.varint();
  const lastAt = firstAt + from.varint();
  const min = readNumber(from);
  if (code % 2 === 1) return sameNumbers(min, count, { firstAt, lastAt });
  const [max, first, last] = [readNumber(from), readNumber(from), readNumber(from)];
  const high = BigInt(from.signed()) << halfBits;
  const billionths = high + BigInt(from.varint());
  const buckets = readBuckets(from, count);
  return { count, billionths, min, max, first, firstAt, last, lastAt, buckets };
}

function readBuckets(from: ByteReader, count: number): NumberSketch["buckets"] {
  const buckets = new Map<number, NumberBucket>();
  let bucket = 0;
  for (let seen = 0; seen < count; ) {
    bucket += from.signed();
    refuseNumberBucket(bucket);
    const code = from.varint();
    const times = Math.floor(code / 2);
    if (times === 0) throw new RangeError("a bucket of nothing");
    buckets.set(bucket, { count: times, only: code % 2 === 1 ? readNumber(from) : null });
    seen += times;
  }
  return buckets;
}

/** A sum has two halves: neither takes more digits than a number that bytes hold. */
const halfBits = 52n;
const halfMask = (1n << halfBits) - 1n;

/** Decimals behind the point of a number that is written as a whole one. */
const mostDecimals = 9;
/** Written in place of these where a number is written as a double. */
const asDouble = 15;
const largestWhole = 2 ** 50;

/** Numbers on pages have few digits: 19.99 is written as 2 decimals and 1999. */
function writeNumber(to: ByteWriter, value: number): void {
  for (let decimals = 0; decimals <= mostDecimals; decimals++) {
    const whole = Math.round(value * 10 ** decimals) + 0;
    if (whole / 10 ** decimals !== value || Math.abs(whole) >= largestWhole) continue;
    to.varint(decimals);
    to.signed(whole);
    return;
  }
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  to.varint(asDouble);
  to.raw(bytes);
}

function readNumber(from: ByteReader): number {
  const decimals = from.varint();
  if (decimals !== asDouble) return from.signed() / 10 ** decimals;
  const { buffer, byteOffset } = from.raw(8);
  return new DataView(buffer, byteOffset).getFloat64(0);
}
