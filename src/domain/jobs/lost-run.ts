// Makes the run that stands in a job's history for an invocation which ended before it
// could record its own.
import type { Counts } from "#domain/counts.ts";
import type { JobRun } from "./job-run.ts";

/** What is known of such a run: when its work was claimed, and how much of it is lost. */
export const lostRun = (dueAt: number, claimedAt: number, counts: Counts): JobRun => ({
  ...markOf(dueAt),
  startedAt: claimedAt,
  durationMs: 0,
  trigger: "schedule",
  counts,
  statements: 0,
  rowsRead: 0,
  rowsWritten: 0,
  error: "The invocation ended before the run did.",
});

/** Stored first, so that the stored text of a lost run is known by its beginning. */
const markOf = (dueAt: number) => ({ dueAt, outcome: "lost" as const });

/** The text that the stored form of a slot's lost run contains, and no other run's. */
export const textOfLost = (dueAt: number): string =>
  JSON.stringify(markOf(dueAt)).slice(0, -1);

/**
 * Whether a claim belongs to a run of the slot that is on record: to one that was under
 * way at that instant, or to the lost one.
 */
export const isOnRecord = (
  claimedAt: number,
  dueAt: number,
  runs: readonly JobRun[],
): boolean =>
  runs.some(
    (run) =>
      run.dueAt === dueAt &&
      (run.outcome === "lost" ||
        (run.startedAt <= claimedAt && claimedAt <= run.startedAt + run.durationMs)),
  );
