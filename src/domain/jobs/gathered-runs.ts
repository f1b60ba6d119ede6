// Adds to runs of a job what they have gathered, and takes it off where others told it.
import { addCounts, type Counts, countsWithout } from "#domain/counts.ts";
import type { Gathered } from "./gathered.ts";
import type { JobRun } from "./job-run.ts";

/** The counts of a run with what it has gathered, if that is anything. */
export function countsOfRun(
  own: Readonly<Counts>,
  gathered: Gathered | null,
): Pick<JobRun, "counts" | "gathered"> {
  const counts = { ...own };
  if (gathered === null || Object.keys(gathered.counts).length === 0) return { counts };
  addCounts(counts, gathered.counts);
  return { counts, gathered };
}

export function withoutGathered({ gathered, ...run }: JobRun): JobRun {
  if (gathered === undefined) return run;
  return { ...run, counts: countsWithout(run.counts, gathered.counts) };
}

/**
 * Runs that are recorded together have gathered the same, and the last one the most: it
 * alone tells it.
 */
export function gatheredOnce(runs: readonly JobRun[]): JobRun[] {
  const last = runs.findLast(({ gathered }) => gathered !== undefined);
  return runs.map((run) => (run === last ? run : withoutGathered(run)));
}
