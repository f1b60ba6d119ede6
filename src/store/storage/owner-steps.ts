// Walks a table of history from owner to owner in steps of bounded cost. The place that a
// step got to is kept, so that every owner has its turn.
import { type SQL, sql } from "drizzle-orm";
import { hourMs } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { firstKept, keptBy, type RetentionRule } from "./kept-ages.ts";
import { keepPlace, placeOf } from "./places.ts";

/** Describes a table whose key begins with a target and a time. */
export type OwnerTable = {
  /** The name under which the place of the last step is kept. */
  place: string;
  table: SQL;
  /** The column of the time, in whole units of `unitMs`. */
  at: SQL;
  unitMs: number;
};

/** What a step has found of the owners that it looked at. */
export type Found = {
  /** The owner up to which earlier steps have looked. */
  from: number;
  /** The owner up to which this one has; 0 at the end, where the next one begins anew. */
  to: number;
  /** JSON: owners with something due, and the first time that each keeps. */
  due: string;
  dueCount: number;
  /** For how many hours the oldest thing has been due, but for those of deleted targets. */
  overdueHours: number;
};

/** An owner and its oldest hour are one number: owner * 2^24 + hour. */
const hourBits = 24;
const hourMask = 2 ** hourBits - 1;

/** Looks at the next `limit` owners, and of each at the oldest row alone. */
export async function findOldest(
  db: Db,
  { place, table, at, unitMs }: OwnerTable,
  now: number,
  rule: RetentionRule,
  limit: number,
): Promise<Found> {
  const keptMs = keptBy("runsMs", rule);
  const next = (after: SQL) => sql`(
    SELECT target_id << ${hourBits} | ${at} / ${hourMs / unitMs} FROM ${table}
    WHERE target_id > ${after} ORDER BY target_id, ${at} LIMIT 1)`;
  const [found] = await db.all<Found>(sql`
    WITH RECURSIVE start (place) AS (SELECT ${placeOf(place)}), owners (oldest, nth) AS (
      SELECT ${next(sql`place`)}, 1 FROM start
      UNION ALL
      SELECT ${next(sql`owners.oldest >> ${hourBits}`)}, nth + 1
      FROM owners WHERE oldest IS NOT NULL AND nth < ${limit}
    ), ends (id, gone, hour, first_kept, stays) AS (
      SELECT oldest >> ${hourBits}, t.id IS NULL, oldest & ${hourMask},
        ${firstKept(now, keptMs, hourMs)}, ${firstKept(now, keptMs, unitMs)}
      FROM owners LEFT JOIN targets t ON t.id = oldest >> ${hourBits}
    )
    SELECT (SELECT place FROM start) AS "from",
      CASE WHEN count(*) = count(id) THEN coalesce(max(id), 0) ELSE 0 END AS "to",
      json_group_array(json_array(id, stays)) FILTER (WHERE hour < first_kept) AS due,
      count(*) FILTER (WHERE hour < first_kept) AS dueCount,
      coalesce(max(first_kept - hour) FILTER (WHERE hour < first_kept AND NOT gone), 0) AS overdueHours
    FROM ends`);
  return found as Found;
}

/** The owners with something due, and the first time that each keeps, as a table. */
export const dueIn = ({ due }: Found): SQL =>
  sql`(SELECT value ->> 0 AS id, value ->> 1 AS stays FROM json_each(${due}))`;

/**
 * Keeps the place. Where a step has deleted all that it may, the next one begins with the
 * last owner of which rows went.
 */
export async function keepOwner(
  db: Db,
  { place }: OwnerTable,
  { from, to }: Found,
  gone: readonly { id: number }[],
  limit: number,
): Promise<void> {
  const last = gone.reduce((most, { id }) => Math.max(most, id), 1);
  const next = gone.length < limit ? to : last - 1;
  if (next !== from) await db.all(keepPlace(place, next));
}
