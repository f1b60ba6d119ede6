// Finds links that lead nowhere: those of every page that can be read to pages that
// cannot. Walks the site in portions, so that the memory it takes depends on the number
// of broken pages and not on the size of the site.

import { type SQL, sql } from "drizzle-orm";
import type {
  BrokenLink,
  BrokenPage,
  LinkingPage,
} from "#domain/sites/listing/listed-page.ts";
import { packLink, unpackLinks } from "#domain/sites/page-links.ts";
import type { Db } from "#store/db.ts";
import { readBrokenIds } from "./pages.ts";

/** Where a report goes on: after that link of page `id`. */
export type LinkPlace = { id: number; index: number };

/** A portion of the report. The next one begins at `next`, which is null at the end. */
type BrokenLinks = { found: BrokenLink[]; next: LinkPlace | null };

export async function* walkBrokenLinks(
  db: Db,
  targetId: number,
  start: LinkPlace,
): AsyncGenerator<BrokenLinks, void> {
  const ids = await readBrokenIds(db, targetId);
  if (ids.length === 0) return;
  const broken = new Set(ids);
  const known = new Map<number, BrokenPage>();
  for (let place: LinkPlace | null = start; place !== null; ) {
    const { id, index } = place;
    const { pages, next }: Portion = await readPortion(db, targetId, id, ids);
    const hits = pages.flatMap((page) =>
      matchLinks(page, broken, page.id === id ? index : -1),
    );
    await learn(db, targetId, new Set(hits.map(({ to }) => to)), known);
    yield {
      found: hits.flatMap(({ to, ...rest }) => {
        const link = known.get(to);
        // The link was mended while the report was being made.
        return link === undefined ? [] : [{ ...rest, link }];
      }),
      next,
    };
    place = next;
  }
}

type Hit = Omit<BrokenLink, "link"> & { to: number };

/** The wanted links of a page, of those after an index. */
function matchLinks(
  { links, ...page }: Portion["pages"][number],
  wanted: ReadonlySet<number>,
  after: number,
) {
  const hits: Hit[] = [];
  for (const [index, to] of links.entries()) {
    if (index > after && wanted.has(to)) hits.push({ page, index, to });
  }
  return hits;
}

const pagesAtOnce = 1_000;
/**
 * How many bytes of links a page may have to come with them: those of a thousand links.
 * In hex the bytes are twice as many.
 */
const mostBytes = 4_001;
/** After so many bytes of longer lists of links, mostly of sitemaps, a portion ends. */
const longBytes = 400_000;

type Portion = { pages: (LinkingPage & { links: number[] })[]; next: LinkPlace | null };
type Row = LinkingPage & { size: number; links: string | null };

/** Pages with links from a number on. */
async function readPortion(
  db: Db,
  targetId: number,
  from: number,
  broken: readonly number[],
): Promise<Portion> {
  const rows = await db.all<Row>(sql`
    SELECT id, url, title, length(links) AS size,
      CASE WHEN length(links) <= ${mostBytes} THEN hex(links) END AS links
    FROM pages
    WHERE target_id = ${targetId} AND id >= ${from} AND gone_at IS NULL AND status < 400
      AND ${mayLinkTo(broken)}
    ORDER BY id LIMIT ${pagesAtOnce}`);
  const taken = upToEnough(rows);
  const long = taken.filter(({ links }) => links === null).map(({ id }) => id);
  const longLinks =
    long.length > 0 ? await readLongLinks(db, targetId, long) : new Map<number, string>();
  const last = taken.at(-1);
  const isLast = rows.length < pagesAtOnce && taken.length === rows.length;
  return {
    pages: taken.map(({ id, url, title, links }) => {
      const hex = links ?? longLinks.get(id) ?? "";
      return { id, url, title, links: unpackLinks(Uint8Array.fromHex(hex)) };
    }),
    next: isLast || last === undefined ? null : { id: last.id + 1, index: -1 },
  };
}

function upToEnough(rows: readonly Row[]): readonly Row[] {
  let total = 0;
  for (const [i, { links, size }] of rows.entries()) {
    if (links === null) total += size;
    if (total >= longBytes) return rows.slice(0, i + 1);
  }
  return rows;
}

async function readLongLinks(
  db: Db,
  targetId: number,
  ids: readonly number[],
): Promise<Map<number, string>> {
  const rows = await db.all<{ id: number; links: string }>(sql`
    SELECT p.id, hex(p.links) AS links FROM json_each(${JSON.stringify(ids)}) wanted
    CROSS JOIN pages p ON p.target_id = ${targetId} AND p.id = wanted.value`);
  return new Map(rows.map(({ id, links }) => [id, links]));
}

/**
 * With so few broken pages it is cheaper to let the database search the links than to
 * read them all.
 */
const fewBroken = 16;

function mayLinkTo(broken: readonly number[]): SQL {
  if (broken.length > fewBroken) return sql`length(links) > 0`;
  const looks = broken.map((id) => sql`instr(links, unhex(${packLink(id).toHex()})) > 0`);
  return sql`(${sql.join(looks, sql` OR `)})`;
}

/** How many broken pages are remembered from one portion to the next. */
const mostKnown = 10_000;
/** So many ids in one parameter stay well below D1's limit for a string. */
const idsAtOnce = 50_000;

/** Reads those of the pages that are not known yet. */
async function learn(
  db: Db,
  targetId: number,
  ids: ReadonlySet<number>,
  known: Map<number, BrokenPage>,
): Promise<void> {
  if (known.size > mostKnown) known.clear();
  const unknown = [...ids].filter((id) => !known.has(id));
  for (let from = 0; from < unknown.length; from += idsAtOnce) {
    const rows = await db.all<
      Omit<BrokenPage, "failure"> & { failure: string | null }
    >(sql`
      SELECT p.id, p.url, p.status, p.failure
      FROM json_each(${JSON.stringify(unknown.slice(from, from + idsAtOnce))}) wanted
      CROSS JOIN pages p ON p.target_id = ${targetId} AND p.id = wanted.value`);
    for (const { failure, ...row } of rows) {
      known.set(row.id, {
        ...row,
        failure: failure === null ? null : JSON.parse(failure),
      });
    }
  }
}
