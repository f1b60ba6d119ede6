// Crawls a site as its owner would: makes a target over the API, triggers ticks as cron
// does, and reads the result over the API. Knows nothing of the database.
import { setTimeout as sleep } from "node:timers/promises";
import type { CrawlState } from "#domain/sites/crawl.ts";
import type { Runtime } from "./runtime.ts";

export type CrawlAnswer = {
  state: CrawlState;
  reason?: string | null;
  progress: { found: number; fetched: number; queued: number; failed: number };
  durationMs: number | null;
  changes: Record<"new" | "changed" | "unchanged" | "gone", number>;
  refused: Record<string, number>;
};

/**
 * A crawl may stand still until another invocation's lease runs out. If it stands still
 * for longer, it is stuck.
 */
const stuckAfterMs = 150_000;

/**
 * A target without a delay between requests, which is crawled when we ask for it: a crawl
 * that its creation began would not be in what is measured.
 */
const usual = {
  kind: "site",
  schedule: { every: "366d", startAt: "2100-01-01T00:00:00Z" },
  crawl: { delay: "0s", maxPages: 200_000 },
};

export type SiteOptions = { crawl?: object; request?: object };

/** Adds a target for a site; gives the target's id. */
export async function addSite(
  runtime: Runtime,
  url: string,
  { crawl, request }: SiteOptions = {},
): Promise<number> {
  const document = {
    ...usual,
    url,
    crawl: { ...usual.crawl, ...crawl },
    ...(request && { request }),
  };
  const { id } = JSON.parse(await runtime.call("POST", "/api/targets", document)) as {
    id: number;
  };
  return id;
}

export async function removeSite(runtime: Runtime, id: number): Promise<void> {
  await runtime.call("DELETE", `/api/targets/${id}`);
}

/** `tick` makes one tick. `look` is called with the latest crawl after each tick. */
type Driving = {
  tick: () => Promise<unknown>;
  look?: (latest: CrawlAnswer) => void;
};

/**
 * Asks for a crawl and ticks until the crawl has ended; gives the crawl. Throws when the
 * crawl did not come to its end or its page limit, or is stuck.
 */
export async function crawlToEnd(
  runtime: Runtime,
  id: number,
  { tick, look }: Driving = { tick: runtime.tick },
): Promise<CrawlAnswer> {
  const before = countEnded(await crawlsOf(runtime, id));
  // What the request's own invocation crawls would not be in what is measured.
  await runtime.call("POST", "/api/jobs/follow/pause");
  await runtime.call("POST", `/api/targets/${id}/run`);
  await runtime.call("POST", "/api/jobs/follow/resume");
  let fetched = -1;
  let movedAt = performance.now();
  for (;;) {
    await tick();
    const crawls = await crawlsOf(runtime, id);
    const [latest] = crawls;
    if (latest) look?.(latest);
    if (latest && countEnded(crawls) > before) return requireCompleted(latest);
    if (latest && latest.progress.fetched !== fetched) movedAt = performance.now();
    else await sleep(1_000);
    fetched = latest?.progress.fetched ?? -1;
    if (performance.now() - movedAt > stuckAfterMs)
      throw new Error(
        `the crawl does not go on: ${JSON.stringify(latest ?? "there is none")}`,
      );
  }
}

async function crawlsOf(runtime: Runtime, id: number): Promise<CrawlAnswer[]> {
  const page = await runtime.call("GET", `/api/targets/${id}/crawls?limit=10`);
  return (JSON.parse(page) as { items: CrawlAnswer[] }).items;
}

const countEnded = (crawls: readonly CrawlAnswer[]): number =>
  crawls.filter(({ state }) => state !== "running").length;

function requireCompleted(crawl: CrawlAnswer): CrawlAnswer {
  if (crawl.state === "completed" || isAtItsLimit(crawl)) return crawl;
  throw new Error(`the crawl ended as ${crawl.state}: ${JSON.stringify(crawl)}`);
}

/** Some sites are larger than what a bench crawls of them. */
const isAtItsLimit = ({ state, refused }: CrawlAnswer): boolean =>
  state === "incomplete" && Object.keys(refused).every((why) => why === "pages");
