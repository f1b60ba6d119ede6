import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDuplicateCounts } from "#domain/sites/duplicate-counts.ts";

/** As SHA-256 writes it: 64 digits, of which the first 16 count. */
const hashOf = (i: number): string =>
  (i + 1).toString(16).padStart(16, "0").padEnd(64, "f");

describe("counting contents", () => {
  it("says how many URLs had each so far", () => {
    const duplicates = createDuplicateCounts({});
    expect([1, 2, 1, 1, 2].map((i) => duplicates.count(hashOf(i)))).toEqual([
      1, 1, 2, 3, 2,
    ]);
  });

  it("goes on where the last invocation stopped, for contents with duplicates", () => {
    const seen = fc.array(fc.nat(8), { maxLength: 60 });
    fc.assert(
      fc.property(seen, seen, (before, after) => {
        const living = createDuplicateCounts({});
        for (const i of before) living.count(hashOf(i));
        const rebuilt = createDuplicateCounts(JSON.parse(JSON.stringify(living.known())));
        const isRepeated = (i: number) =>
          before.filter((other) => other === i).length > 1;
        for (const i of after) {
          const counted = living.count(hashOf(i));
          const recounted = rebuilt.count(hashOf(i));
          if (isRepeated(i)) expect(recounted).toBe(counted);
        }
      }),
    );
  });

  it("keeps the fifty with the most duplicates", () => {
    const duplicates = createDuplicateCounts({});
    for (let i = 0; i < 60; i++) for (let n = 0; n <= i; n++) duplicates.count(hashOf(i));
    const kept = duplicates.known();
    expect(Object.keys(kept)).toHaveLength(50);
    expect(Math.min(...Object.values(kept))).toBe(11);
    expect(kept[hashOf(59).slice(0, 16)]).toBe(60);
  });

  it("lets go of contents without duplicates when there are too many, and of no others", () => {
    const duplicates = createDuplicateCounts({});
    for (let n = 0; n < 5; n++) duplicates.count(hashOf(0));
    for (let i = 1; i <= 25_000; i++) duplicates.count(hashOf(i));
    expect(duplicates.count(hashOf(0))).toBe(6);
    expect(duplicates.count(hashOf(1))).toBe(1);
    expect(duplicates.count(hashOf(25_000))).toBe(2);
  });
});
