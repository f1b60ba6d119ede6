// Attends to a page in a round: runs its slots, each at its own instant.

import { newsOfAnswer } from "#domain/rounds/news.ts";
import { afterDrops, afterRun, type Outcome } from "#domain/rounds/outcome.ts";
import { chooseSlot, type SlotChoice } from "#domain/rounds/slot-policy.ts";
import type { Absence } from "#domain/rounds/slot-walk.ts";
import { servedAt, type TargetState } from "#domain/rounds/state.ts";
import { judge } from "#domain/runs/judge.ts";
import { lostTries } from "#domain/runs/lost-tries.ts";
import { addedBytes } from "#domain/runs/parts.ts";
import { slotsOf } from "#domain/targets/target.ts";
import { type Attempts, makeAttempts } from "#jobs/runs/make-attempts.ts";
import type { ClaimedTarget } from "#store/rounds/claim-shards.ts";
import type { Attend } from "./attend.ts";
import type { RoundContext } from "./round-context.ts";
import { spanMs } from "./round-times.ts";
import { afterChoice, type Served, serveSlots } from "./serve-slots.ts";

/**
 * Looks that a run takes for each of its drops, which are packed, counted and recorded
 * with it. So many that a round after an outage takes no more CPU time than a quiet one
 * (measured: `npm run bench -- cpu`). Drops without a run cost less than its request.
 */
const looksPerDrop = 7;

/** Runs a page's slots of the span, each at its own instant, as its policy says. */
export const attendPage: Attend = async (context, span, target, state) => {
  const serve = (before: Served) => serveSlot(context, target, before);
  const heldUntil = () => context.traffic.heldUntil(target.host);
  return await serveSlots(context, span, target, state, serve, heldUntil);
};

/**
 * Chooses a slot at the moment its run may start, and runs it. A slot whose run cannot be
 * made stays open, and is the last for now unless it waits for its host only. A slot also
 * stays open when the round has taken in all that it can record.
 */
async function serveSlot(
  context: RoundContext,
  target: ClaimedTarget,
  before: Served,
): Promise<Served> {
  const { outcome, place } = before;
  await context.traffic.turn(target.host, servedAt(outcome.state));
  let choice: SlotChoice | undefined;
  const known = outcome.entries.length;
  const attempts = await makeAttempts(context, target, outcome.state, () => {
    if (context.bytes.left() <= 0) return false;
    choice = chooseSlot(
      slotsOf(target),
      { ...place, ...absenceOf(context, outcome.state) },
      context.deps.clock.now(),
      context.looks,
    );
    if (choice.run === null) return false;
    context.looks.spend(choice.drops.length * looksPerDrop);
    return true;
  });
  if (choice === undefined || (choice.run !== null && attempts === null))
    return {
      ...before,
      isLast: context.bytes.left() <= 0 || context.traffic.heldUntil(target.host) === 0,
    };
  const after = afterAttempts(context, target, outcome, choice, attempts);
  const last = known > 0 ? outcome.state.last : undefined;
  context.bytes.spend(addedBytes(last, after.entries.slice(known)));
  return afterChoice(after, choice);
}

type RunChoice = { run: number; drops: SlotChoice["drops"] };

function afterAttempts(
  context: RoundContext,
  target: ClaimedTarget,
  before: Outcome,
  choice: SlotChoice,
  attempts: Attempts | null,
): Outcome {
  let outcome = afterDrops(before, choice.drops);
  const { run, drops } = choice;
  if (run !== null && attempts !== null) {
    const { fetched, endedAt } = attempts;
    const facts = factsOf(context, target, { run, drops }, attempts);
    const verdict = judge(target, outcome.state, fetched, facts);
    outcome = afterRun(outcome, target.status, verdict, endedAt);
    outcome.news.push(...newsOfAnswer(target.host, endedAt, fetched));
  }
  return outcome;
}

/** What is known of a slot's run, with what a lost round may have done before. */
function factsOf(
  { lostClaimAt }: RoundContext,
  target: ClaimedTarget,
  { run, drops }: RunChoice,
  attempts: Attempts,
) {
  const { startedAt, tries } = attempts;
  const slots = {
    slots: slotsOf(target),
    first: Math.min(run, ...drops.map(({ firstAt }) => firstAt)),
    last: Math.max(run, ...drops.map(({ lastAt }) => lastAt)),
  };
  const lost =
    lostClaimAt === null
      ? []
      : lostTries({ claimedAt: lostClaimAt, spanMs }, slots, startedAt);
  return {
    dueAt: run,
    trigger: "schedule",
    startedAt,
    tries: [...lost, ...tries],
  } as const;
}

const absenceOf = ({ since }: RoundContext, { last, freeAt }: TargetState): Absence => ({
  busy: last && freeAt ? { from: last.startedAt, to: freeAt } : null,
  since,
});
