// How a crawl begins: with its start, and with the sitemaps that robots.txt names.
import type { Failure } from "../domain/failure.ts";
import { normaliseUrl } from "../domain/normalise-url.ts";
import { MAX_URL_CHARS } from "../domain/url-traps.ts";
import type { CrawlSession } from "./crawl-session.ts";

/** Queues them, unless robots.txt cannot be had by `startBy` (epoch ms); gives why not, where that is known. */
export async function seedCrawl(session: CrawlSession, startBy: number): Promise<Failure | null> {
  const { target, frontier, reader, robots } = session;
  const { spec } = reader;
  const start = new URL(target.url);
  const asksRobots = spec.robots || spec.sitemaps;
  if (asksRobots) await robots.prepare([start.origin], startBy);
  const answer = robots.of(start.origin);
  if (asksRobots && answer === null) return null;
  if (spec.robots && answer && "unavailable" in answer) return answer.unavailable;
  frontier.find(normaliseUrl(start, spec.query), { depth: 0, kind: "page", hops: 0 });
  const sitemaps = spec.sitemaps && answer && "rules" in answer ? answer.rules.sitemaps : [];
  for (const sitemap of sitemaps) {
    const url = URL.parse(sitemap, target.url);
    if (url === null || !/^https?:$/.test(url.protocol) || url.href.length > MAX_URL_CHARS) continue;
    frontier.find(normaliseUrl(url, "keep"), { depth: 0, kind: "list", hops: 0 });
  }
  return null;
}
