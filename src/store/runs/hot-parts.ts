// Reads the parts of blocks that are not sealed yet.
import { type SQL, sql } from "drizzle-orm";
import { unpackEntries } from "#domain/runs/encoding/block.ts";
import { partBytes } from "#domain/runs/parts.ts";
import { readable, type Unreadable } from "#domain/runs/readable.ts";
import type { Entry } from "#domain/runs/run.ts";
import type { Db } from "#store/db.ts";
import { bytesOf, type HexPieces, hexPieces } from "#store/packed-bytes.ts";
import { bytesAlong, bytesAtOnce, Moved, type Packed, packed } from "./packed-rows.ts";

type PartName = { shardId: number; hour: number; part: number };

export type HotPart = Packed & PartName;

/** Hours that blocks wait for being sealed, unless sealing is broken. */
const usualHours = 48;

/** Selects the parts of shards in hours from `from` to `to`, both included. */
export function hotParts(shardIds: ReadonlySet<number>, from: number, to: number): SQL {
  const hours = Math.min(usualHours, to - from + 1);
  const rows = hours * Math.max(1, shardIds.size);
  const most = Math.min(partBytes, Math.floor(bytesAlong / rows));
  const [only] = shardIds;
  const isMeant =
    shardIds.size === 1
      ? sql`= ${only}`
      : sql`IN (SELECT value FROM json_each(${JSON.stringify([...shardIds])}))`;
  return sql`
    SELECT shard_id AS shardId, hour, part, ${packed(sql`data`, most)} FROM blocks
    WHERE shard_id ${isMeant} AND hour BETWEEN ${from} AND ${to}`;
}

/**
 * Calls `take` with the entries of each part, which must be read before `take`
 * returns. Throws `Moved` when a part was sealed since it was found.
 */
export async function readHotParts(
  db: Db,
  parts: readonly HotPart[],
  unreadable: Unreadable,
  take: (hour: number, entries: Iterable<Entry>) => void,
): Promise<void> {
  const takeBytes = ({ shardId, hour, part }: PartName, bytes: Uint8Array) => {
    const place = { row: `part ${shardId}/${hour}/${part}`, hour };
    take(hour, readable(unpackEntries(bytes, hour), place, unreadable));
  };
  for (const one of parts)
    if (one.digits !== null) takeBytes(one, Uint8Array.fromHex(one.digits));
  for (const some of portions(parts.filter(({ digits }) => digits === null))) {
    const rows = await db.all<HexPieces & PartName>(largeParts(some));
    if (rows.length < some.length) throw new Moved();
    for (const row of rows) takeBytes(row, bytesOf(row));
  }
}

/**
 * Selects parts as they were when they were found: they have grown at their
 * ends.
 */
const largeParts = (parts: readonly HotPart[]): SQL => sql`
  SELECT shard_id AS shardId, hour, part, ${hexPieces(sql`substr(data, 1, value ->> 'size')`)}
  FROM json_each(${JSON.stringify(parts)}) CROSS JOIN blocks
    ON shard_id = value ->> 'shardId' AND hour = value ->> 'hour' AND part = value ->> 'part'
      AND length(data) >= value ->> 'size'`;

/** Cuts parts into portions of `bytesAtOnce`, or of one part. */
function portions(parts: readonly HotPart[]): HotPart[][] {
  const cut: HotPart[][] = [];
  let left = 0;
  for (const part of parts) {
    if (part.size > left) {
      cut.push([]);
      left = bytesAtOnce;
    }
    cut.at(-1)?.push(part);
    left -= part.size;
  }
  return cut;
}
