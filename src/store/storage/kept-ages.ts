// Says in SQL how long a target keeps its history, and which targets have history.
import { type SQL, sql } from "drizzle-orm";
import { type Kept, leastMs, type Shares } from "#domain/storage/retention.ts";
import { never } from "#domain/time/instants.ts";

/**
 * How long history is kept unless a target says otherwise, and the shares that are left of
 * that time for want of room.
 */
export type RetentionRule = { kept: Kept; shares: Shares };

/**
 * How long a target `t` keeps one kind of history, in ms: its own wish or the usual,
 * shortened as `shortened` does in domain/storage/retention.
 */
export function keptBy(field: keyof Kept, { kept, shares }: RetentionRule): SQL {
  const wished = sql`coalesce(t.retention ->> ${field}, ${kept[field]})`;
  // Failed runs are listed from where they are kept longest.
  if (field === "failuresMs")
    return sql`max(${wished}, coalesce(t.retention ->> 'runsMs', ${kept.runsMs}))`;
  const kind = field === "runsMs" ? "runs" : "hours";
  return sql`max(min(${wished}, ${leastMs[kind]}), CAST(${wished} * ${shares[kind]} AS INTEGER))`;
}

/**
 * The first hour or day (whole units of `unitMs`) that a target `t` keeps; a deleted one
 * keeps none.
 */
export const firstKept = (now: number, keptMs: SQL, unitMs: number): SQL =>
  sql`CASE WHEN t.id IS NULL THEN ${never} ELSE CAST((${now} - ${keptMs}) / ${unitMs} AS INTEGER) END`;

/**
 * The table `owners`, for WITH RECURSIVE: every id with which an index of `table` begins.
 * The query hops from one id to the next, so that it reads two rows for each id.
 */
export const ownersIn = (table: SQL, id: SQL): SQL => sql`
  owners (id) AS (
    SELECT min(${id}) FROM ${table}
    UNION ALL
    SELECT (SELECT min(${id}) FROM ${table} WHERE ${id} > owners.id) FROM owners WHERE owners.id IS NOT NULL
  )`;
