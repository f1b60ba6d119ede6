// Deleting what nobody needs any more, in small bounded steps.
import { sql } from "drizzle-orm";
import { hourMs, hourOf } from "../domain/run.ts";
import type { Db } from "./db.ts";
import { never } from "./schema.ts";

const dayMs = 24 * hourMs;

/**
 * Sealed hours older than `keepMs`, or of deleted targets, at most `limit` rows. Returns how many went. Hops from
 * target to target, so that it reads a few rows for each and not the whole history.
 */
export async function pruneHours(db: Db, now: number, keepMs: number, limit: number): Promise<number> {
  const rows = await db.all<{ hour: number }>(sql`
    DELETE FROM hours WHERE (target_id, hour) IN (
      WITH RECURSIVE kept (id) AS (
        SELECT min(target_id) FROM hours
        UNION ALL
        SELECT (SELECT min(target_id) FROM hours WHERE target_id > kept.id) FROM kept WHERE kept.id IS NOT NULL
      )
      SELECT target_id, hour FROM kept JOIN hours ON target_id = kept.id AND hour <
        CASE WHEN EXISTS (SELECT 1 FROM targets WHERE targets.id = kept.id)
          THEN ${hourOf(now - keepMs)} ELSE ${never} END
      LIMIT ${limit}) RETURNING hour`);
  return rows.length;
}

/** Jobs' histories older than `keepMs`, creations remembered for a day, holds that are over. */
export async function pruneRest(db: Db, now: number, keepMs: number): Promise<void> {
  await db.batch([
    sql`DELETE FROM job_hours WHERE hour < ${hourOf(now - keepMs)}`,
    sql`DELETE FROM idempotency_keys WHERE created_at < ${now - dayMs}`,
    sql`DELETE FROM host_holds WHERE until <= ${now}`,
  ]);
}
