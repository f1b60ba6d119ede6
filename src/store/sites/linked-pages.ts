// Reads how the pages of a site are linked: which pages link to a page, which pages it
// links to, and where its redirect leads.

import { sql } from "drizzle-orm";
import type {
  LinkedPage,
  LinkingPage,
  ListedPage,
  RedirectHop,
} from "#domain/sites/listing/listed-page.ts";
import { packLink, unpackLinks } from "#domain/sites/page-links.ts";
import type { Db } from "#store/db.ts";
import { readUrls } from "./site-urls.ts";

/** So many pages of a site are looked at for one list of those that link to a page. */
const pagesLookedAt = 1_000;

/** The list goes on after page `next`, which is null at the end. */
type LinkingPages = { pages: LinkingPage[]; next: number | null };

/**
 * Lists the readable pages that link to a page, by number, after a number and at most
 * `limit`. Looks at a part of the site only, so there may be fewer pages, or none, and
 * still a `next`.
 */
export async function listLinkingPages(
  db: Db,
  targetId: number,
  id: number,
  { after, limit }: { after: number; limit: number },
): Promise<LinkingPages> {
  const end = after + pagesLookedAt;
  // One more than asked for tells whether there are more.
  const most = limit + 1;
  const found: LinkingPage[] = [];
  for (let from = after; ; ) {
    const rows = await readLinking(db, targetId, id, { from, end, limit: most });
    for (const { doubtful, ...page } of rows) {
      if (doubtful === null || unpackHex(doubtful).includes(id)) found.push(page);
    }
    const last = rows.at(-1);
    if (found.length > limit) {
      const pages = found.slice(0, limit);
      return { pages, next: pages.at(-1)?.id ?? null };
    }
    if (last === undefined || rows.length < most) break;
    from = last.id;
  }
  return { pages: found, next: (await hasPageAfter(db, targetId, end)) ? end : null };
}

/**
 * Reads pages after `from`, up to `end`, whose links have the bytes of a link. If these
 * are first found across two neighbouring links, the links come along, to be looked at.
 */
async function readLinking(
  db: Db,
  targetId: number,
  id: number,
  { from, end, limit }: { from: number; end: number; limit: number },
): Promise<(LinkingPage & { doubtful: string | null })[]> {
  const wanted = sql`unhex(${packLink(id).toHex()})`;
  return await db.all(sql`
    SELECT p.id, p.url, p.title,
      CASE WHEN (instr(p.links, ${wanted}) - 1) % 4 = 0
        THEN NULL ELSE hex(p.links) END AS doubtful
    FROM pages p
    WHERE p.target_id = ${targetId} AND p.id > ${from} AND p.id <= ${end}
      AND p.gone_at IS NULL AND p.status < 400 AND instr(p.links, ${wanted}) > 0
    ORDER BY p.id LIMIT ${limit}`);
}

async function hasPageAfter(db: Db, targetId: number, id: number): Promise<boolean> {
  const [row] = await db.all<{ last: number | null }>(sql`
    SELECT max(id) AS last FROM pages WHERE target_id = ${targetId}`);
  return (row?.last ?? 0) > id;
}

const unpackHex = (hex: string): number[] => unpackLinks(Uint8Array.fromHex(hex));

/** Lists the first pages that a page links to, in the order of its links. */
export async function listLinkedPages(
  db: Db,
  targetId: number,
  id: number,
  limit: number,
): Promise<LinkedPage[]> {
  const ids = await readFirstLinks(db, targetId, id, limit);
  const known = await readHeads(db, targetId, ids);
  const unknown = ids.filter((one) => !known.has(one));
  const urls =
    unknown.length > 0
      ? await readUrls(db, targetId, unknown)
      : new Map<number, string>();
  return ids.flatMap((one): LinkedPage[] => {
    const head = known.get(one);
    if (head !== undefined)
      return [{ id: one, url: head.url, status: head.status, title: head.title }];
    const url = urls.get(one);
    return url === undefined ? [] : [{ id: null, url, status: null, title: null }];
  });
}

async function readFirstLinks(
  db: Db,
  targetId: number,
  id: number,
  limit: number,
): Promise<number[]> {
  const [row] = await db.all<{ links: string }>(sql`
    SELECT hex(substr(links, 1, ${limit * 4})) AS links FROM pages
    WHERE target_id = ${targetId} AND id = ${id}`);
  return unpackHex(row?.links ?? "");
}

/** What tells how a link to a page ends. `target` is the page's first link, hex. */
type Head = Pick<ListedPage, "id" | "url" | "status" | "title" | "location"> & {
  target: string;
};

async function readHeads(
  db: Db,
  targetId: number,
  ids: readonly number[],
): Promise<Map<number, Head>> {
  if (ids.length === 0) return new Map();
  const rows = await db.all<Head>(sql`
    SELECT p.id, p.url, p.status, p.title, p.location,
      hex(substr(p.links, 1, 4)) AS target
    FROM json_each(${JSON.stringify(ids)}) wanted
    CROSS JOIN pages p ON p.target_id = ${targetId} AND p.id = wanted.value`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** How many redirects are followed: as many as browsers follow. */
const mostHops = 20;

/** Follows a page's redirects through known pages, up to the first other page. */
export async function traceRedirects(
  db: Db,
  targetId: number,
  id: number,
): Promise<RedirectHop[]> {
  const hops: RedirectHop[] = [];
  const passed = new Set<number>();
  let at = (await readHeads(db, targetId, [id])).get(id);
  while (at !== undefined && isRedirect(at) && hops.length < mostHops) {
    passed.add(at.id);
    const next = await readTarget(db, targetId, at);
    const loop = next !== undefined && passed.has(next.id);
    hops.push({
      url: next?.url ?? at.location,
      status: next?.status ?? null,
      pageId: next?.id ?? null,
      loop,
    });
    at = loop ? undefined : next;
  }
  return hops;
}

const isRedirect = (head: Head): head is Head & { location: string } =>
  head.location !== null &&
  head.status !== null &&
  head.status >= 300 &&
  head.status < 400;

/** The page that a redirect leads to, if it was ever fetched. */
async function readTarget(
  db: Db,
  targetId: number,
  { target }: Head,
): Promise<Head | undefined> {
  const [id] = unpackHex(target);
  return id === undefined ? undefined : (await readHeads(db, targetId, [id])).get(id);
}
