// Attends to a page in a round: runs its slots, each at its own instant.

import { newsOfAnswer } from "#domain/rounds/news.ts";
import { afterDrops, afterRun, type Outcome } from "#domain/rounds/outcome.ts";
import { chooseSlot, type SlotChoice } from "#domain/rounds/slot-policy.ts";
import { nextOpenSlot, type TargetState } from "#domain/rounds/state.ts";
import { judge } from "#domain/runs/judge.ts";
import { slotsOf } from "#domain/targets/target.ts";
import { type Attempts, makeAttempts } from "#jobs/runs/make-attempts.ts";
import type { ClaimedTarget } from "#store/rounds/claim-shards.ts";
import type { Attend } from "./attend.ts";
import type { RoundContext } from "./round-context.ts";
import { type Served, serveSlots } from "./serve-slots.ts";

/** Runs a page's slots of the span, each at its own instant, as its policy says. */
export const attendPage: Attend = async (context, span, target, state) => {
  const outcome = await serveSlots(span, target, state, (before) =>
    serveSlot(context, target, before),
  );
  const next = nextOpenSlot(slotsOf(target), outcome.state);
  const heldUntil = context.traffic.heldUntil(target.host);
  return { ...outcome, nextAt: next === null ? null : Math.max(next, heldUntil) };
};

/**
 * Chooses a slot at the moment its run may start, and runs it. A slot whose run cannot be
 * made stays open, and is the last for now.
 */
async function serveSlot(
  context: RoundContext,
  target: ClaimedTarget,
  before: Outcome,
): Promise<Served> {
  let choice: SlotChoice | undefined;
  const attempts = await makeAttempts(context, target, before.state, () => {
    choice = chooseSlot(
      slotsOf(target),
      attendanceOf(context, before.state),
      context.deps.clock.now(),
      context.countingLimit,
    );
    return choice.run !== null;
  });
  if (choice === undefined || (choice.run !== null && attempts === null))
    return { outcome: before, isLast: true };
  return {
    outcome: afterChoice(target, before, choice, attempts),
    isLast: !choice.whole,
  };
}

function afterChoice(
  target: ClaimedTarget,
  before: Outcome,
  choice: SlotChoice,
  attempts: Attempts | null,
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
