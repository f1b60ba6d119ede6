// Finds the shards of one part of a scrape without looking at those of other parts.
import { type SQL, sql } from "drizzle-orm";
import type { ScrapePart } from "#domain/metrics/scrape-part.ts";

/**
 * A table of the ids of the part's shards that are greater than `after`, in their order.
 * Ids of shards have no gaps, so counting finds them all.
 */
export function shardsOfPart({ index, of }: ScrapePart, after = 0): SQL {
  const next = after + 1;
  const first = next + ((((index - next) % of) + of) % of);
  return sql`(
    WITH RECURSIVE part (id) AS (
      SELECT ${first} UNION ALL
      SELECT id + ${of} FROM part WHERE id + ${of} <= (SELECT max(id) FROM shards))
    SELECT id FROM part)`;
}

/** The condition for a shard of the part; it holds for all where there are no parts. */
export const isInPart = (shardId: SQL, part: ScrapePart | null): SQL =>
  part === null ? sql`1` : sql`${shardId} % ${part.of} = ${part.index}`;
