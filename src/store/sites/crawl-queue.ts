// Appends to a crawl's queue, which is kept packed, so many entries a row.
import { type SQL, sql } from "drizzle-orm";
import { packQueue, type QueueEntry } from "#domain/sites/frontier/queue-encoding.ts";
import { jsonParameters } from "#store/packed-bytes.ts";

/** Entries of the queue in one row. */
const entriesInChunk = 1_024;

export type QueueRow = { chunk: number; entries: string };

/** Rows that are read at once: about 2 MB of hex. */
export const queueChunksAtOnce = 200;

export const queueRows = (crawlId: SQL, fromChunk: number): SQL => sql`
  SELECT chunk, hex(entries) AS entries FROM frontier
  WHERE crawl_id = ${crawlId} AND chunk >= ${fromChunk}
  ORDER BY chunk LIMIT ${queueChunksAtOnce}`;

/**
 * The statements that append entries to a queue which is `length` entries long, where
 * `condition` holds.
 */
export function appendToQueue(
  crawlId: number,
  length: number,
  entries: readonly QueueEntry[],
  condition: SQL,
): SQL[] {
  const chunks = Map.groupBy(entries.entries(), ([i]) =>
    Math.floor((length + i) / entriesInChunk),
  );
  const rows = [...chunks].map(([chunk, members]) => [
    chunk,
    packQueue(members.map(([, entry]) => entry)).toHex(),
  ]);
  return jsonParameters(rows).map(
    (json) => sql`
      INSERT INTO frontier (crawl_id, chunk, entries)
      SELECT ${crawlId}, value ->> 0, unhex(value ->> 1) FROM json_each(${json})
      WHERE ${condition}
      ON CONFLICT (crawl_id, chunk)
      DO UPDATE SET entries = CAST(entries || excluded.entries AS BLOB)`,
  );
}

/** The statement that empties a queue, where `condition` holds. */
export const deleteQueue = (crawlId: number, condition: SQL): SQL =>
  sql`DELETE FROM frontier WHERE crawl_id = ${crawlId} AND ${condition}`;
