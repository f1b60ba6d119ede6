// Tells what the runs of jobs have spent since midnight UTC, when the platform's daily
// limits begin anew, and what that would come to by the next one.
import type { Counts } from "#domain/counts.ts";
import { dayMs } from "#domain/time/instants.ts";

/** What all runs of a day have spent. */
export type Spent = {
  runs: number;
  statements: number;
  rowsRead: number;
  rowsWritten: number;
  /** Requests to targets. */
  requests: number;
};

/** The difference between totals (see job-counts) now and at midnight, of all jobs. */
export function spentBetween(
  totals: readonly { now: Readonly<Counts>; before: Readonly<Counts> }[],
): Spent {
  const grown = (name: string) =>
    totals.reduce(
      (sum, { now, before }) => sum + (now[name] ?? 0) - (before[name] ?? 0),
      0,
    );
  const runs = ["ok", "failed"].map((outcome) => grown(`runs.${outcome}`));
  return {
    runs: runs.reduce((sum, count) => sum + count, 0),
    statements: grown("statements"),
    rowsRead: grown("rowsRead"),
    rowsWritten: grown("rowsWritten"),
    requests: grown("items.fetches"),
  };
}

/** Recording a run appends it to its hour: one row written, and one read. */
export const withRecording = ({ runs, ...spent }: Spent): Spent => ({
  ...spent,
  runs,
  rowsRead: spent.rowsRead + runs,
  rowsWritten: spent.rowsWritten + runs,
});

/** Less of a day than this does not show how the rest of it will be. */
const shortestMs = dayMs / 48;

/**
 * What an amount comes to by the end of the day if it goes on like this. Null when the day
 * has hardly begun.
 */
export function projectedToDay(spent: number, now: number): number | null {
  const elapsedMs = now % dayMs;
  return elapsedMs < shortestMs ? null : Math.round((spent * dayMs) / elapsedMs);
}
