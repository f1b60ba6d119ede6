// Keeps what the database knows of shards: when each of their targets is due, and until
// when somebody has them.
import { shardSize } from "#domain/budget.ts";
import { minuteMs } from "#domain/time/instants.ts";

export type Shard = {
  id: number;
  dueAt: number;
  leaseUntil: number;
  /** The oldest slot of each target that nobody has served. */
  next: Float64Array;
};

/** Shards of targets that are all due each minute, from the first one on. */
export const createShards = (targets: number): Shard[] =>
  Array.from({ length: Math.ceil(targets / shardSize) }, (_, i) => ({
    id: i,
    dueAt: 0,
    leaseUntil: 0,
    next: new Float64Array(Math.min(shardSize, targets - i * shardSize)),
  }));

/** The first slot after an instant. */
export const slotAfter = (instant: number): number =>
  (Math.floor(instant / minuteMs) + 1) * minuteMs;

/** Those that are due before an instant, the longest overdue first. */
export const dueBefore = (
  shards: readonly Shard[],
  instant: number,
  limit: number,
): Shard[] =>
  shards
    .filter(({ dueAt }) => dueAt < instant)
    .sort((a, b) => a.dueAt - b.dueAt)
    .slice(0, limit);

/** What the choice of shards asks for besides: none of them was ever lost. */
export const asDue = ({ id, dueAt, leaseUntil }: Shard) => ({
  ...{ id, dueAt, leaseUntil },
  lost: 0,
  isTried: 0 as const,
});
