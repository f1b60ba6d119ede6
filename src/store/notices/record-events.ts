// Records what somebody may want to be told, in the batch of what caused it.
import { type SQL, sql } from "drizzle-orm";
import type { NoticeEvent } from "#domain/notices/event.ts";
import type { Db } from "#store/db.ts";

/** Records an event that no other state depends on. */
export async function recordEvent(db: Db, event: NoticeEvent): Promise<void> {
  await db.all(recordEvents([event], sql`true`));
}

/**
 * The statement that inserts events where `condition` holds. An event that is there
 * already stays as it is.
 */
export const recordEvents = (events: readonly NoticeEvent[], condition: SQL): SQL => sql`
  INSERT INTO events (id, kind, at, target_id, incident_id, labels, facts)
  SELECT value ->> '$.id', value ->> '$.kind', value ->> '$.at', value ->> '$.targetId',
    value ->> '$.incidentId', value -> '$.labels', value -> '$.facts'
  FROM json_each(${JSON.stringify(events)}) WHERE ${condition}
  ON CONFLICT (id) DO NOTHING`;
