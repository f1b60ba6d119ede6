// Says in what portions statistics of many targets or shards are read. Pure.
import { createTimeBuckets, type TimeBuckets } from "#domain/statistics/time-buckets.ts";
import { dayOf } from "#domain/time/instants.ts";

/** Rows of days read at a time, one or two kilobytes each. */
const rowsAtOnce = 4_000;
/** A row of a day that is cut comes with its hours, and is as large as so many others. */
const weightOfHours = { target: 4, shard: 14 };
/**
 * Statements that read a portion of targets or shards, unless its hours are so full that
 * they are read apart.
 */
const statementsAtOnce = 3;
/** Portions read for one answer: some seconds' work. */
const mostPortions = 100;

/** Gives how many targets or shards are read at a time. */
export function ownersAtOnce(
  kind: keyof typeof weightOfHours,
  { from, to, cutDays, cutHours: cut }: TimeBuckets,
): number {
  const days = dayOf(to - 1) - dayOf(from) + 1;
  const hours = kind === "target" ? cut.size : 0;
  return Math.max(
    1,
    Math.floor(rowsAtOnce / (days + weightOfHours[kind] * cutDays.size + hours)),
  );
}

/** Gives how many targets or shards can be read at once with at most `statements`. */
export const mostOwners = (
  kind: keyof typeof weightOfHours,
  boundaries: readonly number[],
  statements: number,
): number =>
  Math.min(mostPortions, Math.floor(statements / statementsAtOnce)) *
  ownersAtOnce(kind, createTimeBuckets(boundaries));
