// Reads what pages refer to, for finding out which URLs of a site are forgotten; and
// deletes these. Each statement reads and writes a portion, so that a site of a million
// URLs takes no more memory than a small one.
import { type SQL, sql } from "drizzle-orm";
import type { Forgotten, PageReferences } from "#domain/sites/forgetting/forgetting.ts";
import type { Db } from "#store/db.ts";
import { jsonParameters } from "#store/packed-bytes.ts";
import { rowOf } from "./site-urls.ts";

/**
 * Bytes of links, or of URLs, that are read at once: in hex, with the last page's 200 kB
 * on top, they stay below D1's limit for a string.
 */
const bytesAtOnce = 700_000;

/** So many pages are looked at by one statement, though their links may be few. */
const pagesAtOnce = 5_000;

/** A page's own number and those of its links, as bytes in hex. Links end with a byte. */
const references = sql.raw(
  "group_concat(printf('%08X', id) || hex(substr(links, 1, length(links) / 4 * 4)), '')",
);

/** Reads what pages refer to from a number on. */
export async function readReferences(
  db: Db,
  targetId: number,
  from: number,
  unseenBefore: number,
): Promise<PageReferences> {
  const [row] = await db.all<{
    kept: string | null;
    unseen: string;
    last: number | null;
    end: number | null;
  }>(sql`
    SELECT ${references} FILTER (WHERE NOT is_unseen) AS kept,
      json_group_array(id) FILTER (WHERE is_unseen) AS unseen, max(id) AS last,
      (SELECT max(id) FROM pages WHERE target_id = ${targetId}) AS end
    FROM (
      SELECT id, links, is_unseen, sum(length(links)) OVER (ORDER BY id) AS total FROM (
        SELECT p.id, p.links, coalesce(p.unseen_at < ${unseenBefore}, 0) AS is_unseen
        FROM pages p WHERE p.target_id = ${targetId} AND p.id >= ${from}
        ORDER BY p.id LIMIT ${pagesAtOnce}))
    WHERE total - length(links) < ${bytesAtOnce}`);
  const { last = null, end = null } = row ?? {};
  return {
    kept: Uint8Array.fromHex(row?.kept ?? ""),
    unseen: JSON.parse(row?.unseen ?? "[]"),
    next: last === null || last === end ? null : last + 1,
  };
}

/** Reads what some of these pages refer to, and gives which: all that have a row. */
export async function readReferencesOf(
  db: Db,
  targetId: number,
  ids: readonly number[],
): Promise<{ ids: number[]; kept: Uint8Array }> {
  const [row] = await db.all<{ kept: string | null; last: number | null }>(sql`
    SELECT ${references} AS kept, max(id) AS last FROM (
      SELECT p.id, p.links, sum(length(p.links)) OVER (ORDER BY p.id) AS total
      FROM json_each(${JSON.stringify(ids)}) wanted
      CROSS JOIN pages p ON p.target_id = ${targetId} AND p.id = wanted.value)
    WHERE total - length(links) < ${bytesAtOnce}`);
  const last = row?.last ?? Number.MAX_SAFE_INTEGER;
  return {
    ids: ids.filter((id) => id <= last),
    kept: Uint8Array.fromHex(row?.kept ?? ""),
  };
}

/** Reads rows of URLs by number, the last ones first, as many as are read at once. */
export async function readUrlChunks(
  db: Db,
  targetId: number,
  chunks: readonly number[],
): Promise<{ chunk: number; urls: Uint8Array }[]> {
  const rows = await db.all<{ chunk: number; urls: string }>(sql`
    SELECT chunk, hex(urls) AS urls FROM (
      SELECT u.chunk, u.urls, sum(length(u.urls)) OVER (ORDER BY u.chunk DESC) AS total
      FROM json_each(${JSON.stringify(chunks)}) wanted
      CROSS JOIN site_urls u ON u.target_id = ${targetId} AND u.chunk = wanted.value)
    WHERE total - length(urls) < ${bytesAtOnce} ORDER BY chunk DESC`);
  return rows.map(({ chunk, urls }) => ({ chunk, urls: Uint8Array.fromHex(urls) }));
}

/** The statements that forget URLs and pages, where `condition` holds. */
export function forgetUrls(
  targetId: number,
  { pages, chunksFrom, rewritten }: Forgotten,
  condition: SQL,
): SQL[] {
  const rows = rewritten.map(({ chunk, ...columns }) => rowOf(chunk, columns));
  return [
    ...(pages.length === 0 ? [] : [deletePages(targetId, pages, condition)]),
    ...(chunksFrom === null
      ? []
      : [
          sql`
            DELETE FROM site_urls
            WHERE target_id = ${targetId} AND chunk >= ${chunksFrom} AND ${condition}`,
        ]),
    ...jsonParameters(rows).map(
      (json) => sql`
        INSERT INTO site_urls (target_id, chunk, hashes, variants, urls)
        SELECT ${targetId}, value ->> 0, unhex(value ->> 1),
          unhex(value ->> 2), unhex(value ->> 3)
        FROM json_each(${json}) WHERE ${condition}
        ON CONFLICT (target_id, chunk) DO UPDATE SET hashes = excluded.hashes,
          variants = excluded.variants, urls = excluded.urls`,
    ),
  ];
}

const deletePages = (
  targetId: number,
  ids: readonly number[],
  condition: SQL,
): SQL => sql`
  DELETE FROM pages WHERE target_id = ${targetId}
    AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND ${condition}`;
