// Lists incidents, finds one with what happened to it, and records what people do to it.
import { type SQL, sql } from "drizzle-orm";
import type { Incident } from "#domain/incidents/incident.ts";
import type {
  IncidentEvent,
  IncidentNotice,
  IncidentStory,
} from "#domain/incidents/timeline.ts";
import type { IncidentFacts } from "#domain/notices/event.ts";
import { never } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { readRounds } from "#store/shards/shard-state.ts";
import { closeIncidents } from "./record-events.ts";

/** An incident as it stands: what an open one has cost so far is in its target's state. */
export type KeptIncident = Incident;

type IncidentRow = Omit<KeptIncident, "labels" | "facts" | "children" | "notes"> & {
  labels: string;
  facts: string;
  children: string;
  notes: string;
  state: string | null;
};

const columns = sql`i.id, i.target_id AS targetId, i.severity, i.started_at AS startedAt,
  i.opened_at AS openedAt, i.closed_at AS closedAt, i.close_reason AS closeReason,
  i.labels, i.facts, i.children, i.acknowledged_at AS acknowledgedAt,
  i.acknowledged_by AS acknowledgedBy, i.notes, i.revision,
  CASE WHEN i.closed_at IS NULL THEN (
    SELECT s.state -> ('$."' || t.id || '"') FROM targets t
    CROSS JOIN shards s ON s.id = t.shard_id WHERE t.id = i.target_id) END AS state`;

function toIncident({
  state,
  labels,
  facts,
  children,
  notes,
  ...row
}: IncidentRow): KeptIncident {
  const open = readRounds(state && JSON.parse(state)).alarm?.open;
  const told: IncidentFacts = JSON.parse(facts);
  const { runsFailed, slotsMissed, turns, lastRanAt } = open?.id === row.id ? open : told;
  return {
    ...row,
    labels: JSON.parse(labels),
    facts: {
      ...told,
      ...{ runsFailed, slotsMissed, turns },
      lastRanAt: lastRanAt ?? told.lastRanAt ?? null,
    },
    children: JSON.parse(children),
    notes: JSON.parse(notes),
  };
}

/** Where a page of the list ends: with which incident. */
export type IncidentPlace = { openedAt: number; id: string };

export type IncidentFilter = {
  isOpen?: boolean | undefined;
  targetId?: number | undefined;
  tags: readonly string[];
  severity?: KeptIncident["severity"] | undefined;
  /** Those that were open at some time from here on. */
  from?: number | undefined;
  /** Those that opened before. */
  to?: number | undefined;
};

/** The newest first. */
export async function listIncidents(
  db: Db,
  {
    after,
    limit,
    ...filter
  }: IncidentFilter & { after: IncidentPlace | null; limit: number },
): Promise<KeptIncident[]> {
  const rows = await db.all<IncidentRow>(sql`
    SELECT ${columns} FROM incidents i INDEXED BY ${wayTo(filter)}
    WHERE ${conditionsOf(filter)} AND ${isAfter(after)}
    ORDER BY i.opened_at DESC, i.id DESC LIMIT ${limit}`);
  return rows.map(toIncident);
}

/** How many are open, up to `most`. */
export async function countOpenIncidents(
  db: Db,
  filter: Omit<IncidentFilter, "isOpen">,
  most: number,
): Promise<number> {
  const [row] = await db.all<{ count: number }>(sql`
    SELECT count(*) AS count FROM (
      SELECT 1 FROM incidents i INDEXED BY incidents_open
      WHERE ${conditionsOf({ ...filter, isOpen: true })} LIMIT ${most})`);
  return row?.count ?? 0;
}

function isAfter(place: IncidentPlace | null): SQL {
  const { openedAt, id } = place ?? { openedAt: never, id: "" };
  const isLess = sql`(i.opened_at < ${openedAt} OR i.id < ${id})`;
  return place === null
    ? sql`i.opened_at <= ${openedAt}`
    : sql`i.opened_at <= ${openedAt} AND ${isLess}`;
}

function conditionsOf({
  isOpen,
  targetId,
  tags,
  severity,
  from,
  to,
}: IncidentFilter): SQL {
  const conditions = [
    ...(isOpen === true ? [sql`i.closed_at IS NULL`] : []),
    ...(isOpen === false ? [sql`i.closed_at IS NOT NULL`] : []),
    ...(targetId === undefined ? [] : [sql`i.target_id = ${targetId}`]),
    ...tags.map(
      (tag) =>
        sql`EXISTS (SELECT 1 FROM json_each(i.labels -> '$.tag') WHERE value = ${tag})`,
    ),
    ...(severity === undefined ? [] : [sql`i.severity = ${severity}`]),
    ...(from === undefined ? [] : [sql`(i.closed_at IS NULL OR i.closed_at >= ${from})`]),
    ...(to === undefined ? [] : [sql`i.opened_at < ${to}`]),
  ];
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` AND `);
}

/** Those that are open are few. */
function wayTo({ isOpen, targetId }: Pick<IncidentFilter, "isOpen" | "targetId">): SQL {
  if (isOpen === true) return sql`incidents_open`;
  return targetId === undefined ? sql`incidents_opened` : sql`incidents_target`;
}

export async function findIncident(db: Db, id: string): Promise<KeptIncident | null> {
  const [row] = await db.all<IncidentRow>(
    sql`SELECT ${columns} FROM incidents i WHERE i.id = ${id}`,
  );
  return row ? toIncident(row) : null;
}

/** So many of each are told of an incident, the latest. */
const mostTold = 200;

/** What happened to an incident, and who was told: the oldest first. */
export async function readIncidentStory(db: Db, id: string): Promise<IncidentStory> {
  const [events, notices] = await db.batch<
    [Omit<IncidentEvent, "facts"> & { facts: string }, IncidentNotice]
  >([
    sql`
      SELECT id, kind, at, facts FROM events INDEXED BY events_incident
      WHERE incident_id = ${id} ORDER BY at DESC LIMIT ${mostTold}`,
    sql`
      SELECT DISTINCT n.id, n.channel_id AS channelId, c.name AS channel, n.state,
        n.created_at AS createdAt, n.sent_at AS sentAt, n.attempts,
        n.answer ->> '$.status' AS status, n.answer ->> '$.why' AS why
      FROM events e INDEXED BY events_incident
      CROSS JOIN notice_events ne ON ne.event_id = e.id
      CROSS JOIN notices n ON n.id = ne.notice_id
      LEFT JOIN channels c ON c.id = n.channel_id
      WHERE e.incident_id = ${id} ORDER BY n.created_at DESC LIMIT ${mostTold}`,
  ]);
  return {
    events: events
      .reverse()
      .map(({ facts, ...event }) => ({ ...event, facts: JSON.parse(facts) })),
    notices: notices.reverse(),
  };
}

/** What somebody makes of an incident. */
export type IncidentEdit = Pick<
  KeptIncident,
  "acknowledgedAt" | "acknowledgedBy" | "notes"
> & {
  closes: boolean;
};

/** False when the incident was changed since it was read. */
export async function changeIncident(
  db: Db,
  { id, revision, targetId, facts }: KeptIncident,
  { acknowledgedAt, acknowledgedBy, notes, closes }: IncidentEdit,
  now: number,
): Promise<boolean> {
  const { runsFailed, slotsMissed, turns } = facts;
  const isAsRead = sql`i.id = ${id} AND i.revision = ${revision}`;
  const results = await db.batch<[...never[][], { id: string }]>([
    // Closing comes first: afterwards nobody can tell this change from another one.
    ...(closes
      ? [
          closeIncidents(sql`t.id = ${targetId} AND ${isAsRead}`, "closed", now, {
            runsFailed,
            slotsMissed,
            turns,
          }),
        ]
      : []),
    sql`
      UPDATE incidents SET acknowledged_at = ${acknowledgedAt},
        acknowledged_by = ${acknowledgedBy}, notes = ${JSON.stringify(notes)},
        revision = revision + 1
      WHERE id = ${id} AND revision = ${revision} RETURNING id`,
  ]);
  return results.at(-1)?.length === 1;
}

/**
 * Deletes incidents that were closed before `closedBefore`, and their events, and other
 * events that are older than `othersBefore`: at most `limit` of each.
 */
export const pruneIncidents = (
  closedBefore: number,
  othersBefore: number,
  limit: number,
): SQL[] => [
  sql`
    DELETE FROM events WHERE id IN (
      SELECT e.id FROM (
        SELECT id FROM incidents INDEXED BY incidents_opened
        WHERE opened_at < ${closedBefore} AND closed_at < ${closedBefore}
        ORDER BY opened_at LIMIT ${limit}) old
      CROSS JOIN events e INDEXED BY events_incident ON e.incident_id = old.id)`,
  sql`
    DELETE FROM incidents WHERE id IN (
      SELECT id FROM incidents INDEXED BY incidents_opened
      WHERE opened_at < ${closedBefore} AND closed_at < ${closedBefore}
      ORDER BY opened_at LIMIT ${limit})`,
  sql`
    DELETE FROM events WHERE id IN (
      SELECT id FROM events INDEXED BY events_at
      WHERE at < ${othersBefore} AND incident_id IS NULL ORDER BY at LIMIT ${limit})`,
];
