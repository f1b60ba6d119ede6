// How a crawl begins: with its start, and with the sitemaps that robots.txt names.
import type { Failure } from "#domain/runs/failure.ts";
import { normaliseUrl } from "#domain/sites/links/normalise-url.ts";
import { MAX_URL_CHARS } from "#domain/sites/links/url-traps.ts";
import type { CrawlSession } from "./crawl-session.ts";
import { spanOf } from "./slice-time.ts";

/**
 * Sees to it that the robots.txt of the start is known, as far as that is wanted and its
 * turn comes.
 */
export async function askRobots(session: CrawlSession): Promise<void> {
  const { deps, target, frontier, reader, robots } = session;
  const { spec } = reader;
  const isWanted = spec.robots || (spec.sitemaps && frontier.length === 0);
  if (isWanted)
    await robots.prepare(
      [new URL(target.url).origin],
      deps.clock.now() + spanOf(session),
    );
}

/**
 * Queues them, unless robots.txt is not to be had; gives why not, where that is known.
 */
export function seedCrawl({
  target,
  frontier,
  reader,
  robots,
}: CrawlSession): Failure | null {
  const { spec } = reader;
  const start = new URL(target.url);
  const answer = robots.of(start.origin);
  if (answer === null && (spec.robots || spec.sitemaps)) return null;
  if (spec.robots && answer && "unavailable" in answer) return answer.unavailable;
  frontier.find(normaliseUrl(start, spec.query), { depth: 0, kind: "page", hops: 0 });
  const sitemaps =
    spec.sitemaps && answer && "rules" in answer ? answer.rules.sitemaps : [];
  for (const sitemap of sitemaps) {
    const url = URL.parse(sitemap, target.url);
    if (
      url === null ||
      !/^https?:$/.test(url.protocol) ||
      url.href.length > MAX_URL_CHARS
    )
      continue;
    frontier.find(normaliseUrl(url, "keep"), { depth: 0, kind: "list", hops: 0 });
  }
  return null;
}
