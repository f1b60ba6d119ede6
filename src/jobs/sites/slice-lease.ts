// Says how long a slice goes on, and keeps the lease that must outlast it.

import { prolongLease } from "#store/sites/crawls.ts";
import type { CrawlSession } from "./crawl-session.ts";

/**
 * A slice is recorded after this time: short enough that progress is seen, and that
 * little has to be done again when a slice is lost.
 */
const usualSpanMs = 10_000;
/** The longest that a robots.txt may take (net/sites/fetch-robots). */
const robotsMs = 10_000;
/** For recording, on top of what visits may take. */
const recordingMs = 10_000;

/** The gap between two requests to the start's host, ms. */
export const startHostGapMs = ({ paces, target }: CrawlSession): number =>
  paces.gap(target.host);

/**
 * For how long visits begin, ms: at least until one more request to the start's host may
 * begin. After a slice without any answer there is time for two requests: the first may
 * have to find out whether the host answers at all.
 */
export function sliceSpanMs(session: CrawlSession): number {
  const requests = session.crawl.progress.stalls === 0 ? 1 : 2;
  return Math.max(usualSpanMs, requests * startHostGapMs(session) + 1_000);
}

/**
 * Until when a slice that is recorded now prolongs the lease: long enough for the next
 * slice to begin.
 */
export const leaseForNext = (session: CrawlSession): number =>
  endOfSlice(session) + recordingMs;

/**
 * Prolongs the lease if a slice that begins now could outlast it, which is rare. False
 * when another invocation has the lease.
 */
export async function keepLease(session: CrawlSession): Promise<boolean> {
  const { deps, crawl, token } = session;
  const until = endOfSlice(session);
  if (until <= session.leaseUntil) return true;
  session.leaseUntil = until;
  return await prolongLease(deps.db, crawl.id, { token, until });
}

/**
 * When a slice that begins now has been recorded at the latest: its last request may
 * begin as its span ends.
 */
function endOfSlice(session: CrawlSession): number {
  const { deps, target } = session;
  const visitsEnd = deps.clock.now() + sliceSpanMs(session) + target.request.timeoutMs;
  return visitsEnd + robotsMs + recordingMs;
}
