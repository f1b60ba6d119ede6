// Lists targets by filters, in pages.

import { sql } from "drizzle-orm";
import type { Db } from "#store/db.ts";
import { targetColumns } from "./target-row.ts";
import { type KnownTarget, type Row, stateColumns, toKnown } from "./targets.ts";

export const sorts = ["created", "-created", "name", "-name"] as const;

export type Sort = (typeof sorts)[number];

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
 * Substrings this long are found through the trigram index, shorter ones by looking at
 * every target.
 */
const trigram = 3;

/**
 * One page of targets and whether there are more. An index serves each filter alone; the
 * rarest leads.
 */
export async function listTargets(
  db: Db,
  query: TargetQuery,
): Promise<{ known: KnownTarget[]; more: boolean }> {
  const { tags, status, enabled, text, after } = query;
  const descending = query.sort.startsWith("-");
  const direction = sql.raw(descending ? "DESC" : "ASC");
  const beyond = sql.raw(descending ? "<" : ">");
  const indexed = text !== null && [...text].length >= trigram;
  const from = indexed
    ? sql`target_text f JOIN targets t ON t.id = f.rowid`
    : tags.length > 0
      ? sql`target_tags g JOIN targets t ON t.id = g.target_id`
      : sql`targets t`;
  const id = sql.raw(indexed ? "f.rowid" : tags.length > 0 ? "g.target_id" : "t.id");
  const conditions = [
    ...(indexed ? [sql`target_text MATCH ${`"${text.replaceAll('"', '""')}"`}`] : []),
    ...(text !== null && !indexed
      ? [
          sql`instr(lower(t.name || ' ' || t.url || ' ' || coalesce(t.key, '')), lower(${text})) > 0`,
        ]
      : []),
    ...tags.map((tag, i) =>
      i === 0 && !indexed
        ? sql`g.tag = ${tag}`
        : sql`EXISTS (SELECT 1 FROM target_tags WHERE tag = ${tag} AND target_id = t.id)`,
    ),
    ...(status !== null ? [sql`t.status = ${status}`] : []),
    ...(enabled !== null ? [sql`t.enabled = ${enabled ? 1 : 0}`] : []),
    ...(after === null
      ? []
      : [
          query.sort.endsWith("name")
            ? sql`(t.name, t.id) ${beyond} (${after.name}, ${after.id})`
            : sql`${id} ${beyond} ${after.id}`,
        ]),
  ];
  const order = query.sort.endsWith("name")
    ? sql`t.name ${direction}, t.id ${direction}`
    : sql`${id} ${direction}`;
  const rows = await db.all<Row>(sql`
    SELECT ${targetColumns}, ${stateColumns} FROM (
      SELECT t.* FROM ${from}
      WHERE ${conditions.length > 0 ? sql.join(conditions, sql` AND `) : sql`true`}
      ORDER BY ${order} LIMIT ${query.limit + 1}
    ) t JOIN shards s ON s.id = t.shard_id ORDER BY ${query.sort.endsWith("name") ? order : sql`t.id ${direction}`}`);
  return {
    known: rows.slice(0, query.limit).map(toKnown),
    more: rows.length > query.limit,
  };
}
