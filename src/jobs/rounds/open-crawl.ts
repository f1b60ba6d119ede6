// Opens crawls, for slots and on request.
import type { Deps } from "#deps";
import type { NewsOf } from "#domain/rounds/news.ts";
import type { Crawl } from "#domain/sites/crawl.ts";
import { laneOf } from "#domain/sites/links/site-scope.ts";
import { crawlSpecOf } from "#domain/targets/crawl-spec.ts";
import type { RoundTarget, Target } from "#domain/targets/target.ts";
import { takeManualSlot } from "#store/shards/manual-slots.ts";
import { listCrawls, openCrawlNow } from "#store/sites/crawls.ts";

/** The news that a site's crawl opens for a slot. */
export const crawlOpening = (
  target: Pick<RoundTarget, "id" | "url" | "crawl" | "requestRevision">,
  trigger: Crawl["trigger"],
  dueAt: number,
): NewsOf<"crawl-opened"> => ({
  kind: "crawl-opened",
  targetId: target.id,
  lane: laneOf(crawlSpecOf(target), target.url),
  trigger,
  dueAt,
  requestRevision: target.requestRevision,
});

/**
 * paused: the target is paused, so its crawl would not go on. under-way: the target's
 * last crawl has not ended yet.
 */
export type CrawlRequested =
  | { outcome: "opened"; crawl: Crawl }
  | { outcome: "paused" }
  | { outcome: "under-way"; crawlId: number | undefined };

/** Opens a site's crawl now, whatever its schedule. */
export async function requestCrawl(
  { db, clock }: Pick<Deps, "db" | "clock">,
  target: Target,
): Promise<CrawlRequested> {
  if (!target.enabled) return { outcome: "paused" };
  const now = clock.now();
  const dueAt = await takeManualSlot(db, target, now);
  const crawl = await openCrawlNow(db, crawlOpening(target, "manual", dueAt), now);
  if (crawl !== null) return { outcome: "opened", crawl };
  const [open] = await listCrawls(db, target.id, { before: null, limit: 1 });
  return { outcome: "under-way", crawlId: open?.id };
}
