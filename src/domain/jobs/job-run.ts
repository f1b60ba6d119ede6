// Says what one run of a background job is: when it ran, what it did and what it cost.
import type { ToldCondition } from "#domain/conditions/condition.ts";
import { isDegraded } from "#domain/conditions/judge-conditions.ts";
import type { Counts } from "#domain/counts.ts";
import type { Schedule } from "#domain/schedules/schedule.ts";
import type { Gathered } from "./gathered.ts";

/** lost: the invocation that made it ended before it could say how the run went. */
export const outcomes = ["ok", "failed", "paused", "lost"] as const;

/** change: something was changed that could not wait for the next slot. */
export const triggers = ["schedule", "manual", "change"] as const;

export type JobRun = {
  dueAt: number;
  startedAt: number;
  durationMs: number;
  outcome: (typeof outcomes)[number];
  trigger: (typeof triggers)[number];
  /** What the run did, by name. */
  counts: Counts;
  /** What the run cost in the database, without the recording of the run itself. */
  statements: number;
  rowsRead: number;
  rowsWritten: number;
  /** What went wrong, when the outcome is "failed" or "lost". */
  error?: string;
  /** How the job's conditions turned out; absent of a job without any. */
  conditions?: readonly ToldCondition[];
  /** Which of its counts others did; known until the run is recorded. */
  gathered?: Gathered;
};

/** Whether it is known how long a run took: one that was paused or lost took no time. */
export const isTimed = ({ outcome }: Pick<JobRun, "outcome">): boolean =>
  outcome !== "paused" && outcome !== "lost";

/** Whether a run succeeded, though a condition of the job that says so does not hold. */
export const wasDegraded = ({
  outcome,
  conditions = [],
}: Pick<JobRun, "outcome" | "conditions">): boolean =>
  outcome === "ok" && isDegraded(conditions);

/** How long after its slot a run began, ms. */
export const lagOf = ({
  dueAt,
  startedAt,
}: Pick<JobRun, "dueAt" | "startedAt">): number => Math.max(0, startedAt - dueAt);

/**
 * A job, as recording its history needs it. `states` names the counts that say how things
 * stand and not what was done: they are not added up over runs. Without a `schedule` it
 * is taken to run every minute.
 */
export type RecordedJob = {
  name: string;
  states?: readonly string[];
  schedule?: Schedule;
};

/** What a run did, by name: its counts without the job's `states`. */
export const itemsOf = (
  { counts }: Pick<JobRun, "counts">,
  states: RecordedJob["states"] = [],
): Counts =>
  Object.fromEntries(Object.entries(counts).filter(([name]) => !states.includes(name)));
