import fc from "fast-check";
import { expect, it } from "vitest";
import { createByteReader, createByteWriter } from "#domain/bytes.ts";
import { readCounts, writeCounts } from "#domain/statistics/packed-counts.ts";

const packed = (counts: readonly number[]) => {
  const to = createByteWriter();
  writeCounts(to, counts);
  return to.done();
};

it("counts of a list are read with any longer list, which counts 0 of the names added since", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(300)), fc.nat(5), (counts, added) => {
      const from = createByteReader(packed(counts));
      const zeros = Array.from({ length: added }, () => 0);
      expect(readCounts(from, counts.length + added)).toEqual([...counts, ...zeros]);
      expect(from.atEnd()).toBe(true);
    }),
  );
});

it("counts of names that are not known yet are refused", () => {
  expect(() => readCounts(createByteReader(packed([1, 2, 3])), 2)).toThrow(RangeError);
});
