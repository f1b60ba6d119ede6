// One execution of a shard: its targets attended to until the span ends, then everything
// recorded in one batch. Decides nothing about slots or outcomes
// (domain/rounds/slot-policy, domain/runs/judge) and knows no SQL
// (store/rounds/record-round).

import type { TargetState } from "#domain/rounds/state.ts";
import { messageOf } from "#domain/runs/failure.ts";
import { quantileOf } from "#domain/statistics/sketch.ts";
import {
  createSummary,
  failedOf,
  type Summary,
  summarise,
} from "#domain/statistics/summary.ts";
import { hourMs } from "#domain/time/instants.ts";
import type { ClaimedShard, ClaimedTarget } from "#store/rounds/claim-shards.ts";
import { recordShard } from "#store/rounds/record-round.ts";
import { attendPage } from "./attend-page.ts";
import { attendSite } from "./attend-site.ts";
import { type Attended, unattended } from "./attended.ts";
import type { RoundContext } from "./round-context.ts";
import { createSpan, type Span } from "./span.ts";

/**
 * A target that makes our own code throw is looked at again after this; its slots stay
 * open.
 */
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

export type RoundOutcome = {
  counts: RoundCounts;
  /** When the shard is due again; null when it never is, or when that is not known. */
  dueAt: number | null;
};

/** Never throws: what goes wrong is in the counts and the log. */
export async function runRound(
  context: RoundContext,
  shard: ClaimedShard,
): Promise<RoundOutcome> {
  const { clock, db, log } = context.deps;
  const openSpan = createSpan(clock, context.spanEnd, shard.targets.length);
  const targets = longestWaitingFirst(shard);
  const attended = await Promise.all(
    targets.map((target) =>
      attendSafely(context, openSpan(), target, shard.state[target.id] ?? {}),
    ),
  );
  const entries = attended.flatMap((one) => one.entries);
  const opened = attended.flatMap((one) => one.opened);
  const summary = summarise(entries);
  const counts = countRound(summary, opened.length);
  const dueAt = attended.reduce<number | null>(
    (soonest, { nextAt }) => sooner(soonest, nextAt),
    null,
  );
  let problem: { problem: string } | null = null;
  try {
    const kept = await recordShard(
      db,
      context.token,
      {
        shardId: shard.id,
        revision: shard.revision,
        dueAt,
        entries,
        stateBefore: shard.state,
        state: Object.fromEntries(
          targets.map((target, i) => [target.id, attended[i]?.state ?? {}]),
        ),
        anchors: Object.fromEntries(targets.map(({ id, anchorAt }) => [id, anchorAt])),
        turned: attended.flatMap(({ turned }) => turned ?? []),
        holds: attended
          .flatMap(({ holds }) => holds)
          .filter(({ until }) => until > clock.now()),
        opened,
      },
      clock.now(),
    );
    if (!kept) problem = { problem: "the lease was lost to another round" };
  } catch (error) {
    problem = { problem: messageOf(error) };
  }
  log({
    event: "round",
    shard: shard.id,
    ...tell(summary, counts),
    ms: clock.now() - context.since,
    ...problem,
  });
  return problem === null
    ? { counts, dueAt }
    : { counts: { ...countRound(createSummary(), 0), lost: 1 }, dueAt: null };
}

/**
 * A round's figures for its one line in the log. Durations in ms, of the runs that
 * succeeded.
 */
function tell(
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
 * Whoever could not be served the last time, for want of requests or because a host was
 * held, comes first.
 */
function longestWaitingFirst({ targets, state }: ClaimedShard): ClaimedTarget[] {
  const servedUpTo = ({ id }: ClaimedTarget) => state[id]?.cursor ?? 0;
  return targets.toSorted((a, b) => servedUpTo(a) - servedUpTo(b));
}

/**
 * A target that cannot even be scheduled (a zone the runtime no longer knows) must not
 * end the round.
 */
async function attendSafely(
  context: RoundContext,
  span: Span,
  target: ClaimedTarget,
  state: TargetState,
): Promise<Attended> {
  try {
    return target.crawl === null
      ? await attendPage(context, span, target, state)
      : await attendSite(context, span, target, target.crawl, state);
  } catch (error) {
    context.deps.log({
      event: "target-broken",
      target: target.id,
      problem: messageOf(error),
    });
    const nextAt = context.deps.clock.now() + brokenWaitMs;
    return { ...unattended(state), nextAt };
  } finally {
    span.leave();
  }
}

const sooner = (a: number | null, b: number | null) =>
  a === null || (b !== null && b < a) ? b : a;

const countRound = (summary: Summary, crawls: number): RoundCounts => ({
  rounds: 1,
  lost: 0,
  ...summary.slots,
  failed: failedOf(summary),
  crawls,
});
