// Reads how long incidents lasted that were open at some time in a window. Reads one
// incident of each target from before the window: the one that may reach into it, since a
// target has one incident after another.
import { type SQL, sql } from "drizzle-orm";
import type { IncidentSpan } from "#domain/incidents/incident-statistics.ts";
import type { Window } from "#domain/statistics/series.ts";
import type { Db } from "#store/db.ts";

/** Incidents, and targets that ever had one, that are read for one answer. */
export const mostSpans = 10_000;

/**
 * Whose incidents: those of targets by id, in ascending order, or of all there ever were
 * behind an id.
 */
export type SpanSource = readonly number[] | { after: number };

/** The spans of the targets up to the id `upTo`; null for all of the source. */
export type Spans = { spans: IncidentSpan[]; upTo: number | null };

type Row = { id: number | null } & (IncidentSpan | { targetId: null });

/**
 * Reads those of as many targets as can be read. Null when a single one has more
 * incidents than that.
 */
export async function readIncidentSpans(
  db: Db,
  source: SpanSource,
  { from, to }: Window,
): Promise<Spans | null> {
  const isAll = "after" in source;
  const chosen = isAll
    ? sql`${failingAfter(source.after)} SELECT chosen.id, ${columns} FROM chosen LEFT JOIN`
    : sql`
        SELECT chosen.value AS id, ${columns}
        FROM json_each(${JSON.stringify(source)}) chosen CROSS JOIN`;
  const id = isAll ? sql`chosen.id` : sql`chosen.value`;
  const begin = isAll ? source.after : (source[0] ?? 0) - 1;
  const first = sql`coalesce((
    SELECT opened_at FROM incidents INDEXED BY incidents_target
    WHERE target_id = ${id} AND opened_at < ${from} ORDER BY opened_at DESC LIMIT 1), ${from})`;
  const rows = await db.all<Row>(sql`
    ${chosen} incidents i INDEXED BY incidents_target
      ON i.target_id = ${id} AND ${id} > ${begin} AND i.opened_at >= ${first} AND i.opened_at < ${to}
        AND (i.closed_at IS NULL OR i.closed_at > ${from})
    LIMIT ${mostSpans + 1}`);
  const beyond = rows[mostSpans]?.id ?? null;
  if (beyond !== null && beyond - 1 <= begin) return null;
  const whole = beyond === null ? rows : rows.filter(({ id }) => (id ?? 0) < beyond);
  const spans = whole.flatMap(({ id: _, ...row }) =>
    row.targetId === null ? [] : [row],
  );
  return { spans, upTo: beyond && beyond - 1 };
}

const columns = sql`i.target_id AS targetId, i.severity, i.started_at AS startedAt,
  i.opened_at AS openedAt, i.closed_at AS closedAt,
  (SELECT created_at FROM targets WHERE id = i.target_id) AS watchedFrom`;

/** Goes from target to target along the index; a last row that is null ends it. */
const failingAfter = (after: number): SQL => sql`
  WITH RECURSIVE chosen (id) AS (
    SELECT ${after} UNION ALL SELECT (
      SELECT target_id FROM incidents INDEXED BY incidents_target
      WHERE target_id > chosen.id ORDER BY target_id LIMIT 1)
    FROM chosen WHERE chosen.id IS NOT NULL LIMIT ${mostSpans + 2})`;
