// Finds crawls whose next slice may begin, and marks those that are handed over to a
// queue. A look reads each crawl that waits or is under way once.

import { type SQL, sql } from "drizzle-orm";
import { followJob } from "#domain/jobs/job-names.ts";
import type { Db } from "#store/db.ts";

/** Which crawls a look takes first: those that have waited longest, or last. */
export type ReadyOrder = "ASC" | "DESC";

/**
 * Crawls whose next slice may begin, the longest waiting first, or last. Leased ones and
 * paused targets' are left out.
 */
export async function lookForReadyCrawls(
  db: Db,
  now: number,
  limit: number,
  order: ReadyOrder = "ASC",
): Promise<number[]> {
  const rows = await db.all<{ id: number }>(readyCrawls(now, limit, order, sql`true`));
  return rows.map(({ id }) => id);
}

/** From when to when a crawl counts as handed over. Epoch ms. */
export type HandedSpan = { now: number; until: number };

/** A statement that is tried again finds what it has marked itself. */
const isNotHanded = ({ now, until }: HandedSpan): SQL =>
  sql`(handed_until <= ${now} OR handed_until = ${until})`;

/**
 * Crawls whose next slice may begin and that were not handed over lately, in the same
 * order. They count as handed over until the span ends, or until they are claimed.
 */
export async function takeForHandOver(
  db: Db,
  span: HandedSpan,
  limit: number,
  order: ReadyOrder,
): Promise<number[]> {
  const rows = await db.all<{ id: number; nextAt: number }>(sql`
    UPDATE crawls SET handed_until = ${span.until}
    WHERE id IN (${readyCrawls(span.now, limit, order, isNotHanded(span))})
    RETURNING id, next_at AS nextAt`);
  const ids = rows.sort((a, b) => a.nextAt - b.nextAt || a.id - b.id).map(({ id }) => id);
  return order === "ASC" ? ids : ids.reverse();
}

/** Counts a crawl as handed over. False when it is already, or is over. */
export async function markHandedOver(
  db: Db,
  id: number,
  span: HandedSpan,
): Promise<boolean> {
  const rows = await db.all(sql`
    UPDATE crawls SET handed_until = ${span.until}
    WHERE id = ${id} AND ended_at IS NULL AND ${isNotHanded(span)} RETURNING id`);
  return rows.length === 1;
}

/** Lets crawls be handed over again at once: their messages came in vain, or not at all. */
export async function forgetHandOver(db: Db, ids: readonly number[]): Promise<void> {
  await db.all(sql`
    UPDATE crawls SET handed_until = 0
    WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND +ended_at IS NULL AND handed_until > 0`);
}

/**
 * What is leased is asked for by itself and not crawl by crawl, since leases that were
 * lost are looked at too, and there may be many in a lane.
 */
const readyCrawls = (
  now: number,
  limit: number,
  order: ReadyOrder,
  condition: SQL,
): SQL => {
  const leasedLanes = sql`
    SELECT lane FROM crawls INDEXED BY crawls_leased
    WHERE lease_token IS NOT NULL AND lease_until > ${now}`;
  const direction = sql.raw(order);
  return sql`
    SELECT c.id FROM crawls c INDEXED BY crawls_waiting
      CROSS JOIN targets t NOT INDEXED ON t.id = c.target_id AND t.enabled = 1
    WHERE c.ended_at IS NULL AND c.next_at <= ${now} AND c.lease_until <= ${now}
      AND ${condition} AND c.lane NOT IN (${leasedLanes})
      AND NOT EXISTS (${leasedLanes} AND lane = '*')
      AND (c.lane <> '*' OR NOT EXISTS (${leasedLanes}))
    ORDER BY c.next_at ${direction}, c.id ${direction} LIMIT ${limit}`;
};

/** Lets the job that follows crawls sleep until the next slice of any crawl may begin. */
export async function letFollowerSleep(db: Db): Promise<void> {
  await db.all(sql`
    UPDATE jobs SET wake_at = (
      SELECT next_at FROM crawls INDEXED BY crawls_waiting
        CROSS JOIN targets NOT INDEXED ON targets.id = target_id AND enabled = 1
      WHERE ended_at IS NULL ORDER BY next_at LIMIT 1)
    WHERE name = ${followJob}`);
}
