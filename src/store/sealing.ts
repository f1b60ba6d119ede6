// Sealing: a shard's finished hour, one hot block, becomes one row a target, and its summary joins the target's day.
// All in one batch with the block's end, and only if nothing was appended to it since it was read: its length says so.
// Folding: a day that is over gets its hours' summaries as one.
import { type SQL, sql } from "drizzle-orm";
import { sealableBefore, unpackEntries } from "../domain/block.ts";
import { packHeat, sumHeat, unpackHeat } from "../domain/heat.ts";
import { dayOf, type Entry, hourMs, targetOf } from "../domain/run.ts";
import { packHour } from "../domain/sealed-hour.ts";
import {
  addSummary,
  createSummary,
  packHourSummary,
  packSummary,
  summarise,
  unpackHourSummaries,
  unpackSummary,
} from "../domain/summary.ts";
import type { Db } from "./db.ts";
import { heatOf } from "./heat.ts";
import { bytesOf, type HexPieces, hexPieces, jsonParameters } from "./packed-bytes.ts";

type HotBlock = HexPieces & { shardId: number; hour: number; size: number };

/**
 * Seals up to `limit` blocks, one a shard, whose hour is over and whose shard has no slot left in it. Returns how many
 * blocks and how many of their targets' hours that were.
 */
export async function sealBlocks(
  db: Db,
  now: number,
  limit: number,
): Promise<{ blocks: number; rows: number }> {
  const ready = await db.all<HotBlock>(sql`
    SELECT b.shard_id AS shardId, min(b.hour) AS hour, length(b.data) AS size, ${hexPieces(sql`b.data`)}
    FROM blocks b JOIN shards s ON s.id = b.shard_id
    WHERE b.hour < ${sealableBefore(now)} AND s.due_at >= (b.hour + 1) * ${hourMs}
    GROUP BY b.shard_id LIMIT ${limit}`);
  if (ready.length === 0) return { blocks: 0, rows: 0 };
  const sealed = ready.map(sealBlock);
  const targets = sealed.flatMap((block) => block.targets);
  await db.batch([
    ...jsonParameters(targets).flatMap((rows) => [insertHours(rows), appendDays(rows)]),
    ...jsonParameters(sealed.map((block) => block.shard)).map(appendShardDays),
    sql`
      DELETE FROM blocks WHERE (shard_id, hour, length(data)) IN (
        SELECT value ->> 'shardId', value ->> 'hour', value ->> 'size'
        FROM json_each(${JSON.stringify(sealed.map(({ shard: { shardId, hour, size } }) => ({ shardId, hour, size })))}))`,
  ]);
  return { blocks: ready.length, rows: targets.length };
}

/** What a block becomes: rows as JSON, bytes in hex. */
function sealBlock({ shardId, hour, size, ...pieces }: HotBlock) {
  const entries = [...unpackEntries(bytesOf(pieces), hour)];
  const all = createSummary();
  const place = { shardId, hour, size, day: dayOf(hour * hourMs) };
  const hourOfDay = hour % 24;
  const byTarget = [...Map.groupBy(entries, targetOf)].map(([targetId, own]) => {
    const summary = summarise(own);
    addSummary(all, summary);
    return { targetId, own, summary };
  });
  const targets = byTarget.map(({ targetId, own, summary }) => ({
    ...place,
    targetId,
    entries: packHour(own, hour).toHex(),
    summary: packHourSummary(hourOfDay, summary).toHex(),
    failures: packHour(own.filter(hasFailed), 24 * place.day).toHex(),
  }));
  const heat = packHeat(byTarget.map(({ targetId, summary }) => [targetId, heatOf(summary)] as const));
  return {
    targets,
    shard: { ...place, summary: packHourSummary(hourOfDay, all).toHex(), heat: heat.toHex() },
  };
}

const hasFailed = (entry: Entry): boolean => entry.kind === "run" && entry.run.failure !== null;

/** Whether the block that a row came from is still as it was read. */
const unchanged = sql`EXISTS (
  SELECT 1 FROM blocks WHERE shard_id = value ->> 'shardId' AND hour = value ->> 'hour' AND length(data) = value ->> 'size')`;

const insertHours = (rows: string): SQL => sql`
  INSERT INTO hours (target_id, hour, entries)
  SELECT value ->> 'targetId', value ->> 'hour', unhex(value ->> 'entries') FROM json_each(${rows}) WHERE ${unchanged}
  ON CONFLICT (target_id, hour) DO UPDATE SET entries = CAST(entries || excluded.entries AS BLOB)`;

const appendDays = (rows: string): SQL => sql`
  INSERT INTO days (target_id, day, total, hours, failures)
  SELECT value ->> 'targetId', value ->> 'day', x'', unhex(value ->> 'summary'), unhex(value ->> 'failures')
  FROM json_each(${rows}) WHERE ${unchanged}
  ON CONFLICT (target_id, day) DO UPDATE SET hours = CAST(hours || excluded.hours AS BLOB),
    failures = CAST(failures || excluded.failures AS BLOB)`;

const appendShardDays = (rows: string): SQL => sql`
  INSERT INTO shard_days (shard_id, day, total, hours, heat)
  SELECT value ->> 'shardId', value ->> 'day', x'', unhex(value ->> 'summary'), unhex(value ->> 'heat')
  FROM json_each(${rows}) WHERE ${unchanged}
  ON CONFLICT (shard_id, day) DO UPDATE SET hours = CAST(hours || excluded.hours AS BLOB),
    heat = CAST(heat || excluded.heat AS BLOB)`;

/** Slots of a day that is over are mostly sealed by then. Those that come later are added where it is read. */
const foldAfterMs = 2 * hourMs;

type OpenDay = { owner: number; day: number; total: string; hours: string; heat: string };

/** Folds up to `limit` days each of targets and of shards. Returns how many that were. */
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
