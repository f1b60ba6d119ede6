// Records what a slice of a crawl did, and a crawl's end, each in one batch. Every
// statement of a slice's batch writes only while the lease is the caller's and the crawl
// is where the slice began: a stale or repeated invocation can neither double nor lose a
// page.
import { type SQL, sql } from "drizzle-orm";
import type { NoticeEvent } from "#domain/notices/event.ts";
import type { News } from "#domain/rounds/news.ts";
import type { CrawlState, Progress } from "#domain/sites/crawl.ts";
import type { Forgotten } from "#domain/sites/forgetting/forgetting.ts";
import type { QueueEntry } from "#domain/sites/frontier/queue-encoding.ts";
import type { SitePage } from "#domain/sites/site-page.ts";
import type { Db } from "#store/db.ts";
import { recordEvents } from "#store/notices/record-events.ts";
import { pokeShard } from "#store/shards/poke-shard.ts";
import { appendToQueue, deleteQueue } from "#store/sites/crawl-queue.ts";
import { forgetUrls } from "#store/sites/forgotten-urls.ts";
import { markGone, markUnseen, writePages } from "#store/sites/pages.ts";
import { type StoredRobots, writeRobots } from "#store/sites/robots.ts";
import { appendUrls, type NewUrls } from "#store/sites/site-urls.ts";
import { recordNews } from "./record-news.ts";
import { type OutsideRun, outsideRunStatements } from "./record-run.ts";

/**
 * Recording a slice takes this many statements at most if the crawl ends with it, and one
 * more for each robots.txt. Pages, URLs and queue take more only where they are too long
 * for one parameter.
 */
export const statementsToRecordSlice = 13;

/** The crawl as the slice found it. */
export type SliceStart = {
  crawlId: number;
  targetId: number;
  token: string;
  position: number;
  queued: number;
};

export type SliceRecord = {
  /** How far into the queue the crawl is now. */
  position: number;
  /** Entries that are new, at the queue's end. */
  entries: readonly QueueEntry[];
  urls: NewUrls;
  pages: readonly SitePage[];
  /** Pages and URLs of the site that are forgotten; null for none. */
  forgotten?: Forgotten | null;
  robots: readonly StoredRobots[];
  news: readonly News[];
  progress: Progress;
  /** When the slice ended. Epoch ms. */
  at: number;
  nextAt: number;
  leaseUntil: number;
  /** Set when the crawl is over. */
  end: CrawlEnd | null;
};

export type CrawlEnd = {
  state: Exclude<CrawlState, "running">;
  reason: string | null;
  at: number;
  /** The run for the slot, or the request, that opened the crawl. */
  outside: OutsideRun;
  /** Pages that are no longer linked. */
  gone: readonly number[];
  /** Pages that may still be there, though the crawl did not come to them. */
  unseen: readonly number[];
  /** What somebody may want to be told of it. */
  events: readonly NoticeEvent[];
};

/**
 * kept: it is recorded. lost: nothing is written, because the lease was lost, the crawl
 * was cancelled or the slice was recorded before. unwanted: it is recorded, but the
 * target was paused, changed or deleted meanwhile.
 */
export type SliceFate = "kept" | "unwanted" | "lost";

export async function recordSlice(
  db: Db,
  start: SliceStart,
  record: SliceRecord,
): Promise<SliceFate> {
  const { crawlId, targetId, token, position, queued } = start;
  const { end } = record;
  const mine = sql`${isOpen(crawlId, end)} AND lease_token = ${token}
    AND position = ${position} AND queued = ${queued}`;
  const held = sql`EXISTS (SELECT 1 FROM crawls NOT INDEXED WHERE ${mine})`;
  const results = await db.batch<{ isWanted: number }[]>([
    ...appendToQueue(crawlId, queued, record.entries, held),
    ...appendUrls(targetId, record.urls, held),
    ...writePages(targetId, record.pages, held),
    ...(record.forgotten ? forgetUrls(targetId, record.forgotten, held) : []),
    ...record.robots.map(writeRobots),
    ...recordNews(record.news, held, record.at),
    ...(end ? endStatements(crawlId, targetId, end, held) : []),
    sql`
      UPDATE crawls SET position = ${record.position},
        queued = ${queued + record.entries.length}, progress = ${JSON.stringify(record.progress)}, next_at = ${record.nextAt},
        claims = 0, ${end ? ended(end) : sql`lease_until = ${record.leaseUntil}`}
      WHERE ${mine} RETURNING EXISTS (
        SELECT 1 FROM targets t WHERE t.id = ${targetId} AND t.enabled = 1
          AND t.request_revision = crawls.request_revision
      ) AS isWanted`,
  ]);
  const [row] = results.at(-1) ?? [];
  return row === undefined ? "lost" : row.isWanted ? "kept" : "unwanted";
}

/**
 * Ends an open crawl without a slice: what it has recorded stays. False when it has ended
 * meanwhile.
 */
export async function stopCrawl(
  db: Db,
  crawlId: number,
  targetId: number,
  end: CrawlEnd,
): Promise<boolean> {
  const open = isOpen(crawlId, end);
  const held = sql`EXISTS (SELECT 1 FROM crawls NOT INDEXED WHERE ${open})`;
  const results = await db.batch<{ id: number }[]>([
    ...endStatements(crawlId, targetId, end, held),
    sql`
      UPDATE crawls SET ${ended(end)}, progress = json_remove(progress, '$.forgetting')
      WHERE ${open} RETURNING id`,
  ]);
  return results.at(-1)?.length === 1;
}

/**
 * A crawl that ends must still be the one of the slot that its run is for: another slot
 * may have made it its own.
 */
const isOpen = (crawlId: number, end: CrawlEnd | null): SQL =>
  sql`id = ${crawlId} AND ended_at IS NULL${
    end === null ? sql`` : sql` AND due_at = ${end.outside.run.dueAt}`
  }`;

const ended = ({ state, reason, at }: CrawlEnd): SQL =>
  sql`state = ${state}, reason = ${reason}, ended_at = ${at},
    lease_token = NULL, lease_until = 0`;

/**
 * Empties the queue, records the run, and tells the target's shard that the target is
 * free again.
 */
const endStatements = (
  crawlId: number,
  targetId: number,
  { outside, gone, unseen, events, at }: CrawlEnd,
  held: SQL,
): SQL[] => [
  deleteQueue(crawlId, held),
  ...markGone(targetId, gone, at, held),
  ...markUnseen(targetId, unseen, at, held),
  ...outsideRunStatements(outside, held, at),
  ...(events.length > 0 ? [recordEvents(events, held)] : []),
  pokeShard(outside.shardId, at, held),
];
