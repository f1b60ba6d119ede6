// Decides how targets are looked for: through the index of the filter that few of them
// meet.
import { type SQL, sql } from "drizzle-orm";
import type { Kind } from "#domain/targets/target.ts";
import type { Db } from "#store/db.ts";

/** What targets meet: each that is not null, and all the tags. */
export type TargetFilter = {
  tags: readonly string[];
  status: string | null;
  kind: Kind | null;
  /** With its port where it has one of its own. */
  host: string | null;
  enabled: boolean | null;
  text: string | null;
};

/** Where targets `t` are looked for, which column there is their id, what they meet. */
type Search = { from: SQL; id: SQL; conditions: SQL[] };

export async function leadingSearch(db: Db, query: TargetFilter): Promise<Search> {
  const [first, ...others] = await leadWithNarrowest(db, filtersOf(query));
  const { from, id, condition } = first ?? everyTarget;
  const also = others.map(({ alsoMet }) => alsoMet);
  // Most targets are pages: they are found without an index.
  const pages = query.kind === "page" ? [sql`t.kind = 'page'`] : [];
  const conditions = [condition, ...also, ...pages, ...textConditions(query)];
  return { from, id, conditions };
}

/** What finds those targets that meet a filter. */
type Source = { from: SQL; id: SQL; condition: SQL };

/**
 * `alsoMet` is what targets meet when another filter leads; `found` gives a row for each
 * that meets the filter.
 */
type Filter = Source & { alsoMet: SQL; found: SQL };

const everyTarget: Source = { from: sql`targets t`, id: sql`t.id`, condition: sql`true` };

/** A text comes before a tag: fewer targets have it. */
const filtersOf = ({
  text,
  tags,
  host,
  kind,
  status,
  enabled,
}: TargetFilter): Filter[] => [
  ...(text !== null && isIndexed(text) ? [textFilter(text)] : []),
  ...tags.map(tagFilter),
  ...(host === null ? [] : [hostFilter(host)]),
  // As a literal: only then the index of sites serves.
  ...(kind === "site" ? [columnFilter("kind", sql`'site'`)] : []),
  ...(status === null ? [] : [columnFilter("status", sql`${status}`)]),
  ...(enabled === null ? [] : [columnFilter("enabled", sql`${enabled ? 1 : 0}`)]),
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

function columnFilter(name: "kind" | "host" | "status" | "enabled", value: SQL): Filter {
  const column = sql.raw(name);
  return {
    ...everyTarget,
    condition: sql`t.${column} = ${value}`,
    // The + keeps this column's index from leading (sqlite.org/optoverview.html).
    alsoMet: sql`+t.${column} = ${value}`,
    found: sql`targets WHERE ${column} = ${value}`,
  };
}

/** Without a hint SQLite rather looks at targets in the order of a list. */
const hostFilter = (host: string): Filter => ({
  ...columnFilter("host", sql`${host}`),
  from: sql`targets t INDEXED BY targets_host`,
});

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

const textConditions = ({ text }: TargetFilter): SQL[] =>
  text === null || isIndexed(text)
    ? []
    : [
        sql`instr(
          lower(t.name || ' ' || t.url || ' ' || coalesce(t.key, '')), lower(${text})) > 0`,
      ];
