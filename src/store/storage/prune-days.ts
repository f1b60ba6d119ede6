// Drops summaries of hours and failed runs from days whose totals stay.
import { sql } from "drizzle-orm";
import { leastMs, shortened } from "#domain/storage/retention.ts";
import { dayMs, dayOf } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import {
  type DayTable,
  dayBits,
  dayMask,
  dueIn,
  findDue,
  pruneFound,
} from "./day-steps.ts";
import { firstKept, keptBy, type RetentionRule } from "./kept-ages.ts";

/** Statements of one step: the search, the update, the removal and the place. */
export const dayStatements = 4;

/**
 * Drops summaries of hours and failed runs of days that are older than their target keeps
 * them, and the days of deleted targets. Only hours that are in the day's total are
 * dropped: not before it is folded, and not what came later. Each call looks at the next
 * `limit` rows that could be due, so that all of them have their turn: what it finds
 * depends neither on when it last ran nor on how long things were kept then. Returns how
 * many rows it changed.
 */
export async function pruneDays(
  db: Db,
  now: number,
  rule: RetentionRule,
  limit: number,
): Promise<number> {
  const days: DayTable = {
    place: "days",
    table: sql.raw("days"),
    owner: sql.raw("target_id"),
    failures: sql.raw("failures"),
    ends: sql`
      SELECT owners.id, after, t.id IS NULL, ${firstKept(now, keptBy("hoursMs", rule), dayMs)},
        ${firstKept(now, keptBy("failuresMs", rule), dayMs)}
      FROM owners LEFT JOIN targets t ON t.id = owners.id`,
  };
  const found = await findDue(db, days, limit);
  await pruneFound(db, days, found, {
    update: sql`
      UPDATE days SET hours = CASE WHEN what & 1 THEN substr(hours, folded + 1) ELSE hours END,
        folded = CASE WHEN what & 1 THEN -1 ELSE folded END, failures = CASE WHEN what & 2 THEN x'' ELSE failures END
      FROM ${dueIn(found)} WHERE target_id = place >> ${dayBits} AND day = place & ${dayMask}`,
    remove: sql`
      DELETE FROM days WHERE (target_id, day) IN (
        SELECT value >> ${dayBits}, value & ${dayMask} FROM json_each(${JSON.stringify(found.gone)}))`,
  });
  return found.due.length + found.gone.length;
}

/** Statements of one step, which removes no days. */
export const shardDayStatements = 3;

/**
 * Drops the summaries of hours of shards' days, which are kept as long as is usual.
 * Nothing else of shards' days is dropped. Returns how many rows it changed.
 */
export async function pruneShardDays(
  db: Db,
  now: number,
  { kept, shares }: RetentionRule,
  limit: number,
): Promise<number> {
  const keptMs = shortened(kept.hoursMs, shares.hours, leastMs.hours);
  const shardDays: DayTable = {
    place: "shardDays",
    table: sql.raw("shard_days"),
    owner: sql.raw("shard_id"),
    failures: sql.raw("x''"),
    ends: sql`SELECT id, after, 0, ${dayOf(now - keptMs)}, 0 FROM owners`,
  };
  const found = await findDue(db, shardDays, limit);
  await pruneFound(db, shardDays, found, {
    update: sql`
      UPDATE shard_days SET hours = substr(hours, folded + 1), folded = -1 FROM ${dueIn(found)}
      WHERE shard_id = place >> ${dayBits} AND day = place & ${dayMask}`,
  });
  return found.due.length;
}
