// Makes rounds through a queue: a tick hands them over, and an invocation that a message
// calls for makes those of its shards.
import { messageOf } from "#domain/runs/failure.ts";
import { minuteMs, startOfMinute } from "#domain/time/instants.ts";
import type { JobContext } from "#jobs/job.ts";
import { tellOutage } from "#jobs/rounds/incidents/tell-outage.ts";
import { handOverRounds, type SendRounds } from "./hand-over-rounds.ts";

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
    return await handOverRounds(context, send, null, (due) => tellOutage(context, due));
  } catch (error) {
    deps.log({ event: "rounds-not-handed-over", problem: messageOf(error) });
    return await make();
  }
}

/** Makes the rounds of shards, and sends those that are due again before the next tick. */
async function makeOf(
  { deps }: JobContext,
  shards: readonly number[],
  send: SendRounds,
  make: () => Promise<Counts>,
): Promise<Counts> {
  const counts = await make();
  const tickAt = startOfMinute(deps.clock.now()) + minuteMs;
  await handOverRounds({ deps, until: tickAt }, send, shards);
  return counts;
}
