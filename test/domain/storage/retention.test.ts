import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Kept,
  keptAfter,
  leastMs,
  mostSteps,
  sharesAfter,
  shortened,
} from "#domain/storage/retention.ts";
import {
  lengthenBelow,
  nextShortening,
  notShortened,
  type Shortening,
  shortenFrom,
} from "#domain/storage/shortening.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const usual: Kept = { runsMs: 30 * dayMs, hoursMs: 400 * dayMs, failuresMs: 400 * dayMs };

const days = fc.integer({ min: 1, max: 3_650 }).map((count) => count * dayMs);
const anyKept: fc.Arbitrary<Kept> = fc.record({
  runsMs: days,
  hoursMs: days,
  failuresMs: days,
});
const anySteps = fc.nat(120);

describe("after so many steps of an eighth, the usual retention", () => {
  test.each([
    [0, 30, 400],
    [1, 30 * (7 / 8), 400],
    [5, 30 * (7 / 8) ** 5, 400],
    // 30 * (7 / 8) ** 21 would be 1.8 days: from here on hours go.
    [21, 2, 400],
    [22, 2, 400 * (7 / 8)],
    // 400 * (7 / 8) ** 40 would be 1.9 days.
    [61, 2, 2],
    [1_000, 2, 2],
  ])("%d: runs %d days, hours %d days", (steps, runs, hours) => {
    expect(keptAfter(steps, usual)).toEqual({
      runsMs: Math.floor(runs * dayMs),
      hoursMs: Math.floor(hours * dayMs),
      failuresMs: 400 * dayMs,
    });
  });

  test("is at its least after 61", () => {
    expect(mostSteps(usual)).toBe(61);
  });
});

describe("retention in steps", () => {
  test("is never longer than without, never shorter than the least, and keeps failures", () => {
    fc.assert(
      fc.property(anyKept, anySteps, (kept, steps) => {
        const now = keptAfter(steps, kept);
        expect(now.runsMs).toBeLessThanOrEqual(kept.runsMs);
        expect(now.hoursMs).toBeLessThanOrEqual(kept.hoursMs);
        expect(now.runsMs).toBeGreaterThanOrEqual(Math.min(kept.runsMs, leastMs.runs));
        expect(now.hoursMs).toBeGreaterThanOrEqual(Math.min(kept.hoursMs, leastMs.hours));
        expect(now.failuresMs).toBe(kept.failuresMs);
        expect(keptAfter(0, kept)).toEqual(kept);
      }),
    );
  });

  test("is shorter with each step, of runs first, until both are at their least", () => {
    fc.assert(
      fc.property(anyKept, anySteps, (kept, steps) => {
        const [less, more] = [keptAfter(steps, kept), keptAfter(steps + 1, kept)];
        expect(more.runsMs).toBeLessThanOrEqual(less.runsMs);
        expect(more.hoursMs).toBeLessThanOrEqual(less.hoursMs);
        if (less.runsMs > leastMs.runs) expect(more.hoursMs).toBe(kept.hoursMs);
        if (steps < mostSteps(kept)) expect(more).not.toEqual(less);
        else expect(more).toEqual(less);
      }),
    );
  });
});

test.each([
  [400 * dayMs, 1, dayMs, 400 * dayMs],
  [400 * dayMs, 1 / 8, dayMs, 50 * dayMs],
  [400 * dayMs, 1e-6, dayMs, dayMs],
  [7, 1 / 2, 1, 3],
  // What is kept for less than the least anyway stays as it is.
  [10 * dayMs, 1 / 8, 30 * dayMs, 10 * dayMs],
])("of %d ms a share of %d, but at least %d, is %d ms", (ms, share, least, result) => {
  expect(shortened(ms, share, least)).toBe(result);
});

describe("in an hour", () => {
  const next = (usedShare: number, before: Shortening, isBehind = false) =>
    nextShortening({ usedShare, isBehind, now: 1_000 * dayMs }, before, usual);
  const at = (steps: number): Shortening => ({ steps, since: 0 });

  test.each([
    [0.849, 0, 0],
    [0.85, 0, 1],
    [0.85, 7, 8],
    [0.8699, 7, 8],
    // One more for each hundredth from 86 % on.
    [0.8801, 7, 10],
    [0.951, 7, 17],
    [0.951, 60, 61],
    [2, 61, 61],
    // From 73.6 % on it is 85 % again with a step less.
    [0.74, 7, 7],
    [0.736, 7, 6],
    [0.1, 7, 6],
    [0.1, 0, 0],
  ])("with %d of the limit used, %d steps become %d", (usedShare, before, after) => {
    expect(next(usedShare, at(before)).steps).toBe(after);
  });

  test("what stays as it is is the same object", () => {
    const before = at(7);
    expect(next(0.8, before)).toBe(before);
    expect(next(0.1, notShortened)).toBe(notShortened);
  });

  test("no step is made below 90 % before the last one's rows are deleted", () => {
    expect(next(0.899, at(3), true).steps).toBe(3);
    expect(next(0.9, at(3), true).steps).toBeGreaterThan(3);
  });

  test("no step is taken back before history is as old as it was kept after the last", () => {
    const before = { steps: 3, since: 1_000 * dayMs };
    const filledMs = keptAfter(3, usual).runsMs - keptAfter(4, usual).runsMs;
    const later = (ms: number) =>
      nextShortening(
        { usedShare: 0.5, isBehind: false, now: 1_000 * dayMs + ms },
        before,
        usual,
      ).steps;
    expect(later(filledMs - 1)).toBe(3);
    expect(later(filledMs)).toBe(2);
  });

  test("more used is never fewer steps", () => {
    const share = fc.double({ min: 0, max: 2, noNaN: true });
    fc.assert(
      fc.property(anyKept, fc.nat(60), share, share, (kept, steps, a, b) => {
        const stepsAt = (usedShare: number) =>
          nextShortening({ usedShare, isBehind: false, now: 1e13 }, at(steps), kept)
            .steps;
        expect(stepsAt(Math.max(a, b))).toBeGreaterThanOrEqual(stepsAt(Math.min(a, b)));
      }),
    );
  });
});

describe("a database that grows", () => {
  type Model = { base: number; runsADay: number; hoursADay: number; kept: Kept };

  /**
   * Hour by hour: what is used is a base, and as many days of runs and of hours as there
   * are by then and are kept. Gives each hour's use and steps.
   */
  function live({ base, runsADay, hoursADay, kept }: Model, hours: number) {
    let state: Shortening = notShortened;
    let [runsMs, hoursMs] = [0, 0];
    const past: { used: number; steps: number }[] = [];
    for (let hour = 0; hour < hours; hour++) {
      const used = base + (runsADay * runsMs + hoursADay * hoursMs) / dayMs;
      const now = hour * hourMs;
      state = nextShortening({ usedShare: used, isBehind: false, now }, state, kept);
      past.push({ used, steps: state.steps });
      const inForce = keptAfter(state.steps, kept);
      runsMs = Math.min(runsMs + hourMs, inForce.runsMs);
      hoursMs = Math.min(hoursMs + hourMs, inForce.hoursMs);
    }
    return past;
  }

  /** The least that is kept has room below 85 %, and up to 1.5 % come an hour. */
  const model: fc.Arbitrary<Model> = fc
    .record({
      base: fc.double({ min: 0, max: 0.4, noNaN: true }),
      runsADay: fc.double({ min: 0, max: 0.3, noNaN: true }),
      hoursADay: fc.double({ min: 0, max: 0.06, noNaN: true }),
      kept: fc.record({
        runsMs: fc.integer({ min: 2, max: 90 }).map((count) => count * dayMs),
        hoursMs: fc.integer({ min: 2, max: 400 }).map((count) => count * dayMs),
        failuresMs: fc.constant(400 * dayMs),
      }),
    })
    .filter(({ base, runsADay, hoursADay }) => base + 2 * runsADay + 2 * hoursADay < 0.8);

  test("never gets full, and in the end its steps change no more", () => {
    fc.assert(
      fc.property(model, (one) => {
        const past = live(one, 24 * 1_000);
        for (const { used } of past) expect(used).toBeLessThan(0.95);
        const last = past.slice(-24 * 100).map(({ steps }) => steps);
        expect(new Set(last).size).toBe(1);
      }),
      { numRuns: scenarios(30) },
    );
  });

  test("does not flap: once a step was taken back, none is made again", () => {
    fc.assert(
      fc.property(model, (one) => {
        const past = live(one, 24 * 1_000).map(({ steps }) => steps);
        const firstBack = past.findIndex((steps, i) => steps < (past[i - 1] ?? 0));
        const after = firstBack < 0 ? [] : past.slice(firstBack);
        for (const [i, steps] of after.entries())
          expect(steps).toBeLessThanOrEqual(after[i - 1] ?? steps);
      }),
      { numRuns: scenarios(30) },
    );
  });

  test("is kept as configured while there is room for it", () => {
    fc.assert(
      fc.property(model, ({ kept, ...one }) => {
        const all = (one.runsADay * kept.runsMs + one.hoursADay * kept.hoursMs) / dayMs;
        fc.pre(one.base + all < shortenFrom);
        for (const { steps } of live({ kept, ...one }, 24 * 450)) expect(steps).toBe(0);
      }),
      { numRuns: scenarios(30) },
    );
  });

  test("of 100,000 targets a minute settles below 85 %, and keeps as much as fits", () => {
    // 1.8 GB of runs and 0.5 GB of hours a day, of 10 GB.
    const past = live(
      { base: 0, runsADay: 0.18, hoursADay: 0.05, kept: usual },
      24 * 900,
    );
    expect(Math.max(...past.map(({ used }) => used))).toBeLessThan(0.95);
    const { used, steps } = past.at(-1) as { used: number; steps: number };
    const inForce = keptAfter(steps, usual);
    expect(inForce.runsMs).toBe(2 * dayMs);
    expect(inForce.hoursMs / dayMs).toBeCloseTo(9.5, 1);
    expect(used).toBeLessThan(shortenFrom);
    expect(used).toBeGreaterThan(lengthenBelow * 0.9);
  });
});

test("the shares of runs and of hours are those of the steps", () => {
  expect(sharesAfter(0, usual)).toEqual({ runs: 1, hours: 1 });
  expect(sharesAfter(22, usual)).toEqual({ runs: (7 / 8) ** 22, hours: 7 / 8 });
});
