// Tells of a job's recent runs how long they took, and whether they came on time.
import { addValue, createSketch, quantileOf } from "#domain/statistics/sketch.ts";
import { isTimed, type JobRun } from "./job-run.ts";

type Timed = Pick<JobRun, "startedAt" | "durationMs" | "outcome">;

/** Percentiles of how long runs took, ms; null where none was timed. */
export function durationsOf(runs: readonly Timed[]): { p50: number; p95: number } | null {
  const sketch = createSketch();
  for (const run of runs) if (isTimed(run)) addValue(sketch, run.durationMs);
  const [p50, p95] = [quantileOf(sketch, 0.5), quantileOf(sketch, 0.95)];
  return p50 === null || p95 === null ? null : { p50, p95 };
}

/** The longest time between two starts, ms; null with fewer than two runs. */
export function longestPauseMs(runs: readonly Timed[]): number | null {
  const starts = runs.map(({ startedAt }) => startedAt).sort((a, b) => a - b);
  const pauses = starts.slice(1).map((at, i) => at - (starts[i] ?? at));
  return pauses.length === 0 ? null : Math.max(...pauses);
}
