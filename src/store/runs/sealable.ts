// Finds the parts of blocks that may be sealed: those whose hour is over,
// except those that were set apart.
import { type SQL, sql } from "drizzle-orm";
import type { Thing } from "#domain/apart/set-aside.ts";
import { sealableBefore } from "#domain/runs/encoding/block.ts";
import { hourMs } from "#domain/time/instants.ts";
import { isLeftAlone, isSetAside } from "#store/apart/set-aside.ts";
import type { Db } from "#store/db.ts";
import { type HexPieces, hexPieces } from "#store/packed-bytes.ts";

/** So many bytes hold the version, target and slot of a part's first entry. */
export const headBytes = 16;

/** Where a part stands. Parts are ordered by shard, hour and part. */
export type Place = { shardId: number; hour: number; part: number };

/**
 * A part of a block that may be sealed. Its size and its first bytes, `head` in
 * hex, tell later whether it is still as it was read.
 */
export type Sealable = HexPieces &
  Place & {
    size: number;
    head: string;
    /** Whether it could not be sealed before. */
    wasSetAside: 0 | 1;
  };

/** Lists the places of parts that may be sealed, in their order, without their bytes. */
export async function listSealable(db: Db, now: number, limit: number): Promise<Place[]> {
  return await db.all<Place>(sql`
    SELECT shard_id AS shardId, hour, part FROM blocks b JOIN shards ON shards.id = shard_id
    WHERE ${maySeal(now)} ORDER BY shard_id, hour, part LIMIT ${limit}`);
}

/** Holds for parts \`b\` whose hour is over, unless they are left alone. */
const maySeal = (now: number): SQL => sql`
  hour < ${sealableBefore(now)} AND due_at >= (hour + 1) * ${hourMs}
    AND NOT ${isLeftAlone("block", itemOfBlock, now)}`;

/**
 * Reads parts whose hour is over and whose shard has no slot left in that hour,
 * in their order, those after `after`. It reads as many parts as have `bytes`
 * together, and at least one if there is one.
 */
export async function readSealable(
  db: Db,
  now: number,
  after: Place,
  bytes: number,
): Promise<Sealable[]> {
  return await db.all<Sealable>(sql`
    SELECT b.shard_id AS shardId, b.hour, b.part, k.size, hex(substr(b.data, 1, ${headBytes})) AS head,
      ${isSetAside("block", itemOfBlock)} AS wasSetAside, ${hexPieces(sql`b.data`)}
    FROM (
      SELECT shard_id, hour, part, length(data) AS size,
        sum(length(data)) OVER (ORDER BY shard_id, hour, part) AS up_to
      FROM blocks b JOIN shards ON shards.id = shard_id
      WHERE ${maySeal(now)}
        AND (shard_id, hour, part) > (${after.shardId}, ${after.hour}, ${after.part})
    ) k JOIN blocks b ON b.shard_id = k.shard_id AND b.hour = k.hour AND b.part = k.part
    WHERE k.up_to - k.size < ${bytes}`);
}

const itemOfBlock = sql`b.shard_id || '/' || b.hour || '/' || b.part`;

/** A part as a thing that can be set apart. */
export const blockAt = ({ shardId, hour, part }: Place): Thing => ({
  kind: "block",
  item: `${shardId}/${hour}/${part}`,
});
