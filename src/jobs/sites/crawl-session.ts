// A crawl in the hands of one invocation: what it holds in memory while slice follows
// slice.
import type { Deps } from "#deps";
import type { Allowance } from "#domain/allowance.ts";
import { type Copies, createCopies } from "#domain/sites/copies.ts";
import type { Crawl } from "#domain/sites/crawl.ts";
import { createFrontier, type Frontier } from "#domain/sites/frontier/frontier.ts";
import { createLinkPolicy } from "#domain/sites/links/link-policy.ts";
import type { Reader } from "#domain/sites/read-page.ts";
import type { CrawlSpec } from "#domain/targets/crawl-spec.ts";
import type { Target } from "#domain/targets/target.ts";
import type { Traffic } from "#net/traffic/traffic.ts";
import { statementsToRecordSlice } from "#store/rounds/record-crawl.ts";
import type { ClaimedCrawl } from "#store/sites/crawls.ts";
import { headersFor } from "./ask-page.ts";
import { createHostPaces, type HostPaces } from "./host-paces.ts";
import { createSiteRobots, type SiteRobots } from "./site-robots.ts";

export type FollowDeps = Pick<
  Deps,
  | "clock"
  | "db"
  | "fetch"
  | "fetches"
  | "handOver"
  | "log"
  | "meter"
  | "newToken"
  | "settings"
>;

/** What the crawls of one invocation share. */
export type FollowContext = {
  deps: FollowDeps;
  traffic: Traffic;
  fetches: Allowance;
  /**
   * No slice begins after; where one has kept a tick out, none after `stayUntil`. Epoch
   * ms.
   */
  until: number;
  stayUntil: number;
};

export type CrawlSession = {
  deps: FollowDeps;
  token: string;
  /** Epoch ms. */
  leaseUntil: number;
  fetches: Allowance;
  /** As recorded last. */
  crawl: Crawl;
  target: Target;
  reader: Reader;
  frontier: Frontier;
  robots: SiteRobots;
  paces: HostPaces;
  copies: Copies;
  fetch: typeof fetch;
  /** Statements that are left beside those for recording. */
  spareStatements: () => number;
  /** Until when the start's host is left alone; 0 when it is not. Epoch ms. */
  heldUntil: () => number;
  /** URLs that were on the site when the session began: only they can have pages. */
  knownBefore: number;
};

/**
 * Statements kept back for a slice that has stopped reading: for recording it, and seven
 * for what else may come: longer lists, the ids of pages that may be gone, the job's own.
 */
const statementsToRecord = statementsToRecordSlice + 7;

export function openSession(
  { deps, traffic: wholeTraffic, fetches }: FollowContext,
  { crawl, leaseUntil, target, urls, queue, holds }: ClaimedCrawl,
  spec: CrawlSpec,
  token: string,
): CrawlSession {
  const { clock, settings } = deps;
  const traffic = limitTraffic(wholeTraffic, fetches);
  for (const { host, until: heldUntil } of holds) traffic.hold(host, heldUntil);
  const countedFetch: typeof fetch = (input, init) => {
    fetches.spend();
    return deps.fetch(input, init);
  };
  const frontier = createFrontier(spec, {
    hashes: urls.map(({ hashes }) => Uint8Array.fromHex(hashes)),
    variants: urls.map(({ variants }) => Uint8Array.fromHex(variants)),
    queue,
    position: crawl.position,
  });
  const robots = createSiteRobots({
    deps,
    fetch: countedFetch,
    traffic,
    userAgent: target.request.headers["user-agent"] ?? settings.userAgent,
    headersFor: (origin) => headersFor(target, origin),
    gapOf: (host) => paces.gap(host),
  });
  const paces = createHostPaces({
    clock,
    traffic,
    delayMs: spec.delayMs,
    crawlDelayOf: (host) => crawlDelayOf(robots, spec, host),
    known: crawl.progress.paces,
  });
  return {
    deps,
    token,
    leaseUntil,
    fetches,
    crawl,
    target,
    reader: { spec, policy: createLinkPolicy(spec, target.url) },
    frontier,
    robots,
    paces,
    copies: createCopies(crawl.progress.copies),
    fetch: countedFetch,
    spareStatements: () =>
      settings.budget.statements - deps.meter.statements - statementsToRecord,
    heldUntil: () => traffic.heldUntil(target.host),
    knownBefore: frontier.size,
  };
}

/**
 * Nothing starts once no request is left for it: the crawls of an invocation share what
 * there is.
 */
const limitTraffic = (traffic: Traffic, fetches: Allowance): Traffic => ({
  ...traffic,
  run: (host, startBy, task) =>
    traffic.run(host, startBy, async () => (fetches.left() > 0 ? await task() : null)),
});

function crawlDelayOf(robots: SiteRobots, spec: CrawlSpec, host: string): number | null {
  if (!spec.robots) return null;
  const delays = [`https://${host}`, `http://${host}`].map((origin) => {
    const answer = robots.of(origin);
    return answer && "rules" in answer ? answer.rules.crawlDelayMs : null;
  });
  return delays.reduce((a, b) => (a === null ? b : Math.max(a, b ?? 0)));
}
