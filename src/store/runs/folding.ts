// Folds days that are over: writes the sum of a day's hours beside them, so that whole
// days are read without their hours, and the day's heat as one entry a target.
import { sql } from "drizzle-orm";
import { packHeat, sumHeat, unpackHeat } from "#domain/statistics/heat.ts";
import { createSummary } from "#domain/statistics/summary.ts";
import {
  packSummary,
  unpackHourSummaries,
  unpackSummary,
} from "#domain/statistics/summary-encoding.ts";
import { dayOf, hourMs } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { jsonParameters } from "#store/packed-bytes.ts";

/**
 * How long after its end a day is folded. Most of its slots are sealed by then; hours
 * that are sealed later are added whenever the day is read.
 */
const foldAfterMs = 2 * hourMs;

type OpenDay = { owner: number; day: number; total: string; hours: string; heat: string };

/** Days of targets, and of shards, that may be folded at once. */
export const daysAtOnce = 250;

/** Folding `daysAtOnce` takes this many statements at most. */
export const statementsToFold = 6;

/** Folds up to `limit` days of targets and as many of shards. Returns how many. */
export async function foldDays(db: Db, now: number, limit: number): Promise<number> {
  const before = dayOf(now - foldAfterMs);
  const [days, shardDays] = await db.batch<[OpenDay, OpenDay]>([
    sql`
      SELECT target_id AS owner, day, hex(total) AS total, hex(hours) AS hours, '' AS heat
      FROM days INDEXED BY days_unfolded WHERE folded = 0 AND day < ${before} LIMIT ${limit}`,
    sql`
      SELECT shard_id AS owner, day, hex(total) AS total, hex(hours) AS hours, hex(heat) AS heat
      FROM shard_days INDEXED BY shard_days_unfolded WHERE folded = 0 AND day < ${before} LIMIT ${limit}`,
  ]);
  const updates = [
    ...jsonParameters(days.map(fold)).map(
      (rows) => sql`
      UPDATE days SET folded = own.value ->> 'size', total = unhex(own.value ->> 'total') FROM json_each(${rows}) own
      WHERE target_id = own.value ->> 'owner' AND day = own.value ->> 'day' AND length(hours) = own.value ->> 'size'`,
    ),
    ...jsonParameters(shardDays.map(fold)).map(
      (rows) => sql`
      UPDATE shard_days SET folded = own.value ->> 'size', total = unhex(own.value ->> 'total'),
        heat = unhex(own.value ->> 'heat') FROM json_each(${rows}) own
      WHERE shard_id = own.value ->> 'owner' AND day = own.value ->> 'day' AND length(hours) = own.value ->> 'size'`,
    ),
  ];
  if (updates.length > 0) await db.batch(updates);
  return days.length + shardDays.length;
}

/** Gives a day's row as it is when folded. Bytes are in hex. */
function fold({ owner, day, total, hours, heat }: OpenDay) {
  const summary = createSummary();
  unpackSummary(Uint8Array.fromHex(total), summary);
  unpackHourSummaries(Uint8Array.fromHex(hours), () => summary);
  return {
    owner,
    day,
    size: hours.length / 2,
    total: packSummary(summary).toHex(),
    heat: packHeat(sumHeat(unpackHeat(Uint8Array.fromHex(heat)))).toHex(),
  };
}
