// Deletes old rows of small tables.
import { sql } from "drizzle-orm";
import { dayMs, hourOf } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { pruneIncidents } from "#store/incidents/incidents.ts";
import { prunePastWindows } from "#store/incidents/maintenance.ts";
import { tidyPlaces } from "#store/shards/host-places.ts";
import { ownersIn, type RetentionRule } from "./kept-ages.ts";

/** What was set apart is tried again within a day; what was not is gone. */
const forgottenMs = 2 * dayMs;

/** What happened to no target is of no use once everybody has been told. */
const eventsKeptMs = 30 * dayMs;

/** The numbers before and behind the "/" of a thing's item. */
const before = sql.raw("CAST(substr(item, 1, instr(item, '/') - 1) AS INTEGER)");
const behind = sql.raw("CAST(substr(item, instr(item, '/') + 1) AS INTEGER)");

/**
 * Deletes jobs' histories that are older than runs are kept, except each job's last hour,
 * which has its totals; idempotency keys that are a day old; holds that are over; what was
 * set apart and is gone, or is a day that was folded since; maintenance windows that have
 * been over for long; places at hosts that no target needs; and incidents that were closed
 * longer ago than failed runs are kept.
 * At most `limit` of each go.
 */
export async function pruneRest(
  db: Db,
  now: number,
  { kept }: RetentionRule,
  limit: number,
): Promise<void> {
  await db.batch([
    sql`
      DELETE FROM job_hours WHERE (job, hour) IN (
        WITH RECURSIVE ${ownersIn(sql`job_hours`, sql`job`)}
        SELECT job, hour FROM owners CROSS JOIN job_hours ON job = owners.id
          AND hour < min(${hourOf(now - kept.runsMs)}, (SELECT max(hour) FROM job_hours WHERE job = owners.id)))`,
    sql`
      DELETE FROM idempotency_keys WHERE key IN (
        SELECT key FROM idempotency_keys WHERE created_at < ${now - dayMs} LIMIT ${limit})`,
    sql`
      DELETE FROM host_holds WHERE host IN (
        SELECT host FROM host_holds WHERE until <= ${now} LIMIT ${limit})`,
    sql`
      DELETE FROM set_aside WHERE retry_at < ${now - forgottenMs}
        OR (kind = 'day' AND NOT EXISTS (
          SELECT 1 FROM days WHERE folded = 0 AND target_id = ${before} AND day = ${behind}))
        OR (kind = 'shard-day' AND NOT EXISTS (
          SELECT 1 FROM shard_days WHERE folded = 0 AND shard_id = ${before} AND day = ${behind}))`,
    prunePastWindows(now),
    ...tidyPlaces(now, limit),
    ...pruneIncidents(now - kept.failuresMs, now - eventsKeptMs, limit),
  ]);
}
