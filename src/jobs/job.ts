// Defines a background job: a name, a schedule and a `run`. The tick and the API do the
// rest for every job: history, statistics, metrics, pause and running it now.

import type { Deps } from "#deps";
import type { Gathered } from "#domain/jobs/gathered.ts";
import type { JobRun } from "#domain/jobs/job-run.ts";
import type { Schedule } from "#domain/schedules/schedule.ts";
import { nextSlot } from "#domain/schedules/slots.ts";
import { usualSchedule } from "#domain/targets/target.ts";
import { parseDuration } from "#domain/time/duration.ts";
import { startOfMinute } from "#domain/time/instants.ts";
import type { Losses } from "./losses.ts";
import type { Quarters } from "./quarters.ts";

export type JobContext = {
  deps: Deps;
  /** The slot this run is for. Epoch ms. */
  dueAt: number;
  /** A run that waits for work to come due begins no more work from here on. Epoch ms. */
  until: number;
  /**
   * A run that goes on may keep a later tick from the same work. The run may then serve
   * that tick's minute too, up to here. Epoch ms.
   */
  stayUntil: number;
  /** The shards whose rounds are made, and no others; all that are due unless given. */
  shards?: readonly number[];
  /** The platform ends the invocation then, where that is soon. Epoch ms. */
  endsBy?: number;
  /** Where work runs that may end the invocation. */
  quarters: Quarters;
  /** What is known of runs of the job that were lost just before. */
  losses: Losses;
  /** How the jobs of the tick have ended; only a job that runs after others is told. */
  ended?: readonly EndedRun[];
  /** Has the run count as well what others did for it. */
  gather?: (gathered: Gathered) => void;
  /** Makes the on-demand job of that name run in this invocation too, or look again. */
  wake: (name: string) => void;
  /** Resolves when another job wakes this one after the call. */
  woken: () => Promise<void>;
};

/** A run that has ended, and whose it was. */
export type EndedRun = { job: string; run: JobRun };

export type Job = {
  name: string;
  description: string;
  schedule: Schedule;
  /**
   * Runs without a lease, since what it does is leased in smaller parts. A job that is
   * not concurrent runs in one place at a time.
   */
  concurrent?: true;
  /** Runs once in a tick, when the others of the tick have ended. */
  afterOthers?: true;
  /** Runs only when its row in the table of jobs, or another job, says there is work. */
  onDemand?: true;
  /**
   * Names the counts that tell a state, not an amount of work. Metrics and statistics do
   * not add them up.
   */
  states?: readonly string[];
  /** Does the work and returns counts of what it did, by name. */
  run(context: JobContext): Promise<Record<string, number>>;
};

/** The job's slot after `after`. A job that never ran starts with the minute of `now`. */
export function nextJobSlot(job: Job, after: number | null, now: number): number | null {
  return nextSlot(
    { schedule: job.schedule, seed: 0, anchorAt: 0 },
    after ?? startOfMinute(now) - 1,
  );
}

/**
 * How many of a tick's statements a job leaves, beside those that are kept back, when it
 * takes all it can get: for a job that is woken while it runs.
 */
export const statementsLeftByJobs = 3;

/** Schedules a job at whole multiples of a duration such as "5s" or "1h", UTC. */
export function every(duration: string): Schedule {
  const everyMs = parseDuration(duration);
  if (everyMs === null) throw new Error(`"${duration}" is not a duration`);
  return { ...usualSchedule, timing: { kind: "every", everyMs }, startAt: 0 };
}

/** Schedules a job by a cron expression, in an IANA zone. */
export function cron(expression: string, zone = "UTC"): Schedule {
  return { ...usualSchedule, timing: { kind: "cron", expression, zone } };
}
