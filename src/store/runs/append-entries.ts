// Appends runs and drops to the blocks of their hours. A block has parts, which
// are bounded: whatever several invocations append, no part becomes larger than
// a row of D1.

import { type SQL, sql } from "drizzle-orm";
import { packEntries } from "#domain/runs/encoding/block.ts";
import { partBytes } from "#domain/runs/parts.ts";
import { type Entry, type Sighting, slotOf } from "#domain/runs/run.ts";
import { hourOf } from "#domain/time/instants.ts";
import { breaks } from "#store/constraint.ts";
import { digitParameters } from "#store/packed-bytes.ts";

/**
 * What the appending round knows of an hour's block: the part to append to, and
 * of each target the last scheduled run that is certain to stand in that part.
 */
export type KnownPart = {
  part: number;
  lastRunOf(targetId: number): Sighting | undefined;
};

/**
 * A round's entries begin whole where the round knows of no run before them.
 */
export const noLastRun = (): undefined => {};

/**
 * Statements that append entries to the parts that a round knows, where
 * `condition` holds. They fail, and their batch with them, when a part has no
 * room (`isFull` recognises that).
 */
export function appendToKnown(
  shardId: number,
  entries: readonly Entry[],
  knownPart: (hour: number) => KnownPart,
  condition: SQL,
): SQL[] {
  const rows = inHours(entries).flatMap(({ hour, own }) => {
    const { part, lastRunOf } = knownPart(hour);
    return packPieces(own, hour, lastRunOf).map(({ piece }) => ({ hour, part, piece }));
  });
  return digitParameters(rows).map(
    (json) => sql`
      INSERT INTO blocks (shard_id, hour, part, data)
      SELECT ${shardId}, value ->> 'hour', value ->> 'part', unhex(value ->> 'piece')
      FROM json_each(${json}) WHERE ${condition}
      ON CONFLICT (shard_id, hour, part) DO UPDATE
        SET data = CASE WHEN length(data) + length(excluded.data) <= ${partBytes}
          THEN CAST(data || excluded.data AS BLOB) END`,
  );
}

/** Whether statements of `appendToKnown` failed since a part has no room. */
export const isFull = (error: unknown): boolean =>
  breaks(error, "NOT NULL", "blocks.data");

/**
 * Statements that append entries, as differences from none that is there, to
 * the last part of their hour or behind it, where `condition` holds.
 * `lastRunOf` is null for runs that no round made.
 */
export function appendWhole(
  shardId: number,
  entries: readonly Entry[],
  lastRunOf: typeof noLastRun | null,
  condition: SQL,
): SQL[] {
  const pieces = inHours(entries).flatMap(({ hour, own }) =>
    packPieces(own, hour, lastRunOf).map(({ piece }, turn) => ({ hour, piece, turn })),
  );
  // A statement does not see what itself has appended to an hour.
  const turns = [...Map.groupBy(pieces, ({ turn }) => turn).values()];
  return turns.flatMap(digitParameters).map(
    (json) => sql`
      INSERT INTO blocks (shard_id, hour, part, data)
      SELECT ${shardId}, value ->> 'hour', coalesce((
          SELECT part + (length(data) + length(value ->> 'piece') / 2 > ${partBytes}) FROM blocks
          WHERE shard_id = ${shardId} AND hour = value ->> 'hour' ORDER BY part DESC LIMIT 1
        ), 0), unhex(value ->> 'piece')
      FROM json_each(${json}) WHERE ${condition}
      ON CONFLICT (shard_id, hour, part) DO UPDATE
        SET data = CAST(data || excluded.data AS BLOB)`,
  );
}

const inHours = (entries: readonly Entry[]) =>
  [...Map.groupBy(entries, (entry) => hourOf(slotOf(entry)))].map(([hour, own]) => ({
    hour,
    own,
  }));

/** Those of the entries that `appendWhole` puts into the last part of their hour. */
export const inLastPart = (entries: readonly Entry[]): Entry[] =>
  inHours(entries).flatMap(
    ({ hour, own }) => packPieces(own, hour, noLastRun).at(-1)?.packed ?? [],
  );

/** A piece of a part, in hex, and the entries that are packed in it. */
type Piece = { piece: string; packed: readonly Entry[] };

/** Packs entries of one hour in pieces each of which fits into a part. */
function packPieces(
  entries: readonly Entry[],
  hour: number,
  lastRunOf: KnownPart["lastRunOf"] | null,
): Piece[] {
  const bytes = packEntries(entries, hour, lastRunOf);
  if (bytes.length <= partBytes || entries.length === 1)
    return [{ piece: bytes.toHex(), packed: entries }];
  const half = entries.length >> 1;
  return [
    ...packPieces(entries.slice(0, half), hour, lastRunOf),
    ...packPieces(entries.slice(half), hour, lastRunOf && noLastRun),
  ];
}
