import fc from "fast-check";
import { expect, it } from "vitest";
import { countHash, countOf, createHashCounts } from "#domain/sites/hash-counts.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

it("hashes are counted as by a map, the hash 0 and neighbours included", () => {
  const anyHash = fc.oneof(
    fc.integer({ min: 0, max: 5 }),
    fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    fc.integer({ min: 0, max: 9 }).map((i) => i * 1_024),
  );
  fc.assert(
    fc.property(fc.array(anyHash, { maxLength: 3_000, size: "max" }), (hashes) => {
      const counts = createHashCounts();
      const expected = new Map<number, number>();
      for (const hash of hashes) {
        countHash(counts, hash);
        expected.set(hash, (expected.get(hash) ?? 0) + 1);
      }
      for (const [hash, count] of expected) expect(countOf(counts, hash)).toBe(count);
      expect(countOf(counts, 4_294_967_291)).toBe(expected.get(4_294_967_291) ?? 0);
      expect(counts.size).toBe(expected.size);
    }),
    { numRuns: scenarios(50) },
  );
});
