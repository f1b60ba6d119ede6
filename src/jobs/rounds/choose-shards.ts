// Chooses which of the due shards to claim now, and when to look again for the others. No
// I/O, no clock.
import { claimsLostByChance } from "#domain/rounds/suspicion.ts";
import { isCredible } from "#domain/time/clock-trust.ts";
import type { DueShard } from "#store/rounds/claim-shards.ts";
import { leaseMs, spanMs } from "./round-times.ts";

/** How long after its holder's span a shard is looked at for the first time. */
const firstLookMs = 250;

/** What is known of a shard that is due. */
type Ready = Omit<DueShard, "revision">;

/**
 * Shards that were lost no more often than by chance are first tried some at a time: an
 * invocation that ends takes all of its shards along.
 */
const aloneTogether = 8;

export type ShardChoice = {
  /** Ids of the shards to claim now. */
  taken: number[];
  /**
   * Ids of shards whose rounds were lost again and again. Their rounds are made while
   * nothing else is under way in the invocation.
   */
  alone: number[];
  /** Whether more shards are ready than could be taken. */
  isFull: boolean;
  /** When the next of the shards that are not ready is worth a look; null without any. */
  lookAt: number | null;
};

/** Chooses at most `room` of the shards that are due, in their order. */
export function chooseShards(
  due: readonly Ready[],
  now: number,
  room: number,
): ShardChoice {
  const isReady = (shard: Ready) => shard.dueAt < now + spanMs && isFree(shard, now);
  const { ready = [], later = [] } = Object.groupBy(due, (shard) =>
    isReady(shard) ? "ready" : "later",
  );
  const { usual = [], lost = [] } = Object.groupBy(ready, (shard) =>
    shard.isTried || shard.lost >= claimsLostByChance ? "lost" : "usual",
  );
  const taken = usual.slice(0, room).map(({ id }) => id);
  const looks = later.map((shard) => looksAgainAt(shard, now));
  return {
    taken,
    alone: chooseAlone(lost),
    isFull: taken.length < usual.length,
    lookAt: looks.length > 0 ? Math.min(...looks) : null,
  };
}

/** Whether nobody has a shard. A lease from far ahead is not believed. */
export const isFree = ({ leaseUntil }: Pick<DueShard, "leaseUntil">, now: number) =>
  leaseUntil <= now || !isCredible(leaseUntil - leaseMs, now);

/** Those that were lost least often come first. */
function chooseAlone(lost: readonly Ready[]): number[] {
  const [first, ...others] = lost.toSorted((a, b) => a.lost - b.lost);
  if (first === undefined) return [];
  const isLikeFirst = (shard: Ready) => !shard.isTried && shard.lost === first.lost;
  const isByChance = !first.isTried && first.lost === claimsLostByChance;
  const together = isByChance ? others.filter(isLikeFirst) : [];
  return [first, ...together].slice(0, aloneTogether).map(({ id }) => id);
}

/**
 * When to look at a shard again. A free shard is looked at when it comes due. A shard
 * that another invocation holds is given back when that invocation's span ends, or soon
 * after: the shard is looked at then, and the longer that takes the more rarely.
 */
function looksAgainAt({ leaseUntil, dueAt }: Ready, now: number): number {
  if (leaseUntil <= now) return dueAt;
  const spanEnd = leaseUntil - leaseMs + spanMs;
  const waitMs = Math.max(firstLookMs, now - spanEnd);
  return Math.min(leaseUntil, Math.max(spanEnd, now) + waitMs);
}
