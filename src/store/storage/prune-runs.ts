// Deletes runs in detail.
import { sql } from "drizzle-orm";
import { hourMs } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import type { RetentionRule } from "./kept-ages.ts";
import {
  dueIn,
  type Found,
  findOldest,
  keepOwner,
  type OwnerTable,
} from "./owner-steps.ts";

/** The statements of one step: the search, two deletions and the place. */
export const runStatements = 4;

const hours: OwnerTable = {
  place: "runs",
  table: sql`hours`,
  at: sql`hour`,
  unitMs: hourMs,
};

/**
 * Looks at the next `limit` targets, and deletes runs that are older than their target
 * keeps them, and those of deleted targets: at most `limit` rows, each with a target's
 * hour, and what stands beside them. Says how many rows went, and how long the oldest of
 * them had been due.
 */
export async function pruneRuns(
  db: Db,
  now: number,
  rule: RetentionRule,
  limit: number,
): Promise<{ rows: number; overdueHours: number }> {
  const found = await findOldest(db, hours, now, rule, limit);
  const gone = found.dueCount === 0 ? [] : await deleteHours(db, found, limit);
  await keepOwner(db, hours, found, gone, limit);
  return { rows: gone.length, overdueHours: found.overdueHours };
}

async function deleteHours(
  db: Db,
  found: Found,
  limit: number,
): Promise<{ id: number }[]> {
  const due = dueIn(found);
  const [gone] = await db.batch<[{ id: number }]>([
    sql`
      DELETE FROM hours WHERE (target_id, hour) IN (
        SELECT target_id, hour FROM ${due} due CROSS JOIN hours ON target_id = due.id AND hour < stays
        LIMIT ${limit}) RETURNING target_id AS id`,
    sql`
      DELETE FROM hour_parts WHERE (target_id, hour, part) IN (
        SELECT target_id, hour, part FROM ${due} due CROSS JOIN hour_parts p ON target_id = due.id AND hour < stays
        WHERE NOT EXISTS (SELECT 1 FROM hours WHERE target_id = p.target_id AND hour = p.hour))`,
  ]);
  return gone;
}
