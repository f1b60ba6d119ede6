// Lists targets by filters, in pages.

import { type SQL, sql } from "drizzle-orm";
import type { Db } from "#store/db.ts";
import {
  type KnownRow,
  type KnownTarget,
  knownColumns,
  toKnown,
} from "./known-target.ts";

export const sorts = ["created", "-created", "name", "-name"] as const;

type Sort = (typeof sorts)[number];

export type TargetQuery = {
  tags: readonly string[];
  status: string | null;
  enabled: boolean | null;
  text: string | null;
  sort: Sort;
  limit: number;
  /** Where the last page ended. */
  after: { id: number; name: string } | null;
};

/**
 * Reads at most `limit` targets. Each filter has an index; the one that few targets meet
 * leads.
 */
export async function listTargets(db: Db, query: TargetQuery): Promise<KnownTarget[]> {
  const [first, ...others] = await leadWithNarrowest(db, filtersOf(query));
  const { from, id, condition } = first ?? everyTarget;
  const order = orderOf(query, id);
  const conditions = [
    condition,
    ...others.map(({ alsoMet }) => alsoMet),
    ...textConditions(query),
    ...order.beyond,
  ];
  const rows = await db.all<KnownRow>(sql`
    SELECT ${knownColumns} FROM (
      SELECT t.* FROM ${from} WHERE ${sql.join(conditions, sql` AND `)}
      ORDER BY ${order.order} LIMIT ${query.limit}
    ) t CROSS JOIN shards s ON s.id = t.shard_id ORDER BY ${order.finalOrder}`);
  return rows.map(toKnown);
}

/** Where targets are looked for, which column there is their id, and what they meet. */
type Search = { from: SQL; id: SQL; condition: SQL };

/** What targets `t` meet when another filter leads, and what finds those that meet it. */
type Filter = Search & { alsoMet: SQL; found: SQL };

const everyTarget: Search = { from: sql`targets t`, id: sql`t.id`, condition: sql`true` };

/** A text comes before a tag: fewer targets have it. */
const filtersOf = ({ text, tags, status, enabled }: TargetQuery): Filter[] => [
  ...(text !== null && isIndexed(text) ? [textFilter(text)] : []),
  ...tags.map(tagFilter),
  ...(status === null ? [] : [columnFilter("status", status)]),
  ...(enabled === null ? [] : [columnFilter("enabled", enabled ? 1 : 0)]),
];

function textFilter(text: string): Filter {
  const condition = sql`target_text MATCH ${quoted(text)}`;
  return {
    from: sql`target_text f CROSS JOIN targets t ON t.id = f.rowid`,
    id: sql`f.rowid`,
    condition,
    alsoMet: sql`EXISTS (SELECT 1 FROM target_text WHERE ${condition} AND rowid = t.id)`,
    found: sql`target_text WHERE ${condition}`,
  };
}

/** One FTS5 string (sqlite.org/fts5.html#fts5_strings), whatever the text holds. */
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const tagFilter = (tag: string): Filter => ({
  from: sql`target_tags g CROSS JOIN targets t ON t.id = g.target_id`,
  id: sql`g.target_id`,
  condition: sql`g.tag = ${tag}`,
  alsoMet: sql`EXISTS (SELECT 1 FROM target_tags WHERE tag = ${tag} AND target_id = t.id)`,
  found: sql`target_tags WHERE tag = ${tag}`,
});

function columnFilter(name: "status" | "enabled", value: string | number): Filter {
  const column = sql.raw(name);
  return {
    ...everyTarget,
    condition: sql`t.${column} = ${value}`,
    // The + keeps this column's index from leading (sqlite.org/optoverview.html).
    alsoMet: sql`+t.${column} = ${value}`,
    found: sql`targets WHERE ${column} = ${value}`,
  };
}

/** So many are few: where fewer targets meet a filter, all of them may be looked at. */
const few = 40;

/** Of several filters, puts that one first which the fewest targets meet, if few do. */
async function leadWithNarrowest(db: Db, filters: Filter[]): Promise<Filter[]> {
  if (filters.length < 2) return filters;
  const counts = filters.map(
    ({ found }) => sql`(SELECT count(*) FROM (SELECT 1 FROM ${found} LIMIT ${few}))`,
  );
  const [row] = await db.all<{ counts: string }>(
    sql`SELECT json_array(${sql.join(counts, sql`, `)}) AS counts`,
  );
  const found: number[] = JSON.parse(row?.counts ?? "[]");
  const least = Math.min(...found);
  const narrowest = filters[found.indexOf(least)];
  if (least === few || narrowest === undefined) return filters;
  return [narrowest, ...filters.filter((filter) => filter !== narrowest)];
}

/**
 * Substrings this long are found through the trigram index, shorter ones by looking at
 * every target.
 */
const trigram = 3;

const isIndexed = (text: string): boolean => [...text].length >= trigram;

const textConditions = ({ text }: TargetQuery): SQL[] =>
  text === null || isIndexed(text)
    ? []
    : [
        sql`instr(
          lower(t.name || ' ' || t.url || ' ' || coalesce(t.key, '')), lower(${text})) > 0`,
      ];

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
