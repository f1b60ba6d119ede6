// Sums up any set of a job's runs.
import { addCounts, type Counts } from "#domain/counts.ts";
import { addValue, createSketch, type Sketch } from "#domain/statistics/sketch.ts";
import {
  isTimed,
  itemsOf,
  type JobRun,
  lagOf,
  type RecordedJob,
  wasDegraded,
} from "./job-run.ts";

export type JobStatistics = {
  runs: Record<JobRun["outcome"], number>;
  /** Of the runs that succeeded. */
  degraded: number;
  /**
   * How long runs took and how long after their slots they began, ms. Paused and lost
   * runs are left out.
   */
  duration: Sketch;
  lag: Sketch;
  /** What they did, by name. */
  items: Counts;
  statements: number;
  rowsRead: number;
  rowsWritten: number;
};

export const createJobStatistics = (): JobStatistics => ({
  runs: { ok: 0, failed: 0, paused: 0, lost: 0 },
  degraded: 0,
  duration: createSketch(),
  lag: createSketch(),
  items: {},
  statements: 0,
  rowsRead: 0,
  rowsWritten: 0,
});

export function addJobRun(
  statistics: JobStatistics,
  run: JobRun,
  states?: RecordedJob["states"],
): void {
  statistics.runs[run.outcome] += 1;
  if (wasDegraded(run)) statistics.degraded += 1;
  addCounts(statistics.items, itemsOf(run, states));
  statistics.statements += run.statements;
  statistics.rowsRead += run.rowsRead;
  statistics.rowsWritten += run.rowsWritten;
  if (!isTimed(run)) return;
  addValue(statistics.duration, run.durationMs);
  addValue(statistics.lag, lagOf(run));
}
