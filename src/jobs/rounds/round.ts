// Makes one round of a shard: attends to its targets until the span ends, then records
// everything in one batch. Decides nothing about slots or outcomes
// (domain/rounds/slot-policy, domain/runs/judge) and knows no SQL
// (store/rounds/record-round).

import { createAllowance } from "#domain/allowance.ts";
import { unchanged } from "#domain/rounds/outcome.ts";
import { credibleState, servedAt } from "#domain/rounds/state.ts";
import { messageOf } from "#domain/runs/failure.ts";
import { quantileOf } from "#domain/statistics/sketch.ts";
import {
  createSummary,
  failedOf,
  type Summary,
  summarise,
} from "#domain/statistics/summary.ts";
import { hourMs } from "#domain/time/instants.ts";
import { tryAgain } from "#jobs/try-again.ts";
import type { ClaimedShard, ClaimedTarget } from "#store/rounds/claim-shards.ts";
import {
  recordShard,
  recordShardAgain,
  type ShardRecord,
} from "#store/rounds/record-round.ts";
import type { Attend, AttendingKinds, RoundOutcome } from "./attend.ts";
import type { RoundContext } from "./round-context.ts";
import { createRoundSpan } from "./round-span.ts";

/** A target that makes our own code throw is looked at again after this. */
const brokenWaitMs = hourMs;

/** What a round did, for the log and the job's history. */
export type RoundCounts = {
  rounds: number;
  /** Rounds whose lease was lost or whose batch failed: their work is done again. */
  lost: number;
  ran: number;
  late: number;
  skipped: number;
  missed: number;
  failed: number;
  /** Crawls of sites opened. */
  crawls: number;
};

export type RoundResult = {
  counts: RoundCounts;
  /** When the shard is due again; null when it never is, or when that is not known. */
  dueAt: number | null;
};

/** Makes one round. Never throws: what goes wrong is in the counts and the log. */
export async function runRound(
  context: RoundContext,
  kinds: AttendingKinds,
  shard: ClaimedShard,
): Promise<RoundResult> {
  const { clock, log } = context.deps;
  const record = await attendToAll(context, kinds, shard);
  const summary = summarise(record.entries);
  const crawls = record.news.filter(({ kind }) => kind === "crawl-opened").length;
  const counts = countRound(summary, crawls);
  const problem = await recordSafely(context, shard, record);
  log({
    event: "round",
    shard: shard.id,
    ...figuresOf(summary, counts),
    ms: clock.now() - context.since,
    ...(problem !== null && { problem }),
  });
  return problem === null
    ? { counts, dueAt: record.dueAt }
    : { counts: { ...countRound(createSummary(), 0), lost: 1 }, dueAt: null };
}

/** Attends to a shard's targets at the same time. */
async function attendToAll(
  context: RoundContext,
  kinds: AttendingKinds,
  shard: ClaimedShard,
): Promise<ShardRecord> {
  const targets = longestWaitingFirst(shard);
  const now = context.deps.clock.now();
  const span = createRoundSpan(context.deps.clock, context.spanEnd, targets.length);
  const share = context.deps.settings.budget.looks / targets.length;
  void context.calledOff.then(span.close);
  const outcomes = await Promise.all(
    targets.map(async (target): Promise<[number, RoundOutcome]> => {
      const { attend } = kinds[target.kind];
      const before = credibleState(shard.state[target.id] ?? {}, now);
      const own = { ...context, looks: createAllowance(share, context.looks) };
      const outcome = await attendSafely(attend, own, span.open(), target, before);
      return [target.id, outcome];
    }),
  );
  const all = outcomes.map(([, outcome]) => outcome);
  return {
    entries: all.flatMap(({ entries }) => entries),
    state: Object.fromEntries(outcomes.map(([id, { state }]) => [id, state])),
    news: all.flatMap(({ news }) => news),
    dueAt: earliest(all.map(({ nextAt }) => nextAt)),
  };
}

/**
 * A target that cannot even be scheduled (a zone the runtime no longer knows) must not
 * end the round. Its slots stay open.
 */
async function attendSafely(
  attend: Attend,
  ...[context, span, target, state]: Parameters<Attend>
): Promise<RoundOutcome> {
  const { clock, log } = context.deps;
  try {
    return await attend(context, span, target, state);
  } catch (error) {
    log({ event: "target-broken", target: target.id, problem: messageOf(error) });
    return { ...unchanged(state), nextAt: clock.now() + brokenWaitMs };
  } finally {
    span.leave();
  }
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
    return messageOf(error);
  }
}

/**
 * A round's figures for its one line in the log. Durations in ms, of the runs that
 * succeeded.
 */
function figuresOf(
  summary: Summary,
  { rounds: _, lost: __, ...counts }: RoundCounts,
): Record<string, unknown> {
  const { bytes, changes, duration, lag } = summary;
  return {
    ...counts,
    bytes,
    changes,
    lagMs: lag.max,
    p50Ms: quantileOf(duration, 0.5),
    p95Ms: quantileOf(duration, 0.95),
    maxMs: duration.max,
  };
}

/**
 * A target that could not be served the last time, for want of requests or because its
 * host was held, comes first.
 */
function longestWaitingFirst({ targets, state }: ClaimedShard): ClaimedTarget[] {
  const lastServedAt = ({ id }: ClaimedTarget) => servedAt(state[id] ?? {});
  return targets.toSorted((a, b) => lastServedAt(a) - lastServedAt(b));
}

function earliest(instants: readonly (number | null)[]): number | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length > 0 ? Math.min(...known) : null;
}

const countRound = (summary: Summary, crawls: number): RoundCounts => ({
  rounds: 1,
  lost: 0,
  ...summary.slots,
  failed: failedOf(summary),
  crawls,
});
