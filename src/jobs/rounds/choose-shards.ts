// Chooses which of the due shards to claim now, and when to look again for the others. No
// I/O, no clock.
import { isCredible } from "#domain/time/clock-trust.ts";
import type { DueShard } from "#store/rounds/claim-shards.ts";
import { leaseMs, spanMs } from "./round-times.ts";

/** How long after its holder's span a shard is looked at for the first time. */
const firstLookMs = 250;

export type ShardChoice = {
  /** Ids of the shards to claim now. */
  taken: number[];
  /** Whether more shards are ready than could be taken. */
  isFull: boolean;
  /** When the next of the shards that are not ready is worth a look; null without any. */
  lookAt: number | null;
};

/** Chooses at most `room` of the shards that are due, in their order. */
export function chooseShards(
  due: readonly Omit<DueShard, "revision">[],
  now: number,
  room: number,
): ShardChoice {
  const isReady = ({ dueAt, leaseUntil }: Omit<DueShard, "revision">) =>
    dueAt <= now + spanMs &&
    (leaseUntil <= now || !isCredible(leaseUntil - leaseMs, now));
  const { ready = [], later = [] } = Object.groupBy(due, (shard) =>
    isReady(shard) ? "ready" : "later",
  );
  const taken = ready.slice(0, room).map(({ id }) => id);
  const looks = later.map((shard) => looksAgainAt(shard, now));
  return {
    taken,
    isFull: taken.length < ready.length,
    lookAt: looks.length > 0 ? Math.min(...looks) : null,
  };
}

/**
 * When to look at a shard again. A free shard is looked at when it comes due. A shard
 * that another invocation holds is given back when that invocation's span ends, or soon
 * after: the shard is looked at then, and the longer that takes the more rarely.
 */
function looksAgainAt(
  { leaseUntil, dueAt }: Omit<DueShard, "revision">,
  now: number,
): number {
  if (leaseUntil <= now) return dueAt;
  const spanEnd = leaseUntil - leaseMs + spanMs;
  const waitMs = Math.max(firstLookMs, now - spanEnd);
  return Math.min(leaseUntil, Math.max(spanEnd, now) + waitMs);
}
