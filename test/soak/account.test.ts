// Tests that the soak's own books find what is lost, doubled or without a run.
import { describe, expect, it } from "vitest";
import { accountFor, type Fate, type Stretch } from "#soak/account.ts";
import { explainRequests } from "#soak/requests.ts";

const grid = { periodMs: 60_000, offsetMs: 0 };
const minute = (n: number) => n * 60_000;
const run = (n: number): Fate => ({ kind: "run", dueAt: minute(n) });
const drop = (first: number, last: number, count = last - first + 1): Fate => ({
  kind: "drop",
  firstAt: minute(first),
  lastAt: minute(last),
  count,
});
const stretch = (from: number, to: number): Stretch => ({
  possibleFrom: minute(from),
  dueFrom: minute(from),
  dueTo: minute(to),
  possibleTo: minute(to),
});

describe("the soak's account of a target", () => {
  it("is settled when each slot has one fate", () => {
    expect(
      accountFor(grid, [stretch(1, 9)], [run(1), drop(2, 4), run(5)], minute(5)),
    ).toEqual({
      expected: 5,
      accounted: 5,
      withdrawn: 0,
      lost: [],
      doubled: [],
      unexpected: [],
    });
  });

  it("finds slots without a fate, with two, and fates without a slot", () => {
    const fates = [
      run(1),
      run(3),
      drop(3, 3),
      drop(5, 6, 3),
      { ...run(0), dueAt: 61_000 },
    ];
    const found = accountFor(grid, [stretch(1, 9)], fates as Fate[], minute(6));
    expect(found.lost).toEqual([minute(2), minute(4)]);
    expect(found.doubled).toEqual([minute(3)]);
    expect(found.unexpected).toEqual([minute(5), 61_000]);
  });

  it("lets a pause withdraw slots that were waiting, and no others", () => {
    const found = accountFor(
      grid,
      [stretch(1, 9), stretch(12, 20)],
      [run(1), run(3), run(4), run(5), run(6), run(12)],
      minute(12),
    );
    expect(found.withdrawn).toBe(3);
    expect(found.lost).toEqual([minute(2)]);
  });
});

describe("a request", () => {
  it("is explained by one attempt, by an attempt that was lost, or by nothing", () => {
    const attempts = [
      { startedAt: 10_000, durationMs: 100 },
      { startedAt: 50_000, durationMs: null },
    ];
    const matching = { mostRequests: 1, slackMs: 2_000 };
    const seen = [10_050, 10_060, 55_000, 56_000];
    expect(explainRequests(seen, attempts, matching)).toEqual({
      byRuns: 1,
      byLostAttempts: 1,
      withoutRun: [10_060, 56_000],
    });
  });

  it("are explained where any assignment explains them: a clock was eight minutes ahead", () => {
    const attempts = [
      { startedAt: minute(52), durationMs: 50 },
      { startedAt: minute(59), durationMs: 50 },
    ];
    const matching = { mostRequests: 1, slackMs: minute(10) };
    expect(explainRequests([minute(44), minute(52)], attempts, matching)).toEqual({
      byRuns: 2,
      byLostAttempts: 0,
      withoutRun: [],
    });
  });
});
