// Serves a target's open slots, one after another, as long as a round goes on.
import { nextLook } from "#domain/rounds/contents/next-look.ts";
import { type Outcome, unchanged } from "#domain/rounds/outcome.ts";
import type { SlotChoice, SlotPlace } from "#domain/rounds/slot-policy.ts";
import { openSlots, type TargetState } from "#domain/rounds/state.ts";
import { type Kind, type RoundTarget, slotsOf } from "#domain/targets/target.ts";
import type { RoundOutcome } from "./attending/attend.ts";
import type { RoundContext } from "./round-context.ts";
import type { RoundSpan } from "./round-span.ts";

/** What has come of a target's slots so far. */
export type Served = {
  outcome: Outcome;
  place: SlotPlace;
  /** Whether nothing more is to be served for now. */
  isLast: boolean;
  /** Whether more slots waited than could be counted: the rest is for the next tick. */
  isCutShort: boolean;
};

type ServedTarget = RoundTarget & { kind: Kind };

type Serve = (before: Served) => Promise<Served>;

/** How a target's slots are served, and what else it has to do. */
type Serving = {
  serve: Serve;
  /** Looks at the target once more, when that is asked for before its next slot. */
  lookAgain?: Serve;
  /** Until when the target is to be left alone; 0 for not at all. Epoch ms. */
  notBefore?: () => number;
  /** From when on what this round leaves can be served; 0 for at once. Epoch ms. */
  opensAt?: () => number;
};

/** What comes next; null when there is nothing. */
function nextOf(
  target: ServedTarget,
  { outcome, place }: Served,
  now: number,
): { at: number; isLook: boolean } | null {
  const slot = place.next?.at ?? null;
  const look = nextLook(target, outcome.state)?.at ?? null;
  // A slot that waits is as good a look.
  if (look !== null && (slot === null || (look < slot && slot > now)))
    return { at: look, isLook: true };
  return slot === null ? null : { at: slot, isLook: false };
}

/**
 * Calls `serve` at the instant of each open slot, but not before `notBefore`, until
 * `serve` says it is the last.
 */
export async function serveSlots(
  context: Pick<RoundContext, "deps" | "looks" | "nextTickAt">,
  span: RoundSpan,
  target: ServedTarget,
  state: TargetState,
  { serve, lookAgain, notBefore = () => 0, opensAt = () => 0 }: Serving,
): Promise<RoundOutcome> {
  const { clock } = context.deps;
  const place = openSlots(slotsOf(target), state, context.looks);
  const outcome = unchanged(state);
  let served: Served = { outcome, place, isLast: false, isCutShort: false };
  while (!served.isLast) {
    const next = nextOf(target, served, clock.now());
    if (next === null || !(await span.waitFor(Math.max(next.at, notBefore())))) break;
    const doNext = next.isLook && lookAgain ? lookAgain : serve;
    if (notBefore() === 0) served = await doNext(served);
  }
  const nextAt = nextOf(target, served, clock.now())?.at ?? null;
  const tickAt = served.isCutShort ? context.nextTickAt : 0;
  const wait = Math.max(notBefore(), opensAt(), tickAt);
  return { ...served.outcome, nextAt: nextAt && Math.max(nextAt, wait) };
}

/** What has come of the slots after a choice, whose drops and run the outcome has. */
export function afterChoice(
  outcome: Outcome,
  { cursor, dropUntil, next, whole }: SlotChoice,
): Served {
  const state = { ...outcome.state, cursor, dropUntil };
  return {
    outcome: { ...outcome, state },
    place: { cursor, dropUntil, next },
    isLast: !whole,
    isCutShort: !whole,
  };
}
