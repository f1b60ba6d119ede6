import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createByteReader, createByteWriter } from "#domain/bytes.ts";
import {
  addSketch,
  addValue,
  bucketsOf,
  createSketch,
  meanOf,
  quantileOf,
  readSketch,
  type Sketch,
  sketchOf,
  writeSketch,
} from "#domain/statistics/sketch.ts";

const sketchOfAll = (values: readonly number[]): Sketch => {
  const sketch = createSketch();
  for (const value of values) addValue(sketch, value);
  return sketch;
};

const packed = (sketch: Sketch): Uint8Array => {
  const to = createByteWriter();
  writeSketch(to, sketch);
  return to.done();
};

const many = (value: fc.Arbitrary<number>) =>
  fc.array(value, { minLength: 1, maxLength: 400, size: "max" as const });

/** From 0, exclusive, to 1. */
const share = fc
  .integer({ min: 1, max: 1_000_000 })
  .map((millionths) => millionths / 1_000_000);
/** The standard normal distribution (Box and Muller, 1958). */
const normal = fc
  .tuple(share, share)
  .map(([a, b]) => Math.sqrt(-2 * Math.log(a)) * Math.cos(2 * Math.PI * b));
const logNormal = (median: number) =>
  normal.map((z) => Math.round(median * Math.exp(0.5 * z)));

const kinds: Record<string, fc.Arbitrary<number>> = {
  uniform: fc.integer({ min: 0, max: 100_000 }),
  "log-normal": logNormal(180),
  "slow and log-normal": logNormal(4_000),
  "heavy-tailed": share.map((u) => Math.round(20 / u)),
  "in two modes far apart": fc.oneof(logNormal(12), logNormal(30_000)),
  "of any magnitude up to 2^52": fc
    .tuple(fc.integer({ min: 0, max: 52 }), share)
    .map(([power, u]) => Math.round(2 ** power * u)),
  "beside powers of two": fc
    .tuple(fc.integer({ min: 1, max: 51 }), fc.integer({ min: -1, max: 1 }))
    .map(([power, off]) => 2 ** power + off),
};
const anyValue = fc.oneof(...Object.values(kinds));

const shapes: Record<string, fc.Arbitrary<number[]>> = {
  ...Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, many(kind)])),
  constant: fc
    .tuple(anyValue, fc.integer({ min: 1, max: 400 }))
    .map(([value, times]) => Array.from({ length: times }, () => value)),
};

/** Of whole numbers of ten-thousandths, so that the rank is computed exactly. */
const exactly = (sorted: readonly number[], tenThousandths: number): number =>
  sorted[Math.max(1, Math.ceil((tenThousandths * sorted.length) / 10_000)) - 1] as number;

const ascending = (values: readonly number[]): number[] =>
  values.toSorted((a, b) => a - b);

/** Small enough that sums of hundreds of them are whole numbers. */
const summable = fc.oneof(
  fc.nat(300),
  fc.nat(60_000),
  fc.nat(2 ** 31 - 1),
  fc.maxSafeNat().map((n) => n % 2 ** 40),
);

describe("a sketch", () => {
  it.each(Object.entries(shapes))(
    "is within 1/256 of each exact quantile of values that are %s",
    (_, shape) => {
      fc.assert(
        fc.property(
          shape,
          fc.integer({ min: 0, max: 10_000 }),
          (values, tenThousandths) => {
            const sketch = sketchOfAll(values);
            const sorted = ascending(values);
            for (const at of [tenThousandths, 5_000, 9_000, 9_500, 9_900, 9_990, 9_999]) {
              const exact = exactly(sorted, at);
              const error = Math.abs((quantileOf(sketch, at / 10_000) as number) - exact);
              expect(error).toBeLessThanOrEqual(exact < 256 ? 0 : exact / 256);
            }
          },
        ),
      );
    },
  );

  it("is within 0.5 % of the exact quantiles of measured latencies, p50 to p99.99", () => {
    const words = Array.from({ length: 400 }, (_, i) => `${i} makes the rounds`);
    const values = Array.from({ length: 50_000 }, (_, i) => {
      const begun = performance.now();
      JSON.parse(JSON.stringify(words.slice(0, (i * 7919) % 20 === 0 ? 400 : i % 30)));
      return Math.round((performance.now() - begun) * 1_000_000);
    });
    const sketch = sketchOfAll(values);
    const sorted = ascending(values);
    for (const at of [5_000, 7_500, 9_000, 9_500, 9_900, 9_990, 9_999]) {
      const exact = exactly(sorted, at);
      expect(
        Math.abs((quantileOf(sketch, at / 10_000) as number) - exact),
      ).toBeLessThanOrEqual(0.005 * exact);
    }
  });

  it("knows count, sum, mean, least and greatest exactly", () => {
    fc.assert(
      fc.property(many(summable), (values) => {
        const sketch = sketchOfAll(values);
        const sum = values.reduce((total, value) => total + value, 0);
        const [min, max] = [Math.min(...values), Math.max(...values)];
        expect(sketch).toMatchObject({ count: values.length, sum, min, max });
        expect(meanOf(sketch)).toBe(sum / values.length);
        expect(quantileOf(sketch, 0)).toBe(min);
        expect(quantileOf(sketch, 1 / values.length)).toBe(min);
        expect(quantileOf(sketch, 1)).toBe(max);
      }),
    );
  });

  it("counts each value in the bucket it lies in, and the buckets do not overlap", () => {
    fc.assert(
      fc.property(fc.array(anyValue), (values) => {
        const buckets = bucketsOf(sketchOfAll(values));
        for (const { low, high, count } of buckets) {
          expect(values.filter((value) => value >= low && value <= high)).toHaveLength(
            count,
          );
          expect(high - low).toBeLessThanOrEqual(low / 128);
        }
        expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
        expect(buckets).toEqual(buckets.toSorted((a, b) => a.low - b.low));
      }),
    );
  });

  it("is the same whichever way its values were split, and in whichever order the parts were added up", () => {
    const split = fc.array(fc.tuple(summable, fc.nat(5)), {
      maxLength: 200,
      size: "max",
    });
    const turns = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(split, turns, (values, order) => {
        const parts = Array.from({ length: 6 }, (_, part) =>
          sketchOfAll(values.flatMap(([value, home]) => (home === part ? [value] : []))),
        );
        // Two of those that are left become one, until one is left.
        for (const [first, second] of order) {
          const [one] = parts.splice(first % parts.length, 1) as [Sketch];
          addSketch(parts[second % parts.length] as Sketch, one);
        }
        expect(parts).toEqual([sketchOfAll(values.map(([value]) => value))]);
      }),
    );
  });

  it("does not change those that are added to another", () => {
    const [into, from] = [sketchOfAll([1, 500]), sketchOfAll([70_000])];
    addSketch(into, from);
    addValue(into, 70_000);
    expect(from).toEqual(sketchOfAll([70_000]));
  });

  it("comes back from its bytes, and is added to what it is read into", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(summable, { maxLength: 100, size: "max" })),
        (groups) => {
          const to = createByteWriter();
          for (const values of groups) writeSketch(to, sketchOfAll(values));
          const from = createByteReader(to.done());
          const sum = createSketch();
          for (const values of groups) {
            const alone = createSketch();
            readSketch(createByteReader(packed(sketchOfAll(values))), alone);
            expect(alone).toEqual(sketchOfAll(values));
            readSketch(from, sum);
          }
          expect(from.atEnd()).toBe(true);
          expect(sum).toEqual(sketchOfAll(groups.flat()));
        },
      ),
    );
  });

  it("takes fewer than 90 bytes for 60 typical latencies, and one when it is empty", () => {
    const hour = fc
      .integer({ min: 3, max: 20_000 })
      .chain((median) =>
        fc.array(logNormal(median), { minLength: 60, maxLength: 60, size: "max" }),
      );
    fc.assert(fc.property(hour, (values) => packed(sketchOfAll(values)).length < 90));
    expect(packed(createSketch())).toHaveLength(1);
  });

  it("takes values of the same kind at once", () => {
    const sketch = createSketch();
    addValue(sketch, 300, 999_999);
    addValue(sketch, 9_000);
    expect(sketch).toMatchObject({
      count: 1_000_000,
      sum: 300_008_700,
      min: 300,
      max: 9_000,
    });
    expect(quantileOf(sketch, 0.999999)).toBe(300.5);
    expect(quantileOf(sketch, 1)).toBe(9_000);
  });

  it("takes the rank that is meant where a share of the count is not a whole number by rounding alone", () => {
    const values = Array.from({ length: 100 }, (_, i) => i + 1);
    // 0.07 * 100 is 7.000000000000001.
    expect(quantileOf(sketchOfAll(values), 0.07)).toBe(7);
    expect(quantileOf(sketchOfAll(values), 0.071)).toBe(8);
  });

  it.each([
    [-5, 0],
    [Number.NaN, 0],
    [0.4, 0],
    [0.5, 1],
    [255.5, 256],
    [2 ** 60, 2 ** 52],
    [Number.POSITIVE_INFINITY, 2 ** 52],
  ])("counts %d as %d", (value, counted) => {
    const sketch = sketchOfAll([value]);
    expect(sketch).toMatchObject({ count: 1, sum: counted, min: counted, max: counted });
    expect(quantileOf(sketch, 0.5)).toBe(counted);
  });

  it("has no statistics when it is empty", () => {
    expect(meanOf(createSketch())).toBeNull();
    expect(quantileOf(createSketch(), 0.5)).toBeNull();
    expect(bucketsOf(createSketch())).toEqual([]);
  });

  it.each([
    ["of the bucket after the last", 2 * 45 * 128 + 2 * 256],
    ["far behind it", 2 ** 45],
  ])("is not read from damaged bytes that name a bucket: %s", (_, step) => {
    const to = createByteWriter();
    for (const number of [1, 7, 7, 0, step]) to.varint(number);
    expect(() => readSketch(createByteReader(to.done()), createSketch())).toThrow(
      RangeError,
    );
  });

  it("can be made of counts by bucket, with each value in the middle of its own", () => {
    fc.assert(
      fc.property(many(summable), (values) => {
        const exact = sketchOfAll(values);
        const counts = exact.buckets
          .map((count, index) => [index, count] as const)
          .filter(([, count]) => count > 0);
        const made = sketchOf(counts);
        expect(made.buckets).toEqual(exact.buckets);
        expect(made.count).toBe(exact.count);
        for (const part of ["sum", "min", "max"] as const) {
          expect(Math.abs(made[part] - exact[part])).toBeLessThanOrEqual(
            exact[part] / 256,
          );
        }
      }),
    );
  });
});
