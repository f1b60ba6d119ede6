// Labels events with what routes match (domain/notices/routing/target-labels), in SQL.
import { type SQL, sql } from "drizzle-orm";

/** Of a row of `targets t`. */
export const targetLabels = (severity: SQL): SQL => sql`
  json_patch(json_object('target', coalesce(t.key, CAST(t.id AS TEXT)), 'name', t.name,
  'host', t.host, 'kind', t.kind, 'severity', ${severity}, 'tag', json(t.tags)),
  json_object('channels', json(t.heartbeat -> '$.channels')))`;
