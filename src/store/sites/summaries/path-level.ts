// Reads one level of a site as a tree of paths. Pages are stored in the order in which they
// were found, and no index knows their paths: so a level looks at a stretch of page
// numbers, which is the whole of most sites.
import { sql } from "drizzle-orm";
import type { PathEntry, PathLevel } from "#domain/sites/listing/path-tree.ts";
import type { Db } from "#store/db.ts";
import { isBroken } from "#store/sites/pages.ts";

/**
 * So many page numbers are looked at: a crawl fetches as many pages unless told more. A
 * page costs three rows at most: to be read, grouped and put in order.
 */
const pagesLookedAt = 10_000;

const mostEntries = 200;

type Row = Omit<PathEntry, "isFolder" | "first"> &
  PathEntry["first"] & { total: number; path: string };

/** What stands below a folder, of the pages from a number on. */
export async function readPathLevel(
  db: Db,
  targetId: number,
  { under, from }: Pick<PathLevel, "under" | "from">,
): Promise<PathLevel> {
  const to = from + pagesLookedAt;
  // Above the origins, a name goes on to the slash after the host.
  const start = under === "" ? sql`instr(p.url, '://') + 2` : sql`length(${under})`;
  const rows = await db.all<Row>(sql`
    SELECT substr(path, 1, CASE WHEN slash > 0 THEN start + slash ELSE length(path) END)
        AS url,
      count(*) AS total, sum(gone_at IS NULL) AS pages, sum(is_broken) AS broken,
      sum(gone_at IS NOT NULL) AS gone, min(id) AS id, path, title, status
    FROM (
      SELECT *, instr(substr(path, start + 1), '/') AS slash FROM (
        SELECT p.id, p.title, p.status, p.gone_at, ${isBroken} AS is_broken,
          ${start} AS start, substr(p.url, 1, instr(p.url || '?', '?') - 1) AS path
        FROM pages p
        WHERE p.target_id = ${targetId} AND p.id >= ${from} AND p.id < ${to}
          AND substr(p.url, 1, length(${under})) = ${under}))
    GROUP BY url ORDER BY broken DESC, pages DESC, url LIMIT ${mostEntries + 1}`);
  return {
    under,
    from,
    to,
    last: await readLastNumber(db, targetId),
    entries: rows.slice(0, mostEntries).map((row) => toEntry(row, under)),
    isCut: rows.length > mostEntries,
  };
}

/** A folder with a single page is that page. */
function toEntry(row: Row, under: string): PathEntry {
  const { total, path, id, title, status, ...entry } = row;
  const isFolder = total > 1 && entry.url.endsWith("/") && entry.url !== under;
  const url = total === 1 ? path : entry.url;
  return { ...entry, url, isFolder, first: { id, title, status } };
}

async function readLastNumber(db: Db, targetId: number): Promise<number | null> {
  const [row] = await db.all<{ last: number | null }>(sql`
    SELECT max(id) AS last FROM pages WHERE target_id = ${targetId}`);
  return row?.last ?? null;
}
