// Sealing: a shard's finished hour, one hot block, becomes one row a target, and its
// summary joins the target's day. All in one batch with the block's end, and only if it
// is still as it was read: nothing is appended twice, nothing lost. Folding: a day that
// is over gets its hours' summaries as one.
import { type SQL, sql } from "drizzle-orm";
import { sealableBefore, unpackEntries } from "#domain/runs/block.ts";
import { type Entry, targetOf } from "#domain/runs/run.ts";
import { packHour } from "#domain/runs/sealed-hour.ts";
import { heatOf, packHeat, sumHeat, unpackHeat } from "#domain/statistics/heat.ts";
import { addSummary, createSummary, summarise } from "#domain/statistics/summary.ts";
import {
  packHourSummary,
  packSummary,
  unpackHourSummaries,
  unpackSummary,
} from "#domain/statistics/summary-encoding.ts";
import { dayOf, hourMs } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import {
  bytesOf,
  type HexPieces,
  hexPieces,
  jsonParameters,
} from "#store/packed-bytes.ts";

/**
 * A block that may be sealed, as it was read: its size and first bytes say later whether
 * it still is as it was.
 */
export type Sealable = HexPieces & {
  shardId: number;
  hour: number;
  size: number;
  head: string;
};

/**
 * Blocks whose hour is over and whose shard has no slot left in it, in the order of
 * shards and hours from behind `after` on: as many as have `bytes` together, and at least
 * one if there is one.
 */
export async function readSealable(
  db: Db,
  now: number,
  after: { shardId: number; hour: number },
  bytes: number,
): Promise<Sealable[]> {
  return await db.all<Sealable>(sql`
    SELECT b.shard_id AS shardId, b.hour, k.size, hex(substr(b.data, 1, ${headBytes})) AS head, ${hexPieces(sql`b.data`)}
    FROM (
      SELECT shard_id, hour, length(data) AS size, sum(length(data)) OVER (ORDER BY shard_id, hour) AS up_to
      FROM blocks JOIN shards ON shards.id = shard_id
      WHERE hour < ${sealableBefore(now)} AND due_at >= (hour + 1) * ${hourMs}
        AND (shard_id, hour) > (${after.shardId}, ${after.hour})
    ) k JOIN blocks b ON b.shard_id = k.shard_id AND b.hour = k.hour WHERE k.up_to - k.size < ${bytes}`);
}

/** The version, target and slot of the first entry are in them. */
const headBytes = 16;

/**
 * Seals blocks in one batch. Returns how many of their targets' hours that were; null
 * when it would have taken more than `statements`.
 */
export async function sealBlocks(
  db: Db,
  blocks: readonly Sealable[],
  statements: number,
): Promise<number | null> {
  const sealed = blocks.map(sealBlock);
  const places = sealed.map(({ shard: { shardId, hour, size, head } }) => ({
    shardId,
    hour,
    size,
    head,
  }));
  const batch = [
    ...jsonParameters(sealed.flatMap((block) => block.hours)).map(insertHours),
    ...jsonParameters(sealed.flatMap((block) => block.days)).map(appendDays),
    ...jsonParameters(sealed.map((block) => block.shard)).map(appendShardDays),
    sql`
      DELETE FROM blocks WHERE (shard_id, hour, length(data), hex(substr(data, 1, ${headBytes}))) IN (
        SELECT value ->> 'shardId', value ->> 'hour', value ->> 'size', value ->> 'head'
        FROM json_each(${JSON.stringify(places)}))`,
  ];
  if (batch.length > statements) return null;
  await db.batch(batch);
  return sealed.reduce((sum, block) => sum + block.hours.length, 0);
}

/** What a block becomes: rows as JSON, bytes in hex. */
function sealBlock({ shardId, hour, size, head, ...pieces }: Sealable) {
  const entries = [...unpackEntries(bytesOf(pieces), hour)];
  const place = { shardId, hour, size, head, day: dayOf(hour * hourMs) };
  const hourOfDay = hour % 24;
  const byTarget = [...Map.groupBy(entries, targetOf)].map(([targetId, own]) => ({
    targetId,
    own,
    summary: summarise(own),
  }));
  const all = createSummary();
  for (const { summary } of byTarget) addSummary(all, summary);
  const heat = packHeat(
    byTarget.map(({ targetId, summary }) => [targetId, heatOf(summary)] as const),
  );
  return {
    hours: byTarget.map(({ targetId, own }) => ({
      ...place,
      targetId,
      entries: packHour(own, hour).toHex(),
    })),
    days: byTarget.map(({ targetId, own, summary }) => ({
      ...place,
      targetId,
      summary: packHourSummary(hourOfDay, summary).toHex(),
      failures: packFailures(own.filter(hasFailed), place.day).toHex(),
    })),
    shard: {
      ...place,
      summary: packHourSummary(hourOfDay, all).toHex(),
      heat: heat.toHex(),
    },
  };
}

/**
 * An hour's failed runs are kept beyond the hour as far as they have so many bytes, and a
 * day's likewise.
 */
const failureBytes = { hour: 500_000, day: 1_000_000 };

/** Failed runs, the first ones where they are too much. */
function packFailures(failures: readonly Entry[], day: number): Uint8Array {
  const packed = packHour(failures, 24 * day);
  return packed.length <= failureBytes.hour
    ? packed
    : packFailures(failures.slice(0, failures.length / 2), day);
}

const hasFailed = (entry: Entry): boolean =>
  entry.kind === "run" && entry.run.failure !== null;

/** Whether the block that a row came from is still as it was read. */
const unchanged = sql`EXISTS (
  SELECT 1 FROM blocks WHERE shard_id = value ->> 'shardId' AND hour = value ->> 'hour'
    AND length(data) = value ->> 'size' AND hex(substr(data, 1, ${headBytes})) = value ->> 'head')`;

const insertHours = (rows: string): SQL => sql`
  INSERT INTO hours (target_id, hour, entries)
  SELECT value ->> 'targetId', value ->> 'hour', unhex(value ->> 'entries') FROM json_each(${rows}) WHERE ${unchanged}
  ON CONFLICT (target_id, hour) DO UPDATE SET entries = CAST(entries || excluded.entries AS BLOB)`;

const appendDays = (rows: string): SQL => sql`
  INSERT INTO days (target_id, day, total, hours, failures)
  SELECT value ->> 'targetId', value ->> 'day', x'', unhex(value ->> 'summary'), unhex(value ->> 'failures')
  FROM json_each(${rows}) WHERE ${unchanged}
  ON CONFLICT (target_id, day) DO UPDATE SET hours = CAST(hours || excluded.hours AS BLOB),
    failures = CASE WHEN length(failures) + length(excluded.failures) > ${failureBytes.day} THEN failures
      ELSE CAST(failures || excluded.failures AS BLOB) END`;

const appendShardDays = (rows: string): SQL => sql`
  INSERT INTO shard_days (shard_id, day, total, hours, heat)
  SELECT value ->> 'shardId', value ->> 'day', x'', unhex(value ->> 'summary'), unhex(value ->> 'heat')
  FROM json_each(${rows}) WHERE ${unchanged}
  ON CONFLICT (shard_id, day) DO UPDATE SET hours = CAST(hours || excluded.hours AS BLOB),
    heat = CAST(heat || excluded.heat AS BLOB)`;

/**
 * Slots of a day that is over are mostly sealed by then. Those that come later are added
 * where it is read.
 */
const foldAfterMs = 2 * hourMs;

type OpenDay = { owner: number; day: number; total: string; hours: string; heat: string };

/** Days of targets, and of shards, that may be folded at once. */
export const daysAtOnce = 250;

/** Folding `daysAtOnce` takes this many statements at most. */
export const statementsToFold = 6;

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
