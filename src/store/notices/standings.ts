// Reads how things stand that groups are to tell of, and what their messages need.
import { sql } from "drizzle-orm";
import {
  type EventKind,
  type NoticeEvent,
  type RoutedLabels,
  subjectOf,
} from "#domain/notices/event.ts";
import type { Db } from "#store/db.ts";

/** What is known of an event's incident, beside the event. */
export type EventStanding = {
  labels: RoutedLabels;
  incidentId: string | null;
  isAcknowledged: boolean;
  isOver: boolean;
  /** It is over, and that waits to be put into groups. */
  isEnding: boolean;
  /** A target that this one depends on has an open incident. */
  isInhibited: boolean;
};

type Row = {
  id: string;
  kind: EventKind;
  labels: string;
  incidentId: string | null;
} & Record<"isAcknowledged" | "isOver" | "isEnding" | "isInhibited", number | null>;

/** By the ids of events; those that are no more are left out. */
export async function readStandings(
  db: Db,
  eventIds: readonly string[],
): Promise<Map<string, EventStanding>> {
  const rows = await db.all<Row>(sql`
    SELECT e.id, e.kind, e.labels, e.incident_id AS incidentId,
      i.acknowledged_at IS NOT NULL AS isAcknowledged, i.closed_at IS NOT NULL AS isOver,
      i.closed_at IS NOT NULL AND EXISTS (SELECT 1 FROM events closing
        WHERE closing.id = i.id || '.closed' AND closing.routed = 0) AS isEnding,
      EXISTS (
        SELECT 1 FROM targets child
        CROSS JOIN json_each(child.alarm -> '$.dependsOn') parent
        CROSS JOIN targets p INDEXED BY targets_key_unique ON p.key = parent.value
        CROSS JOIN incidents open INDEXED BY incidents_open
          ON open.target_id = p.id AND open.closed_at IS NULL
        WHERE child.id = e.target_id
        UNION ALL
        SELECT 1 FROM targets child
        CROSS JOIN json_each(child.alarm -> '$.dependsOn') parent
        CROSS JOIN incidents open INDEXED BY incidents_open
          ON open.target_id = CAST(parent.value AS INTEGER) AND open.closed_at IS NULL
        WHERE child.id = e.target_id AND parent.value NOT GLOB '*[^0-9]*') AS isInhibited
    FROM json_each(${JSON.stringify(eventIds)}) wanted
    CROSS JOIN events e ON e.id = wanted.value
    LEFT JOIN incidents i ON i.id = e.incident_id`);
  return new Map(
    rows.map(({ id, kind, labels, incidentId, ...flags }) => [
      id,
      {
        labels: { ...JSON.parse(labels), event: subjectOf[kind] },
        incidentId,
        isAcknowledged: flags.isAcknowledged === 1,
        isOver: flags.isOver === 1,
        isEnding: flags.isEnding === 1,
        isInhibited: flags.isInhibited === 1,
      },
    ]),
  );
}

/** How many children a message can name at most. */
const childrenAtOnce = 200;

/** Events by their ids, and those that name what fails along with their incidents. */
export async function readEvents(db: Db, ids: readonly string[]): Promise<NoticeEvent[]> {
  const wanted = sql`json_each(${JSON.stringify(ids)}) wanted CROSS JOIN events e ON e.id = wanted.value`;
  const columns = sql.raw(
    "e.id, e.kind, e.at, e.target_id AS targetId, e.incident_id AS incidentId, e.labels, e.facts",
  );
  const rows = await db.all<Record<"labels" | "facts", string>>(sql`
    SELECT ${columns} FROM ${wanted}
    UNION ALL
    SELECT * FROM (
      SELECT ${columns} FROM (SELECT DISTINCT e.incident_id AS id FROM ${wanted}
        WHERE e.kind IN ('incident-opened', 'incident-worse')) i
      CROSS JOIN events e INDEXED BY events_incident ON e.incident_id = i.id
      WHERE e.kind = 'incident-held' LIMIT ${childrenAtOnce})`);
  return rows.map(
    ({ labels, facts, ...row }) =>
      ({ ...row, labels: JSON.parse(labels), facts: JSON.parse(facts) }) as NoticeEvent,
  );
}
