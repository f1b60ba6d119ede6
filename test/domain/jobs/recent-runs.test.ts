// Tests what is told of a job's recent runs.
import { describe, expect, it } from "vitest";
import { durationsOf, longestPauseMs } from "#domain/jobs/recent-runs.ts";
import { aJobRun } from "#test/fixtures/jobs/job-runs.ts";

describe("the durations of runs", () => {
  it("leave out runs that were paused or lost", () => {
    const runs = [
      aJobRun({ durationMs: 100 }),
      aJobRun({ durationMs: 200, outcome: "failed" }),
      aJobRun({ durationMs: 9_000, outcome: "paused" }),
      aJobRun({ durationMs: 9_000, outcome: "lost" }),
    ];
    expect(durationsOf(runs)).toEqual({ p50: 100, p95: 200 });
    expect(durationsOf(runs.slice(2))).toBeNull();
  });
});

describe("the longest time from one run to the next", () => {
  it("is known from two runs on, in whichever order they come", () => {
    const runs = [60, 0, 180].map((seconds) => aJobRun({ startedAt: seconds * 1_000 }));
    expect(longestPauseMs(runs)).toBe(120_000);
    expect(longestPauseMs(runs.slice(0, 1))).toBeNull();
    expect(longestPauseMs([])).toBeNull();
  });
});
