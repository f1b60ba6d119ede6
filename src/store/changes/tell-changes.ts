// Turns changes that wait into events of the outbox.
import { sql } from "drizzle-orm";
import type { MaintenanceWindow } from "#domain/incidents/maintenance.ts";
import type { Db } from "#store/db.ts";
import { targetLabels } from "#store/incidents/event-labels.ts";
import { readWindows, windowsAsJson } from "#store/incidents/maintenance.ts";
import type { ChangePlace } from "./changes.ts";

/** Changes that are turned into events at once. */
const changesAtOnce = 200;

/** A change that waits; `tags` are its target's, null where that was deleted. */
export type WaitingChange = ChangePlace & { tags: readonly string[] | null };

type Row = ChangePlace & { tags: string | null };

/** The first changes that wait, and the windows that may keep them quiet. */
export async function readWaitingChanges(
  db: Db,
): Promise<{ changes: WaitingChange[]; windows: MaintenanceWindow[] }> {
  const [rows, [maintenance]] = await db.batch<[Row, { windows: string }]>([
    sql`
      SELECT c.target_id AS targetId, c.at, t.tags
      FROM changes c INDEXED BY changes_waiting LEFT JOIN targets t ON t.id = c.target_id
      WHERE c.told = 0 ORDER BY c.at LIMIT ${changesAtOnce}`,
    sql`SELECT ${windowsAsJson} AS windows`,
  ]);
  return {
    changes: rows.map(({ tags, ...place }) => ({
      ...place,
      tags: tags === null ? null : JSON.parse(tags),
    })),
    windows: readWindows(maintenance?.windows ?? "[]"),
  };
}

/** Statements that telling changes takes: two to read, two to record. */
export const statementsToTell = 4;

/**
 * Writes an event for each change of `told`, and notes that these and those of `quiet`
 * wait no longer: in one batch. An event's id follows from its change: told again it
 * changes nothing.
 */
export async function tellChanges(
  db: Db,
  told: readonly ChangePlace[],
  quiet: readonly ChangePlace[],
): Promise<void> {
  await db.batch([
    sql`
      INSERT INTO events (id, kind, at, target_id, labels, facts)
      SELECT 'change.' || c.target_id || '.' || c.at, 'content-changed', c.at, t.id,
        ${targetLabels(sql`'info'`)}, json_object('url', t.url, 'from', c.from_hash,
          'to', c.to_hash, 'confirmedAt', c.confirmed_at, 'change', json(c.facts))
      FROM json_each(${placesOf(told)}) place
      CROSS JOIN changes c ON c.target_id = place.value ->> 0 AND c.at = place.value ->> 1
      CROSS JOIN targets t ON t.id = c.target_id
      WHERE c.told = 0 ON CONFLICT DO NOTHING`,
    sql`
      UPDATE changes SET told = 1 WHERE told = 0 AND (target_id, at) IN (
        SELECT value ->> 0, value ->> 1 FROM json_each(${placesOf([...told, ...quiet])}))`,
  ]);
}

const placesOf = (places: readonly ChangePlace[]): string =>
  JSON.stringify(places.map(({ targetId, at }) => [targetId, at]));
