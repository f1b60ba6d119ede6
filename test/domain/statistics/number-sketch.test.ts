import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createByteReader, createByteWriter } from "#domain/bytes.ts";
import {
  addNumberSketches,
  mostNames,
  type NumberSketches,
  readNumberSketches,
  sketchNamed,
  writeNumbers,
} from "#domain/statistics/numbers/number-encoding.ts";
import {
  addNumber,
  addNumberSketch,
  createNumberSketch,
  meanOfNumbers,
  type NumberSketch,
  quantileOfNumbers,
} from "#domain/statistics/numbers/number-sketch.ts";

type Seen = { value: number; at: number };

/** Of every size that numbers on pages have, and of either sign. */
const value = fc.oneof(
  fc.integer({ min: -1_000, max: 1_000 }),
  fc.integer({ min: -100_000, max: 100_000 }).map((cents) => cents / 100),
  fc
    .tuple(fc.double({ min: 1, max: 10, noNaN: true }), fc.integer({ min: -9, max: 14 }))
    .chain(([digits, power]) =>
      fc.constantFrom(digits * 10 ** power, -digits * 10 ** power),
    ),
);
const seen: fc.Arbitrary<Seen> = fc.record({
  value: value.map((number) => number + 0),
  at: fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_500 }),
});
const manySeen = fc.array(seen, { minLength: 1, maxLength: 200, size: "max" });

function sketchOf(all: readonly Seen[]): NumberSketch {
  const sketch = createNumberSketch();
  for (const { value: number, at } of all) addNumber(sketch, number, at);
  return sketch;
}

function packed(sketches: NumberSketches): Uint8Array {
  const to = createByteWriter();
  writeNumbers(to, sketches);
  return to.done();
}

function unpacked(bytes: Uint8Array): NumberSketches {
  const sketches: NumberSketches = new Map();
  const from = createByteReader(bytes);
  readNumberSketches(from, sketches);
  expect(from.atEnd()).toBe(true);
  return sketches;
}

const asPrices = (sketch: NumberSketch) => new Map([["price", sketch]]);

describe("a sketch of numbers", () => {
  it("knows each quantile within half a percent, the least and the greatest exactly", () => {
    fc.assert(
      fc.property(manySeen, fc.integer({ min: 0, max: 100 }), (all, percent) => {
        const ascending = all.map((one) => one.value).toSorted((a, b) => a - b);
        const rank = Math.max(1, Math.ceil((percent * all.length) / 100));
        const exact = ascending[rank - 1] as number;
        const told = quantileOfNumbers(sketchOf(all), percent / 100) as number;
        expect(Math.abs(told - exact)).toBeLessThanOrEqual(
          rank === 1 || rank === all.length ? 0 : 0.005 * Math.abs(exact),
        );
      }),
    );
  });

  it("tells a price that comes again and again as it is", () => {
    const prices = [19.99, 19.99, 24.5, 19.99, 24.5, 0, -3];
    const sketch = sketchOf(prices.map((price, at) => ({ value: price, at })));
    expect(quantileOfNumbers(sketch, 0.5)).toBe(19.99);
    expect(quantileOfNumbers(sketch, 0.75)).toBe(24.5);
    expect(quantileOfNumbers(sketch, 0.2)).toBe(0);
  });

  it("adds decimals without a rest", () => {
    const tenths = Array.from({ length: 10 }, (_, at) => ({ value: 0.1, at }));
    // Ten doubles of 0.1 are 0.9999999999999999.
    expect(sketchOf(tenths).billionths).toBe(1_000_000_000n);
    const mixed = [0.1, 0.2].map((number, at) => ({ value: number, at }));
    expect(meanOfNumbers(sketchOf(mixed))).toBe(0.15);
  });

  it("knows the first and the last number by their instants, in whichever order they come", () => {
    fc.assert(
      fc.property(manySeen, (all) => {
        const { first, firstAt, last, lastAt, min, max } = sketchOf(all);
        const instants = all.map(({ at }) => at);
        expect([firstAt, lastAt]).toEqual([Math.min(...instants), Math.max(...instants)]);
        const valuesAt = (at: number) =>
          all.filter((one) => one.at === at).map((one) => one.value);
        expect(first).toBe(Math.min(...valuesAt(firstAt)));
        expect(last).toBe(Math.max(...valuesAt(lastAt)));
        const values = all.map((one) => one.value);
        expect([min, max]).toEqual([Math.min(...values), Math.max(...values)]);
      }),
    );
  });

  it("is the same whichever way its numbers were split, added up and packed", () => {
    const parts = fc.array(fc.array(seen, { maxLength: 40 }), { maxLength: 5 });
    fc.assert(
      fc.property(parts, fc.boolean(), (groups, isBackwards) => {
        const sum = createNumberSketch();
        for (const group of isBackwards ? groups.toReversed() : groups) {
          const one = unpacked(packed(asPrices(sketchOf(group)))).get("price");
          addNumberSketch(sum, one as NumberSketch);
        }
        expect(sum).toEqual(sketchOf(groups.flat()));
      }),
    );
  });

  it("does not change those that are added to another", () => {
    const [into, from] = [
      sketchOf([{ value: 1, at: 1 }]),
      sketchOf([{ value: 1, at: 2 }]),
    ];
    addNumberSketch(into, from);
    addNumber(into, 1.001, 3);
    expect(from).toEqual(sketchOf([{ value: 1, at: 2 }]));
  });

  it.each([
    [Number.POSITIVE_INFINITY, 1e15],
    [-1e300, -1e15],
    [-0, 0],
  ])("counts %d as %d", (given, counted) => {
    const { min, max, last } = sketchOf([{ value: given, at: 1 }]);
    for (const told of [min, max, last]) expect(Object.is(told, counted)).toBe(true);
  });

  it("has no mean and no quantile when it is empty", () => {
    expect(meanOfNumbers(createNumberSketch())).toBeNull();
    expect(quantileOfNumbers(createNumberSketch(), 0.5)).toBeNull();
  });

  it("takes 21 bytes for an hour of one price, and 55 for an hour of three", () => {
    const hour = (prices: readonly number[]) =>
      sketchOf(
        Array.from({ length: 60 }, (_, minute) => ({
          value: prices[minute % prices.length] as number,
          at: 1_700_000_000_000 + minute * 60_000,
        })),
      );
    expect(packed(asPrices(hour([19.99])))).toHaveLength(21);
    expect(packed(asPrices(hour([19.99, 17.5, 1_299])))).toHaveLength(55);
  });

  it("is not read from damaged bytes", () => {
    const bytes = packed(asPrices(sketchOf([1, 2].map((n) => ({ value: n, at: n })))));
    for (let length = 0; length < bytes.length; length++)
      expect(() => unpacked(bytes.subarray(0, length))).toThrow(RangeError);
  });
});

describe("sketches by name", () => {
  it("take names that objects have of themselves", () => {
    const sketches: NumberSketches = new Map();
    for (const name of ["constructor", "__proto__"])
      addNumber(sketchNamed(sketches, name) as NumberSketch, 1, 1);
    expect([...unpacked(packed(sketches)).keys()]).toEqual(["constructor", "__proto__"]);
  });

  it("leave out names beyond the bound, and go on with those they have", () => {
    const sum: NumberSketches = new Map();
    for (let i = 0; i < mostNames + 5; i++)
      addNumberSketches(sum, new Map([[`n${i}`, sketchOf([{ value: i, at: i }])]]));
    expect(sum.size).toBe(mostNames);
    addNumberSketches(sum, new Map([["n0", sketchOf([{ value: 5, at: 99 }])]]));
    expect(sum.get("n0")).toMatchObject({ count: 2, last: 5 });
  });
});
