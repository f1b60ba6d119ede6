// Stores the pages of a site: writes what a crawl saw, and reads it back.

import { type SQL, sql } from "drizzle-orm";
import { packLinks, unpackLinks } from "#domain/sites/page-links.ts";
import type { SitePage } from "#domain/sites/site-page.ts";
import type { Db } from "#store/db.ts";
import { jsonParameters } from "#store/packed-bytes.ts";

/** Statements that write pages as they are now, where `condition` holds. */
export function writePages(
  targetId: number,
  pages: readonly SitePage[],
  condition: SQL,
): SQL[] {
  return jsonParameters(pages.map(toFields)).map(
    (json) => sql`
      INSERT INTO pages (target_id, ${names}) SELECT ${targetId}, ${values}
      FROM json_each(${json}) WHERE ${condition}
      ON CONFLICT (target_id, id) DO UPDATE SET ${updates}`,
  );
}

const fields = {
  id: "id",
  url: "url",
  status: "status",
  failure: "failure",
  contentType: "content_type",
  contentHash: "content_hash",
  bytes: "bytes",
  title: "title",
  location: "location",
  canonical: "canonical",
  noindex: "noindex",
  depth: "depth",
  etag: "etag",
  lastModified: "last_modified",
  revision: "revision",
  foundAt: "found_at",
  changedAt: "changed_at",
  goneAt: "gone_at",
  unseenAt: "unseen_at",
  links: "links",
  refused: "refused",
} as const satisfies Record<keyof SitePage, string>;

const columnNames = Object.values(fields);
const names = sql.raw(columnNames.join(", "));
const values = sql.raw(
  columnNames
    .map((name, i) => (name === "links" ? `unhex(value ->> ${i})` : `value ->> ${i}`))
    .join(", "),
);
const updates = sql.raw(
  columnNames.map((name) => `${name} = excluded.${name}`).join(", "),
);

const toFields = (page: SitePage): unknown[] => {
  const stored: Record<keyof SitePage, unknown> = {
    ...page,
    failure: page.failure && JSON.stringify(page.failure),
    noindex: page.noindex ? 1 : 0,
    links: packLinks(page.links).toHex(),
    refused: JSON.stringify(page.refused),
  };
  return Object.keys(fields).map((name) => stored[name as keyof SitePage]);
};

type Row = Omit<SitePage, "failure" | "noindex" | "links" | "refused"> & {
  failure: string | null;
  noindex: number;
  links: string;
  refused: string;
};

const columns = sql.raw(
  Object.entries(fields)
    .map(([name, column]) =>
      name === "links" ? "hex(p.links) AS links" : `p.${column} AS ${name}`,
    )
    .join(", "),
);

const toPage = (row: Row): SitePage => ({
  ...row,
  failure: row.failure === null ? null : JSON.parse(row.failure),
  noindex: row.noindex === 1,
  links: unpackLinks(Uint8Array.fromHex(row.links)),
  refused: JSON.parse(row.refused),
});

/**
 * Reads pages by their ids, in this order; gives those that are stored, up to the one
 * with which they have `mostLinks` links.
 */
export async function readPages(
  db: Db,
  targetId: number,
  ids: readonly number[],
  mostLinks: number,
): Promise<Map<number, SitePage>> {
  const count = sql`length(p.links) / 4`;
  const rows = await db.all<Row & { linksBefore: number }>(sql`
    SELECT * FROM (
      SELECT ${columns}, sum(${count}) OVER (ORDER BY wanted.key) - ${count} AS linksBefore
      FROM json_each(${JSON.stringify(ids)}) wanted
      CROSS JOIN pages p ON p.target_id = ${targetId} AND p.id = wanted.value)
    WHERE linksBefore < ${mostLinks}`);
  return new Map(rows.map(({ linksBefore, ...row }) => [row.id, toPage(row)]));
}

/** The URLs of pages by their ids, in this order. */
export async function readPageUrls(
  db: Db,
  targetId: number,
  ids: readonly number[],
): Promise<string[]> {
  const rows = await db.all<{ url: string }>(sql`
    SELECT p.url FROM json_each(${JSON.stringify(ids)}) wanted
    CROSS JOIN pages p ON p.target_id = ${targetId} AND p.id = wanted.value
    ORDER BY wanted.key`);
  return rows.map(({ url }) => url);
}

/** Reads the ids of all broken pages: 4xx, 5xx, or no answer. */
export const readBrokenIds = (db: Db, targetId: number): Promise<number[]> =>
  readIds(db, targetId, sql`pages p INDEXED BY pages_broken`, isBroken);

/** Is written as in the index `pages_broken`: else SQLite does not use the index. */
export const isBroken = sql`(p.status >= 400 OR p.status IS NULL)`;

/** So many ids of ten digits each, in one string, stay below D1's limit for a string. */
const idsAtOnce = 100_000;

async function readIds(
  db: Db,
  targetId: number,
  source: SQL,
  condition: SQL,
): Promise<number[]> {
  const ids: number[] = [];
  for (;;) {
    const [row] = await db.all<{ ids: string }>(sql`
      SELECT json_group_array(id) AS ids FROM (
        SELECT p.id FROM ${source}
        WHERE p.target_id = ${targetId} AND p.id > ${ids.at(-1) ?? -1} AND ${condition}
        ORDER BY p.id LIMIT ${idsAtOnce})`);
    const more: number[] = JSON.parse(row?.ids ?? "[]");
    for (const id of more) ids.push(id);
    if (more.length < idsAtOnce) return ids;
  }
}

/** The statements that mark pages as gone, where `condition` holds. */
export const markGone = (
  targetId: number,
  ids: readonly number[],
  at: number,
  condition: SQL,
): SQL[] => updatePages(targetId, ids, sql`gone_at = ${at}, unseen_at = NULL`, condition);

/** The statements that mark pages as unseen from now on, where `condition` holds. */
export const markUnseen = (
  targetId: number,
  ids: readonly number[],
  at: number,
  condition: SQL,
): SQL[] =>
  updatePages(
    targetId,
    ids,
    sql`unseen_at = ${at}`,
    sql`unseen_at IS NULL AND ${condition}`,
  );

const updatePages = (
  targetId: number,
  ids: readonly number[],
  updated: SQL,
  condition: SQL,
): SQL[] =>
  inParts(ids).map(
    (part) => sql`
      UPDATE pages SET ${updated}
      WHERE target_id = ${targetId}
        AND id IN (SELECT value FROM json_each(${JSON.stringify(part)})) AND ${condition}`,
  );

const inParts = (ids: readonly number[]): number[][] =>
  Array.from({ length: Math.ceil(ids.length / idsAtOnce) }, (_, i) =>
    ids.slice(i * idsAtOnce, (i + 1) * idsAtOnce),
  );
