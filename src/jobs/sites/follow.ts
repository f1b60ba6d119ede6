// Goes on with the crawls of sites that are under way, slice after slice, until the
// minute ends or the budget is spent.

import { type Allowance, createAllowance } from "#domain/allowance.ts";
import { connections } from "#domain/budget.ts";
import { followJob } from "#domain/jobs/job-names.ts";
import { createUrlRoom } from "#domain/sites/frontier/url-room.ts";
import { every, type Job, type JobContext } from "#jobs/job.ts";
import { createQuarters } from "#jobs/quarters.ts";
import { persistentDb } from "#jobs/try-again.ts";
import { createTurns } from "#jobs/turns.ts";
import type { CrawlMessage } from "#net/queues/send-messages.ts";
import { createTraffic } from "#net/traffic/traffic.ts";
import {
  forgetHandOver,
  type HandedSpan,
  letFollowerSleep,
  lookForReadyCrawls,
  markHandedOver,
  type ReadyOrder,
  takeForHandOver,
} from "#store/sites/following/ready-crawls.ts";
import type { FollowContext, FollowDeps } from "./crawl-session.ts";
import { canGoOn, type FollowCounts, goOnSafely, statementsForSlice } from "./go-on.ts";

/** Each crawl holds what it knows of its site in memory. */
const crawlsAtOnce = 3;
/** Sent at once (net/queues/send-messages). */
const crawlsHandedOver = 100;
/** The same with claiming its crawl. */
export const statementsForCrawl = statementsForSlice + 4;

export const follow: Job = {
  name: followJob,
  description: "Follows links: goes on with every crawl of a site that is under way.",
  schedule: every("1m"),
  concurrent: true,
  onDemand: true,
  run({ deps, woken, ...job }) {
    const context = createFollowContext(deps, deps.siteFetches, job);
    return deps.handOver ? handOver(context, deps.handOver) : goOnHere(context, woken);
  },
};

async function goOnHere(
  context: FollowContext,
  woken: () => Promise<void>,
): Promise<Record<string, number>> {
  const { deps, until } = context;
  const counts: FollowCounts & { crawls: number } = {
    crawls: 0,
    slices: 0,
    pages: 0,
    failed: 0,
    ended: 0,
  };
  const running = new Map<number, Promise<unknown>>();
  /** Crawls that could not be had, until another one ends: their sites may be too large. */
  const passedOver = new Set<number>();
  for (;;) {
    const afforded = Math.floor(deps.statements.left() / statementsForCrawl);
    const room = Math.min(crawlsAtOnce - running.size, afforded);
    const isTime = room > 0 && canGoOn(context, until);
    // Crawls that were passed over may not hide others that come after them.
    const limit = room + passedOver.size;
    const called = woken();
    const ready = isTime
      ? await lookForReadyCrawls(deps.db, deps.clock.now(), limit, orderOf(context))
      : [];
    const isNew = (id: number) => !running.has(id) && !passedOver.has(id);
    for (const id of ready.filter(isNew).slice(0, room)) {
      counts.crawls += 1;
      const going = goOnSafely(context, id, counts).then((outcome) => {
        running.delete(id);
        if (outcome === null) passedOver.add(id);
        else passedOver.clear();
      });
      running.set(id, going);
    }
    if (running.size === 0) break;
    await Promise.race([...running.values(), called]);
  }
  await letFollowerSleep(deps.db);
  return { ...counts, fetches: context.fetches.spent() };
}

/** What a change calls for is begun before what waits. */
const orderOf = ({ endsBy }: FollowContext): ReadyOrder =>
  endsBy === undefined ? "ASC" : "DESC";

/**
 * A message that has not come after this time is sent once more, since it may be lost.
 * While the queue is that far behind, each crawl has one more message every ten minutes.
 */
const deliveryMs = 600_000;

const handedSpan = ({ clock }: FollowDeps): HandedSpan => {
  const now = clock.now();
  return { now, until: now + deliveryMs };
};

/**
 * Sends one message a crawl to the queue's consumer, unless one is on its way. A second
 * message for the same crawl does no harm.
 */
async function handOver(
  context: FollowContext,
  send: NonNullable<FollowDeps["handOver"]>,
): Promise<Record<string, number>> {
  const { deps } = context;
  const span = handedSpan(deps);
  const ready = await takeForHandOver(deps.db, span, crawlsHandedOver, orderOf(context));
  await sendOrForget(deps, ready, send);
  await letFollowerSleep(deps.db);
  return { handedOver: ready.length };
}

/**
 * A consumer's invocation may last 15 minutes. The shorter it is, the sooner a lost one
 * is noticed.
 */
const messageMs = 300_000;

/**
 * Goes on with the crawls that messages name. A message is acknowledged once its crawl
 * was dealt with: one whose invocation has ended before is delivered again.
 */
export async function followMessages(
  deps: FollowDeps,
  messages: Iterable<Pick<Message<CrawlMessage>, "body" | "ack">>,
): Promise<void> {
  for (const message of messages) {
    await followMessage(deps, message.body.crawl);
    message.ack();
  }
}

/**
 * Goes on with a crawl, and hands it over again when there is more to do than this
 * invocation may. A crawl that could not be had is left to the next tick that finds it
 * ready.
 */
export async function followMessage(deps: FollowDeps, crawlId: number): Promise<void> {
  const until = deps.clock.now() + messageMs;
  const span = { until, stayUntil: until, quarters: createQuarters() };
  const context = createFollowContext(deps, deps.fetches, span);
  const outcome = await goOnSafely(context, crawlId, {
    slices: 0,
    pages: 0,
    failed: 0,
    ended: 0,
  });
  if (outcome === "more") await handOverAgain(context.deps, crawlId);
  if (outcome === null) await forgetHandOver(context.deps.db, [crawlId]);
}

async function handOverAgain(deps: FollowDeps, crawlId: number): Promise<void> {
  const { db, handOver: send } = deps;
  if (send && (await markHandedOver(db, crawlId, handedSpan(deps))))
    await sendOrForget(deps, [crawlId], send);
}

/** Crawls that the queue does not take are not on their way: the next tick sends them. */
async function sendOrForget(
  { db }: FollowDeps,
  crawls: readonly number[],
  send: NonNullable<FollowDeps["handOver"]>,
): Promise<void> {
  try {
    await send(crawls);
  } catch (error) {
    await forgetHandOver(db, crawls);
    throw error;
  }
}

type FollowSpan = Pick<JobContext, "until" | "stayUntil" | "endsBy" | "quarters">;

function createFollowContext(
  deps: FollowDeps,
  fetches: Allowance,
  { until, stayUntil, endsBy, quarters }: FollowSpan,
): FollowContext {
  const { clock, settings } = deps;
  return {
    deps: { ...deps, db: persistentDb(deps.db, clock) },
    traffic: createTraffic({ clock, connections, hostGapMs: settings.hostGapMs }),
    fetches: createAllowance(settings.budget.siteFetches, fetches),
    lists: createTurns(),
    loading: createTurns(),
    urls: createUrlRoom(),
    quarters,
    until,
    stayUntil,
    endsBy,
  };
}
