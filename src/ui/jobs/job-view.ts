// Describes a job as its pages show it. Instants are epoch ms.
import type { JobRun } from "#domain/jobs/job-run.ts";
import type { Schedule } from "#domain/schedules/schedule.ts";
import type { Refusals } from "#ui/screens/fields.tsx";

/** How a job stands. */
export type JobState = {
  /** Null unless it is paused. */
  pausedAt: number | null;
  /** Some invocation holds its lease. */
  isRunning: boolean;
  /** Null when it is paused, and when it runs on demand and has nothing to do. */
  nextAt: number | null;
};

export type JobView = JobState & {
  name: string;
  /** In English. */
  description: string;
  schedule: Schedule;
  /** The counts that say how things stand, not what was done. */
  states: readonly string[];
  lastRun: JobRun | null;
};

/** What was typed of a job's conditions, and what of it was refused; null for nothing. */
export type TypedConditions = { conditions: string | null; refusals: Refusals };

/** Percentiles of how long runs took, ms. */
export type Durations = { p50: number; p95: number };

/** A job in the list of all: with its runs of the last 24 hours, the newest first. */
export type ListedJob = JobView & {
  runs: readonly JobRun[];
  /** Null where no run was timed. */
  durations: Durations | null;
};
