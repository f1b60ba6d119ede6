// Goes on with the crawls of sites that are under way, slice after slice, until the
// minute ends or the budget is spent.

import { createAllowance } from "#domain/allowance.ts";
import { connections } from "#domain/budget.ts";
import { followJob } from "#domain/jobs/job-names.ts";
import { messageOf } from "#domain/runs/failure.ts";
import type { Progress } from "#domain/sites/crawl.ts";
import { createUrlRoom } from "#domain/sites/frontier/url-room.ts";
import { minuteMs, startOfMinute } from "#domain/time/instants.ts";
import { every, type Job } from "#jobs/job.ts";
import { persistentDb, tryAgain } from "#jobs/try-again.ts";
import { createTraffic } from "#net/traffic/traffic.ts";
import { stopCrawl } from "#store/rounds/record-crawl.ts";
import {
  claimCrawl,
  letFollowerSleep,
  lookForReadyCrawls,
  releaseCrawl,
} from "#store/sites/crawls.ts";
import { endCrawl } from "./crawl-end.ts";
import {
  type CrawlSession,
  type FollowContext,
  type FollowDeps,
  openSession,
  statementsToRecord,
} from "./crawl-session.ts";
import { runSlice, type SliceOutcome } from "./slice.ts";
import { createTurns } from "./turns.ts";

/** Each crawl holds what it knows of its site in memory. */
const crawlsAtOnce = 3;
const messagesAtOnce = 100;
/** The fewest statements that a slice takes, those after it included. */
const statementsForSlice = 22;
/** The same with claiming its crawl. */
const statementsForCrawl = statementsForSlice + 5;
/** The lease while a crawl is loaded; its first slice then prolongs the lease. */
const firstLeaseMs = 60_000;

export const follow: Job = {
  name: followJob,
  description: "Follows links: goes on with every crawl of a site that is under way.",
  schedule: every("1m"),
  concurrent: true,
  onDemand: true,
  run({ deps, until, stayUntil }) {
    const context = createFollowContext(deps, until, stayUntil);
    return deps.handOver ? handOver(context.deps, deps.handOver) : goOnHere(context);
  },
};

async function goOnHere(context: FollowContext): Promise<Record<string, number>> {
  const { deps, until } = context;
  const counts = { crawls: 0, slices: 0, pages: 0, failed: 0, ended: 0 };
  const running = new Map<number, Promise<void>>();
  /** Crawls that could not be had, until another one ends: their sites may be too large. */
  const passedOver = new Set<number>();
  for (;;) {
    const afforded = Math.floor(deps.statements.left() / statementsForCrawl);
    const room = Math.min(crawlsAtOnce - running.size, afforded);
    const isTime = room > 0 && canGoOn(context, until);
    const ready = isTime ? await lookForReadyCrawls(deps.db, deps.clock.now(), room) : [];
    for (const id of ready.filter((one) => !running.has(one) && !passedOver.has(one))) {
      counts.crawls += 1;
      const going = goOnSafely(context, id, counts).then((outcome) => {
        running.delete(id);
        if (outcome === null) passedOver.add(id);
        else passedOver.clear();
      });
      running.set(id, going);
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  await letFollowerSleep(deps.db);
  return { ...counts, fetches: context.fetches.spent() };
}

/**
 * Sends one message a crawl to the queue's consumer. A second message for the same crawl
 * does no harm.
 */
async function handOver(
  deps: FollowDeps,
  send: (crawlId: number) => Promise<void>,
): Promise<Record<string, number>> {
  const ready = await lookForReadyCrawls(deps.db, deps.clock.now(), messagesAtOnce);
  for (const id of ready) await send(id);
  await letFollowerSleep(deps.db);
  return { handedOver: ready.length };
}

/**
 * A consumer's invocation may last 15 minutes. The shorter it is, the sooner a lost one
 * is noticed.
 */
const messageMs = 300_000;

/**
 * Goes on with a crawl, and hands it over again when there is more to do than this
 * invocation may.
 */
export async function followMessage(deps: FollowDeps, crawlId: number): Promise<void> {
  const until = deps.clock.now() + messageMs;
  const context = createFollowContext(deps, until, until);
  const outcome = await goOn(context, crawlId, {
    slices: 0,
    pages: 0,
    failed: 0,
    ended: 0,
  });
  if (outcome === "more") await deps.handOver?.(crawlId);
}

type FollowCounts = { slices: number; pages: number; failed: number; ended: number };

function createFollowContext(
  deps: FollowDeps,
  until: number,
  stayUntil: number,
): FollowContext {
  const { clock, settings } = deps;
  return {
    deps: { ...deps, db: persistentDb(deps.db, clock) },
    traffic: createTraffic({ clock, connections, hostGapMs: settings.hostGapMs }),
    fetches: createAllowance(settings.budget.siteFetches, deps.fetches),
    lists: createTurns(),
    loading: createTurns(),
    urls: createUrlRoom(),
    until,
    stayUntil,
  };
}

const canGoOn = (context: FollowContext, until: number): boolean =>
  context.deps.clock.now() < until &&
  context.fetches.left() > 0 &&
  context.deps.statements.left() >= statementsForSlice;

const endOfMinute = (at: number): number => startOfMinute(at) + minuteMs;

/** Goes on with a crawl, whose failure must not end the others. */
async function goOnSafely(
  context: FollowContext,
  id: number,
  counts: FollowCounts,
): Promise<SliceOutcome | null> {
  try {
    return await goOn(context, id, counts);
  } catch (error) {
    context.deps.log({ event: "crawl-broken", crawl: id, problem: messageOf(error) });
    return null;
  }
}

/**
 * Goes on with a crawl as far as the invocation may. Null when another invocation has the
 * crawl, there is none, or there is no room for its site's URLs.
 */
async function goOn(
  context: FollowContext,
  id: number,
  counts: FollowCounts,
): Promise<SliceOutcome | null> {
  const session = await context.loading.run(() => loadCrawl(context, id));
  if (session === null || session === "ended") return session;
  try {
    const outcome = await runSlices(context, session, counts);
    if (outcome === "ended") counts.ended += 1;
    else if (outcome !== "lost") await releaseCrawl(context.deps.db, id, session.token);
    return outcome;
  } finally {
    context.urls.leave(session.frontier);
  }
}

/** Claims a crawl and opens its session; ends a crawl whose target was changed. */
async function loadCrawl(
  context: FollowContext,
  id: number,
): Promise<CrawlSession | "ended" | null> {
  const { deps, urls } = context;
  const now = deps.clock.now();
  const token = deps.newToken();
  const lease = { token, now, until: now + firstLeaseMs };
  const claimed = await tryAgain(deps.clock, lease.until, () =>
    claimCrawl(deps.db, id, lease, urls.left()),
  );
  if (claimed === null) return null;
  const { crawl, target } = claimed;
  if (target.crawl === null || target.requestRevision !== crawl.requestRevision) {
    const reason = "The target was changed.";
    const end = endCrawl(target, crawl, { state: "cancelled", reason }, now);
    await stopCrawl(deps.db, id, target.id, end);
    return "ended";
  }
  const session = await openSession(context, claimed, target.crawl, token);
  urls.enter(session.frontier);
  return session;
}

async function runSlices(
  context: FollowContext,
  session: CrawlSession,
  counts: FollowCounts,
): Promise<SliceOutcome> {
  const { clock, statements } = context.deps;
  let outcome: SliceOutcome = "more";
  let { until } = context;
  while (outcome === "more" && canGoOn(context, until) && context.urls.fits()) {
    const before = session.crawl.progress;
    const startedAt = clock.now();
    const giveBack = statements.keep(statementsToRecord);
    outcome = await runSlice(session).finally(giveBack);
    if (outcome === "lost") break;
    // This minute's tick found the crawl leased, so nobody else goes on with it.
    if (clock.now() >= until)
      until = Math.min(endOfMinute(clock.now()), context.stayUntil);
    countSlice(session, before, outcome, startedAt, counts);
  }
  return outcome;
}

/** Counts and logs a slice that was recorded. */
function countSlice(
  { deps, crawl, target }: CrawlSession,
  before: Progress,
  outcome: SliceOutcome,
  startedAt: number,
  counts: FollowCounts,
): void {
  const fetched = crawl.progress.fetched - before.fetched;
  const failed = crawl.progress.failed - before.failed;
  counts.slices += 1;
  counts.pages += fetched;
  counts.failed += failed;
  deps.log({
    event: "slice",
    crawl: crawl.id,
    target: target.id,
    fetched,
    failed,
    queued: crawl.queued - crawl.position,
    ms: deps.clock.now() - startedAt,
    ...(outcome !== "more" && { outcome }),
  });
}
