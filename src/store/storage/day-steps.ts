// Walks a table of days in steps of bounded cost. The place that a step got to is kept,
// so that every row has its turn.
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "#store/db.ts";
import { keepPlace, placeOf } from "./places.ts";

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

/** What is due at a place: 1 a day's hours, 2 its failures, 3 both, 4 all of it. */
type Due = [place: number, what: number];
const allOfIt = 4;

/** What a step over a table of days has found. A place is owner * 2^20 + day. */
type Found = {
  from: number;
  /** Where the next step goes on; 0 after the last row, to begin anew. */
  to: number;
  due: readonly Due[];
  /** Places of deleted targets. */
  gone: readonly number[];
};

export const dayBits = 20;
export const dayMask = 2 ** dayBits - 1;

/** Rows that a step looks at for each that it may change: most lost all they had before. */
const looksPerRow = 3;

/** The places that are due and what is due there, as a table. */
export const dueIn = ({ due }: Found): SQL =>
  sql`(SELECT value ->> 0 AS place, value ->> 1 AS what FROM json_each(${JSON.stringify(due)}))`;

type Row = {
  from: number;
  seen: number;
  last: number | null;
  lastOwner: number | null;
  isEnd: 0 | 1;
  found: string;
};

/**
 * Finds at most `limit` rows that are due among the next ones that could be, of as many
 * owners at most.
 */
export async function findDue(
  db: Db,
  { place, table, owner, failures, ends }: DayTable,
  limit: number,
): Promise<Found> {
  const looks = looksPerRow * limit;
  const [row] = await db.all<Row>(sql`
    WITH RECURSIVE start (place) AS (SELECT ${placeOf(place)}), owners (id, after, nth) AS (
      SELECT id, CASE WHEN id = place >> ${dayBits} THEN place & ${dayMask} ELSE -1 END, 1 FROM (
        SELECT (SELECT min(${owner}) FROM ${table} WHERE ${owner} >= place >> ${dayBits}) AS id, place FROM start)
      UNION ALL
      SELECT (SELECT min(${owner}) FROM ${table} WHERE ${owner} > owners.id), -1, nth + 1
      FROM owners WHERE owners.id IS NOT NULL AND nth < ${limit}
    ), ends (id, after, gone, hours_end, failures_end) AS (${ends}
    ), seen (id, place, what) AS (
      SELECT ends.id, ends.id << ${dayBits} | day, CASE WHEN gone THEN ${allOfIt}
        ELSE (day < hours_end AND folded > 0) + 2 * (day < failures_end AND length(${failures}) > 0) END
      FROM ends LEFT JOIN ${table} ON ${owner} = ends.id AND day > after AND day < max(hours_end, failures_end)
      LIMIT ${looks}
    )
    SELECT (SELECT place FROM start) AS "from", count(*) AS seen, max(place) AS last,
      max(id) AS lastOwner, count(*) > count(id) AS isEnd,
      json_group_array(json_array(place, what)) FILTER (WHERE place IS NOT NULL AND what > 0) AS found
    FROM seen`);
  return toFound(row as Row, limit, looks);
}

function toFound(
  { from, seen, last, lastOwner, isEnd, found }: Row,
  limit: number,
  looks: number,
): Found {
  const all: Due[] = JSON.parse(found);
  const some = all.slice(0, limit);
  const atEnd = isEnd || lastOwner === null ? 0 : lastOwner * 2 ** dayBits + dayMask;
  const afterLook = seen < looks || last === null ? atEnd : last;
  const [lastTaken = afterLook] = some.at(-1) ?? [];
  return {
    from,
    to: all.length > limit ? lastTaken : afterLook,
    due: some.filter(([, what]) => what !== allOfIt),
    gone: some.filter(([, what]) => what === allOfIt).map(([place]) => place),
  };
}

/**
 * Changes and removes what was found, and keeps the place. The next step goes on at that
 * place; after the last row it begins anew.
 */
export async function pruneFound(
  db: Db,
  { place }: DayTable,
  { from, to, due, gone }: Found,
  { update, remove }: { update: SQL; remove?: SQL },
): Promise<void> {
  const statements = [
    ...(due.length > 0 ? [update] : []),
    ...(gone.length > 0 && remove ? [remove] : []),
    ...(to !== from ? [keepPlace(place, to)] : []),
  ];
  if (statements.length > 0) await db.batch(statements);
}
