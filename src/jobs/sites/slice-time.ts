// How long a slice goes on, and the lease that must outlast it.
import { prolongLease } from "#store/sites/crawls.ts";
import type { CrawlSession } from "./crawl-session.ts";

/**
 * A slice is recorded after this: progress is seen, and little is done again when it is
 * lost.
 */
const spanMs = 10_000;
/** The longest that a robots.txt may take (net/sites/fetch-robots). */
const robotsMs = 10_000;
/** For recording, on top of what visits may take. */
const recordingMs = 10_000;

/** Between two requests to the start's host, ms. */
export const gapOf = ({ paces, target }: CrawlSession): number => paces.gap(target.host);

/**
 * Visits begin for that long, ms: at least long enough for one more request to the
 * start's host; after a stall for two, since it may first be asked whether the host is
 * there at all.
 */
export function spanOf(session: CrawlSession): number {
  const requests = session.crawl.progress.stalls === 0 ? 1 : 2;
  return Math.max(spanMs, requests * gapOf(session) + 1_000);
}

/**
 * Until when the lease is prolonged by a slice that is recorded now: the next one has
 * then time to begin.
 */
export const leaseForNext = (session: CrawlSession): number =>
  endOfSlice(session) + recordingMs;

/**
 * Sees to it that the lease outlasts a slice that begins now; mostly it does already.
 * False when it is another's.
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
  return (
    deps.clock.now() + spanOf(session) + target.request.timeoutMs + robotsMs + recordingMs
  );
}
