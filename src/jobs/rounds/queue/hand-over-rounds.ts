// Hands the rounds of a minute over to other invocations, through a queue.
import type { Deps } from "#deps";
import { toMessages } from "#domain/rounds/queue/round-messages.ts";
import type { JobContext } from "#jobs/job.ts";
import { isFree } from "#jobs/rounds/choose-shards.ts";
import { tryAgain } from "#jobs/try-again.ts";
import { type DueShard, lookForDue } from "#store/rounds/claim-shards.ts";

/** Shards that one tick hands over at most: those of 200,000 targets. */
export const shardsAtOnce = 5_000;

/** Sends messages; each comes after its delay, more than once or not at all. */
export type SendRounds = NonNullable<Deps["sendRounds"]>;

/**
 * Looks for the shards that come due before `until` and that nobody has, and sends them.
 * Those of `among`, where given: who has just served them sends those that are due again.
 */
export async function handOverRounds(
  { deps, until }: Pick<JobContext, "deps" | "until">,
  send: SendRounds,
  among: readonly number[] | null,
  tell: (due: readonly DueShard[]) => Promise<void> = async () => {},
): Promise<{ handedOver: number; messages: number }> {
  const { clock, db } = deps;
  const due = await tryAgain(clock, until, () =>
    lookForDue(db, until, shardsAtOnce, among),
  );
  await tell(due);
  const now = clock.now();
  const free = due.filter((shard) => isFree(shard, now));
  const messages = toMessages(free, now);
  if (messages.length > 0) await send(messages);
  return { handedOver: free.length, messages: messages.length };
}
