// Tests when it is an outage that no tick came.
import { expect, it } from "vitest";
import type { JobRun } from "#domain/jobs/job-run.ts";
import { outageBefore } from "#domain/jobs/outage.ts";
import { aJobRun } from "#test/fixtures/jobs/job-runs.ts";

const minute = 60_000;
const tickAt = 100 * minute;
const ran = (minutes: number, run: Partial<JobRun> = {}) =>
  aJobRun({ dueAt: minutes * minute, startedAt: minutes * minute, ...run });

it.each<[string, JobRun[], number | null]>([
  ["there is no history", [], null],
  ["a tick came the minute before", [ran(98), ran(99)], null],
  ["a tick ended three minutes before", [ran(97)], null],
  [
    "a tick that took long ended three minutes before",
    [ran(90, { durationMs: 7 * minute })],
    null,
  ],
  ["the last tick ended four minutes before", [ran(95), ran(96)], 96],
  ["rounds were paused, and ticks came", [ran(99, { outcome: "paused" })], null],
  ["only changes were looked at since", [ran(90), ran(99, { trigger: "change" })], 90],
  ["later ticks have ended meanwhile", [ran(90), ran(101), ran(102)], 90],
])("where %s, the outage began accordingly", (_, runs, from) => {
  const outage = outageBefore(tickAt, runs);
  expect(outage).toEqual(from === null ? null : { from: from * minute, to: tickAt });
});
