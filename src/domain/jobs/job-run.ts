// Says what one run of a background job is: when it ran, what it did and what it cost.
import type { Counts } from "#domain/counts.ts";

export const outcomes = ["ok", "failed", "paused"] as const;
export type Outcome = (typeof outcomes)[number];

export type JobRun = {
  dueAt: number;
  startedAt: number;
  durationMs: number;
  outcome: Outcome;
  trigger: "schedule" | "manual";
  /** What it did, by name. */
  counts: Counts;
  /** What it cost in the database, without the recording of the run itself. */
  statements: number;
  rowsRead: number;
  rowsWritten: number;
  /** What went wrong, when the outcome is "failed". */
  error?: string;
};

/** How long after its slot a run began, ms. */
export const lagOf = ({
  dueAt,
  startedAt,
}: Pick<JobRun, "dueAt" | "startedAt">): number => Math.max(0, startedAt - dueAt);

/**
 * Counts that tell how things stand and not what was done: adding them up over runs would
 * mean nothing.
 */
const states: ReadonlySet<string> = new Set(["databaseBytes", "halvings"]);

/** What a run did, by name. */
export const itemsOf = ({ counts }: Pick<JobRun, "counts">): Counts =>
  Object.fromEntries(Object.entries(counts).filter(([name]) => !states.has(name)));
