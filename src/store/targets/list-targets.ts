// Lists targets by filters, in pages.

import { type SQL, sql } from "drizzle-orm";
import type { Db } from "#store/db.ts";
import {
  type KnownRow,
  type KnownTarget,
  listedColumns,
  toKnown,
} from "./known-target.ts";
import { leadingSearch, type TargetFilter } from "./target-search.ts";

export const sorts = ["created", "-created", "name", "-name"] as const;

type Sort = (typeof sorts)[number];

export type TargetQuery = TargetFilter & {
  sort: Sort;
  limit: number;
  /** Where the last page ended. */
  after: { id: number; name: string } | null;
};

/**
 * Reads at most `limit` targets. Each filter has an index; the filter that fewest targets
 * meet leads.
 */
export async function listTargets(db: Db, query: TargetQuery): Promise<KnownTarget[]> {
  const { page, finalOrder } = await pageOf(db, query);
  const rows = await db.all<KnownRow>(sql`
    SELECT ${listedColumns} FROM (${page}) t CROSS JOIN shards s ON s.id = t.shard_id
    ORDER BY ${finalOrder}`);
  return rows.map(toKnown);
}

/** The SELECT of one page of a list, and the order that the page has. */
export async function pageOf(
  db: Db,
  query: TargetQuery,
): Promise<{ page: SQL; finalOrder: SQL }> {
  const { from, id, conditions } = await leadingSearch(db, query);
  const { order, finalOrder, beyond } = orderOf(query, id);
  const page = sql`
    SELECT t.* FROM ${from} WHERE ${sql.join([...conditions, ...beyond], sql` AND `)}
    ORDER BY ${order} LIMIT ${query.limit}`;
  return { page, finalOrder };
}

/**
 * The order of a list, and what leaves out the pages before. `id` is the id's column in
 * the search. `finalOrder` is the same order where only `targets t` is at hand.
 */
type ListOrder = { order: SQL; finalOrder: SQL; beyond: SQL[] };

function orderOf({ sort, after }: TargetQuery, id: SQL): ListOrder {
  const isDescending = sort.startsWith("-");
  const direction = sql.raw(isDescending ? "DESC" : "ASC");
  const comparison = sql.raw(isDescending ? "<" : ">");
  if (sort.endsWith("name")) {
    const order = sql`t.name ${direction}, t.id ${direction}`;
    const beyond =
      after && sql`(t.name, t.id) ${comparison} (${after.name}, ${after.id})`;
    return { order, finalOrder: order, beyond: beyond === null ? [] : [beyond] };
  }
  const beyond = after && sql`${id} ${comparison} ${after.id}`;
  return {
    order: sql`${id} ${direction}`,
    finalOrder: sql`t.id ${direction}`,
    beyond: beyond === null ? [] : [beyond],
  };
}
