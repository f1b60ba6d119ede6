// Deletes old rows of small tables, which need no limit.
import { sql } from "drizzle-orm";
import { dayMs, hourOf } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { ownersIn, type RetentionRule } from "./kept-ages.ts";

/**
 * Deletes jobs' histories that are older than runs are kept, except each job's last hour,
 * which has its totals; idempotency keys that are a day old; and holds that are over.
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
  ]);
}
