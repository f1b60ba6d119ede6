// Reads how long incidents lasted that were open at some time in a window. Reads one
// incident of each target from before the window: the one that may reach into it, since a
// target has one incident after another.
import { type SQL, sql } from "drizzle-orm";
import type { IncidentSpan } from "#domain/incidents/incident-statistics.ts";
import type { Window } from "#domain/statistics/series.ts";
import type { Db } from "#store/db.ts";

/** Incidents, and targets that ever had one, that are read for one answer. */
export const mostSpans = 10_000;

/** Whose incidents: those of targets by id, or of all there ever were. */
export type SpanSource = readonly number[] | "all";

/** Null when there are more than can be read. */
export async function readIncidentSpans(
  db: Db,
  source: SpanSource,
  { from, to }: Window,
): Promise<IncidentSpan[] | null> {
  const chosen =
    source === "all"
      ? sql`${failing} SELECT chosen.id, ${columns} FROM chosen LEFT JOIN`
      : sql`
        SELECT chosen.value AS id, ${columns}
        FROM json_each(${JSON.stringify(source)}) chosen CROSS JOIN`;
  const id = source === "all" ? sql`chosen.id` : sql`chosen.value`;
  const first = sql`coalesce((
    SELECT opened_at FROM incidents INDEXED BY incidents_target
    WHERE target_id = ${id} AND opened_at < ${from} ORDER BY opened_at DESC LIMIT 1), ${from})`;
  const rows = await db.all<IncidentSpan | { targetId: null }>(sql`
    ${chosen} incidents i INDEXED BY incidents_target
      ON i.target_id = ${id} AND i.opened_at >= ${first} AND i.opened_at < ${to}
        AND (i.closed_at IS NULL OR i.closed_at > ${from})
    LIMIT ${mostSpans + 1}`);
  if (rows.length > mostSpans) return null;
  return rows.filter((row): row is IncidentSpan => row.targetId !== null);
}

const columns = sql`i.target_id AS targetId, i.severity, i.started_at AS startedAt,
  i.opened_at AS openedAt, i.closed_at AS closedAt,
  (SELECT created_at FROM targets WHERE id = i.target_id) AS watchedFrom`;

/** Goes from target to target along the index; a last row that is null ends it. */
const failing: SQL = sql`
  WITH RECURSIVE chosen (id) AS (
    SELECT 0 UNION ALL SELECT (
      SELECT target_id FROM incidents INDEXED BY incidents_target
      WHERE target_id > chosen.id ORDER BY target_id LIMIT 1)
    FROM chosen WHERE chosen.id IS NOT NULL LIMIT ${mostSpans + 2})`;
