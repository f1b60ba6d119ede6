// Makes rounds through a queue: a tick hands them over, and an invocation that a message
// calls for makes those of its shards.
import { messageOf } from "#domain/runs/failure.ts";
import { minuteMs, startOfMinute } from "#domain/time/instants.ts";
import type { JobContext } from "#jobs/job.ts";
import { tellOutage } from "#jobs/rounds/incidents/tell-outage.ts";
import { tryAgain } from "#jobs/try-again.ts";
import { lookForDue } from "#store/rounds/claim-shards.ts";
import { lookAndGather } from "#store/rounds/gather-counts.ts";
import { handOverRounds, type SendRounds, shardsAtOnce } from "./hand-over-rounds.ts";

type Counts = Record<string, number>;

/** `make` makes rounds here: also where the queue takes nothing. */
export async function makeThroughQueue(
  context: JobContext,
  send: SendRounds,
  make: () => Promise<Counts>,
): Promise<Counts> {
  const { deps, shards } = context;
  if (shards !== undefined) return await makeOf(context, shards, send, make);
  try {
    return await lookAndHandOver(context, send);
  } catch (error) {
    deps.log({ event: "rounds-not-handed-over", problem: messageOf(error) });
    return await make();
  }
}

/**
 * Hands over what comes due within the minute. Tells what rounds of messages have come to
 * since a tick told that last.
 */
async function lookAndHandOver(context: JobContext, send: SendRounds): Promise<Counts> {
  const { clock, db } = context.deps;
  const { due, gathered } = await tryAgain(clock, context.until, () =>
    lookAndGather(db, context.until, shardsAtOnce),
  );
  context.gather?.(gathered);
  await tellOutage(context, due);
  return await handOverRounds(due, clock.now(), send);
}

/** Makes the rounds of shards, and sends those that are due again before the next tick. */
async function makeOf(
  { deps: { clock, db } }: JobContext,
  shards: readonly number[],
  send: SendRounds,
  make: () => Promise<Counts>,
): Promise<Counts> {
  const counts = await make();
  const tickAt = startOfMinute(clock.now()) + minuteMs;
  const due = await tryAgain(clock, tickAt, () =>
    lookForDue(db, tickAt, shardsAtOnce, shards),
  );
  await handOverRounds(due, clock.now(), send);
  return counts;
}
