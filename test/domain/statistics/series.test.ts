// Tests where windows are cut.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  boundariesOf,
  countPoints,
  monthIn,
  pointsOf,
  sumWithin,
} from "#domain/statistics/series.ts";
import { addEntry, createSummary, runsOf } from "#domain/statistics/summary.ts";
import { aRun } from "#test/fixtures/runs.ts";
import { hour } from "#test/fixtures/times.ts";

const minute = 60_000;
const at = (instant: string) => Date.parse(instant);
const iso = (instant: number) => new Date(instant).toISOString().replace(":00.000Z", "");

describe("the points of a series", () => {
  it.each([
    ["within one step", "10:10", "10:50", hour, ["10:10-10:50"]],
    ["that is whole steps", "10:00", "12:00", hour, ["10:00-11:00", "11:00-12:00"]],
    [
      "cut at both ends",
      "10:50",
      "12:10",
      hour,
      ["10:50-11:00", "11:00-12:00", "12:00-12:10"],
    ],
    [
      "in steps that do not divide an hour",
      "10:00",
      "11:00",
      25 * minute,
      ["10:00-10:25", "10:25-10:50", "10:50-11:00"],
    ],
  ])("of a window %s are aligned", (_, from, to, step, expected) => {
    const window = { from: at(`1970-01-01T${from}Z`), to: at(`1970-01-01T${to}Z`) };
    const clock = (instant: number) => iso(instant).slice(11);
    expect(
      pointsOf(window, step).map((point) => `${clock(point.from)}-${clock(point.to)}`),
    ).toEqual(expected);
    expect(countPoints(window, step)).toBe(expected.length);
  });

  it("cover the window without gap or overlap, each within one step", () => {
    const windows = fc
      .record({
        from: fc.nat({ max: 2 ** 42 }),
        length: fc.integer({ min: 1, max: 10 * hour }),
      })
      .map(({ from, length }) => ({ from, to: from + length }));
    fc.assert(
      fc.property(
        windows,
        fc.integer({ min: minute, max: 24 * hour }),
        (window, step) => {
          const points = pointsOf(window, step);
          expect(points[0]?.from).toBe(window.from);
          expect(points.at(-1)?.to).toBe(window.to);
          points.forEach(({ from, to }, i) => {
            expect(from).toBeLessThan(to);
            expect(Math.floor(from / step)).toBe(Math.floor((to - 1) / step));
            if (i > 0) expect(from).toBe(points[i - 1]?.to);
          });
          expect(boundariesOf([window, ...points])).toEqual([
            ...points.map(({ from }) => from),
            window.to,
          ]);
        },
      ),
    );
  });
});

describe("a sum over stretches", () => {
  it("holds those within the window and no others", () => {
    const boundaries = boundariesOf([
      { from: 0, to: 40 },
      { from: 10, to: 40 },
      { from: 30, to: 40 },
    ]);
    expect(boundaries).toEqual([0, 10, 30, 40]);
    // 1, 2 and 4 runs.
    const summaries = [1, 2, 4].map((runs) => {
      const summary = createSummary();
      for (let i = 0; i < runs; i++) addEntry(summary, { kind: "run", run: aRun() });
      return summary;
    });
    const runsWithin = (from: number, to: number) =>
      runsOf(sumWithin({ from, to }, boundaries, summaries));
    expect([
      runsWithin(0, 40),
      runsWithin(10, 40),
      runsWithin(10, 30),
      runsWithin(0, 10),
    ]).toEqual([7, 6, 2, 1]);
    expect(summaries.map(runsOf)).toEqual([1, 2, 4]);
    expect(sumWithin({ from: 10, to: 30 }, boundaries, summaries)).toBe(summaries[1]);
  });
});

describe("a month", () => {
  it.each([
    ["UTC", "2026-02", "2026-02-01T00:00", "2026-03-01T00:00"],
    ["UTC", "2028-02", "2028-02-01T00:00", "2028-03-01T00:00"],
    ["UTC", "2026-12", "2026-12-01T00:00", "2027-01-01T00:00"],
    ["UTC", "0099-12", "0099-12-01T00:00", "0100-01-01T00:00"],
    // Winter at its beginning, summer at its end.
    ["Europe/Berlin", "2026-03", "2026-02-28T23:00", "2026-03-31T22:00"],
    ["Europe/Berlin", "2026-10", "2026-09-30T22:00", "2026-10-31T23:00"],
    ["Asia/Kolkata", "2026-01", "2025-12-31T18:30", "2026-01-31T18:30"],
    ["America/Los_Angeles", "2026-11", "2026-11-01T07:00", "2026-12-01T08:00"],
    ["Pacific/Kiritimati", "2026-05", "2026-04-30T10:00", "2026-05-31T10:00"],
    // At midnight of 1 November the clock goes back to 23:00, and an hour later November
    // begins.
    ["Africa/Cairo", "2024-11", "2024-10-31T22:00", "2024-11-30T22:00"],
    // Midnight of 1 August does not exist: it is 01:00 at once.
    ["Africa/Cairo", "2014-08", "2014-07-31T22:00", "2014-08-31T21:00"],
    // Midnight of 1 October comes twice, at 22:00 and 23:00 UTC.
    ["Africa/Tunis", "1978-10", "1978-09-30T22:00", "1978-10-31T23:00"],
  ])("in %s of %s begins and ends with its civil days", (zone, month, from, to) => {
    const window = monthIn(zone, month);
    expect([iso(window.from), iso(window.to)]).toEqual([from, to]);
  });
});
