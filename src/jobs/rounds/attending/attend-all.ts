// Attends to all targets of a shard in a round, at the same time. Remembers of each what
// rounds may have asked before they were lost.

import { createAllowance } from "#domain/allowance.ts";
import { retryAfter } from "#domain/apart/set-aside.ts";
import { mayOpen } from "#domain/incidents/alarm.ts";
import type { Alarm } from "#domain/incidents/alarm-state.ts";
import { settledAlarm } from "#domain/incidents/known-incident.ts";
import { withOutsideContent } from "#domain/rounds/contents/see-contents.ts";
import { type LostRound, withLostTries } from "#domain/rounds/lost-tries.ts";
import { unchanged } from "#domain/rounds/outcome.ts";
import { credibleState, servedAt, type TargetState } from "#domain/rounds/state.ts";
import type { RoundPlan } from "#domain/rounds/suspicion.ts";
import { outsideRunToSee, ruleOf, watch, withAlarm } from "#domain/rounds/watch.ts";
import { messageOf } from "#domain/runs/failure.ts";
import type { Entry, Run } from "#domain/runs/run.ts";
import { slotsOf } from "#domain/targets/target.ts";
import { attendOf, dueAgainAt, leavesOut } from "#jobs/rounds/plan-round.ts";
import type { RoundContext } from "#jobs/rounds/round-context.ts";
import { createRoundSpan } from "#jobs/rounds/round-span.ts";
import { servedUntil } from "#jobs/rounds/round-times.ts";
import type { ClaimedShard, ClaimedTarget } from "#store/rounds/claim-shards.ts";
import type { Attend, AttendingKind, AttendingKinds, RoundOutcome } from "./attend.ts";

/** What became of a target; `problem` says how it made our own code throw. */
export type Attended = {
  target: ClaimedTarget;
  outcome: RoundOutcome;
  problem?: string;
  seen: Seen;
};

/** What a target's alarm knew before the round, and what it is to see first. */
type Seen = {
  alarm: Alarm | undefined;
  previous: Run | undefined;
  /** The target's latest run outside rounds, if that is new. */
  outside: Entry[];
};

/** Attends to a shard's targets at the same time. */
export async function attendToAll(
  context: RoundContext,
  kinds: AttendingKinds,
  shard: ClaimedShard,
  plan: RoundPlan,
): Promise<Attended[]> {
  const targets = longestWaitingFirst(shard);
  const now = context.deps.clock.now();
  const lost = lostRoundsOf(shard, now);
  const span = createRoundSpan({
    clock: context.deps.clock,
    end: context.spanEnd,
    targets: targets.length,
    goOn: context.goOn,
  });
  const share = context.deps.settings.budget.looks / targets.length;
  void context.calledOff.then(span.close);
  return await Promise.all(
    targets.map(async (target): Promise<Attended> => {
      const attend = attendOf(kinds, shard, target);
      const kind = { ...kinds[target.kind], attend };
      const known = credibleState(shard.state[target.id] ?? {}, now);
      const seen = seenBefore(target, known, now);
      const alarmed = withAlarm(known, alarmAfterOutside(target, seen));
      const start = withOutsideContent(target, alarmed);
      const before = rememberLost(kind, target, start, lost);
      const own = { ...context, looks: createAllowance(share, context.looks) };
      const place = span.open();
      if (!leavesOut(plan, target))
        return { ...(await attendSafely(kind, own, place, target, before)), seen };
      place.leave();
      const nextAt = dueAgainAt(plan, target, before, context.since);
      return { target, outcome: { ...unchanged(before), nextAt }, seen };
    }),
  );
}

function seenBefore(target: ClaimedTarget, state: TargetState, now: number): Seen {
  const { incident, anchorAt } = target;
  const alarm = settledAlarm(state.alarm, incident, anchorAt, now);
  const run = outsideRunToSee(withAlarm(state, alarm), anchorAt);
  return {
    alarm,
    previous: state.last,
    outside: run === null ? [] : [{ kind: "run", run }],
  };
}

const alarmAfterOutside = (target: ClaimedTarget, { alarm, previous, outside }: Seen) =>
  watch(ruleOf(target), alarm, outside, previous, mayOpen).alarm;

/**
 * A target that makes our own code throw must not end the round. Its slots stay open until
 * it is tried again.
 */
async function attendSafely(
  kind: AttendingKind,
  ...[context, span, target, before]: Parameters<Attend>
): Promise<Omit<Attended, "seen">> {
  const { clock, log } = context.deps;
  try {
    return { target, outcome: await kind.attend(context, span, target, before) };
  } catch (error) {
    const problem = messageOf(error);
    log({ event: "target-broken", target: target.id, problem });
    const now = clock.now();
    const nextAt = retryAfter(target.aside?.since ?? now, now);
    const own = { claimedAt: context.since, until: now };
    const state = rememberLost(kind, target, before, [own]);
    return { target, outcome: { ...unchanged(state), nextAt }, problem };
  } finally {
    span.leave();
  }
}

/** What targets that were paused meanwhile have to tell once they run again. */
export function statesOfPaused(
  kinds: AttendingKinds,
  shard: ClaimedShard,
  now: number,
): Record<string, TargetState> {
  const lost = lostRoundsOf(shard, now);
  const known = shard.paused.filter(({ id }) => !(id in shard.undecodable));
  const states = known.map((target) => {
    const before = shard.state[target.id] ?? {};
    const served = lost.filter(({ claimedAt }) => claimedAt <= target.pausedAt);
    return [target.id, rememberLost(kinds[target.kind], target, before, served)];
  });
  return Object.fromEntries(states);
}

/**
 * Remembers what rounds may have asked of a target before they were lost. Of a target
 * whose slots cannot be told they asked nothing.
 */
function rememberLost(
  { asksInRound }: AttendingKind,
  target: ClaimedTarget,
  state: TargetState,
  rounds: readonly LostRound[],
): TargetState {
  if (!asksInRound || rounds.length === 0) return state;
  try {
    return withLostTries(state, slotsOf(target), rounds);
  } catch {
    return state;
  }
}

const lostRoundsOf = ({ lostClaims }: ClaimedShard, now: number): LostRound[] =>
  lostClaims.map((claim) => ({
    claimedAt: claim.claimedAt,
    until: servedUntil(claim, now),
  }));

/**
 * A target that could not be served the last time, for want of requests or because its
 * host was held, comes first.
 */
function longestWaitingFirst({ targets, state }: ClaimedShard): ClaimedTarget[] {
  const lastServedAt = ({ id }: ClaimedTarget) => servedAt(state[id] ?? {});
  return targets.toSorted((a, b) => lastServedAt(a) - lastServedAt(b));
}
