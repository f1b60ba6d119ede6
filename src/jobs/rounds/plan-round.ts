// Plans a round of a shard that was lost again and again, or that has targets which were
// set aside.

import { createAllowance } from "#domain/allowance.ts";
import { isLeftAlone, retryAfter, type Thing } from "#domain/apart/set-aside.ts";
import { nextLook } from "#domain/rounds/contents/next-look.ts";
import { credibleState, openSlots, type TargetState } from "#domain/rounds/state.ts";
import {
  claimsLostByChance,
  planRound,
  type RoundPlan,
  type Suspicion,
} from "#domain/rounds/suspicion.ts";
import { messageOf } from "#domain/runs/failure.ts";
import { nextSlotLooks } from "#domain/schedules/slots.ts";
import { slotsOf } from "#domain/targets/target.ts";
import { never } from "#domain/time/instants.ts";
import { tryAgain } from "#jobs/try-again.ts";
import type { ClaimedShard, ClaimedTarget } from "#store/rounds/claim-shards.ts";
import { forgiveClaim, recordPlan } from "#store/rounds/lost-rounds.ts";
import type { Attend, AttendingKinds } from "./attending/attend.ts";
import { heartbeatDueAt } from "./attending/attend-heartbeat.ts";
import type { RoundContext } from "./round-context.ts";

/** What nearly every round has: nothing is known against its targets. */
const usualPlan: RoundPlan = { served: null, found: null, suspicion: null };

/** Plans a round, and stores the plan where that must come first. Null without a lease. */
export async function openPlan(
  context: RoundContext,
  shard: ClaimedShard,
): Promise<RoundPlan | null> {
  const { deps, token, leaseUntil } = context;
  const { clock, db, log } = deps;
  if (isUsual(shard, context)) return usualPlan;
  const plan = planFor(context, shard);
  if (plan.found === null && plan.suspicion === null) return plan;
  const found =
    plan.found === null ? [] : [{ ...targetThing(plan.found), reason: endedInvocations }];
  for (const thing of found) log({ event: "set-aside", ...thing });
  const lease = { id: shard.id, token };
  const isMine = await tryAgain(clock, leaseUntil(), () =>
    recordPlan(db, lease, plan, found, clock.now()),
  );
  return isMine ? plan : null;
}

const endedInvocations = "Each round that served it ended with its invocation.";

const isUsual = (
  { suspicion, lost, targets }: ClaimedShard,
  { isAlone }: RoundContext,
): boolean =>
  suspicion === null &&
  (lost < claimsLostByChance || !isAlone) &&
  targets.every(({ aside }) => aside === null);

function planFor({ since, spanEnd, isAlone }: RoundContext, shard: ClaimedShard) {
  const idsOf = (targets: readonly ClaimedTarget[]) => targets.map(({ id }) => id);
  const dueAt = (target: ClaimedTarget) =>
    openSlotOf(target, credibleState(shard.state[target.id] ?? {}, since));
  const due = shard.targets.filter((target) => (dueAt(target) ?? spanEnd) < spanEnd);
  const isAside = (target: ClaimedTarget) => target.aside !== null;
  const mayTry = ({ aside }: ClaimedTarget) =>
    aside !== null && !isLeftAlone(aside.retryAt, since);
  return planRound({
    lost: shard.lost,
    suspicion: shard.suspicion,
    isAlone,
    due: idsOf(due),
    retried: idsOf(due.filter(mayTry)),
    leftAlone: idsOf(due.filter((target) => isAside(target) && !mayTry(target))),
  });
}

/** Whether a round leaves a target's slots to another one. */
export const leavesOut = (
  { served, found }: RoundPlan,
  { id, aside }: ClaimedTarget,
): boolean => (served === null ? aside !== null || id === found : !served.has(id));

/**
 * What a round does for a target. One whose state cannot be decoded throws: it is left
 * alone as any that breaks our code.
 */
export function attendOf(
  kinds: AttendingKinds,
  { undecodable }: Pick<ClaimedShard, "undecodable">,
  { id, kind }: Pick<ClaimedTarget, "id" | "kind">,
): Attend {
  const problem = undecodable[id];
  if (problem === undefined) return kinds[kind].attend;
  return async () => {
    throw new RangeError(problem);
  };
}

/** When a target that is left out is due again; null when it never is. Epoch ms. */
export function dueAgainAt(
  plan: RoundPlan,
  target: ClaimedTarget,
  state: TargetState,
  now: number,
): number | null {
  const slot = openSlotOf(target, state);
  const { aside } = target;
  const restsUntil =
    target.id === plan.found ? retryAfter(aside?.since ?? now, now) : aside?.retryAt;
  return slot === null ? null : Math.max(slot, restsUntil ?? slot);
}

/**
 * The first slot of a target that is open, or another look that comes before; null when there is none, and while its crawl
 * goes on. A target whose slots cannot be told is due.
 */
function openSlotOf(target: ClaimedTarget, state: TargetState): number | null {
  if (target.lastCrawl?.to === null) return null;
  try {
    if (target.kind === "heartbeat") return heartbeatDueAt(target, state);
    const looks = createAllowance(nextSlotLooks);
    const slot = openSlots(slotsOf(target), state, looks).next?.at ?? null;
    const look = nextLook(target, state)?.at ?? null;
    return slot === null || look === null ? (slot ?? look) : Math.min(slot, look);
  } catch {
    return 0;
  }
}

/** A target as a thing that can be set aside. */
export const targetThing = (id: number): Thing => ({ kind: "target", item: `${id}` });

/**
 * Does not count a claim as lost whose record the database did not take: a round that
 * lives to see that has not ended its invocation.
 */
export async function forgiveRound(
  { clock, db, log }: RoundContext["deps"],
  lease: { id: number; token: string },
  suspicion: Suspicion | null,
): Promise<void> {
  try {
    await tryAgain(clock, never, () => forgiveClaim(db, lease, suspicion));
  } catch (error) {
    log({ event: "claim-not-forgiven", problem: messageOf(error) });
  }
}
