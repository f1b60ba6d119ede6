// Deletes runs in detail.
import { sql } from "drizzle-orm";
import { hourMs } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { firstKept, keptBy, ownersIn, type RetentionRule } from "./kept-ages.ts";

/** The statements of one step. */
export const runStatements = 2;

/**
 * Deletes runs that are older than their target keeps them, and those of deleted targets:
 * at most `limit` rows, each with a target's hour, and as many of those beside them. Returns how many rows went.
 */
export async function pruneRuns(
  db: Db,
  now: number,
  rule: RetentionRule,
  limit: number,
): Promise<number> {
  const [rows] = await db.batch<[object]>([
    sql`
    DELETE FROM hours WHERE (target_id, hour) IN (
      WITH RECURSIVE ${ownersIn(sql`hours`, sql`target_id`)}, ends (id, hour) AS (
        SELECT owners.id, ${firstKept(now, keptBy("runsMs", rule), hourMs)}
        FROM owners LEFT JOIN targets t ON t.id = owners.id
      )
      SELECT target_id, hours.hour FROM ends CROSS JOIN hours ON target_id = ends.id AND hours.hour < ends.hour
      LIMIT ${limit}) RETURNING 1`,
    sql`
    DELETE FROM hour_parts WHERE (target_id, hour, part) IN (
      SELECT target_id, hour, part FROM hour_parts p
      WHERE NOT EXISTS (SELECT 1 FROM hours WHERE target_id = p.target_id AND hour = p.hour)
      LIMIT ${limit})`,
  ]);
  return rows.length;
}
