// Deletes what came with the pings of heartbeats.
import { sql } from "drizzle-orm";
import type { Db } from "#store/db.ts";
import type { RetentionRule } from "./kept-ages.ts";
import { dueIn, findOldest, keepOwner, type OwnerTable } from "./owner-steps.ts";

/** The statements of one step: the search, the deletion and the place. */
export const runLogStatements = 3;

const runLogs: OwnerTable = {
  place: "runLogs",
  table: sql`run_logs`,
  at: sql`due_at`,
  unitMs: 1,
};

/**
 * Looks at the next `limit` heartbeats, and deletes logs of runs that are older than their
 * heartbeat keeps runs, and those of deleted ones: at most `limit`. Returns how many went.
 */
export async function pruneRunLogs(
  db: Db,
  now: number,
  rule: RetentionRule,
  limit: number,
): Promise<number> {
  const found = await findOldest(db, runLogs, now, rule, limit);
  const gone =
    found.dueCount === 0
      ? []
      : await db.all<{ id: number }>(sql`
          DELETE FROM run_logs WHERE (target_id, due_at, n) IN (
            SELECT target_id, due_at, n FROM ${dueIn(found)} due
            CROSS JOIN run_logs ON target_id = due.id AND due_at < stays
            LIMIT ${limit}) RETURNING target_id AS id`);
  await keepOwner(db, runLogs, found, gone, limit);
  return gone.length;
}
