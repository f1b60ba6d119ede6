// Reads, acknowledges and silences the incident that a signed link names.
import { sql } from "drizzle-orm";
import type { Silence } from "#domain/notices/routing/silence.ts";
import type { Db } from "#store/db.ts";

/** What whoever has a link may know of its incident. */
export type LinkedIncident = { name: string; isOpen: boolean };

export async function findLinkedIncident(
  db: Db,
  id: string,
): Promise<LinkedIncident | null> {
  const [row] = await db.all<{ name: string; isOpen: number }>(sql`
    SELECT labels ->> 'name' AS name, closed_at IS NULL AS isOpen FROM incidents WHERE id = ${id}`);
  return row ? { name: row.name, isOpen: row.isOpen === 1 } : null;
}

/** Acknowledges an open incident; who did so first stays. */
export async function acknowledgeByLink(
  db: Db,
  id: string,
  by: string,
  now: number,
): Promise<void> {
  await db.all(sql`
    UPDATE incidents SET acknowledged_at = ${now}, acknowledged_by = ${by}, revision = revision + 1
    WHERE id = ${id} AND acknowledged_at IS NULL AND closed_at IS NULL`);
}

/**
 * Prolongs the silence of an incident that a link has made and that still holds. False
 * when there is none. However often a link is pressed, it makes one silence.
 */
export async function prolongByLink(
  db: Db,
  { incidentId, author, endsAt }: Pick<Silence, "incidentId" | "author" | "endsAt">,
  now: number,
): Promise<boolean> {
  const rows = await db.all(sql`
    UPDATE silences INDEXED BY silences_ends SET ends_at = ${endsAt}
    WHERE ends_at > ${now} AND incident_id = ${incidentId} AND author = ${author}
      AND matchers = '[]' AND reason = '' AND starts_at <= ${now}
    RETURNING id`);
  return rows.length > 0;
}
