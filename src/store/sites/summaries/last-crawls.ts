// Reads the last crawl of each of several sites.
import { sql } from "drizzle-orm";
import type { Crawl } from "#domain/sites/crawl.ts";
import type { Db } from "#store/db.ts";
import { type CrawlRow, crawlColumns, toCrawl } from "#store/sites/crawls.ts";

/** The last crawls by target; a site that was never crawled has none. */
export async function readLastCrawls(
  db: Db,
  targetIds: readonly number[],
): Promise<ReadonlyMap<number, Crawl>> {
  if (targetIds.length === 0) return new Map();
  const rows = await db.all<CrawlRow>(sql`
    SELECT ${crawlColumns} FROM json_each(${JSON.stringify(targetIds)}) wanted
    CROSS JOIN crawls c ON c.id =
      (SELECT max(id) FROM crawls WHERE target_id = wanted.value)`);
  return new Map(rows.map((row) => [row.targetId, toCrawl(row)]));
}
