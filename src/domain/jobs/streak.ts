// Decides which runs of a job somebody is told of: when it has failed often enough in a
// row, and when it passes again.
import { cutToChars } from "#domain/cut.ts";
import type { EventLabels } from "#domain/notices/event.ts";
import type { Schedule } from "#domain/schedules/schedule.ts";
import { nextSlot } from "#domain/schedules/slots.ts";
import { hourMs } from "#domain/time/instants.ts";
import { roundsJob } from "./job-names.ts";
import type { JobRun } from "./job-run.ts";

/**
 * How many runs in a row must fail before somebody is told. A job that runs often heals
 * by its next run when the database was away for seconds. One that runs at most hourly
 * would leave its fault untold for hours, and its work undone.
 */
export const failuresToTell = (schedule: Schedule): number =>
  gapOf(schedule) >= hourMs ? 1 : 2;

/** The time between a job's first two slots, ms; endless when it has fewer. */
function gapOf(schedule: Schedule): number {
  const slots = { schedule, seed: 0, anchorAt: 0 };
  const first = nextSlot(slots, 0);
  const second = first === null ? null : nextSlot(slots, first);
  return first === null || second === null ? Number.POSITIVE_INFINITY : second - first;
}

/** What runs that are recorded together say of their job. */
export type Streak =
  /** The last of them failed: the run is told, and the first of its streak is known. */
  | { kind: "failing"; since: number; last: JobRun }
  | { kind: "passing"; last: JobRun }
  /** The job was paused. */
  | { kind: "unknown" };

const hasFailed = ({ outcome }: JobRun): boolean =>
  outcome === "failed" || outcome === "lost";

/**
 * Judges runs by the last one that was made: a job that fails and passes by turns within
 * one tick is not told by turns.
 */
export function streakOf(runs: readonly JobRun[]): Streak {
  const made = runs.filter(({ outcome }) => outcome !== "paused");
  const last = made.at(-1);
  if (last === undefined) return { kind: "unknown" };
  if (!hasFailed(last)) return { kind: "passing", last };
  const first = made[made.findLastIndex((run) => !hasFailed(run)) + 1] ?? last;
  return { kind: "failing", since: first.dueAt, last };
}

/** An event without what follows from the beginning of the streak. */
export type StreakEvent = {
  kind: "job-failed" | "job-recovered";
  at: number;
  labels: EventLabels;
  facts: { job: string; dueAt: number; problem?: string };
};

/** Errors tell what the database or a target said: not more than somebody reads. */
const mostProblemChars = 500;

/** Makes the event that tells of a job's run, by how the run ended. */
export function streakEvent(job: string, run: JobRun): StreakEvent {
  const { dueAt, startedAt, durationMs, error = "" } = run;
  const shared = { at: startedAt + durationMs, labels: labelsOf(job) };
  return hasFailed(run)
    ? {
        ...shared,
        kind: "job-failed",
        facts: { job, dueAt, problem: cutToChars(error, mostProblemChars) },
      }
    : { ...shared, kind: "job-recovered", facts: { job, dueAt } };
}

/** While no rounds are made nobody looks at any target; other jobs only keep house. */
const labelsOf = (job: string): EventLabels => ({
  target: "",
  name: job,
  host: "",
  kind: "job",
  severity: job === roundsJob ? "down" : "degraded",
  tag: [],
});
