// Starts the queue of a crawl: with the start URL, and with the sitemaps that robots.txt
// names.

import type { Failure } from "#domain/runs/failure.ts";
import type { Progress } from "#domain/sites/crawl.ts";
import { findUrl } from "#domain/sites/frontier/frontier.ts";
import { unreadLeftOut } from "#domain/sites/left-out.ts";
import { judgeSitemap } from "#domain/sites/links/link-policy.ts";
import { normaliseUrl } from "#domain/sites/links/normalise-url.ts";
import type { CrawlSession } from "./crawl-session.ts";
import { sliceSpanMs } from "./slice-lease.ts";

/**
 * Asks for the robots.txt of the start's origin, if the crawl needs it and its turn comes
 * in time.
 */
export async function prepareStartRobots(session: CrawlSession): Promise<void> {
  const { deps, target, frontier, reader, robots } = session;
  const { spec } = reader;
  const isNeeded = spec.robots || (spec.sitemaps && frontier.length === 0);
  if (!isNeeded) return;
  const startBy = deps.clock.now() + sliceSpanMs(session);
  await robots.prepare([new URL(target.url).origin], startBy);
}

/**
 * Queues the start and the sitemaps; notes in the progress when nobody knows which
 * sitemaps there are. Queues nothing while robots.txt is not known; then gives why not,
 * where a reason is known.
 */
export function startQueue(session: CrawlSession, progress: Progress): Failure | null {
  const { target, frontier, reader, robots } = session;
  const { spec } = reader;
  const start = new URL(target.url);
  const known = robots.of(start.origin);
  if (known === null && (spec.robots || spec.sitemaps)) return null;
  if (spec.robots && known && "unavailable" in known) {
    // Our own fault does not pass: the start tells of it, and the crawl ends.
    if (known.unavailable.class !== "internal") return known.unavailable;
  }
  findUrl(frontier, normaliseUrl(start, spec.query), { depth: 0, kind: "page", hops: 0 });
  if (!spec.sitemaps || known === null) return null;
  if ("rules" in known) queueSitemaps(session, known.rules.sitemaps);
  else progress.leftOut = unreadLeftOut;
  return null;
}

function queueSitemaps(
  { target, frontier }: CrawlSession,
  sitemaps: readonly string[],
): void {
  for (const sitemap of sitemaps) {
    const url = judgeSitemap(sitemap, target.url);
    if (typeof url === "string")
      findUrl(frontier, url, { depth: 0, kind: "list", hops: 0 });
  }
}
