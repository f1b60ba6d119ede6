// Tells how many rows come due for deletion, and whether pruning keeps up with them.
import { shardSize } from "#domain/budget.ts";

/** Targets and shards have a row of statistics for each day. */
const hoursADay = 24;

/**
 * Rows that an hour's pruning deletes or rewrites once history is as old as it is kept:
 * for each target a row of an hour's runs, and the hours and the failures of one day in
 * 24 hours; for each shard the hours of one.
 */
export const rowsDueHourly = (targets: number): number =>
  targets +
  Math.ceil((2 * targets) / hoursADay) +
  Math.ceil(Math.ceil(targets / shardSize) / hoursADay);

/** With how many targets pruning keeps up that takes so many rows an hour. */
export const targetsKeptUpWith = (prunedRows: number): number => {
  const batch = shardSize * hoursADay;
  return Math.floor((prunedRows * batch) / rowsDueHourly(batch));
};

/**
 * In how many hours a backlog of rows is gone, while those of the targets come due
 * beside it; null for never.
 */
export function hoursToCatchUp(
  backlog: number,
  targets: number,
  prunedRows: number,
): number | null {
  const spare = prunedRows - rowsDueHourly(targets);
  if (backlog <= 0) return 0;
  return spare > 0 ? Math.ceil(backlog / spare) : null;
}

/** Rows that one step of pruning takes at most: some tenths of a second of the database. */
export const mostRowsAtOnce = 10_000;

/** A run goes on with a kind of history as long as its steps are so full. */
const fullFrom = 0.5;

/** Whether a kind of history may have more that is due, after a step that may take `limit`. */
export const mayHaveMore = (rows: number, limit: number): boolean =>
  rows >= fullFrom * limit;
