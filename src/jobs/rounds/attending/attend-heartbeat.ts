// Attends to a heartbeat in a round: takes its pings, and ends the slots and runs whose
// time is over.
import { createAllowance } from "#domain/allowance.ts";
import {
  emptyInbox,
  type HeardInbox,
  hearInbox,
  landingMs,
} from "#domain/heartbeats/inbox.ts";
import type { Alarm } from "#domain/incidents/alarm-state.ts";
import type { Outcome } from "#domain/rounds/outcome.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import { createCount } from "#domain/runs/parts.ts";
import { nextSlotLooks } from "#domain/schedules/slots.ts";
import { hourOf } from "#domain/time/instants.ts";
import type { RoundContext } from "#jobs/rounds/round-context.ts";
import { spanMs } from "#jobs/rounds/round-times.ts";
import type { ClaimedTarget } from "#store/rounds/claim-shards.ts";
import type { Attend, RoundOutcome } from "./attend.ts";

/**
 * Characters of inboxes that a round takes: what came with their pings, up to three bytes
 * each, is recorded with one parameter.
 */
export const roundInboxCharacters = 500_000;

/**
 * A heartbeat is due so long after its deadline: a shard is claimed up to a span before it
 * is due, and its inboxes are read then, once.
 */
const dueAfterMs = landingMs + spanMs;

export const attendHeartbeat: Attend = async (context, _span, target, state) => {
  const heard = hearInRound(context, target, state, null);
  const { nextAt, isWhole } = heard;
  const { since } = context;
  const outcome = withTaken(target, heard, since);
  return isWhole
    ? { ...outcome, nextAt: dueAfter([nextAt]), heardAt: since }
    : { ...outcome, nextAt: since };
};

/** The outcome of a heartbeat whose incident may have to be asked for again. */
export function withAskedAgain<T extends RoundOutcome>(
  outcome: T,
  alarm: Alarm | undefined,
): T {
  if (outcome.heardAt === undefined) return outcome;
  const askAt = dueAfter([alarm?.recheckAt ?? null]);
  if (askAt === null) return outcome;
  return { ...outcome, nextAt: Math.min(outcome.nextAt ?? askAt, askAt) };
}

/**
 * Takes the pings of a heartbeat that is paused: those from before its pause count. It is
 * due again while some are left.
 */
export function attendPausedHeartbeat(
  context: RoundContext,
  target: ClaimedTarget,
  state: TargetState,
  pausedAt: number,
): RoundOutcome {
  const heard = hearInRound(context, target, state, pausedAt);
  const nextAt = heard.isWhole ? null : context.since;
  return { ...withTaken(target, heard, context.since), nextAt };
}

/** Hears as much of an inbox as the round can still record. */
function hearInRound(
  context: RoundContext,
  target: ClaimedTarget,
  state: TargetState,
  pausedAt: number | null,
): HeardInbox {
  const { bytes, inboxes, looks, since } = context;
  const most = bytes.left() > 0 ? inboxes.left() : 0;
  const hearing = { readAt: since, pausedAt, most };
  const heard = hearInbox(target, state, target.heard ?? emptyInbox, hearing, looks);
  inboxes.spend(heard.length);
  createCount(bytes)(heard.outcome.entries);
  return heard;
}

/** The outcome with the news that the pings are taken. */
function withTaken(
  { id, heard: stored }: ClaimedTarget,
  { outcome, length, quiet, lately }: HeardInbox,
  now: number,
): Outcome {
  if (length > 0 || quiet !== (stored?.quiet ?? null))
    outcome.news.push({
      kind: "pings-taken",
      targetId: id,
      length,
      hour: hourOf(now),
      quiet,
      recent: lately,
    });
  return outcome;
}

/** When a heartbeat is due; at once when it has pings to take. Null for never. Epoch ms. */
export function heartbeatDueAt(target: ClaimedTarget, state: TargetState): number | null {
  if ((target.heard?.inbox ?? "") !== "") return 0;
  const looks = createAllowance(nextSlotLooks);
  const hearing = { readAt: null, pausedAt: null, most: 0 };
  const { nextAt } = hearInbox(target, state, emptyInbox, hearing, looks);
  return dueAfter([nextAt, state.alarm?.recheckAt ?? null]);
}

/** When a heartbeat is due for the first of some instants. Epoch ms. */
function dueAfter(instants: readonly (number | null)[]): number | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length === 0 ? null : Math.min(...known) + dueAfterMs;
}
