// One execution of a shard: its targets attended to until the span ends, then everything recorded in one batch.
// Decides nothing about slots or outcomes (domain/rounds/slot-policy, domain/runs/judge) and knows no SQL (store/rounds/record-round).

import type { Deps } from "#deps";
import { chooseSlot, type SlotChoice } from "#domain/rounds/slot-policy.ts";
import { messageOf } from "#domain/runs/failure.ts";
import { judge, type TargetState, withDrops } from "#domain/runs/judge.ts";
import { type Entry, hourMs } from "#domain/runs/run.ts";
import { nextSlot } from "#domain/schedules/schedule.ts";
import { quantileOf } from "#domain/statistics/sketch.ts";
import { createSummary, failedOf, type Summary, summarise } from "#domain/statistics/summary.ts";
import { slotsOf } from "#domain/targets/target.ts";
import { type RunContext, runTarget } from "#jobs/runs/run-target.ts";
import { type ClaimedShard, type ClaimedTarget, recordShard } from "#store/rounds/record-round.ts";
import { attendSite } from "./attend-site.ts";
import { type Attended, unattended } from "./attended.ts";
import { createSpan, type Span } from "./span.ts";

export type RoundContext = RunContext & {
  deps: Pick<Deps, "clock" | "db" | "fetch" | "log" | "settings">;
  token: string;
  /** Since when the shard is attended to: when it was claimed. */
  since: number;
  /** Slots from here on are another round's, unless this one is still going on. Exclusive. */
  spanEnd: number;
  /** How many slots of an outage each target may count at once. */
  countingLimit: number;
};

/** A target that makes our own code throw is looked at again after this; its slots stay open. */
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
export async function runRound(context: RoundContext, shard: ClaimedShard): Promise<RoundOutcome> {
  const { clock, db, log } = context.deps;
  const openSpan = createSpan(clock, context.spanEnd, shard.targets.length);
  const targets = longestWaitingFirst(shard);
  const attended = await Promise.all(
    targets.map((target) => attendSafely(context, openSpan(), target, shard.state[target.id] ?? {})),
  );
  const entries = attended.flatMap((one) => one.entries);
  const opened = attended.flatMap((one) => one.opened);
  const summary = summarise(entries);
  const counts = countRound(summary, opened.length);
  const dueAt = attended.reduce<number | null>((soonest, { nextAt }) => sooner(soonest, nextAt), null);
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
        state: Object.fromEntries(targets.map((target, i) => [target.id, attended[i]?.state ?? {}])),
        anchors: Object.fromEntries(targets.map(({ id, anchorAt }) => [id, anchorAt])),
        turned: attended.flatMap(({ turned }) => turned ?? []),
        holds: attended.flatMap(({ holds }) => holds).filter(({ until }) => until > clock.now()),
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

/** A round's figures for its one line in the log. Durations in ms, of the runs that succeeded. */
function tell(summary: Summary, { rounds: _, lost: __, ...counts }: RoundCounts): Record<string, unknown> {
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

/** Whoever could not be served the last time, for want of requests or because a host was held, comes first. */
function longestWaitingFirst({ targets, state }: ClaimedShard): ClaimedTarget[] {
  const servedUpTo = ({ id }: ClaimedTarget) => state[id]?.cursor ?? 0;
  return targets.toSorted((a, b) => servedUpTo(a) - servedUpTo(b));
}

/** A target that cannot even be scheduled (a zone the runtime no longer knows) must not end the round. */
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
    context.deps.log({ event: "target-broken", target: target.id, problem: messageOf(error) });
    const nextAt = context.deps.clock.now() + brokenWaitMs;
    return { ...unattended(state), nextAt };
  } finally {
    span.leave();
  }
}

/** Runs a page's slots of the span, each at its own instant, as its policy says. */
async function attendPage(
  context: RoundContext,
  span: Span,
  target: ClaimedTarget,
  before: TargetState,
): Promise<Attended> {
  const { clock } = context.deps;
  const slots = slotsOf(target);
  const entries: Entry[] = [];
  let state = before;
  let status = target.status;
  let turned: Attended["turned"] = null;
  const holds: Attended["holds"] = [];
  const opensAt = () => nextSlot(slots, state.cursor ?? Number.NEGATIVE_INFINITY);

  for (let opens = opensAt(); opens !== null && (await span.reaches(opens)); opens = opensAt()) {
    let choice: SlotChoice | undefined;
    const attempted = await runTarget(context, target, state, () => {
      choice = chooseSlot(slots, attendanceOf(context, state), clock.now(), context.countingLimit);
      return choice.run !== null;
    });
    if (choice === undefined || (choice.run !== null && attempted === null)) break;
    entries.push(...choice.drops.map((drop): Entry => ({ kind: "drop", drop })));
    state = withDrops(state, choice.drops);
    if (choice.run !== null && attempted !== null) {
      const occasion = { dueAt: choice.run, trigger: "schedule" as const, ...attempted };
      const verdict = judge(target, state, attempted.fetched, occasion);
      entries.push({ kind: "run", run: verdict.run });
      state = verdict.state;
      const { retryAfterMs } = attempted.fetched;
      if (retryAfterMs !== null) holds.push({ host: target.host, until: attempted.endedAt + retryAfterMs });
      if (verdict.status !== status) {
        status = verdict.status;
        turned = { id: target.id, status, at: verdict.run.startedAt };
      }
    }
    state = { ...state, cursor: choice.cursor };
    if (!choice.whole) break;
  }
  return {
    entries,
    state,
    turned,
    holds,
    opened: [],
    nextAt: later(opensAt(), context.traffic.heldUntil(target.host)),
  };
}

function attendanceOf(context: RoundContext, state: TargetState) {
  const { last, freeAt, cursor } = state;
  return {
    cursor: cursor ?? Number.NEGATIVE_INFINITY,
    busy: last && freeAt ? { from: last.startedAt, to: freeAt } : null,
    since: context.since,
  };
}

const sooner = (a: number | null, b: number | null) => (a === null || (b !== null && b < a) ? b : a);
const later = (slot: number | null, held: number) => (slot === null ? null : Math.max(slot, held));

const countRound = (summary: Summary, crawls: number): RoundCounts => ({
  rounds: 1,
  lost: 0,
  ...summary.slots,
  failed: failedOf(summary),
  crawls,
});
