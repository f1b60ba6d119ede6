// Sends notices that are due: to several channels beside each other, to each of them in
// order. A channel that fails is left alone for a while, and holds no other one up.
import { connections } from "#domain/budget.ts";
import { longestHoldMs, nextTryAt } from "#domain/notices/backoff.ts";
import { messageOf } from "#domain/runs/failure.ts";
import { tryAgain } from "#jobs/try-again.ts";
import type { Channel, LastAnswer } from "#store/notices/channels.ts";
import type { DueNotice } from "#store/notices/outbox/due.ts";
import {
  type ClaimedNotice,
  claimNotice,
  giveUpNotices,
  recordTry,
  statementsForTry,
  type TryResult,
} from "#store/notices/outbox/sending.ts";
import type { Delivery } from "./delivery.ts";
import { type Sending, sendToChannel } from "./send-to-channel.ts";

/** A try takes ten seconds at most; another deliverer may repeat it after this. */
const leaseMs = 60_000;
/** A try that begins later than this might end when somebody else has repeated it. */
const longestClaimMs = 30_000;

/** Gives how many notices were claimed or given up. */
export async function sendNotices(
  delivery: Delivery,
  due: readonly DueNotice[],
): Promise<number> {
  const lanes = [...Map.groupBy(due, ({ channelId }) => channelId).values()];
  let done = 0;
  const work = async (): Promise<void> => {
    for (let lane = lanes.shift(); lane && affordsTry(delivery); lane = lanes.shift()) {
      const { handled, goesOn } = await serveFirst(delivery, lane);
      done += handled;
      if (goesOn && lane.length > 0) lanes.push(lane);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  return done;
}

/** Whether another try may begin in this invocation. */
export function affordsTry({ deps, until }: Delivery): boolean {
  const { clock, statements, fetches } = deps;
  return (
    clock.now() < until && statements.left() >= statementsForTry && fetches.left() > 0
  );
}

/** Takes the first notice from a channel's lane, and deals with it. */
async function serveFirst(
  delivery: Delivery,
  lane: DueNotice[],
): Promise<{ handled: number; goesOn: boolean }> {
  const [first] = lane;
  if (first === undefined) return { handled: 0, goesOn: false };
  const channel = delivery.config.channels.get(first.channelId);
  if (!channel?.enabled) {
    const why = channel ? "The channel is turned off." : "The channel is deleted.";
    return { handled: await giveUp(delivery, first.channelId, why), goesOn: false };
  }
  lane.shift();
  const { deps } = delivery;
  const giveBack = deps.statements.keep(statementsForTry);
  try {
    const outcome = await tryToSend(delivery, channel, first);
    return { handled: outcome === null ? 0 : 1, goesOn: outcome !== "retry" };
  } finally {
    giveBack();
  }
}

async function giveUp({ deps, counts }: Delivery, channelId: number, why: string) {
  const dead = await giveUpNotices(deps.db, channelId, why, deps.clock.now());
  counts.dead += dead;
  return dead;
}

/** What came of the try; null when somebody else has the notice. */
async function tryToSend(
  { deps, counts }: Delivery,
  channel: Channel,
  notice: DueNotice,
): Promise<LastAnswer["outcome"] | null> {
  const { clock, db } = deps;
  const now = clock.now();
  const lease = { token: deps.newToken(), now, until: now + leaseMs };
  const claimed = await claimNotice(db, notice, lease);
  if (claimed === null || clock.now() > now + longestClaimMs) return null;
  const sending = await sendSafely(deps, channel, claimed);
  const result = resultOf(claimed, sending, clock.now());
  await tryAgain(clock, lease.until, () => recordTry(db, notice, lease.token, result));
  if (result.answer.outcome === "sent") counts.sent += 1;
  else if (result.retryAt === null) counts.dead += 1;
  else counts.failed += 1;
  return result.answer.outcome;
}

/** A message that breaks our own code must not keep others from being sent. */
async function sendSafely(
  deps: Delivery["deps"],
  channel: Channel,
  { id, message }: ClaimedNotice,
): Promise<Sending> {
  try {
    return await sendToChannel(deps, channel, message);
  } catch (error) {
    deps.log({ event: "notice-broken", notice: id, problem: messageOf(error) });
    const why = "junkai itself failed to send it; the log has the details.";
    return { receipt: { outcome: "refused", why }, status: null, config: null };
  }
}

/** A channel that has enough is held as long as it says; one that fails, not for long. */
function resultOf(
  claimed: ClaimedNotice,
  { receipt, status, config }: Sending,
  now: number,
): TryResult {
  const { outcome } = receipt;
  const why = outcome === "sent" ? null : receipt.why;
  const answer: LastAnswer = { at: now, isTest: false, outcome, status, why };
  if (outcome !== "retry") return { answer, retryAt: null, holdUntil: null, config };
  const retryAt = nextTryAt(claimed, receipt.afterMs, now);
  const { afterMs } = receipt;
  const heldMs = afterMs ?? Math.min((retryAt ?? now) - now, longestHoldMs);
  return { answer, retryAt, holdUntil: now + heldMs, config };
}
