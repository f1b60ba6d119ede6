// Reads the pages that belong into a sitemap. A part of a sitemap is a range of page
// numbers: so no part has more URLs than the protocol allows, a page stays in its part,
// and nothing has to be counted.

import { sql } from "drizzle-orm";
import { mostSitemapUrls } from "#domain/sites/sitemap-xml.ts";
import type { Db } from "#store/db.ts";

/**
 * Holds for pages that a search engine should look at: HTML that is there, and is not a
 * copy of another page.
 */
const belongs =
  sql.raw(`p.status = 200 AND p.gone_at IS NULL AND p.noindex = 0 AND p.canonical IS NULL
  AND (p.content_type LIKE 'text/html%'
    OR p.content_type LIKE 'application/xhtml+xml%')`);

/**
 * Lists the numbers of the parts that have a page, from 1 on. Reads each part only up to
 * its first page.
 */
export async function listSitemapParts(db: Db, targetId: number): Promise<number[]> {
  const rows = await db.all<{ part: number }>(sql`
    WITH RECURSIVE parts (part, last_id) AS (
      SELECT 1, (SELECT max(id) FROM pages WHERE target_id = ${targetId})
      UNION ALL
      SELECT part + 1, last_id FROM parts WHERE part * ${mostSitemapUrls} <= last_id
    )
    SELECT part FROM parts WHERE EXISTS (
      SELECT 1 FROM pages p
      WHERE p.target_id = ${targetId} AND p.id >= (part - 1) * ${mostSitemapUrls}
        AND p.id < part * ${mostSitemapUrls}
        AND ${belongs})
    ORDER BY part`);
  return rows.map(({ part }) => part);
}

type SitemapUrl = { url: string; changedAt: number };

const urlsAtOnce = 5_000;

/** Gives the URLs of a part, some thousand at a time. */
export async function* walkSitemapPart(
  db: Db,
  targetId: number,
  part: number,
): AsyncGenerator<SitemapUrl[], void> {
  let from = (part - 1) * mostSitemapUrls;
  const to = part * mostSitemapUrls;
  for (;;) {
    const rows = await db.all<SitemapUrl & { id: number }>(sql`
      SELECT p.id, p.url, p.changed_at AS changedAt FROM pages p
      WHERE p.target_id = ${targetId} AND p.id >= ${from} AND p.id < ${to} AND ${belongs}
      ORDER BY p.id LIMIT ${urlsAtOnce}`);
    const last = rows.at(-1);
    if (last !== undefined) yield rows;
    if (last === undefined || rows.length < urlsAtOnce) return;
    from = last.id + 1;
  }
}
