// Tests which runs of a job are told.
import { describe, expect, it } from "vitest";
import type { JobRun } from "#domain/jobs/job-run.ts";
import { failuresToTell, streakEvent, streakOf } from "#domain/jobs/streak.ts";
import { cron, every } from "#jobs/job.ts";
import { aJobRun } from "#test/fixtures/jobs/job-runs.ts";

describe("a job is told to fail", () => {
  it.each([
    [every("5s"), 2],
    [every("1m"), 2],
    [every("59m"), 2],
    [every("1h"), 1],
    [cron("17 * * * *"), 1],
    [cron("0 3 * * 1"), 1],
    // It has one slot in all: nothing comes after it that could heal.
    [{ ...every("1h"), expiresAt: 3_600_001 }, 1],
  ])("after as many runs as its schedule asks for: case %#", (schedule, failures) => {
    expect(failuresToTell(schedule)).toBe(failures);
  });
});

const runs = (outcomes: string): JobRun[] =>
  [...outcomes].map((letter, i) => {
    const outcome = { o: "ok", f: "failed", l: "lost", p: "paused" }[letter];
    return aJobRun({ dueAt: i, outcome: outcome as JobRun["outcome"] });
  });

it.each([
  ["", "unknown", null],
  ["pp", "unknown", null],
  ["o", "passing", null],
  ["ffo", "passing", null],
  ["fop", "passing", null],
  ["f", "failing", 0],
  ["l", "failing", 0],
  ["off", "failing", 1],
  ["fofpf", "failing", 2],
])("runs that ended %j are %s, since %j", (outcomes, kind, since) => {
  const streak = streakOf(runs(outcomes));
  expect(streak.kind).toBe(kind);
  expect(streak.kind === "failing" ? streak.since : null).toBe(since);
});

it("the event of a failed run has its error cut between characters, and says when it ended", () => {
  const run = aJobRun({ outcome: "failed", error: `${"a".repeat(499)}💥` });
  const { kind, at, facts } = streakEvent("seal", { ...run, durationMs: 7 });
  expect([kind, at, facts]).toEqual([
    "job-failed",
    run.startedAt + 7,
    { job: "seal", dueAt: run.dueAt, problem: `${"a".repeat(499)}…` },
  ]);
});

it("only failing rounds are as bad as a target that is down", () => {
  const severityOf = (job: string) => streakEvent(job, aJobRun()).labels.severity;
  expect(["crawl", "prune"].map(severityOf)).toEqual(["down", "degraded"]);
});
