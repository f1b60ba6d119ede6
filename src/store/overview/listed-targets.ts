// Selects the targets of a page of the overview's list, in any of its orders, forwards and
// backwards.
import { type SQL, sql } from "drizzle-orm";
import {
  type ListPlace,
  type OverviewSort,
  statusRanks,
} from "#domain/overview/overview.ts";
import { positionOf } from "#domain/rounds/state-encoding.ts";
import type { Db } from "#store/db.ts";
import {
  leadingSearch,
  searchesByStatus,
  type TargetFilter,
} from "#store/targets/target-search.ts";

export type ListQuery = {
  filter: TargetFilter;
  sort: OverviewSort;
  place: ListPlace | null;
  limit: number;
};

/** So many targets are looked at for an order that no index has. */
export const mostSorted = 5_000;

/**
 * The SELECT of one target more than a page has, so that it is known whether more follow;
 * backwards from a place that the page comes before. `sort_key` is the key of a row's
 * place, and `sort_rank` orders the rows, with the id.
 */
export const selectListed = (db: Db, query: ListQuery): Promise<SQL> =>
  query.sort === "problems" ? selectRanks(db, query) : selectOrdered(db, query);

export const isBackwards = ({ place }: Pick<ListQuery, "place">): boolean =>
  place?.side === "before";

/** Each status by itself, through its index: a page reads no further than it is long. */
async function selectRanks(db: Db, query: ListQuery): Promise<SQL> {
  const { filter, place, limit } = query;
  const ordered = isBackwards(query) ? statusRanks.toReversed() : statusRanks;
  const start = ordered.map(String).indexOf(place?.key ?? "");
  const ranks = ordered.filter(
    (status, i) => i >= start && (filter.status ?? status) === status,
  );
  const searches = await searchesByStatus(db, filter, ranks);
  const parts = searches.map(({ from, id, conditions }, i) => {
    const beyond = place?.key === ranks[i] ? [isBeyond(id, query)] : [];
    return sql`
      SELECT * FROM (SELECT t.*, t.status AS sort_key FROM ${from}
        WHERE ${sql.join([...conditions, ...beyond], sql` AND `)}
        ORDER BY ${id} ${directionOf(query)} LIMIT ${limit + 1})`;
  });
  if (parts.length === 0) return nothing;
  return sql`SELECT * FROM (${sql.join(parts, sql` UNION ALL `)}) LIMIT ${limit + 1}`;
}

const nothing = sql`
  SELECT t.*, '' AS sort_key FROM targets t WHERE false`;

const directionOf = (query: ListQuery): SQL =>
  isBackwards(query) ? sql`DESC` : sql`ASC`;

const isBeyond = (id: SQL, query: ListQuery): SQL =>
  isBackwards(query)
    ? sql`${id} < ${query.place?.id ?? 0}`
    : sql`${id} > ${query.place?.id ?? 0}`;

/** What a target is ordered by besides its id, and whether the largest comes first. */
type Order = { key: SQL; isDescending: boolean };

const recency = sql`max(
  coalesce(v.state ->> ('$."' || t.id || ${`"[${positionOf("recency")}]`}), 0),
  coalesce(v.state ->> ('$."' || t.id || 'a"'), 0))`;
const lastTook = sql`max(0,
  coalesce(v.state ->> ('$."' || t.id || ${`"[${positionOf("freeAt")}]`}), 0)
  - coalesce(v.state ->> ('$."' || t.id || ${`"[${positionOf("recency")}]`}), 0) / 2)`;

const orders: Record<Exclude<OverviewSort, "problems">, Order> = {
  name: { key: sql`t.name`, isDescending: false },
  newest: { key: sql`''`, isDescending: true },
  slowest: { key: lastTook, isDescending: true },
  "last-run": { key: recency, isDescending: true },
};

async function selectOrdered(db: Db, query: ListQuery): Promise<SQL> {
  const { filter, sort, place, limit } = query;
  if (sort === "problems") throw new RangeError("problems are ordered by rank");
  const { from, id, conditions } = await leadingSearch(db, filter);
  const { key, isDescending } = orders[sort];
  const direction = isDescending === isBackwards(query) ? sql`ASC` : sql`DESC`;
  const comparison = isDescending === isBackwards(query) ? sql`>` : sql`<`;
  const all = sql.join(conditions, sql` AND `);
  if (sort === "newest" || sort === "name") {
    const isBeyondPlace =
      sort === "name"
        ? sql`(t.name, t.id) ${comparison} (${place?.key}, ${place?.id})`
        : sql`${id} ${comparison} ${place?.id}`;
    const order =
      sort === "name"
        ? sql`t.name ${direction}, t.id ${direction}`
        : sql`${id} ${direction}`;
    return sql`
      SELECT t.*, ${key} AS sort_key FROM ${from}
      WHERE ${all}${place === null ? sql`` : sql` AND ${isBeyondPlace}`}
      ORDER BY ${order} LIMIT ${limit + 1}`;
  }
  const isBeyondPlace =
    place === null
      ? sql`true`
      : sql`(sort_key, id) ${comparison} (CAST(${place.key} AS INTEGER), ${place.id})`;
  return sql`
    SELECT * FROM (
      SELECT t.*, CAST(${key} AS INTEGER) AS sort_key
      FROM (SELECT t.* FROM ${from} WHERE ${all} LIMIT ${mostSorted}) t
      CROSS JOIN shards v ON v.id = t.shard_id)
    WHERE ${isBeyondPlace}
    ORDER BY sort_key ${direction}, id ${direction} LIMIT ${limit + 1}`;
}
