// Lists the pages of a site: filtered, in an order that an index gives, from a place on.
// Gives how many links a page has, not the links.

import { type SQL, sql } from "drizzle-orm";
import type { ListedPage } from "#domain/sites/listing/listed-page.ts";
import type { Db } from "#store/db.ts";
import { isBroken } from "./pages.ts";

export type PageFilter = {
  /** A code ("404"), a class ("4xx"), "broken" (4xx, 5xx or no answer), or null. */
  status: string | null;
  /** Changed then or later, epoch ms. Being found is no change. */
  changedSince: number | null;
  /** Found then or later, epoch ms. */
  newSince: number | null;
  /** Gone then or later, epoch ms. */
  goneSince: number | null;
  /** Only pages that are gone, or only those that are not; null: both. */
  gone: boolean | null;
  /** Only pages that are unseen, or only those that are not; null: both. */
  unseen: boolean | null;
  /** A part of the URL or the title; null: any. */
  text: string | null;
};

/**
 * Pages come in order of when they were gone or changed, the longest ago first: so what
 * happens meanwhile comes last. Otherwise they come by number.
 */
export const pageOrders = ["gone", "changed", "number"] as const;
type PageOrder = (typeof pageOrders)[number];

/** A page's place in the order. `at` is 0 where only the number counts. */
type PagePlace = { at: number; id: number };

export function orderOf({ gone, goneSince, changedSince }: PageFilter): PageOrder {
  if (gone === true || goneSince !== null) return "gone";
  return changedSince === null ? "number" : "changed";
}

export function placeOf(page: ListedPage, order: PageOrder): PagePlace {
  const at = { gone: page.goneAt ?? 0, changed: page.changedAt, number: 0 }[order];
  return { at, id: page.id };
}

/** At most `limit` pages after a place, or from the start. */
export async function listPages(
  db: Db,
  targetId: number,
  filter: PageFilter,
  { after, limit }: { after: PagePlace | null; limit: number },
): Promise<ListedPage[]> {
  const order = orderOf(filter);
  const since = { gone: filter.goneSince, changed: filter.changedSince, number: null }[
    order
  ];
  const start = { at: since ?? 0, id: -1 };
  const { source, from, by } = orderings(filter)[order](after ?? start);
  const conditions = [sql`p.target_id = ${targetId}`, from, ...conditionsOf(filter)];
  const rows = await db.all<Row>(sql`
    SELECT ${listedColumns} FROM ${source} WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY ${by} LIMIT ${limit}`);
  return rows.map(toListed);
}

/**
 * For each order: where pages are read, from which place on, and sorted by what. Each
 * index holds only the pages that such a list is about.
 */
const orderings = (filter: PageFilter) => ({
  gone: ({ at, id }: PagePlace) => ({
    source: sql`pages p INDEXED BY pages_gone`,
    from: sql`p.gone_at IS NOT NULL AND (p.gone_at, p.id) > (${at}, ${id})`,
    by: sql`p.gone_at, p.id`,
  }),
  changed: ({ at, id }: PagePlace) => ({
    source: sql`pages p INDEXED BY pages_changed`,
    from: sql`p.changed_at > p.found_at AND (p.changed_at, p.id) > (${at}, ${id})`,
    by: sql`p.changed_at, p.id`,
  }),
  number: ({ id }: PagePlace) => ({
    source: numberedSource(filter),
    from: sql`p.id > ${id}`,
    by: sql`p.id`,
  }),
});

/** The smallest index that has the pages of a filter, by number. */
function numberedSource({ status, unseen }: PageFilter): SQL {
  if (unseen === true) return sql`pages p INDEXED BY pages_unseen`;
  return isOfBroken(status) ? sql`pages p INDEXED BY pages_broken` : sql`pages p`;
}

/** Whether only broken pages can have that status. */
const isOfBroken = (status: string | null): boolean =>
  status !== null && /^(broken|[45])/.test(status);

function conditionsOf({
  status,
  changedSince,
  newSince,
  goneSince,
  gone,
  unseen,
  text,
}: PageFilter): SQL[] {
  return [
    ...(isOfBroken(status) ? [isBroken] : []),
    ...(status === null || status === "broken" ? [] : [statusCondition(status)]),
    ...(changedSince === null
      ? []
      : [sql`p.changed_at > p.found_at AND p.changed_at >= ${changedSince}`]),
    ...(newSince === null ? [] : [sql`p.found_at >= ${newSince}`]),
    ...(goneSince === null ? [] : [sql`p.gone_at >= ${goneSince}`]),
    ...(gone === null
      ? []
      : [gone ? sql`p.gone_at IS NOT NULL` : sql`p.gone_at IS NULL`]),
    ...(unseen === null
      ? []
      : [unseen ? sql`p.unseen_at IS NOT NULL` : sql`p.unseen_at IS NULL`]),
    ...(text === null
      ? []
      : [
          sql`(instr(lower(p.url), lower(${text})) > 0
            OR instr(lower(p.title), lower(${text})) > 0)`,
        ]),
  ];
}

function statusCondition(status: string): SQL {
  if (!status.endsWith("xx")) return sql`p.status = ${Number(status)}`;
  const from = Number(status[0]) * 100;
  return sql`p.status BETWEEN ${from} AND ${from + 99}`;
}

/** So many of the last numbers are looked at for pages that were found since a moment. */
const newestLookedAt = 2_000;

/**
 * At most `limit` pages found since a moment, the highest number first. Looks at the last
 * numbers only: what was found lately stands there, unless it got a number again that
 * was free.
 */
export async function listNewest(
  db: Db,
  targetId: number,
  since: number,
  limit: number,
): Promise<ListedPage[]> {
  const rows = await db.all<Row>(sql`
    SELECT ${listedColumns} FROM pages p
    WHERE p.target_id = ${targetId} AND p.found_at >= ${since}
      AND p.id > (SELECT max(id) FROM pages WHERE target_id = ${targetId})
        - ${newestLookedAt}
    ORDER BY p.id DESC LIMIT ${limit}`);
  return rows.map(toListed);
}

type Row = Omit<ListedPage, "failure" | "noindex" | "refused"> & {
  failure: string | null;
  noindex: number;
  refused: string;
};

const listedColumns =
  sql.raw(`p.id, p.url, p.status, p.failure, p.content_type AS contentType,
  p.content_hash AS contentHash, p.bytes, p.title, p.location, p.canonical, p.noindex,
  p.depth, p.found_at AS foundAt, p.changed_at AS changedAt, p.gone_at AS goneAt,
  p.unseen_at AS unseenAt,
  length(p.links) / 4 AS links, p.refused`);

const toListed = (row: Row): ListedPage => ({
  ...row,
  failure: row.failure === null ? null : JSON.parse(row.failure),
  noindex: row.noindex === 1,
  refused: JSON.parse(row.refused),
});

/** Finds one page. */
export async function findPage(
  db: Db,
  targetId: number,
  id: number,
): Promise<ListedPage | null> {
  const [row] = await db.all<Row>(sql`
    SELECT ${listedColumns} FROM pages p
    WHERE p.target_id = ${targetId} AND p.id = ${id}`);
  return row ? toListed(row) : null;
}

/** Gives all pages that a filter lets through, `pagesAtOnce` at a time. */
export async function* walkPages(
  db: Db,
  targetId: number,
  filter: PageFilter,
  pagesAtOnce: number,
): AsyncGenerator<ListedPage[], void> {
  const order = orderOf(filter);
  let after: PagePlace | null = null;
  for (;;) {
    const pages: ListedPage[] = await listPages(db, targetId, filter, {
      after,
      limit: pagesAtOnce,
    });
    const last = pages.at(-1);
    if (last !== undefined) yield pages;
    if (last === undefined || pages.length < pagesAtOnce) return;
    after = placeOf(last, order);
  }
}
