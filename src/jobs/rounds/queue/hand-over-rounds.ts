// Hands the rounds of shards over to other invocations, through a queue.
import type { Deps } from "#deps";
import { toMessages } from "#domain/rounds/queue/round-messages.ts";
import { isFree } from "#jobs/rounds/choose-shards.ts";
import type { DueShard } from "#store/rounds/claim-shards.ts";

/** Shards that one tick hands over at most: those of 200,000 targets. */
export const shardsAtOnce = 5_000;

/** Sends messages; each comes after its delay, more than once or not at all. */
export type SendRounds = NonNullable<Deps["sendRounds"]>;

/** Sends those of the shards that nobody has. */
export async function handOverRounds(
  due: readonly DueShard[],
  now: number,
  send: SendRounds,
): Promise<{ handedOver: number; messages: number }> {
  const free = due.filter((shard) => isFree(shard, now));
  const messages = toMessages(free, now);
  if (messages.length > 0) await send(messages);
  return { handedOver: free.length, messages: messages.length };
}
