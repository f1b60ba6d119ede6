// Sealing: a shard's finished hour, one hot block, becomes one row a target. The block goes in the same batch,
// and only if nothing was appended since it was read: its length says so.
import { sql } from "drizzle-orm";
import { packEntries, sealableBefore, unpackEntries } from "../domain/block.ts";
import { countEntries, type Entry, hourMs } from "../domain/run.ts";
import type { Db } from "./db.ts";
import { bytesOf, type HexPieces, hexPieces, jsonParameters } from "./packed-bytes.ts";

type HotBlock = HexPieces & { shardId: number; hour: number; size: number };

/**
 * Seals up to `limit` blocks whose hour is over and whose shard has no slot left in it. Returns how many blocks
 * and how many rows that made.
 */
export async function sealBlocks(
  db: Db,
  now: number,
  limit: number,
): Promise<{ blocks: number; rows: number }> {
  const ready = await db.all<HotBlock>(sql`
    SELECT b.shard_id AS shardId, b.hour, length(b.data) AS size, ${hexPieces(sql`b.data`)}
    FROM blocks b JOIN shards s ON s.id = b.shard_id
    WHERE b.hour < ${sealableBefore(now)} AND s.due_at >= (b.hour + 1) * ${hourMs}
    LIMIT ${limit}`);
  let rows = 0;
  for (const block of ready) rows += await sealBlock(db, block);
  return { blocks: ready.length, rows };
}

async function sealBlock(db: Db, { shardId, hour, size, ...pieces }: HotBlock): Promise<number> {
  const entries = [...unpackEntries(bytesOf(pieces), hour)];
  const rows = [...Map.groupBy(entries, targetOf)].map(([targetId, own]) => ({
    targetId,
    ...countEntries(own),
    entries: packEntries(own, hour, () => undefined).toHex(),
  }));
  const unchanged = sql`shard_id = ${shardId} AND hour = ${hour} AND length(data) = ${size}`;
  const insert = (json: string) => sql`
      INSERT INTO hours (target_id, hour, ran, late, skipped, missed, failed, entries)
      SELECT value ->> 'targetId', ${hour}, value ->> 'ran', value ->> 'late', value ->> 'skipped',
        value ->> 'missed', value ->> 'failed', unhex(value ->> 'entries')
      FROM json_each(${json}) WHERE EXISTS (SELECT 1 FROM blocks WHERE ${unchanged})
      ON CONFLICT (target_id, hour) DO UPDATE SET
        ran = ran + excluded.ran, late = late + excluded.late, skipped = skipped + excluded.skipped,
        missed = missed + excluded.missed, failed = failed + excluded.failed,
        entries = CAST(entries || excluded.entries AS BLOB)`;
  await db.batch([...jsonParameters(rows).map(insert), sql`DELETE FROM blocks WHERE ${unchanged}`]);
  return rows.length;
}

const targetOf = (entry: Entry): number => (entry.kind === "run" ? entry.run : entry.drop).targetId;
