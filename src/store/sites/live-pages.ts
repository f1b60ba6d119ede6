// Reads what tells which pages are gone when a crawl ends: pages that are not gone yet, and
// their links.

import { sql } from "drizzle-orm";
import { unpackLinks } from "#domain/sites/page-links.ts";
import type { Db } from "#store/db.ts";

/** Pages that are not gone, by id. */
export type LivePages = {
  ids: number[];
  /** Those of them that were read under another revision of the target's request. */
  otherRevision: number[];
  unseen: number[];
  /** Those that nobody could read. */
  broken: number[];
};

/** So many ids of ten digits each, in one string, stay below D1's limit for a string. */
const idsAtOnce = 100_000;

export async function readLivePages(
  db: Db,
  targetId: number,
  revision: number,
): Promise<LivePages> {
  const live: LivePages = { ids: [], otherRevision: [], unseen: [], broken: [] };
  for (;;) {
    const [row] = await db.all<Record<keyof LivePages, string>>(sql`
      SELECT json_group_array(id) AS ids,
        json_group_array(id) FILTER (WHERE revision <> ${revision}) AS otherRevision,
        json_group_array(id) FILTER (WHERE unseen_at IS NOT NULL) AS unseen,
        json_group_array(id) FILTER (WHERE status >= 400 OR status IS NULL) AS broken
      FROM (
        SELECT p.id, p.revision, p.unseen_at, p.status FROM pages p
        WHERE p.target_id = ${targetId} AND p.id > ${live.ids.at(-1) ?? -1}
          AND p.gone_at IS NULL
        ORDER BY p.id LIMIT ${idsAtOnce})`);
    const idsOf = (name: keyof LivePages): number[] => JSON.parse(row?.[name] ?? "[]");
    for (const name of ["otherRevision", "unseen", "broken"] as const)
      for (const id of idsOf(name)) live[name].push(id);
    const more = idsOf("ids");
    for (const id of more) live.ids.push(id);
    if (more.length < idsAtOnce) return live;
  }
}

/** So many bytes of links, which come in hex, are read at once: half a million links. */
const mostLinkBytes = 2_000_000;

/** Reads the links of pages by id; null when they are too many. */
export async function readLinks(
  db: Db,
  targetId: number,
  ids: readonly number[],
): Promise<Map<number, number[]> | null> {
  if (ids.length > idsAtOnce) return null;
  const rows = await db.all<{ id: number; links: string | null }>(sql`
    SELECT id, CASE WHEN total <= ${mostLinkBytes} THEN hex(links) END AS links FROM (
      SELECT p.id, p.links, sum(length(p.links)) OVER (ORDER BY p.id) AS total
      FROM json_each(${JSON.stringify(ids)}) wanted
      CROSS JOIN pages p ON p.target_id = ${targetId} AND p.id = wanted.value)`);
  if (rows.some(({ links }) => links === null)) return null;
  return new Map(
    rows.map(({ id, links }) => [id, unpackLinks(Uint8Array.fromHex(links ?? ""))]),
  );
}
