// Reads sealed hours of targets. What has no room in the row of an hour stands
// in rows beside it. Only an hour whose row is at least half full has any.
import { type SQL, sql } from "drizzle-orm";
import { unpackHour } from "#domain/runs/encoding/sealed-hour.ts";
import { partBytes } from "#domain/runs/parts.ts";
import { readable, type Unreadable } from "#domain/runs/readable.ts";
import type { Entry } from "#domain/runs/run.ts";
import type { Db } from "#store/db.ts";
import { bytesOf, type HexPieces, hexPieces } from "#store/packed-bytes.ts";
import { bytesAlong, Moved, type Packed, packed } from "./packed-rows.ts";

/** `beside` counts the bytes in the rows beside a large hour's row. */
export type SealedHour = Packed & { owner: number; hour: number; beside: number };

/** The columns of an hour, when at most `rows` of them are read at once. */
export function sealedColumns(rows: number): SQL {
  const most = Math.min(partBytes / 2, Math.floor(bytesAlong / Math.max(1, rows)));
  return sql`target_id AS owner, hour, ${packed(sql`entries`, most)},
    CASE WHEN length(entries) <= ${most} THEN 0 ELSE coalesce((
      SELECT sum(length(p.entries)) FROM hour_parts p
      WHERE p.target_id = hours.target_id AND p.hour = hours.hour), 0) END AS beside`;
}

/**
 * Gives the entries of an hour, one row of them at a time. Throws `Moved` when
 * the hour was changed since it was found.
 */
export async function* readSealedHour(
  db: Db,
  { owner, hour, size, digits, beside }: SealedHour,
  unreadable: Unreadable,
): AsyncGenerator<Iterable<Entry>> {
  const entriesIn = (bytes: Uint8Array, part = 0) => {
    const place = { row: `hour ${owner}/${hour}/${part}`, hour };
    return readable(unpackHour(bytes, owner, hour), place, unreadable);
  };
  if (digits !== null) {
    yield entriesIn(Uint8Array.fromHex(digits));
    return;
  }
  const of = sql`target_id = ${owner} AND hour = ${hour}`;
  const [row] = await db.all<HexPieces>(
    sql`SELECT ${hexPieces(sql`entries`)} FROM hours WHERE ${of} AND length(entries) = ${size}`,
  );
  if (row === undefined) throw new Moved();
  yield entriesIn(bytesOf(row));
  let left = beside;
  for (let part = 0; left > 0; ) {
    const [next] = await db.all<HexPieces & { part: number }>(sql`
      SELECT part, ${hexPieces(sql`entries`)} FROM hour_parts
      WHERE ${of} AND part > ${part} ORDER BY part LIMIT 1`);
    if (next === undefined) throw new Moved();
    const bytes = bytesOf(next);
    part = next.part;
    left -= bytes.length;
    yield entriesIn(bytes, part);
  }
  if (left < 0) throw new Moved();
}
