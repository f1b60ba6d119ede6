// Goes on with one crawl in one invocation: claims it, runs slices, and gives it back. A
// crawl that was lost again and again goes on more carefully, and is given up at last.

import { messageOf } from "#domain/runs/failure.ts";
import { cautionAfter, mostLost } from "#domain/sites/caution.ts";
import type { Progress } from "#domain/sites/crawl.ts";
import { minuteMs, never, startOfMinute } from "#domain/time/instants.ts";
import { endCrawl } from "#jobs/sites/ending/end-crawl.ts";
import { tryAgain } from "#jobs/try-again.ts";
import { isOutage } from "#store/outage.ts";
import { stopCrawl } from "#store/rounds/record-crawl.ts";
import { claimCrawl, releaseCrawl } from "#store/sites/crawls.ts";
import { findLostCrawl, forgiveCrawl } from "#store/sites/lost-crawls.ts";
import {
  type CrawlSession,
  type FollowContext,
  type FollowDeps,
  hasTime,
  openSession,
  statementsToRecord,
} from "./crawl-session.ts";
import { runSlice, type SliceOutcome } from "./slice.ts";

/** The fewest statements that a slice takes, those after it included. */
export const statementsForSlice = 23;
/** The lease while a crawl is loaded; its first slice then prolongs the lease. */
const firstLeaseMs = 60_000;

export type FollowCounts = {
  slices: number;
  pages: number;
  failed: number;
  ended: number;
  /** Pages left unread that slices were lost with; missing when there are none. */
  passedOver?: number;
};

export const canGoOn = (context: FollowContext, until: number): boolean =>
  context.deps.clock.now() < until &&
  context.fetches.left() > 0 &&
  context.deps.statements.left() >= statementsForSlice;

const endOfMinute = (at: number): number => startOfMinute(at) + minuteMs;

/** Goes on with a crawl, whose failure must not end the others. */
export async function goOnSafely(
  context: FollowContext,
  id: number,
  counts: FollowCounts,
): Promise<SliceOutcome | null> {
  const { clock, db, log, newToken } = context.deps;
  const token = newToken();
  try {
    return await goOn(context, id, token, counts);
  } catch (error) {
    log({ event: "crawl-broken", crawl: id, problem: messageOf(error) });
    if (isOutage(error))
      await tryAgain(clock, never, () => forgiveCrawl(db, id, token)).catch(() => {});
    return null;
  }
}

/**
 * Goes on with a crawl as far as the invocation may. Null when another invocation has the
 * crawl, there is none, there is no room for its site's URLs, or no time for its requests.
 */
async function goOn(
  context: FollowContext,
  id: number,
  token: string,
  counts: FollowCounts,
): Promise<SliceOutcome | null> {
  const session = await context.loading.run(() => loadCrawl(context, id, token));
  if (session === null || session === "ended") return session;
  try {
    const outcome = await runSlices(context, session, counts);
    if (outcome === "ended") counts.ended += 1;
    else if (outcome !== "lost") await releaseCrawl(context.deps.db, id, session.token);
    return outcome === "more" && !hasTime(session) ? null : outcome;
  } finally {
    context.urls.leave(session.frontier);
  }
}

/** Claims a crawl and opens its session; ends a crawl whose target was changed. */
async function loadCrawl(
  context: FollowContext,
  id: number,
  token: string,
): Promise<CrawlSession | "ended" | null> {
  const { deps, urls } = context;
  const now = deps.clock.now();
  const lease = { token, now, until: now + firstLeaseMs };
  const claimed = await tryAgain(deps.clock, lease.until, () =>
    claimCrawl(deps.db, id, lease, urls.left()),
  );
  if (claimed === null) return await giveUpLost(deps, id, now);
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

/** Ends a crawl that was lost so often that it is not worth another try. */
async function giveUpLost(
  { db, log }: FollowDeps,
  id: number,
  now: number,
): Promise<"ended" | null> {
  const lost = await findLostCrawl(db, id, now);
  if (lost === null) return null;
  const { crawl, target } = lost;
  const reason = `Going on with it ended ${mostLost} times without a result.`;
  log({ event: "crawl-given-up", crawl: id, target: target.id, reason });
  const trouble = { class: "internal", detail: reason } as const;
  const given = { ...crawl, progress: { ...crawl.progress, trouble } };
  const end = endCrawl(target, given, { state: "failed", reason }, now);
  await stopCrawl(db, id, target.id, end);
  return "ended";
}

/** Runs a slice, alone in its invocation if earlier ones were lost. */
async function runNextSlice(
  { quarters }: FollowContext,
  session: CrawlSession,
): Promise<SliceOutcome> {
  const { crawl, lost, deps } = session;
  session.caution = cautionAfter(lost, crawl.progress.wariness, crawl.position);
  const isAlone = session.caution !== null;
  const leave = await (isAlone ? quarters.takeAlone() : quarters.share());
  const giveBack = deps.statements.keep(statementsToRecord);
  try {
    return await runSlice(session);
  } finally {
    giveBack();
    leave();
  }
}

/** A slice whose last request has ended is recorded within this time, ms. */
const recordingMs = 5_000;

/**
 * Up to when slices may begin requests: where the invocation ends soon, none may outlast
 * it, and `until` another one is to find the crawl free.
 */
const requestsUntil = (
  { endsBy }: FollowContext,
  { target }: CrawlSession,
  until: number,
): number =>
  endsBy === undefined
    ? never
    : Math.min(until, endsBy - target.request.timeoutMs - recordingMs);

async function runSlices(
  context: FollowContext,
  session: CrawlSession,
  counts: FollowCounts,
): Promise<SliceOutcome> {
  const { deps, urls } = context;
  const { clock } = deps;
  let outcome: SliceOutcome = "more";
  let { until } = context;
  session.requestsUntil = requestsUntil(context, session, until);
  const goesOn = () => canGoOn(context, until) && hasTime(session) && urls.fits();
  while (outcome === "more" && goesOn()) {
    const before = session.crawl.progress;
    const startedAt = clock.now();
    outcome = await runNextSlice(context, session);
    if (outcome === "lost") break;
    // The tick that came meanwhile found the crawl leased: nobody else goes on with it.
    if (clock.now() >= endOfMinute(until - 1)) {
      until = Math.min(endOfMinute(clock.now()), context.stayUntil);
      session.requestsUntil = requestsUntil(context, session, until);
      session.isCut = false;
    }
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
  const passedOver = crawl.progress.passedOver - before.passedOver;
  if (passedOver > 0) counts.passedOver = (counts.passedOver ?? 0) + passedOver;
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
