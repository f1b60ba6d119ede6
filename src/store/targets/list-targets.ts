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
 * Reads at most `limit` targets. Each filter has an index; the filter that fewest targets
 * meet leads.
 */
export async function listTargets(db: Db, query: TargetQuery): Promise<KnownTarget[]> {
  const search = leadingSearch(query);
  const order = orderOf(query, search.id);
  const conditions = [...search.conditions, ...stateConditions(query), ...order.beyond];
  const rows = await db.all<KnownRow>(sql`
    SELECT ${knownColumns} FROM (
      SELECT t.* FROM ${search.from}
      WHERE ${conditions.length > 0 ? sql.join(conditions, sql` AND `) : sql`true`}
      ORDER BY ${order.order} LIMIT ${query.limit}
    ) t CROSS JOIN shards s ON s.id = t.shard_id ORDER BY ${order.finalOrder}`);
  return rows.map(toKnown);
}

/** Where targets are looked for, which column there is their id, and what they meet. */
type Search = { from: SQL; id: SQL; conditions: SQL[] };

/** A text leads before a tag: it is in fewer targets. */
function leadingSearch({ text, tags }: TargetQuery): Search {
  const isIndexed = text !== null && [...text].length >= trigram;
  if (isIndexed) {
    return {
      from: sql`target_text f JOIN targets t ON t.id = f.rowid`,
      id: sql`f.rowid`,
      conditions: [sql`target_text MATCH ${quoted(text)}`, ...tags.map(hasTag)],
    };
  }
  const holdsText = text === null ? [] : [containsText(text)];
  const [leadingTag, ...otherTags] = tags;
  if (leadingTag === undefined)
    return { from: sql`targets t`, id: sql`t.id`, conditions: holdsText };
  return {
    from: sql`target_tags g JOIN targets t ON t.id = g.target_id`,
    id: sql`g.target_id`,
    conditions: [...holdsText, sql`g.tag = ${leadingTag}`, ...otherTags.map(hasTag)],
  };
}

/**
 * Substrings this long are found through the trigram index, shorter ones by looking at
 * every target.
 */
const trigram = 3;

/** One FTS5 string (sqlite.org/fts5.html#fts5_strings), whatever the text holds. */
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const containsText = (text: string): SQL => sql`instr(
  lower(t.name || ' ' || t.url || ' ' || coalesce(t.key, '')), lower(${text})) > 0`;

const hasTag = (tag: string): SQL =>
  sql`EXISTS (SELECT 1 FROM target_tags WHERE tag = ${tag} AND target_id = t.id)`;

function stateConditions({ status, enabled }: TargetQuery): SQL[] {
  return [
    ...(status === null ? [] : [sql`t.status = ${status}`]),
    ...(enabled === null ? [] : [sql`t.enabled = ${enabled ? 1 : 0}`]),
  ];
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
