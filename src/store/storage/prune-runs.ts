// Deletes runs in detail.
import { sql } from "drizzle-orm";
import { hourMs } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { firstKept, keptBy, ownersIn, type RetentionRule } from "./kept-ages.ts";

/**
 * Deletes runs that are older than their target keeps them, and those of deleted targets:
 * at most `limit` rows, each with a target's hour. Returns how many rows went.
 */
export async function pruneRuns(
  db: Db,
  now: number,
  rule: RetentionRule,
  limit: number,
): Promise<number> {
  const rows = await db.all(sql`
    DELETE FROM hours WHERE (target_id, hour) IN (
      WITH RECURSIVE ${ownersIn(sql`hours`, sql`target_id`)}, ends (id, hour) AS (
        SELECT owners.id, ${firstKept(now, keptBy("runsMs", rule), hourMs)}
        FROM owners LEFT JOIN targets t ON t.id = owners.id
      )
      SELECT target_id, hours.hour FROM ends CROSS JOIN hours ON target_id = ends.id AND hours.hour < ends.hour
      LIMIT ${limit}) RETURNING 1`);
  return rows.length;
}
