// Attends to a page in a round: runs its slots, each at its own instant.

import { newsOfAnswer } from "#domain/rounds/news.ts";
import { afterDrops, afterRun, type Outcome, unchanged } from "#domain/rounds/outcome.ts";
import { chooseSlot, type SlotChoice } from "#domain/rounds/slot-policy.ts";
import { nextOpenSlot, type TargetState } from "#domain/rounds/state.ts";
import { judge } from "#domain/runs/judge.ts";
import { slotsOf } from "#domain/targets/target.ts";
import { type Attempts, makeAttempts } from "#jobs/runs/make-attempts.ts";
import type { ClaimedTarget } from "#store/rounds/claim-shards.ts";
import type { Attend } from "./attend.ts";
import type { RoundContext } from "./round-context.ts";

/** Runs a page's slots of the span, each at its own instant, as its policy says. */
export const attendPage: Attend = async (context, span, target, before) => {
  const slots = slotsOf(target);
  let outcome = unchanged(before);
  for (
    let slot = nextOpenSlot(slots, outcome.state);
    slot !== null && (await span.waitFor(slot));
    slot = nextOpenSlot(slots, outcome.state)
  ) {
    const served = await serveSlot(context, target, outcome.state);
    if (served === null) break;
    outcome = afterServed(target, outcome, served);
    if (!served.choice.whole) break;
  }
  const next = nextOpenSlot(slots, outcome.state);
  const heldUntil = context.traffic.heldUntil(target.host);
  return { ...outcome, nextAt: next === null ? null : Math.max(next, heldUntil) };
};

/** The slots that a choice was made among, and the attempts made for the chosen one. */
type Served = { choice: SlotChoice; attempts: Attempts | null };

/**
 * Chooses a slot at the moment its run may start, and runs it. Null when the run could
 * not be made: its slot stays open.
 */
async function serveSlot(
  context: RoundContext,
  target: ClaimedTarget,
  state: TargetState,
): Promise<Served | null> {
  let choice: SlotChoice | undefined;
  const attempts = await makeAttempts(context, target, state, () => {
    choice = chooseSlot(
      slotsOf(target),
      attendanceOf(context, state),
      context.deps.clock.now(),
      context.countingLimit,
    );
    return choice.run !== null;
  });
  if (choice === undefined || (choice.run !== null && attempts === null)) return null;
  return { choice, attempts };
}

function afterServed(
  target: ClaimedTarget,
  before: Outcome,
  { choice, attempts }: Served,
): Outcome {
  let outcome = afterDrops(before, choice.drops);
  if (choice.run !== null && attempts !== null) {
    const { fetched, endedAt } = attempts;
    const facts = { dueAt: choice.run, trigger: "schedule" as const, ...attempts };
    const verdict = judge(target, outcome.state, fetched, facts);
    const { news, ...rest } = afterRun(outcome, target.status, verdict, endedAt);
    outcome = {
      ...rest,
      news: [...news, ...newsOfAnswer(target.host, endedAt, fetched)],
    };
  }
  return { ...outcome, state: { ...outcome.state, cursor: choice.cursor } };
}

function attendanceOf(context: RoundContext, { last, freeAt, cursor }: TargetState) {
  return {
    cursor: cursor ?? Number.NEGATIVE_INFINITY,
    busy: last && freeAt ? { from: last.startedAt, to: freeAt } : null,
    since: context.since,
  };
}
