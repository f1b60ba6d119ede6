// Appends what parts of blocks have become to the rows of hours and days. Each
// statement writes only what comes from a part that is still as it was read. No
// row becomes larger than D1 takes: a statement that would make it so fails,
// and its batch with it.
import { type SQL, sql } from "drizzle-orm";
import { partBytes } from "#domain/runs/parts.ts";
import { breaks } from "#store/constraint.ts";
import { digitParameters } from "#store/packed-bytes.ts";
import { headBytes } from "./sealable.ts";
import type { HourPiece, Origin, SealedRows } from "./sealed-rows.ts";

/**
 * Bytes of a day's failed runs that are kept when their hours are gone, and of
 * the summaries of its hours. Together with the day's total they stay below 2
 * MB.
 */
const failureBytes = 1_000_000;
const summaryBytes = 900_000;

/** SQL for whether the part that a row comes from is still as it was read. */
const unchanged = sql`EXISTS (
  SELECT 1 FROM blocks WHERE shard_id = value ->> 'shardId' AND hour = value ->> 'hour' AND part = value ->> 'part'
    AND length(data) = value ->> 'size' AND hex(substr(data, 1, ${headBytes})) = value ->> 'head')`;

export const deleteBlocks = (origins: readonly Origin[]): SQL => sql`
  DELETE FROM blocks WHERE (shard_id, hour, part, length(data), hex(substr(data, 1, ${headBytes}))) IN (
    SELECT value ->> 'shardId', value ->> 'hour', value ->> 'part', value ->> 'size', value ->> 'head'
    FROM json_each(${JSON.stringify(origins)}))`;

/** Fails when a row of an hour has no room (`areHoursFull` recognises that). */
export const appendHours = (pieces: readonly HourPiece[]): SQL[] =>
  inTurns(pieces).map(
    (json) => sql`${insertHours(json)} DO UPDATE SET entries =
      CASE WHEN ${fits} THEN CAST(entries || excluded.entries AS BLOB) END`,
  );

/** Appends what has no room in the row of its hour to a row beside it. */
export const appendHoursInParts = (pieces: readonly HourPiece[]): SQL[] =>
  inTurns(pieces).flatMap((json) => [
    appendHourParts(json),
    sql`${insertHours(json)} DO UPDATE SET
      entries = CAST(entries || excluded.entries AS BLOB) WHERE ${fits}`,
  ]);

export const areHoursFull = (error: unknown): boolean =>
  breaks(error, "NOT NULL", "hours.entries");

/** A statement does not see what itself has appended to an hour. */
function inTurns(pieces: readonly HourPiece[]): string[] {
  const before = new Map<string, number>();
  const turns = Map.groupBy(pieces, ({ targetId, hour }) => {
    const turn = before.get(`${targetId} ${hour}`) ?? 0;
    before.set(`${targetId} ${hour}`, turn + 1);
    return turn;
  });
  return [...turns.values()].flatMap(digitParameters);
}

const insertHours = (json: string): SQL => sql`
  INSERT INTO hours (target_id, hour, entries)
  SELECT value ->> 'targetId', value ->> 'hour', unhex(value ->> 'entries')
  FROM json_each(${json}) WHERE ${unchanged}
  ON CONFLICT (target_id, hour)`;

const fits = sql`length(entries) + length(excluded.entries) <= ${partBytes}`;

const appendHourParts = (json: string): SQL => sql`
  INSERT INTO hour_parts (target_id, hour, part, entries)
  SELECT value ->> 'targetId', value ->> 'hour', coalesce((
      SELECT part + (length(entries) + length(value ->> 'entries') / 2 > ${partBytes}) FROM hour_parts
      WHERE target_id = value ->> 'targetId' AND hour = value ->> 'hour' ORDER BY part DESC LIMIT 1
    ), 1), unhex(value ->> 'entries')
  FROM json_each(${json}) WHERE ${unchanged} AND EXISTS (
    SELECT 1 FROM hours WHERE target_id = value ->> 'targetId' AND hour = value ->> 'hour'
      AND length(entries) + length(value ->> 'entries') / 2 > ${partBytes})
  ON CONFLICT (target_id, hour, part) DO UPDATE
    SET entries = CAST(entries || excluded.entries AS BLOB)`;

/** The statements that append to days of targets and of shards. */
export const appendDays = (sealed: readonly SealedRows[]): SQL[] => [
  ...digitParameters(sealed.flatMap(({ days }) => days)).map(appendTargetDays),
  ...digitParameters(sealed.map(({ shardDay }) => shardDay)).map(appendShardDays),
];

const appendTargetDays = (json: string): SQL => sql`
  INSERT INTO days (target_id, day, total, hours, failures)
  SELECT value ->> 'targetId', value ->> 'day', x'', unhex(value ->> 'summary'), unhex(value ->> 'failures')
  FROM json_each(${json}) WHERE ${unchanged}
  ON CONFLICT (target_id, day) DO UPDATE SET
    hours = ${bounded(sql`hours`, sql`excluded.hours`)},
    failures = CASE WHEN length(failures) + length(excluded.failures) > ${failureBytes} THEN failures
      ELSE CAST(failures || excluded.failures AS BLOB) END`;

const appendShardDays = (json: string): SQL => sql`
  INSERT INTO shard_days (shard_id, day, total, hours, heat)
  SELECT value ->> 'shardId', value ->> 'day', x'', unhex(value ->> 'summary'), unhex(value ->> 'heat')
  FROM json_each(${json}) WHERE ${unchanged}
  ON CONFLICT (shard_id, day) DO UPDATE SET
    hours = ${bounded(sql`hours`, sql`excluded.hours`)},
    heat = ${bounded(sql`heat`, sql`excluded.heat`)}`;

/**
 * The two behind each other; nothing, at which the statement fails, when too
 * long.
 */
const bounded = (bytes: SQL, added: SQL): SQL => sql`
  CASE WHEN length(${bytes}) + length(${added}) <= ${summaryBytes}
    THEN CAST(${bytes} || ${added} AS BLOB) END`;
