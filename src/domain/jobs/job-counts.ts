// Counts what a job's runs did and cost, as counts that add up.
import { addCount, bucketIn, type Counts } from "#domain/counts.ts";
import { gatheredPrefix } from "./gathered.ts";
import {
  isTimed,
  itemsOf,
  type JobRun,
  lagOf,
  type RecordedJob,
  wasDegraded,
} from "./job-run.ts";

/**
 * Upper bounds of the buckets that runs are counted in by duration and by lag, in
 * seconds. One more bucket holds what exceeds them all. Append only: the position is
 * stored.
 */
export const jobBounds: readonly number[] = [0.1, 0.5, 1, 5, 15, 60, 300, 900];

/**
 * Sums over runs, by name: `runs.<outcome>`; `degraded` for those of them; `durationMs`, `lagMs`, `duration.<bucket>`
 * and `lag.<bucket>` of those that were neither paused nor lost; `statements`, `rowsRead`,
 * `rowsWritten`; `items.<name>` for what they did, and `gathered.<name>` for what of that
 * others did.
 */
export function countsOfRuns(
  runs: readonly JobRun[],
  states?: RecordedJob["states"],
): Counts {
  const counts: Counts = {};
  for (const run of runs) {
    addCount(counts, `runs.${run.outcome}`);
    if (wasDegraded(run)) addCount(counts, "degraded");
    addCost(counts, run);
    for (const [name, count] of Object.entries(itemsOf(run, states)))
      addCount(counts, `items.${name}`, growthOf(count));
    for (const [name, count] of Object.entries(run.gathered?.counts ?? {}))
      addCount(counts, gatheredPrefix + name, count);
    if (!isTimed(run)) continue;
    addTime(counts, "duration", growthOf(run.durationMs));
    addTime(counts, "lag", lagOf(run));
  }
  return counts;
}

function addCost(counts: Counts, { statements, rowsRead, rowsWritten }: JobRun): void {
  addCount(counts, "statements", statements);
  addCount(counts, "rowsRead", rowsRead);
  addCount(counts, "rowsWritten", rowsWritten);
}

function addTime(counts: Counts, name: "duration" | "lag", ms: number): void {
  addCount(counts, `${name}Ms`, ms);
  addCount(counts, `${name}.${bucketIn(jobBounds, ms)}`);
}

/** Counters never go back, whatever a job calls a count and wherever the clock goes. */
const growthOf = (count: number): number =>
  Number.isFinite(count) && count > 0 ? count : 0;
