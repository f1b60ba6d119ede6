// What a slice of a crawl did, recorded in one batch. Every statement of it holds only
// while the lease is the caller's and the crawl is where the slice began: a stale or
// repeated invocation can neither double nor lose a page.
import { type SQL, sql } from "drizzle-orm";
import type { CrawlState, Progress } from "#domain/sites/crawl.ts";
import { packQueue, type QueueEntry } from "#domain/sites/frontier/queue-encoding.ts";
import type { SitePage } from "#domain/sites/site-page.ts";
import type { Db } from "#store/db.ts";
import { jsonParameters } from "#store/packed-bytes.ts";
import {
  type Runner,
  type RunVerdict,
  runOutsideRounds,
} from "#store/runs/record-run.ts";
import { type HostHold, holdHosts } from "#store/shards/host-holds.ts";
import { pokeShard } from "#store/shards/poke-shard.ts";
import { markGone, writePages } from "./pages.ts";
import { type StoredRobots, writeRobots } from "./robots.ts";
import { appendUrls, type NewUrls } from "./site-urls.ts";

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
  robots: readonly StoredRobots[];
  holds: readonly HostHold[];
  progress: Progress;
  nextAt: number;
  leaseUntil: number;
  /** Set when the crawl is over. */
  end: CrawlEnd | null;
};

export type CrawlEnd = {
  state: Exclude<CrawlState, "running">;
  reason: string | null;
  at: number;
  /** Whose run it was, and how that is judged. */
  target: Runner;
  verdict: RunVerdict;
  /** Pages that are no longer linked. */
  gone: readonly number[];
};

/**
 * lost: the lease was, or the crawl was cancelled, or the slice recorded before; nothing
 * is written. unwanted: it is recorded, but the target was paused, changed or deleted
 * meanwhile.
 */
export type SliceFate = "kept" | "unwanted" | "lost";

export async function recordSlice(
  db: Db,
  start: SliceStart,
  record: SliceRecord,
): Promise<SliceFate> {
  const { crawlId, targetId, token, position, queued } = start;
  const { end } = record;
  const mine = sql`${isOpen(crawlId, end)} AND lease_token = ${token} AND position = ${position} AND queued = ${queued}`;
  const held = sql`EXISTS (SELECT 1 FROM crawls WHERE ${mine})`;
  const results = await db.batch<{ isWanted: number }[]>([
    ...appendQueue(crawlId, queued, record.entries, held),
    ...appendUrls(targetId, record.urls, held),
    ...writePages(targetId, record.pages, held),
    ...record.robots.map(writeRobots),
    ...(record.holds.length > 0 ? [holdHosts(record.holds, held)] : []),
    ...(end ? endStatements(crawlId, targetId, end, held) : []),
    sql`
      UPDATE crawls SET position = ${record.position}, queued = ${queued + record.entries.length},
        progress = ${JSON.stringify(record.progress)}, next_at = ${record.nextAt},
        ${
          end
            ? sql`state = ${end.state}, reason = ${end.reason}, ended_at = ${end.at}, lease_token = NULL, lease_until = 0`
            : sql`lease_until = ${record.leaseUntil}`
        }
      WHERE ${mine} RETURNING EXISTS (
        SELECT 1 FROM targets t WHERE t.id = ${targetId} AND t.enabled = 1 AND t.request_revision = crawls.request_revision
      ) AS isWanted`,
  ]);
  const [row] = results.at(-1) ?? [];
  return row === undefined ? "lost" : row.isWanted ? "kept" : "unwanted";
}

/**
 * Ends an open crawl from outside, with what it has recorded. False when it has ended
 * meanwhile.
 */
export async function stopCrawl(
  db: Db,
  crawlId: number,
  targetId: number,
  end: CrawlEnd,
): Promise<boolean> {
  const open = isOpen(crawlId, end);
  const held = sql`EXISTS (SELECT 1 FROM crawls WHERE ${open})`;
  const results = await db.batch<{ id: number }[]>([
    ...endStatements(crawlId, targetId, end, held),
    sql`
      UPDATE crawls SET state = ${end.state}, reason = ${end.reason}, ended_at = ${end.at},
        lease_token = NULL, lease_until = 0
      WHERE ${open} RETURNING id`,
  ]);
  return results.at(-1)?.length === 1;
}

/**
 * A crawl that ends must still be the one of the slot that its run is for: a slot may
 * have made it its own.
 */
const isOpen = (crawlId: number, end: CrawlEnd | null): SQL =>
  sql`id = ${crawlId} AND ended_at IS NULL${end === null ? sql`` : sql` AND due_at = ${end.verdict.run.dueAt}`}`;

/**
 * The queue goes, the run is recorded, and the target's shard learns that the target is
 * free again.
 */
function endStatements(
  crawlId: number,
  targetId: number,
  end: CrawlEnd,
  held: SQL,
): SQL[] {
  const { target, verdict, gone, at } = end;
  return [
    sql`DELETE FROM frontier WHERE crawl_id = ${crawlId} AND ${held}`,
    ...inParts(gone).map((ids) => markGone(targetId, ids, at, held)),
    ...runOutsideRounds(target, verdict, held, at),
    pokeShard(target.shardId, at, held),
  ];
}

/**
 * Numbers of pages in one parameter: a million at seven digits would be too long for D1.
 */
const idsInPart = 100_000;

const inParts = (ids: readonly number[]): number[][] =>
  Array.from({ length: Math.ceil(ids.length / idsInPart) }, (_, i) =>
    ids.slice(i * idsInPart, (i + 1) * idsInPart),
  );

/** Entries of the queue in one row. */
const entriesInChunk = 1_024;

function appendQueue(
  crawlId: number,
  from: number,
  entries: readonly QueueEntry[],
  condition: SQL,
): SQL[] {
  const chunks = Map.groupBy(entries.entries(), ([i]) =>
    Math.floor((from + i) / entriesInChunk),
  );
  const rows = [...chunks].map(([chunk, members]) => [
    chunk,
    packQueue(members.map(([, entry]) => entry)).toHex(),
  ]);
  return jsonParameters(rows).map(
    (json) => sql`
      INSERT INTO frontier (crawl_id, chunk, entries)
      SELECT ${crawlId}, value ->> 0, unhex(value ->> 1) FROM json_each(${json}) WHERE ${condition}
      ON CONFLICT (crawl_id, chunk) DO UPDATE SET entries = CAST(entries || excluded.entries AS BLOB)`,
  );
}
