// Opens what a session knows of hosts: their robots.txt, and how far apart requests are.
import type { Deps } from "#deps";
import type { Failure } from "#domain/runs/failure.ts";
import type { CrawlSpec } from "#domain/targets/crawl-spec.ts";
import type { OpenRequest } from "#domain/targets/target.ts";
import type { Traffic } from "#net/traffic/traffic.ts";
import type { ClaimedCrawl } from "#store/sites/crawls.ts";
import { headersFor, userAgentOf } from "./ask-page.ts";
import { createHostPaces, type HostPaces } from "./host-paces.ts";
import { createSiteRobots, type SiteRobots } from "./site-robots.ts";

/** Both parts ask each other for the gaps. */
export function openHosts(
  deps: Pick<Deps, "clock" | "db" | "settings">,
  fetch: typeof globalThis.fetch,
  traffic: Traffic,
  spec: CrawlSpec,
  { crawl, target }: ClaimedCrawl,
  opened: OpenRequest | Failure,
): { robots: SiteRobots; paces: HostPaces } {
  const robots = createSiteRobots({
    deps,
    fetch,
    traffic,
    opened,
    userAgent: userAgentOf(opened) ?? deps.settings.userAgent,
    headersFor: (request, origin) => headersFor({ target }, request, origin),
    gapOf: (host) => paces.gap(host),
  });
  const paces = createHostPaces({
    clock: deps.clock,
    traffic,
    delayMs: spec.delayMs,
    crawlDelayOf: (host) => crawlDelayOf(robots, spec, host),
    known: crawl.progress.paces,
  });
  return { robots, paces };
}

/** The longer Crawl-delay of a host's two origins, ms; null when neither has one. */
function crawlDelayOf(robots: SiteRobots, spec: CrawlSpec, host: string): number | null {
  if (!spec.robots) return null;
  const delays = [`https://${host}`, `http://${host}`].map((origin) => {
    const known = robots.of(origin);
    return known && "rules" in known ? known.rules.crawlDelayMs : null;
  });
  return delays.reduce((a, b) => (a === null ? b : Math.max(a, b ?? 0)));
}
