// Deletes what came with the pings of heartbeats.
import { sql } from "drizzle-orm";
import type { Db } from "#store/db.ts";
import { firstKept, keptBy, ownersIn, type RetentionRule } from "./kept-ages.ts";

/** The statements of one step. */
export const runLogStatements = 1;

/**
 * Deletes logs of runs that are older than their heartbeat keeps runs, and those of deleted
 * ones: at most `limit`. Returns how many went.
 */
export async function pruneRunLogs(
  db: Db,
  now: number,
  rule: RetentionRule,
  limit: number,
): Promise<number> {
  const rows = await db.all(sql`
    DELETE FROM run_logs WHERE (target_id, due_at, n) IN (
      WITH RECURSIVE ${ownersIn(sql`run_logs`, sql`target_id`)}, ends (id, due_at) AS (
        SELECT owners.id, ${firstKept(now, keptBy("runsMs", rule), 1)}
        FROM owners LEFT JOIN targets t ON t.id = owners.id
      )
      SELECT target_id, l.due_at, n FROM ends
      CROSS JOIN run_logs l ON target_id = ends.id AND l.due_at < ends.due_at
      LIMIT ${limit}) RETURNING 1`);
  return rows.length;
}
