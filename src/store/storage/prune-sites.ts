// Deletes what crawls of sites left behind.
import { sql } from "drizzle-orm";
import { dayMs } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { ownersIn, type RetentionRule } from "./kept-ages.ts";

/** How long after its expiry a robots.txt file is kept that nobody has asked for. */
const robotsMs = 30 * dayMs;

/** Rows of packed URLs, a queue or robots.txt deleted at once: some tens of megabytes. */
const packedRowsAtOnce = 1_000;

/** The statements of one step, all of them in one batch. */
export const siteStatements = 5;

/**
 * Deletes what crawls of deleted targets left behind, and crawls that are older than
 * their target keeps runs, with the pages that have been gone for so long. Each target
 * keeps its last crawl, which says that the target has pages. A deleted one's crawls go
 * when nothing else is left. At most `limit` pages and crawls go each. Returns how many
 * pages went.
 */
export async function pruneSites(
  db: Db,
  now: number,
  { kept }: RetentionRule,
  limit: number,
): Promise<number> {
  const owners = ownersIn(sql`crawls`, sql`target_id`);
  const dead = sql`(
    WITH RECURSIVE ${owners}
    SELECT id AS target_id FROM owners WHERE NOT EXISTS (SELECT 1 FROM targets WHERE targets.id = owners.id))`;
  const packedRows = Math.min(limit, packedRowsAtOnce);
  const keptMs = sql`coalesce(t.retention ->> 'runsMs', ${kept.runsMs})`;
  // A compound SELECT directly within IN would have SQLite scan all pages.
  const [pages] = await db.batch<{ id: number }[]>([
    sql`
      DELETE FROM pages WHERE (target_id, id) IN (SELECT target_id, id FROM (
        WITH RECURSIVE ${owners}
        SELECT p.target_id, p.id FROM ${dead} dead CROSS JOIN pages p ON p.target_id = dead.target_id
        UNION ALL
        SELECT p.target_id, p.id FROM owners CROSS JOIN targets t ON t.id = owners.id
          CROSS JOIN pages p INDEXED BY pages_gone ON p.target_id = owners.id
            AND p.gone_at IS NOT NULL AND p.gone_at < ${now} - ${keptMs}
        LIMIT ${limit}))
      RETURNING id`,
    sql`
      DELETE FROM site_urls WHERE (target_id, chunk) IN (
        SELECT u.target_id, u.chunk FROM ${dead} dead CROSS JOIN site_urls u ON u.target_id = dead.target_id LIMIT ${packedRows})`,
    sql`
      DELETE FROM frontier WHERE (crawl_id, chunk) IN (
        SELECT q.crawl_id, q.chunk FROM ${dead} dead CROSS JOIN crawls c ON c.target_id = dead.target_id
          CROSS JOIN frontier q ON q.crawl_id = c.id LIMIT ${packedRows})`,
    sql`
      DELETE FROM crawls WHERE id IN (
        WITH RECURSIVE ${owners}
        SELECT c.id FROM owners LEFT JOIN targets t ON t.id = owners.id CROSS JOIN crawls c ON c.target_id = owners.id
        WHERE CASE WHEN t.id IS NULL THEN NOT EXISTS (SELECT 1 FROM pages WHERE pages.target_id = owners.id)
            AND NOT EXISTS (SELECT 1 FROM site_urls WHERE site_urls.target_id = owners.id)
            AND NOT EXISTS (SELECT 1 FROM frontier WHERE crawl_id = c.id)
          ELSE c.ended_at < ${now} - ${keptMs}
            AND c.id < (SELECT max(id) FROM crawls newer WHERE newer.target_id = owners.id) END
        LIMIT ${limit})`,
    sql`
      DELETE FROM robots WHERE origin IN (
        SELECT origin FROM robots WHERE expires_at < ${now - robotsMs} LIMIT ${packedRows})`,
  ]);
  return pages?.length ?? 0;
}
