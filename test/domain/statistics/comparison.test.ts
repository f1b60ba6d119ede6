// Tests how two windows are compared.
import { describe, expect, it } from "vitest";
import {
  byDifference,
  compare,
  type Figures,
} from "#domain/statistics/comparison/comparison.ts";

const figures = (given: Partial<Figures> = {}): Figures => ({
  runs: 1_000,
  failed: 0,
  degraded: 0,
  missed: 0,
  availability: 1,
  p50: 100,
  p95: 200,
  ...given,
});

describe("a comparison", () => {
  it.each([
    ["nothing differs", {}, {}, "same", 0],
    ["a p95 that doubles", {}, { p95: 400 }, "worse", 1],
    ["a p95 that is halved", {}, { p95: 100 }, "better", 1],
    // log2(1.1) = 0.1375
    ["a p95 that grows by a tenth", {}, { p95: 220 }, "same", 0.1375],
    ["a percentage point that is lost", {}, { availability: 0.99 }, "worse", 1],
    ["a point that is won", { availability: 0.99 }, {}, "better", 1],
    // A point won, and the p95 four times as long: 1 - 2.
    ["both ways", { availability: 0.99 }, { p95: 800 }, "worse", 3],
    ["all runs failed", { p95: 200 }, { availability: 0, p95: null }, "worse", 100],
    ["no runs before", { availability: null }, {}, "incomparable", 0],
    ["no runs after", {}, { availability: null }, "incomparable", 0],
  ] as const)("with %s", (_, before, after, verdict, difference) => {
    const compared = compare(figures(before), figures(after));
    expect(compared.verdict).toBe(verdict);
    expect(compared.difference).toBeCloseTo(difference, 3);
  });

  it("puts the largest difference first, what cannot be compared last", () => {
    const named = (name: string, after: Partial<Figures>) => ({
      name,
      ...compare(figures(), figures(after)),
    });
    const all = [
      named("none", { availability: null }),
      named("same", {}),
      named("slow", { p95: 1_600 }),
      named("down", { availability: 0.5 }),
    ];
    const names = byDifference(all).map(({ name }) => name);
    expect(names).toEqual(["down", "slow", "same", "none"]);
  });
});
