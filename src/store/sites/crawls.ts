// Stores crawls: opens, leases and reads them. Which may go on is in following; what
// slices record is in store/rounds/record-crawl.

import { type SQL, sql } from "drizzle-orm";
import type { NewsOf } from "#domain/rounds/news.ts";
import { mostLost } from "#domain/sites/caution.ts";
import { type Crawl, noProgress, type Progress } from "#domain/sites/crawl.ts";
import type { Target } from "#domain/targets/target.ts";
import { never } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { heldUntil } from "#store/shards/host-holds.ts";
import {
  type StoredFields,
  targetColumns,
  toTarget,
} from "#store/targets/target-columns.ts";
import type { QueueRow } from "./crawl-queue.ts";
import {
  type FrontierPart,
  firstPart,
  frontierRows,
  toFrontierPart,
} from "./recorded-frontier.ts";
import { countUrls, type UrlIndexRow } from "./site-urls.ts";

/**
 * Opens crawls for those targets that have none open, where `condition` holds, and wakes
 * the job that follows crawls. A slot that finds an open crawl which a user asked for
 * takes that crawl over: so every slot has a run.
 */
export function openCrawls(
  openings: readonly NewsOf<"crawl-opened">[],
  condition: SQL,
  now: number,
): SQL[] {
  return [
    sql`
      INSERT INTO crawls (target_id, lane, state, trigger, due_at, started_at,
        request_revision, next_at, progress)
      SELECT value ->> 'targetId', value ->> 'lane', 'running', value ->> 'trigger',
        value ->> 'dueAt', ${now},
        value ->> 'requestRevision', ${now}, '{}'
      FROM json_each(${JSON.stringify(openings)}) WHERE ${condition}
      ON CONFLICT (target_id) WHERE ended_at IS NULL DO UPDATE
        SET trigger = excluded.trigger, due_at = excluded.due_at
      WHERE excluded.trigger = 'schedule' AND crawls.trigger = 'manual'`,
  ];
}

const openCrawlOf = (targetId: number): SQL => sql`
  SELECT ${crawlColumns} FROM crawls c WHERE target_id = ${targetId} AND ended_at IS NULL`;

/** Opens a crawl that a user asked for. Null when one is open already. */
export async function openCrawlNow(
  db: Db,
  opening: NewsOf<"crawl-opened">,
  now: number,
): Promise<Crawl | null> {
  const results = await db.batch<CrawlRow[]>([
    openCrawlOf(opening.targetId),
    ...openCrawls([opening], sql`true`, now),
    openCrawlOf(opening.targetId),
  ]);
  const opened = results.at(-1)?.[0];
  return results[0]?.length === 0 && opened ? toCrawl(opened) : null;
}

/** Holds where no other crawl of the same lane is leased. "*" stands for every lane. */
const laneIsFree = (now: number): SQL => sql`
  NOT ${isAnyLeased(now, sql`IN (c.lane, '*')`)}
  AND (c.lane <> '*' OR NOT ${isAnyLeased(now, sql`IS NOT NULL`)})`;

/** Holds where another crawl than `c` is leased whose lane meets a condition. */
const isAnyLeased = (now: number, lanes: SQL): SQL => sql`EXISTS (
  SELECT 1 FROM crawls other INDEXED BY crawls_leased
  WHERE other.lease_token IS NOT NULL AND other.lane ${lanes}
    AND other.lease_until > ${now} AND other.id <> c.id)`;

type Lease = { token: string; now: number; until: number };

export type ClaimedCrawl = {
  crawl: Crawl;
  /** How many claims before this one ended without a recorded slice. */
  lost: number;
  leaseUntil: number;
  target: Target;
  /** The first part of what is recorded of its frontier. */
  recorded: FrontierPart;
  /** Until when the target's host is held; null when it is not. Epoch ms. */
  heldUntil: number | null;
};

/** The progress with one more slice lost, if the lease before was never given back. */
const countedLoss = (token: string): SQL => sql`
  CASE WHEN lease_token IS NULL OR lease_token = ${token} THEN progress
  ELSE json_set(progress, '$.lostSlices', coalesce(progress ->> '$.lostSlices', 0) + 1) END`;

/**
 * Leases a crawl, unless it or another crawl of its lane is leased or its site has more
 * than `mostUrls`, and loads what is needed to go on with it. Claiming again with the
 * same token gives the same.
 */
export async function claimCrawl(
  db: Db,
  id: number,
  lease: Lease,
  mostUrls = Number.MAX_SAFE_INTEGER,
): Promise<ClaimedCrawl | null> {
  const mine = sql`c.id = ${id} AND c.lease_token = ${lease.token}`;
  const [claimed, targets, urls, queue] = await db.batch<
    [CrawlRow & { lost: number }, HeldTarget, UrlIndexRow, QueueRow]
  >([
    sql`
      UPDATE crawls AS c SET lease_token = ${lease.token}, lease_until = ${lease.until},
        handed_until = 0, progress = ${countedLoss(lease.token)},
        claims = claims + (lease_token IS NOT ${lease.token})
      WHERE id = ${id} AND ended_at IS NULL
        AND (claims < ${mostLost} OR lease_token = ${lease.token})
        AND (lease_until <= ${lease.now} OR lease_token = ${lease.token})
        AND ${laneIsFree(lease.now)} AND ${countUrls(sql`c.target_id`)} <= ${mostUrls}
      RETURNING ${returned}, claims - 1 AS lost`,
    sql`
      SELECT ${targetColumns}, ${heldUntil(lease.now)} AS heldUntil
      FROM crawls c NOT INDEXED CROSS JOIN targets t ON t.id = c.target_id
      WHERE ${mine}`,
    ...frontierRows(
      sql`(SELECT target_id FROM crawls c WHERE ${mine})`,
      sql`(SELECT id FROM crawls c WHERE ${mine})`,
      firstPart,
    ),
  ]);
  const [found] = claimed;
  const [held] = targets;
  if (found === undefined || held === undefined) return null;
  const { lost, ...row } = found;
  const { heldUntil: until, ...target } = held;
  return {
    crawl: toCrawl(row),
    lost,
    leaseUntil: lease.until,
    target: toTarget(target),
    recorded: toFrontierPart(urls, queue, firstPart),
    heldUntil: until,
  };
}

type HeldTarget = StoredFields & { heldUntil: number | null };

/** Prolongs a lease. False when another invocation has it now, or the crawl has ended. */
export async function prolongLease(
  db: Db,
  id: number,
  { token, until }: Omit<Lease, "now">,
): Promise<boolean> {
  const rows = await db.all(sql`
    UPDATE crawls SET lease_until = ${until}
    WHERE id = ${id} AND lease_token = ${token} AND ended_at IS NULL RETURNING id`);
  return rows.length === 1;
}

/** Gives a lease back: its claim is not lost. */
export async function releaseCrawl(db: Db, id: number, token: string): Promise<void> {
  await db.all(sql`
    UPDATE crawls SET lease_token = NULL, lease_until = 0, claims = max(0, claims - 1)
    WHERE id = ${id} AND lease_token = ${token}`);
}

export async function findCrawl(
  db: Db,
  targetId: number,
  id: number,
): Promise<Crawl | null> {
  const [row] = await db.all<CrawlRow>(sql`
    SELECT ${crawlColumns} FROM crawls c WHERE id = ${id} AND target_id = ${targetId}`);
  return row ? toCrawl(row) : null;
}

/** A site's crawls, the newest first, before a given one if any. */
export async function listCrawls(
  db: Db,
  targetId: number,
  { before, limit }: { before: number | null; limit: number },
): Promise<Crawl[]> {
  const rows = await db.all<CrawlRow>(sql`
    SELECT ${crawlColumns} FROM crawls c
    WHERE target_id = ${targetId} AND id < ${before ?? never}
    ORDER BY id DESC LIMIT ${limit}`);
  return rows.map(toCrawl);
}

const names = [
  "id",
  "target_id AS targetId",
  "state",
  "reason",
  "trigger",
  "due_at AS dueAt",
  "started_at AS startedAt",
  "ended_at AS endedAt",
  "next_at AS nextAt",
  "request_revision AS requestRevision",
  "position",
  "queued",
  "progress",
];
const returned = sql.raw(names.join(", "));
export const crawlColumns = sql.raw(names.map((name) => `c.${name}`).join(", "));

export type CrawlRow = Omit<Crawl, "progress"> & { progress: string };

export const toCrawl = (row: CrawlRow): Crawl => ({
  ...row,
  progress: { ...noProgress, ...(JSON.parse(row.progress) as Partial<Progress>) },
});
