// Finds crawls whose next slice may begin. A look reads each crawl that waits or is under
// way once.

import { sql } from "drizzle-orm";
import { followJob } from "#domain/jobs/job-names.ts";
import type { Db } from "#store/db.ts";

/**
 * Crawls whose next slice may begin, the longest waiting first, or last. Leased ones and
 * paused targets' are left out.
 */
export async function lookForReadyCrawls(
  db: Db,
  now: number,
  limit: number,
  order: "ASC" | "DESC" = "ASC",
): Promise<number[]> {
  // What is leased is asked for by itself and not crawl by crawl, since leases that were
  // lost are looked at too, and there may be many in a lane.
  const leasedLanes = sql`
    SELECT lane FROM crawls INDEXED BY crawls_leased
    WHERE lease_token IS NOT NULL AND lease_until > ${now}`;
  const direction = sql.raw(order);
  const rows = await db.all<{ id: number }>(sql`
    SELECT c.id FROM crawls c INDEXED BY crawls_waiting
      CROSS JOIN targets t NOT INDEXED ON t.id = c.target_id AND t.enabled = 1
    WHERE c.ended_at IS NULL AND c.next_at <= ${now} AND c.lease_until <= ${now}
      AND c.lane NOT IN (${leasedLanes}) AND NOT EXISTS (${leasedLanes} AND lane = '*')
      AND (c.lane <> '*' OR NOT EXISTS (${leasedLanes}))
    ORDER BY c.next_at ${direction}, c.id ${direction} LIMIT ${limit}`);
  return rows.map(({ id }) => id);
}

/** Lets the job that follows crawls sleep until the next slice of any crawl may begin. */
export async function letFollowerSleep(db: Db): Promise<void> {
  await db.all(sql`
    UPDATE jobs SET wake_at = (
      SELECT next_at FROM crawls INDEXED BY crawls_waiting
        CROSS JOIN targets NOT INDEXED ON targets.id = target_id AND enabled = 1
      WHERE ended_at IS NULL ORDER BY next_at LIMIT 1)
    WHERE name = ${followJob}`);
}
