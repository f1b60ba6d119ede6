import { describe, expect, test } from "vitest";
import { phaseOf } from "#domain/schedules/phase.ts";

const seeds = Array.from({ length: 10_000 }, (_, id) => id + 1);

describe("the phase of a target", () => {
  test("stays what it is from release to release", () => {
    // MurmurHash3's finaliser makes 0x514e28b7 of 1: 1,364,076,727 mod 60 = 7
    expect([1, 2, 3, 4].map((seed) => phaseOf(seed, 3_600_000) / 60_000)).toEqual([
      7, 58, 7, 53,
    ]);
  });

  test.each([
    // buckets of n / k ids; six standard deviations = 6 * sqrt(n / k * (1 - 1 / k))
    ["5m", 300_000, 60_000, 5, 240], // 2,000 +- 6 * 40
    ["1h", 3_600_000, 60_000, 60, 77], // 167 +- 6 * 12.8
    ["30s", 30_000, 1_000, 30, 108], // 333 +- 6 * 17.9
    ["90s", 90_000, 60_000, 2, 300], // 5,000 +- 6 * 50
  ])(
    "is spread evenly over %s for 10,000 ids",
    (_, everyMs, unitMs, buckets, tolerance) => {
      const sizes = Map.groupBy(seeds, (seed) => phaseOf(seed, everyMs));
      expect([...sizes.keys()].sort((a, b) => a - b)).toEqual(
        Array.from({ length: buckets }, (_, bucket) => bucket * unitMs),
      );
      for (const { length } of sizes.values()) {
        expect(Math.abs(length - seeds.length / buckets)).toBeLessThan(tolerance);
      }
    },
  );

  test("of neighbouring ids is seldom the same", () => {
    const same = seeds.filter(
      (seed) => phaseOf(seed, 3_600_000) === phaseOf(seed + 1, 3_600_000),
    );
    expect(same.length).toBeLessThan(244); // 10,000 / 60 + 6 * 12.8
  });
});
