import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  halved,
  halvingsAt,
  type Kept,
  leastMs,
  retentionUnderPressure,
} from "#domain/storage/retention.ts";

const dayMs = 86_400_000;
const usual: Kept = { runsMs: 30 * dayMs, hoursMs: 400 * dayMs, failuresMs: 400 * dayMs };

const anyKept: fc.Arbitrary<Kept> = fc
  .tuple(
    ...[1, 2, 3].map(() =>
      fc.integer({ min: 1, max: 3_650 }).map((days) => days * dayMs),
    ),
  )
  .map(([runsMs, hoursMs, failuresMs]) => ({ runsMs, hoursMs, failuresMs }) as Kept);
const anyShare = fc.double({ min: 0, max: 3, noNaN: true });
/** Where halving happens. */
const tightShare = fc.double({ min: 0.94, max: 1.01, noNaN: true });

describe("with so much of the limit used, the usual retention", () => {
  test.each([
    ["half", 0.5, 30, 400],
    ["nearly 95 %", 0.949, 30, 400],
    // Each quarter of a percent from there on halves once more.
    ["95.1 %", 0.951, 30 / 2, 400],
    ["95.3 %", 0.953, 30 / 4, 400],
    ["95.9 %", 0.959, 30 / 16, 400],
    // 30 / 32 would be less than a day: from here on hours go.
    ["96.1 %", 0.961, 1, 400],
    ["96.3 %", 0.963, 1, 400 / 2],
    ["96.9 %", 0.969, 1, 400 / 8],
    // 400 / 16 would be less than 30 days.
    ["97.1 %", 0.971, 1, 30],
    ["all of it", 1, 1, 30],
    ["ten times as much", 10, 1, 30],
  ])("at %s (%d): runs %d days, hours %d days", (_, share, runs, hours) => {
    expect(retentionUnderPressure(usual, share)).toEqual({
      runsMs: runs * dayMs,
      hoursMs: hours * dayMs,
      failuresMs: 400 * dayMs,
    });
  });
});

describe("retention under pressure", () => {
  test("is never longer than without, and never shorter than the least", () => {
    fc.assert(
      fc.property(anyKept, anyShare, (kept, share) => {
        const now = retentionUnderPressure(kept, share);
        expect(now.runsMs).toBeLessThanOrEqual(kept.runsMs);
        expect(now.hoursMs).toBeLessThanOrEqual(kept.hoursMs);
        expect(now.runsMs).toBeGreaterThanOrEqual(Math.min(kept.runsMs, leastMs.runs));
        expect(now.hoursMs).toBeGreaterThanOrEqual(Math.min(kept.hoursMs, leastMs.hours));
        expect(now.failuresMs).toBe(kept.failuresMs);
      }),
    );
  });

  test("shortens more the less room there is", () => {
    fc.assert(
      fc.property(anyKept, tightShare, tightShare, (kept, a, b) => {
        const roomy = retentionUnderPressure(kept, Math.min(a, b));
        const tight = retentionUnderPressure(kept, Math.max(a, b));
        expect(tight.runsMs).toBeLessThanOrEqual(roomy.runsMs);
        expect(tight.hoursMs).toBeLessThanOrEqual(roomy.hoursMs);
      }),
    );
  });

  test("leaves hours alone until runs are down to the least", () => {
    fc.assert(
      fc.property(anyKept, tightShare, (kept, share) => {
        const now = retentionUnderPressure(kept, share);
        if (now.runsMs > leastMs.runs) expect(now.hoursMs).toBe(kept.hoursMs);
      }),
    );
  });

  test("gets to the least of both before the database is full", () => {
    fc.assert(
      fc.property(anyKept, (kept) => {
        const now = retentionUnderPressure(kept, 0.9999);
        expect(now.runsMs).toBe(leastMs.runs);
        expect(now.hoursMs).toBe(Math.min(kept.hoursMs, leastMs.hours));
      }),
    );
  });

  test("halves nothing below 95 %, and something from there on", () => {
    fc.assert(
      fc.property(anyKept, anyShare, (kept, share) => {
        expect(halvingsAt(share, kept).runs > 0).toBe(share >= 0.95);
      }),
    );
  });
});

test.each([
  [400 * dayMs, 0, dayMs, 400 * dayMs],
  [400 * dayMs, 3, dayMs, 50 * dayMs],
  [400 * dayMs, 20, dayMs, dayMs],
  [7, 1, 1, 3],
  // What is kept for less than the least anyway stays as it is.
  [10 * dayMs, 5, 30 * dayMs, 10 * dayMs],
])(
  "a retention of %d ms halved %d times, but at least %d, is %d ms",
  (ms, times, least, result) => {
    expect(halved(ms, times, least)).toBe(result);
  },
);
