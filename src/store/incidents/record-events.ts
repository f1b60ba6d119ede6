// Records what happens to incidents: as events, which a trigger (0010) turns into rows of
// `incidents`.
import { type SQL, sql } from "drizzle-orm";
import type { IncidentNews } from "#domain/incidents/incident-news.ts";
import type { CloseReason, IncidentFacts } from "#domain/notices/event.ts";
import { targetLabels } from "./event-labels.ts";

const labels = targetLabels(sql`news.value ->> 'severity'`);

const ofKind = (kind: IncidentNews["event"]): SQL =>
  sql`news.value ->> 'event' = ${kind}`;

/**
 * The statement that records turns of incidents, where `condition` holds. An incident
 * opens only of a target that is enabled still; nothing is told of one that is closed. An
 * event's id follows from what happened: told again it changes nothing.
 */
export function recordTurns(news: readonly IncidentNews[], condition: SQL): SQL[] {
  const rows = news.map((one) => ({ ...one, id: eventIdOf(one) }));
  return [
    sql`
      INSERT INTO events (id, kind, at, target_id, incident_id, labels, facts)
      SELECT news.value ->> 'id', news.value ->> 'event', news.value ->> 'at', t.id,
        news.value ->> 'incidentId', ${labels},
        CASE WHEN ${ofKind("incident-opened")} THEN json_set(news.value -> 'facts', '$.url', t.url)
          WHEN ${ofKind("incident-held")} THEN json_object('childId', t.id, 'child', t.name)
          ELSE json_patch(coalesce(i.facts, json_set(news.value -> 'base', '$.url', t.url)),
            news.value -> 'facts') END
      FROM json_each(${JSON.stringify(rows)}) news
      CROSS JOIN targets t ON t.id = news.value ->> 'targetId'
      LEFT JOIN incidents i ON i.id = news.value ->> 'incidentId'
      WHERE ${condition} AND CASE WHEN ${ofKind("incident-opened")} THEN t.enabled = 1
        ELSE i.closed_at IS NULL AND (i.id IS NOT NULL OR news.value -> 'base' <> 'null') END
      ON CONFLICT DO NOTHING`,
  ];
}

/** A target that is held is another event of its parent's incident. */
const eventIdOf = ({ event, incidentId, targetId }: IncidentNews): string => {
  const what = event.slice("incident-".length);
  return event === "incident-held"
    ? `${incidentId}.${what}.${targetId}`
    : `${incidentId}.${what}`;
};

/**
 * The statement that closes the open incidents of targets, rows of `targets t`, where
 * `condition` holds: for a reason other than that they recovered.
 */
export const closeIncidents = (
  condition: SQL,
  reason: Exclude<CloseReason, "recovered">,
  now: number,
  cost: Partial<IncidentFacts> = {},
): SQL => sql`
  INSERT INTO events (id, kind, at, target_id, incident_id, labels, facts)
  SELECT i.id || '.closed', 'incident-closed', ${now}, i.target_id, i.id, i.labels,
    json_patch(i.facts, ${JSON.stringify({ ...cost, closedAt: now, closeReason: reason })})
  FROM targets t
  CROSS JOIN incidents i INDEXED BY incidents_open ON i.target_id = t.id AND i.closed_at IS NULL
  WHERE ${condition}
  ON CONFLICT DO NOTHING`;
