// Tests what is said of a day's budget.
import { describe, expect, it } from "vitest";
import { projectedToDay, spentBetween, withRecording } from "#domain/jobs/spent-today.ts";

const hour = 3_600_000;
const midnight = Date.parse("2026-03-02T00:00:00Z");

describe("what jobs have spent today", () => {
  it("is what their totals grew by since midnight", () => {
    const crawl = {
      before: { "runs.ok": 10, statements: 40, rowsWritten: 10, "items.fetches": 5 },
      now: {
        "runs.ok": 70,
        "runs.failed": 2,
        "runs.paused": 9,
        statements: 340,
        rowsRead: 80,
        rowsWritten: 110,
        "items.fetches": 65,
      },
    };
    const seal = { before: {}, now: { "runs.ok": 3, rowsWritten: 7 } };
    const spent = spentBetween([crawl, seal]);
    expect(spent).toEqual({
      runs: 60 + 2 + 3,
      statements: 300,
      rowsRead: 80,
      rowsWritten: 100 + 7,
      requests: 60,
    });
    expect(withRecording(spent)).toMatchObject({ rowsRead: 145, rowsWritten: 172 });
  });

  it.each([
    ["nothing at midnight", 0, null],
    ["nothing in the first half hour", 0.49, null],
    ["twice as much at noon", 12, 2_000],
    ["four times as much at six", 6, 4_000],
  ])("comes by the day's end to %s", (_, hours, expected) => {
    expect(projectedToDay(1_000, midnight + hours * hour)).toBe(expected);
  });
});
