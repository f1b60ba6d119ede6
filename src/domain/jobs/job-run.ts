// What runs of a background job come to, as counts that add up.
import { addCount, bucketIn, type Counts } from "#domain/counts.ts";

/**
 * Upper bounds of the buckets that runs are counted in by duration and by lag, in
 * seconds; the last lies beyond.
 */
export const jobBounds: readonly number[] = [0.1, 0.5, 1, 5, 15, 60, 300, 900];

export type JobRun = {
  dueAt: number;
  startedAt: number;
  durationMs: number;
  outcome: "ok" | "failed" | "paused";
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

/**
 * Sums over runs, by name: `runs.<outcome>`; `durationMs`, `lagMs`, `duration.<bucket>`
 * and `lag.<bucket>` of those that were not paused; `statements`, `rowsRead`,
 * `rowsWritten`; and `items.<name>` for what they did.
 */
export function countsOfRuns(runs: readonly JobRun[]): Counts {
  const counts: Counts = {};
  for (const run of runs) {
    addCount(counts, `runs.${run.outcome}`);
    addCost(counts, run);
    for (const [name, count] of Object.entries(itemsOf(run)))
      addCount(counts, `items.${name}`, growthOf(count));
    if (run.outcome === "paused") continue;
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

/** The job that makes the rounds. Its runs are stored, and shown, under this name. */
export const roundsJob = "crawl";

/** The job that goes on with crawls. */
export const followJob = "follow";
