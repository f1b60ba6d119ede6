// Finds crawls that were lost again and again, and lets a loss go uncounted.
import { sql } from "drizzle-orm";
import { mostLost } from "#domain/sites/caution.ts";
import type { Crawl } from "#domain/sites/crawl.ts";
import type { Target } from "#domain/targets/target.ts";
import type { Db } from "#store/db.ts";
import {
  type StoredFields,
  targetColumns,
  toTarget,
} from "#store/targets/target-columns.ts";
import { type CrawlRow, crawlColumns, toCrawl } from "./crawls.ts";

/** Finds an open crawl that was lost so often that nobody may claim it any more. */
export async function findLostCrawl(
  db: Db,
  id: number,
  now: number,
): Promise<{ crawl: Crawl; target: Target } | null> {
  const open = sql`c.id = ${id} AND c.ended_at IS NULL AND c.claims >= ${mostLost}
    AND c.lease_until <= ${now}`;
  const [crawls, targets] = await db.batch<[CrawlRow, StoredFields]>([
    sql`SELECT ${crawlColumns} FROM crawls c NOT INDEXED WHERE ${open}`,
    sql`
      SELECT ${targetColumns} FROM crawls c NOT INDEXED
        CROSS JOIN targets t ON t.id = c.target_id
      WHERE ${open}`,
  ]);
  const [[crawl], [target]] = [crawls, targets];
  return crawl && target ? { crawl: toCrawl(crawl), target: toTarget(target) } : null;
}

/** Does not count a claim as lost whose slice the database did not take. */
export async function forgiveCrawl(db: Db, id: number, token: string): Promise<void> {
  await db.all(sql`
    UPDATE crawls SET claims = max(0, claims - 1)
    WHERE id = ${id} AND lease_token = ${token}`);
}
