// Decides how targets are looked for: through the index of the filter that few of them
// meet.
import { type SQL, sql } from "drizzle-orm";
import type { MaintenanceScope } from "#domain/incidents/maintenance.ts";
import type { Kind } from "#domain/targets/target.ts";
import type { Db } from "#store/db.ts";
import { isInScope, type NamedScope, targetsInScope } from "./maintenance-scope.ts";

/** What targets meet: each that is not null, and all the tags. */
export type TargetFilter = {
  tags: readonly string[];
  status: string | null;
  kind: Kind | null;
  /** With its port where it has one of its own. */
  host: string | null;
  enabled: boolean | null;
  text: string | null;
  /** Whether they are in maintenance, of which these windows hold. */
  maintenance?: { isIn: boolean; scope: MaintenanceScope } | null;
};

/**
 * The filter where its status is what people are shown as far as maintenance goes: those
 * in maintenance have that as their status, and no other but `paused`.
 */
export function byShownStatus(
  filter: TargetFilter,
  scope: MaintenanceScope | null,
): TargetFilter {
  const { status } = filter;
  if (status === "maintenance") {
    const maintenance = { isIn: true, scope: scope ?? { targets: [], tags: [] } };
    return { ...filter, status: null, maintenance };
  }
  if (status === null || status === "paused" || scope === null) return filter;
  return { ...filter, maintenance: { isIn: false, scope } };
}

/** Where targets `t` are looked for, which column there is their id, what they meet. */
type Search = { from: SQL; id: SQL; conditions: SQL[] };

export async function leadingSearch(db: Db, query: TargetFilter): Promise<Search> {
  const filters = filtersOf(query);
  const counts = filters.length < 2 ? noCounts : await countFew(db, filters);
  return toSearch(query, filters, counts);
}

/** A search for the targets of each of these statuses, with one look at what is there. */
export async function searchesByStatus(
  db: Db,
  query: Omit<TargetFilter, "status">,
  statuses: readonly string[],
): Promise<Search[]> {
  const others = filtersOf({ ...query, status: null });
  const own = statuses.map((status) => columnFilter("status", sql`${status}`));
  const counts = others.length === 0 ? noCounts : await countFew(db, [...others, ...own]);
  return own.map((filter) => toSearch(query, [...others, filter], counts));
}

function toSearch(
  query: Omit<TargetFilter, "status">,
  filters: readonly Filter[],
  counts: FewCounts,
): Search {
  const [first, ...others] = narrowestFirst(filters, counts);
  const { from, id, condition } = first ?? everyTarget;
  const also = others.map(({ alsoMet }) => alsoMet);
  // Most targets are pages: they are found without an index.
  const pages = query.kind === "page" ? [sql`t.kind = 'page'`] : [];
  const conditions = [
    condition,
    ...also,
    ...pages,
    ...textConditions(query),
    ...maintenanceConditions(query),
  ];
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
  maintenance,
}: TargetFilter): Filter[] => [
  ...(text !== null && isIndexed(text) ? [textFilter(text)] : []),
  ...tags.map(tagFilter),
  ...(host === null ? [] : [hostFilter(host)]),
  // As a literal: only then the index of sites serves.
  ...(kind === "site" ? [columnFilter("kind", sql`'site'`)] : []),
  ...(kind === "heartbeat" ? [heartbeatFilter] : []),
  ...(status === null ? [] : [columnFilter("status", sql`${status}`)]),
  ...(enabled === null ? [] : [columnFilter("enabled", sql`${enabled ? 1 : 0}`)]),
  ...(maintenance?.isIn && !("all" in maintenance.scope)
    ? [maintenanceFilter(maintenance.scope)]
    : []),
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

/** Each heartbeat has a row of its own beside its target's. */
const heartbeatFilter: Filter = {
  from: sql`heartbeats h CROSS JOIN targets t ON t.id = h.target_id`,
  id: sql`h.target_id`,
  condition: sql`h.target_id > 0`,
  alsoMet: sql`+t.kind = 'heartbeat'`,
  found: sql`heartbeats WHERE target_id > 0`,
};

/** Without a hint SQLite rather looks at targets in the order of a list. */
const hostFilter = (host: string): Filter => ({
  ...columnFilter("host", sql`${host}`),
  from: sql`targets t INDEXED BY targets_host`,
});

function maintenanceFilter(scope: NamedScope): Filter {
  const condition = sql`t.id IN (${targetsInScope(scope)})`;
  return {
    ...everyTarget,
    condition,
    alsoMet: isInScope(scope),
    found: sql`targets t WHERE ${condition}`,
  };
}

/** A paused target is paused, whatever else holds. */
const maintenanceConditions = ({
  maintenance,
}: Pick<TargetFilter, "maintenance">): SQL[] => {
  if (!maintenance) return [];
  return [
    maintenance.isIn ? sql`+t.enabled = 1` : sql`NOT ${isInScope(maintenance.scope)}`,
  ];
};

/** So many are few: where fewer targets meet a filter, all of them may be looked at. */
const few = 40;

/** How many targets meet filters: up to `few`. */
type FewCounts = ReadonlyMap<Filter, number>;

const noCounts: FewCounts = new Map();

async function countFew(db: Db, filters: readonly Filter[]): Promise<FewCounts> {
  const counts = filters.map(
    ({ found }) => sql`(SELECT count(*) FROM (SELECT 1 FROM ${found} LIMIT ${few}))`,
  );
  const [row] = await db.all<{ counts: string }>(
    sql`SELECT json_array(${sql.join(counts, sql`, `)}) AS counts`,
  );
  const found: number[] = JSON.parse(row?.counts ?? "[]");
  return new Map(filters.map((filter, i) => [filter, found[i] ?? few]));
}

/** Of several filters, puts that one first which the fewest targets meet, if few do. */
function narrowestFirst(filters: readonly Filter[], counts: FewCounts): Filter[] {
  const countOf = (filter: Filter) => counts.get(filter) ?? few;
  const least = Math.min(...filters.map(countOf));
  const narrowest = filters.find((filter) => countOf(filter) === least);
  if (least === few || narrowest === undefined) return [...filters];
  return [narrowest, ...filters.filter((filter) => filter !== narrowest)];
}

/**
 * Substrings this long are found through the trigram index, shorter ones by looking at
 * every target.
 */
const trigram = 3;

const isIndexed = (text: string): boolean => [...text].length >= trigram;

const textConditions = ({ text }: Pick<TargetFilter, "text">): SQL[] =>
  text === null || isIndexed(text)
    ? []
    : [
        sql`instr(
          lower(t.name || ' ' || t.url || ' ' || coalesce(t.key, '')), lower(${text})) > 0`,
      ];
