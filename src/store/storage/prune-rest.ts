// Deletes old rows of small tables, which need no limit.
import { sql } from "drizzle-orm";
import { dayMs, hourOf } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { ownersIn, type RetentionRule } from "./kept-ages.ts";

/** What was set apart is tried again within a day; what was not is gone. */
const forgottenMs = 2 * dayMs;

/**
 * Deletes jobs' histories that are older than runs are kept, except each job's last hour,
 * which has its totals; idempotency keys that are a day old; holds that are over; and what was set
 * apart and is gone.
 */
export async function pruneRest(
  db: Db,
  now: number,
  { kept }: RetentionRule,
): Promise<void> {
  await db.batch([
    sql`
      DELETE FROM job_hours WHERE (job, hour) IN (
        WITH RECURSIVE ${ownersIn(sql`job_hours`, sql`job`)}
        SELECT job, hour FROM owners CROSS JOIN job_hours ON job = owners.id
          AND hour < min(${hourOf(now - kept.runsMs)}, (SELECT max(hour) FROM job_hours WHERE job = owners.id)))`,
    sql`DELETE FROM idempotency_keys WHERE created_at < ${now - dayMs}`,
    sql`DELETE FROM host_holds WHERE until <= ${now}`,
    sql`DELETE FROM set_aside WHERE retry_at < ${now - forgottenMs}`,
  ]);
}
