// Makes one round of a shard: attends to its targets until the span ends, then records
// everything in one batch. Decides nothing about slots or outcomes
// (domain/rounds/slot-policy, domain/runs/judge) and knows no SQL
// (store/rounds/record-round).

import type { News } from "#domain/rounds/news.ts";
import { countRound, figuresOf, type RoundCounts } from "#domain/rounds/round-counts.ts";
import { isToBePaused } from "#domain/rounds/settle.ts";
import { afterRecord, type RoundPlan } from "#domain/rounds/suspicion.ts";
import { messageOf } from "#domain/runs/failure.ts";
import { createSummary, summarise } from "#domain/statistics/summary.ts";
import { noteApart } from "#jobs/apart/note-apart.ts";
import { putContents } from "#jobs/readings/put-contents.ts";
import { tryAgain } from "#jobs/try-again.ts";
import { isOutage } from "#store/outage.ts";
import type { ClaimedShard } from "#store/rounds/claim-shards.ts";
import {
  recordShard,
  recordShardAgain,
  type ShardRecord,
} from "#store/rounds/record-round.ts";
import { pauseTargets } from "#store/targets/edit-targets.ts";
import type { AttendingKinds } from "./attending/attend.ts";
import { type Attended, attendToAll, statesOfPaused } from "./attending/attend-all.ts";
import { attendToPaused, type HeardOfPaused } from "./attending/attend-paused.ts";
import { settleChanges } from "./changes/settle-changes.ts";
import { settleAlarms } from "./incidents/settle-alarms.ts";
import { forgiveRound, leavesOut, openPlan, targetThing } from "./plan-round.ts";
import type { RoundContext } from "./round-context.ts";

export type RoundResult = {
  counts: RoundCounts;
  /** When the shard is due again; null when it never is, or when that is not known. */
  dueAt: number | null;
  /** Whether something happened that channels may be told. */
  hasEvents: boolean;
};

/** Makes one round. Never throws: what goes wrong is in the counts and the log. */
export async function runRound(
  context: RoundContext,
  kinds: AttendingKinds,
  shard: ClaimedShard,
): Promise<RoundResult> {
  const { clock, log } = context.deps;
  const plan = await openPlan(context, shard).catch((error: unknown) => {
    log({ event: "round-not-planned", shard: shard.id, problem: messageOf(error) });
    return null;
  });
  if (plan === null) return lostRound;
  const attended = await attendToAll(context, kinds, shard, plan);
  const { attended: alarmed, held } = await settleAlarms(context, attended);
  const outcomes = await settleChanges(context, alarmed);
  const states = statesOfPaused(kinds, shard, context.since);
  const paused = attendToPaused(context, shard, states);
  const planned = withPaused(toRecord(shard, plan, outcomes, states), paused);
  const news = await putContents(context.deps, planned.news);
  const summary = summarise(planned.entries);
  const crawls = news.filter(({ kind }) => kind === "crawl-opened").length;
  const found = plan.found === null ? 0 : 1;
  const broken = outcomes.filter((one) => one.problem !== undefined).length;
  const told = (setAside: number) => ({
    ...(setAside > 0 && { setAside }),
    ...(held > 0 && { held }),
  });
  const countWith = (setAside: number) => ({
    ...countRound(summary, crawls),
    ...told(setAside),
  });
  const record = {
    ...planned,
    news,
    ...(context.isCounted && {
      counts: { ...countWith(broken + found), fetches: context.fetches.spent() },
    }),
  };
  const problem = await recordSafely(context, shard, record);
  const counts = countWith(problem === null ? broken + found : found);
  if (problem === null) {
    await pauseFailing(context, shard.id, outcomes);
    await noteBroken(context, shard, outcomes);
  }
  log({
    event: "round",
    shard: shard.id,
    ...figuresOf(summary, counts),
    ms: clock.now() - context.since,
    ...(problem !== null && { problem }),
  });
  return problem === null
    ? { counts, dueAt: record.dueAt, hasEvents: record.news.some(isTold) }
    : { ...lostRound, counts: { ...lostRound.counts, ...told(found) } };
}

const isTold = (news: News): boolean =>
  news.kind === "incident-turned" || (news.kind === "content-changed" && !news.told);

function toRecord(
  shard: ClaimedShard,
  plan: RoundPlan,
  attended: readonly Attended[],
  paused: ShardRecord["state"],
): ShardRecord {
  const all = attended.map(({ outcome }) => outcome);
  const known = attended.filter(({ target }) => !(target.id in shard.undecodable));
  const stateOf = ({ target, outcome }: Attended) => [target.id, outcome.state];
  return {
    entries: all.flatMap(({ entries }) => entries),
    state: { ...paused, ...Object.fromEntries(known.map(stateOf)) },
    news: all.flatMap(({ news }) => news),
    dueAt: earliest(all.map(({ nextAt }) => nextAt)),
    heard: attended.filter((one) => hasHeard(plan, one)).map(({ target }) => target.id),
    suspicion: afterRecord(plan, accountedFor(shard, attended)),
  };
}

/**
 * Whether pings of a target that came meanwhile may have the shard due sooner. Those of one
 * that is left out for now may, not those of one that is left alone.
 */
const hasHeard = (plan: RoundPlan, { target, problem }: Attended): boolean =>
  target.kind === "heartbeat" &&
  problem === undefined &&
  (!leavesOut(plan, target) || (target.aside === null && target.id !== plan.found));

/** The same with what the pings of paused heartbeats have come to. */
function withPaused(record: ShardRecord, paused: readonly HeardOfPaused[]): ShardRecord {
  if (paused.length === 0) return record;
  const states = paused.map(({ target, outcome }) => [target.id, outcome.state]);
  const nextAts = paused.map(({ outcome }) => outcome.nextAt);
  return {
    ...record,
    dueAt: earliest([record.dueAt, ...nextAts]),
    entries: [...record.entries, ...paused.flatMap(({ outcome }) => outcome.entries)],
    state: { ...record.state, ...Object.fromEntries(states) },
    news: [...record.news, ...paused.flatMap(({ outcome }) => outcome.news)],
    heard: [...(record.heard ?? []), ...paused.map(({ target }) => target.id)],
  };
}

/** The targets that this round need not try once more. */
const accountedFor = (shard: ClaimedShard, attended: readonly Attended[]): Set<number> =>
  new Set(
    attended
      .filter((one) => one.problem !== undefined || hasMoved(shard, one))
      .map(({ target }) => target.id),
  );

/**
 * Whether slots of a target are accounted for, or pings taken, that were not before; or
 * its incident asked for again.
 */
function hasMoved({ state }: ClaimedShard, { target, outcome }: Attended): boolean {
  const before = state[target.id];
  return (
    outcome.state.cursor !== before?.cursor ||
    outcome.state.heartbeat?.heardAt !== before?.heartbeat?.heardAt ||
    (outcome.heardAt !== undefined &&
      outcome.state.alarm?.recheckAt !== before?.alarm?.recheckAt)
  );
}

/**
 * Pauses targets that failed too often in a row. When that cannot be done now, their next
 * failing run asks for it again.
 */
async function pauseFailing(
  { deps }: RoundContext,
  shardId: number,
  attended: readonly Attended[],
): Promise<void> {
  const { clock, db, log } = deps;
  const failing = attended.filter(
    ({ target, outcome }) =>
      outcome.entries.length > 0 && isToBePaused(target.alarm, outcome.state),
  );
  if (failing.length === 0) return;
  const ids = failing.map(({ target }) => target.id);
  try {
    await pauseTargets(db, shardId, ids, clock.now());
    log({ event: "paused-after-failures", targets: ids });
  } catch (error) {
    log({ event: "not-paused", targets: ids, problem: messageOf(error) });
  }
}

/** Sets targets aside that broke our code, and takes back those that no longer do. */
async function noteBroken(
  { deps }: RoundContext,
  shard: ClaimedShard,
  attended: readonly Attended[],
): Promise<void> {
  const broken = attended.flatMap(({ target, problem }) =>
    problem === undefined ? [] : [{ ...targetThing(target.id), reason: problem }],
  );
  const back = attended
    .filter((one) => one.target.aside !== null && hasMoved(shard, one))
    .map(({ target }) => targetThing(target.id));
  await noteApart(deps, broken, back);
}

/** Records the round; gives what went wrong, or null. */
async function recordSafely(
  { deps, token, leaseUntil }: RoundContext,
  shard: ClaimedShard,
  record: ShardRecord,
): Promise<string | null> {
  const { clock, db } = deps;
  try {
    const isKept = await tryAgain(clock, leaseUntil(), async (isRepeated) => {
      const recordOnce = isRepeated ? recordShardAgain : recordShard;
      return await recordOnce(db, token, shard, record, clock.now());
    });
    return isKept ? null : "the lease was lost to another round";
  } catch (error) {
    if (isOutage(error))
      await forgiveRound(deps, { id: shard.id, token }, record.suspicion ?? null);
    return messageOf(error);
  }
}

function earliest(instants: readonly (number | null)[]): number | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length > 0 ? Math.min(...known) : null;
}

const lostRound: RoundResult = {
  counts: { ...countRound(createSummary(), 0), rounds: 1, lost: 1 },
  dueAt: null,
  hasEvents: false,
};
