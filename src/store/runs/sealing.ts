// Seals a shard's finished hour: its block becomes one row a target, and the hour's
// summary is appended to the target's day. One batch writes the rows and deletes the
// block, and only where the block is still as it was read: no run is written twice, and
// none is lost.
import { type SQL, sql } from "drizzle-orm";
import { sealableBefore, unpackEntries } from "#domain/runs/block.ts";
import { type Entry, targetOf } from "#domain/runs/run.ts";
import { packHour } from "#domain/runs/sealed-hour.ts";
import { heatOf, packHeat } from "#domain/statistics/heat.ts";
import {
  addSummary,
  createSummary,
  type Summary,
  summarise,
} from "#domain/statistics/summary.ts";
import { packHourSummary } from "#domain/statistics/summary-encoding.ts";
import { dayOf, hourMs } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import {
  bytesOf,
  type HexPieces,
  hexPieces,
  jsonParameters,
} from "#store/packed-bytes.ts";

/**
 * A block that may be sealed. Its size and its first bytes, `head` in hex, tell later
 * whether it is still as it was read.
 */
export type Sealable = HexPieces & {
  shardId: number;
  hour: number;
  size: number;
  head: string;
};

/**
 * Reads blocks whose hour is over and whose shard has no slot left in that hour, in the
 * order of shards and hours, those after `after`. It reads as many blocks as have `bytes`
 * together, and at least one if there is one.
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

/** So many bytes hold the version, target and slot of the first entry. */
const headBytes = 16;

/**
 * Seals blocks in one batch. Returns how many hours of targets were sealed; null, and
 * nothing is sealed, when that would take more than `statements`.
 */
export async function sealBlocks(
  db: Db,
  blocks: readonly Sealable[],
  statements: number,
): Promise<number | null> {
  const sealed = blocks.map(sealBlock);
  const batch = [
    ...jsonParameters(sealed.flatMap((block) => block.hours)).map(insertHours),
    ...jsonParameters(sealed.flatMap((block) => block.days)).map(appendDays),
    ...jsonParameters(sealed.map((block) => block.shardDay)).map(appendShardDays),
    deleteBlocks(sealed.map((block) => block.place)),
  ];
  if (batch.length > statements) return null;
  await db.batch(batch);
  return sealed.reduce((sum, block) => sum + block.hours.length, 0);
}

/**
 * Where the rows of a sealed block belong. `size` and `head` tell whether the block is
 * still as it was read.
 */
type Place = Omit<Sealable, keyof HexPieces> & { day: number };

/** What a target did in an hour. */
type TargetHour = { targetId: number; entries: readonly Entry[]; summary: Summary };

/** Turns a block into rows. Bytes are in hex, since rows go to the database as JSON. */
function sealBlock({ shardId, hour, size, head, ...pieces }: Sealable) {
  const place: Place = { shardId, hour, size, head, day: dayOf(hour * hourMs) };
  const entries = Map.groupBy(unpackEntries(bytesOf(pieces), hour), targetOf);
  const targets = [...entries].map(
    ([targetId, own]): TargetHour => ({
      targetId,
      entries: own,
      summary: summarise(own),
    }),
  );
  return {
    place,
    hours: targets.map((target) => toHourRow(place, target)),
    days: targets.map((target) => toDayRow(place, target)),
    shardDay: toShardDayRow(place, targets),
  };
}

const toHourRow = (place: Place, { targetId, entries }: TargetHour) => ({
  ...place,
  targetId,
  entries: packHour(entries, place.hour).toHex(),
});

const toDayRow = (place: Place, { targetId, entries, summary }: TargetHour) => ({
  ...place,
  targetId,
  summary: packHourSummary(place.hour % 24, summary).toHex(),
  failures: packFailures(entries.filter(hasFailed), place.day).toHex(),
});

function toShardDayRow(place: Place, targets: readonly TargetHour[]) {
  const all = createSummary();
  for (const { summary } of targets) addSummary(all, summary);
  const heat = targets.map(
    ({ targetId, summary }) => [targetId, heatOf(summary)] as const,
  );
  return {
    ...place,
    summary: packHourSummary(place.hour % 24, all).toHex(),
    heat: packHeat(heat).toHex(),
  };
}

/**
 * How many bytes of failed runs are kept when their hours are gone: of an hour, and of a
 * day.
 */
const failureBytes = { hour: 500_000, day: 1_000_000 };

/** Packs failed runs; only the first ones where all would be too many bytes. */
function packFailures(failures: readonly Entry[], day: number): Uint8Array {
  const packed = packHour(failures, 24 * day);
  return packed.length <= failureBytes.hour
    ? packed
    : packFailures(failures.slice(0, failures.length / 2), day);
}

const hasFailed = (entry: Entry): boolean =>
  entry.kind === "run" && entry.run.failure !== null;

/** SQL for whether the block that a row came from is still as it was read. */
const unchanged = sql`EXISTS (
  SELECT 1 FROM blocks WHERE shard_id = value ->> 'shardId' AND hour = value ->> 'hour'
    AND length(data) = value ->> 'size' AND hex(substr(data, 1, ${headBytes})) = value ->> 'head')`;

const deleteBlocks = (places: readonly Place[]): SQL => sql`
  DELETE FROM blocks WHERE (shard_id, hour, length(data), hex(substr(data, 1, ${headBytes}))) IN (
    SELECT value ->> 'shardId', value ->> 'hour', value ->> 'size', value ->> 'head'
    FROM json_each(${JSON.stringify(places)}))`;

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
