// Puts shards that are due into messages of a queue, each of which one invocation serves.
// No I/O, no clock.
import { claimsLostByChance } from "#domain/rounds/suspicion.ts";

/** Shards whose rounds one invocation makes, and how long it waits until then, seconds. */
export type RoundMessage = { shards: number[]; delayS: number };

/** A shard that is due. Epoch ms. */
type Due = { id: number; dueAt: number; lost: number; isTried: 0 | 1 };

/**
 * Six connections begin the runs of so many shards within ten seconds, where a host takes
 * 400 ms: fewer shards are more messages, more of them come late.
 */
const shardsTogether = 4;

/**
 * Shards come due within so many seconds of each other in one message: a round also serves
 * what comes due in its first ten.
 */
const dueTogetherS = 5;

/**
 * The messages of shards that are due, in their order. A shard whose rounds were lost
 * again and again is alone: it may end its invocation.
 */
export function toMessages(due: readonly Due[], now: number): RoundMessage[] {
  const open = new Map<number, RoundMessage>();
  const messages: RoundMessage[] = [];
  for (const shard of due) {
    const delayS = delayOf(shard.dueAt - now);
    const isSuspect = shard.isTried === 1 || shard.lost >= claimsLostByChance;
    const joined = isSuspect ? undefined : open.get(delayS);
    if (joined !== undefined && joined.shards.length < shardsTogether) {
      joined.shards.push(shard.id);
      continue;
    }
    const message = { shards: [shard.id], delayS };
    messages.push(message);
    if (!isSuspect) open.set(delayS, message);
  }
  return messages;
}

const delayOf = (waitMs: number): number =>
  Math.max(0, Math.floor(waitMs / 1_000 / dueTogetherS) * dueTogetherS);
