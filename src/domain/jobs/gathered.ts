// Gathers what rounds have come to that messages of a queue called for. Each shard counts
// those of its own, in the batch that records them; a tick tells by how much the sum over
// all shards has grown since it was told last.
import type { Counts } from "#domain/counts.ts";

/** What shards count. */
export const gatheredNames = [
  "rounds",
  "ran",
  "late",
  "skipped",
  "missed",
  "failed",
  "degraded",
  "crawls",
  "setAside",
  "held",
  "fetches",
] as const;

/** What a run of the job also counts, though others did it. */
export type Gathered = {
  counts: Counts;
  /** How many rounds were told before. The counts hold as long as these are all. */
  before: number;
};

/** Before the name of what was gathered, among the totals of the job (countsOfRuns). */
export const gatheredPrefix = "gathered.";

/** Under which its rounds stand among the totals: they grow whenever anything does. */
export const gatheredRounds = `${gatheredPrefix}rounds`;

/** By how much the sums over shards exceed what the totals say was told. */
export function gather(sums: Readonly<Counts>, totals: Readonly<Counts>): Gathered {
  const counts: Counts = {};
  for (const name of gatheredNames) {
    const growth = (sums[name] ?? 0) - (totals[gatheredPrefix + name] ?? 0);
    if (growth > 0) counts[name] = growth;
  }
  return { counts, before: totals[gatheredRounds] ?? 0 };
}
