// Tests what an objective allows and what is left of it. The arithmetic stands beside
// each expected value.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  availabilityOf,
  burnRateOf,
  burnWindows,
  errorBudgetOf,
} from "#domain/statistics/slo.ts";

const day = 86_400_000;

describe("availability", () => {
  it.each([
    { runs: 0, failed: 0, availability: null },
    { runs: 3, failed: 3, availability: 0 },
    { runs: 4, failed: 1, availability: 0.75 },
    { runs: 7, failed: 0, availability: 1 },
    // One in ten million is not rounded away.
    { runs: 10_000_000, failed: 1, availability: 0.9999999 },
  ])(
    "of $runs runs of which $failed failed is $availability",
    ({ availability, ...tally }) => {
      expect(availabilityOf(tally)).toBe(availability);
    },
  );
});

describe("an error budget", () => {
  it.each([
    // 1,440 * 0.1 % = 1.44; 1 / 1.44 is spent.
    {
      slo: 99.9,
      runs: 1_440,
      failed: 1,
      allowed: 1.44,
      burnRate: 0.694444444444,
      remaining: 0.305555555556,
    },
    // 100 * 29 % is 29 and not 28.999999999999996.
    { slo: 71, runs: 100, failed: 29, allowed: 29, burnRate: 1, remaining: 0 },
    { slo: 99, runs: 1_000, failed: 50, allowed: 10, burnRate: 5, remaining: -4 },
    { slo: 99.9999, runs: 2, failed: 0, allowed: 0.000002, burnRate: 0, remaining: 1 },
    {
      slo: 99.99,
      runs: 10,
      failed: 10,
      allowed: 0.001,
      burnRate: 10_000,
      remaining: -9_999,
    },
  ])(
    "of $slo % in $runs runs is $allowed failures",
    ({ slo, runs, failed, allowed, burnRate, remaining }) => {
      expect(errorBudgetOf({ runs, failed }, slo, day)).toMatchObject({
        allowedFailures: allowed,
        burnRate,
        remaining,
        met: failed <= allowed,
      });
    },
  );

  it.each([
    // The usual table of nines: a day's share in ms.
    [99, 864_000],
    [99.9, 86_400],
    [99.95, 43_200],
    [99.99, 8_640],
    [99.999, 864],
  ])("of %f %% is %i ms of a day", (slo, allowedMs) => {
    expect(errorBudgetOf({ runs: 1, failed: 0 }, slo, day).allowedMs).toBe(allowedMs);
  });

  it("is rounded half up: 99.9 % of 59,815,500 ms leave 59,815.5 ms", () => {
    const { allowedMs } = errorBudgetOf({ runs: 1, failed: 0 }, 99.9, 59_815_500);
    expect(allowedMs).toBe(59_816);
  });

  it("says nothing without runs, but for the time", () => {
    expect(errorBudgetOf({ runs: 0, failed: 0 }, 99.9, day)).toEqual({
      allowedFailures: 0,
      allowedMs: 86_400,
      remaining: null,
      burnRate: null,
      met: null,
    });
  });

  it("is met exactly when availability reaches the objective, and then nothing is overspent", () => {
    const objective = fc.integer({ min: 10_000, max: 999_999 });
    const tallies = fc
      .nat({ max: 100_000 })
      .chain((runs) =>
        fc.record({ runs: fc.constant(runs + 1), failed: fc.nat({ max: runs + 1 }) }),
      );
    fc.assert(
      fc.property(objective, tallies, (tenThousandths, tally) => {
        const { met, remaining } = errorBudgetOf(tally, tenThousandths / 10_000, day);
        // In whole numbers: ok / runs >= slo / 1,000,000.
        const reached =
          (tally.runs - tally.failed) * 1_000_000 >= tenThousandths * tally.runs;
        expect(met).toBe(reached);
        expect((remaining as number) >= 0).toBe(reached);
      }),
    );
  });
});

describe("a burn rate", () => {
  it("of 14.4 for an hour, 6 for six and 1 for three days is 2, 5 and 10 % of thirty days' budget", () => {
    const shares = [14.4, 6, 1].map(
      (rate, i) => (rate * (Object.values(burnWindows)[i] ?? 0)) / (30 * day),
    );
    expect(shares.map((share) => Math.round(share * 100))).toEqual([2, 5, 10]);
  });

  it.each([
    // 1.44 % of runs fail, 0.1 % may.
    { runs: 10_000, failed: 144, slo: 99.9, rate: 14.4 },
    { runs: 5, failed: 5, slo: 90, rate: 10 },
    { runs: 0, failed: 0, slo: 90, rate: null },
  ])(
    "with $failed of $runs runs failed under $slo % is $rate",
    ({ slo, rate, ...tally }) => {
      expect(burnRateOf(tally, slo)).toBe(rate);
    },
  );
});
