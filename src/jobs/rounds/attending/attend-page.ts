// Attends to a page in a round: runs its slots, each at its own instant.

import { nextLook } from "#domain/rounds/contents/next-look.ts";
import { addLostTries, takeLostTries } from "#domain/rounds/lost-tries.ts";
import type { LostTry } from "#domain/rounds/memories.ts";
import { newsOfAnswer } from "#domain/rounds/news.ts";
import { afterDrops, afterRun, type Outcome } from "#domain/rounds/outcome.ts";
import { chooseSlot, type SlotChoice } from "#domain/rounds/slot-policy.ts";
import type { Absence } from "#domain/rounds/slot-walk.ts";
import { servedAt, type TargetState } from "#domain/rounds/state.ts";
import { withRunSeen } from "#domain/rounds/watch.ts";
import { judge } from "#domain/runs/judge.ts";
import { createCount } from "#domain/runs/parts.ts";
import { lookSlot, type Trigger, type Try } from "#domain/runs/run.ts";
import { slotsOf } from "#domain/targets/target.ts";
import { readAnswer } from "#jobs/readings/read-answer.ts";
import { hasContentRoom, seeContent } from "#jobs/rounds/changes/see-content.ts";
import type { RoundContext } from "#jobs/rounds/round-context.ts";
import { aheadMs, restMs } from "#jobs/rounds/round-times.ts";
import { afterChoice, type Served, serveSlots } from "#jobs/rounds/serve-slots.ts";
import { type Attempts, makeAttempts } from "#jobs/runs/make-attempts.ts";
import type { ClaimedTarget } from "#store/rounds/claim-shards.ts";
import type { Attend } from "./attend.ts";

/**
 * Looks that a run takes for each of its drops, which are packed, counted and recorded
 * with it. So many that a round after an outage takes no more CPU time than a quiet one
 * (measured: `npm run bench -- cpu`). Drops without a run cost less than its request.
 */
const looksPerDrop = 7;

/** Runs a page's slots of the span, each at its own instant, as its policy says. */
export const attendPage: Attend = async (context, span, target, state) => {
  const count = createCount(context.bytes);
  const counted = (serve: typeof serveSlot) => async (before: Served) => {
    count(before.outcome.entries);
    return await serve(context, target, before);
  };
  return await serveSlots(context, span, target, state, {
    serve: counted(serveSlot),
    lookAgain: counted(lookAgain),
    notBefore: () => context.traffic.heldUntil(target.host),
    opensAt: () => laneOpensAt(context, target.host),
  });
};

/**
 * When another round is to come for what has no moment at its host in this one. A host that
 * this round may not ask at all may soon be open to another one.
 */
function laneOpensAt({ deps, traffic }: RoundContext, host: string): number {
  const opensAt = traffic.laneOpensAt(host);
  return Number.isFinite(opensAt) ? opensAt - aheadMs : deps.clock.now() + restMs;
}

/** Runs a page once more, outside its slots, since its alarm or its contents ask for that. */
async function lookAgain(
  context: RoundContext,
  target: ClaimedTarget,
  before: Served,
): Promise<Served> {
  const { outcome } = before;
  await context.traffic.turn(target.host, servedAt(outcome.state));
  const trigger = nextLook(target, outcome.state)?.trigger ?? "recheck";
  const hasRoom = () => hasRoomFor(context, target);
  const attempts = await makeAttempts(context, target, outcome.state, hasRoom);
  if (attempts === null)
    return {
      ...before,
      isLast: !hasRoom() || context.traffic.heldUntil(target.host) === 0,
    };
  const dueAt = lookSlot(attempts.startedAt);
  const about = { dueAt, trigger, tries: attempts.tries };
  return {
    ...before,
    outcome: await afterLook(context, target, outcome, attempts, about),
  };
}

/** Whether the round can record what another run of a page brings. */
const hasRoomFor = (context: RoundContext, target: ClaimedTarget): boolean =>
  context.bytes.left() > 0 && hasContentRoom(context, target);

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
  const cut: LostTry[] = [];
  const onCut = (startedAt: number) =>
    void cut.push({ slot: choice?.run ?? startedAt, startedAt });
  const begin = () => {
    if (!hasRoomFor(context, target)) return false;
    choice = chooseSlot(
      slotsOf(target),
      place,
      absenceOf(context, outcome.state),
      context.deps.clock.now(),
      context.looks,
    );
    if (choice.run === null) return false;
    context.looks.spend(choice.drops.length * looksPerDrop);
    return true;
  };
  const attempts = await makeAttempts(context, target, outcome.state, begin, onCut);
  if (choice === undefined || (choice.run !== null && attempts === null))
    return {
      ...before,
      outcome: withCut(outcome, cut),
      isLast:
        !hasRoomFor(context, target) || context.traffic.heldUntil(target.host) === 0,
    };
  const served = await afterAttempts(context, target, outcome, choice, attempts);
  const after = withCut(served, cut);
  return afterChoice(after, choice);
}

/** The next run tells attempts that were cut short for want of requests. */
const withCut = (outcome: Outcome, cut: readonly LostTry[]): Outcome =>
  cut.length === 0 ? outcome : { ...outcome, state: addLostTries(outcome.state, cut) };

async function afterAttempts(
  context: RoundContext,
  target: ClaimedTarget,
  before: Outcome,
  choice: SlotChoice,
  attempts: Attempts | null,
): Promise<Outcome> {
  let outcome = afterDrops(before, choice.drops);
  const { run: dueAt, drops } = choice;
  if (dueAt !== null && attempts !== null) {
    const last = Math.max(dueAt, ...drops.map(({ lastAt }) => lastAt));
    const { state, tries: lost } = takeLostTries(outcome.state, last);
    const tries = [...lost, ...attempts.tries];
    const about = { dueAt, trigger: "schedule", tries } as const;
    outcome = await afterLook(context, target, { ...outcome, state }, attempts, about);
  }
  return outcome;
}

/** The outcome after a run, which the target's alarm and its contents' watch have seen. */
async function afterLook(
  context: RoundContext,
  target: ClaimedTarget,
  before: Outcome,
  { fetched: answer, startedAt, endedAt }: Attempts,
  about: { dueAt: number; trigger: Trigger; tries: readonly Try[] },
): Promise<Outcome> {
  const read = await readAnswer(target, before.state, answer);
  const fetched = read === null ? answer : { ...answer, read };
  const verdict = judge(target, before.state, fetched, { ...about, startedAt });
  const outcome = afterRun(before, target.status, verdict, endedAt);
  outcome.news.push(...newsOfAnswer(target.host, endedAt, fetched));
  const state = withRunSeen(outcome.state, before.state, target, verdict);
  const seen = { run: verdict.run, fetched };
  return await seeContent(context, target, before.state, { ...outcome, state }, seen);
}

const absenceOf = ({ since }: RoundContext, { last, freeAt }: TargetState): Absence => ({
  busy: last && freeAt ? { from: last.startedAt, to: freeAt } : null,
  since,
});
