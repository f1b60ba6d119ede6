// Walks a table of days in steps of bounded cost. The place that a step got to is kept,
// so that every row has its turn.
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "#store/db.ts";

/** Describes a table of days, and how to tell which of an owner's days are due. */
export type DayTable = {
  /** The name under which the place of the last step is kept. */
  place: string;
  table: SQL;
  owner: SQL;
  failures: SQL;
  /**
   * Selects from `owners` each one's id, the day after which to look, whether the owner
   * is gone, and the first days whose hours and whose failures stay.
   */
  ends: SQL;
};

/** What a step over a table of days has found. A place is owner * 2^20 + day. */
type Found = {
  from: number;
  seen: number;
  to: number;
  /** JSON: places and what is due there, 1 its hours, 2 its failures, 3 both. */
  due: string;
  dueCount: number;
  /** JSON: places of deleted targets. */
  gone: string;
  goneCount: number;
};

export const dayBits = 20;
export const dayMask = 2 ** dayBits - 1;
/** The row of `counters` that keeps the places. */
const places = "pruned";

/** The places that are due and what is due there, as a table. */
export const dueIn = ({ due }: Found): SQL =>
  sql`(SELECT value ->> 0 AS place, value ->> 1 AS what FROM json_each(${due}))`;

/** Looks at the next `limit` rows that could be due. */
export async function findDue(
  db: Db,
  { place, table, owner, failures, ends }: DayTable,
  limit: number,
): Promise<Found> {
  const [found] = await db.all<Found>(sql`
    WITH RECURSIVE start (place) AS (
      SELECT coalesce((SELECT counts ->> ${place} FROM counters WHERE name = ${places}), 0)
    ), owners (id, after) AS (
      SELECT id, CASE WHEN id = place >> ${dayBits} THEN place & ${dayMask} ELSE -1 END FROM (
        SELECT (SELECT min(${owner}) FROM ${table} WHERE ${owner} >= place >> ${dayBits}) AS id, place FROM start)
      UNION ALL
      SELECT (SELECT min(${owner}) FROM ${table} WHERE ${owner} > owners.id), -1 FROM owners WHERE owners.id IS NOT NULL
    ), ends (id, after, gone, hours_end, failures_end) AS (${ends}
    ), seen (place, gone, what) AS (
      SELECT ${owner} << ${dayBits} | day, gone,
        (day < hours_end AND folded > 0) + 2 * (day < failures_end AND length(${failures}) > 0)
      FROM ends CROSS JOIN ${table} ON ${owner} = ends.id AND day > after AND day < max(hours_end, failures_end)
      LIMIT ${limit}
    )
    SELECT (SELECT place FROM start) AS "from", count(*) AS seen, coalesce(max(place), (SELECT place FROM start)) AS "to",
      json_group_array(json_array(place, what)) FILTER (WHERE what > 0 AND NOT gone) AS due,
      count(*) FILTER (WHERE what > 0 AND NOT gone) AS dueCount,
      json_group_array(place) FILTER (WHERE gone) AS gone, count(*) FILTER (WHERE gone) AS goneCount
    FROM seen`);
  return found as Found;
}

/**
 * Changes and removes what was found, and keeps the place. The next step goes on at that
 * place; after the last row it begins anew.
 */
export async function pruneFound(
  db: Db,
  { place }: DayTable,
  { from, seen, to, dueCount, goneCount }: Found,
  limit: number,
  { update, remove }: { update: SQL; remove?: SQL },
): Promise<void> {
  const next = seen < limit ? 0 : to;
  const statements = [
    ...(dueCount > 0 ? [update] : []),
    ...(goneCount > 0 && remove ? [remove] : []),
    ...(next !== from
      ? [
          sql`
            INSERT INTO counters (name, counts) VALUES (${places}, ${JSON.stringify({ [place]: next })})
            ON CONFLICT (name) DO UPDATE SET counts = json_patch(counts, excluded.counts)`,
        ]
      : []),
  ];
  if (statements.length > 0) await db.batch(statements);
}
