// Reads and records maintenance windows. They are few: whoever needs some reads all.
import { type SQL, sql } from "drizzle-orm";
import {
  type MaintenanceDraft,
  type MaintenanceWindow,
  mostWindows,
  pastWindowsKeptMs,
} from "#domain/incidents/maintenance.ts";
import type { Db } from "#store/db.ts";

/** A window as it is kept. Instants are epoch ms. */
export type KeptWindow = MaintenanceWindow & {
  revision: number;
  createdAt: number;
  updatedAt: number;
};

type WindowRow = Omit<KeptWindow, "scope" | "timing"> & { scope: string; timing: string };

const columns = sql`id, name, scope, timing, revision, created_at AS createdAt,
  updated_at AS updatedAt`;

const toWindow = ({ scope, timing, ...row }: WindowRow): KeptWindow => ({
  ...row,
  scope: JSON.parse(scope),
  timing: JSON.parse(timing),
});

/** All windows, the newest first. */
export const readMaintenance = async (db: Db): Promise<KeptWindow[]> =>
  (await db.all<WindowRow>(sql`SELECT ${columns} FROM maintenance ORDER BY id DESC`)).map(
    toWindow,
  );

/** All windows in one row: a part of other statements. */
export const windowsAsJson: SQL = sql`(
  SELECT json_group_array(json_object('id', id, 'name', name, 'scope', json(scope),
    'timing', json(timing))) FROM maintenance)`;

/** Reads what `windowsAsJson` gave. */
export const readWindows = (json: string): MaintenanceWindow[] => JSON.parse(json);

export async function findWindow(db: Db, id: number): Promise<KeptWindow | null> {
  const [row] = await db.all<WindowRow>(
    sql`SELECT ${columns} FROM maintenance WHERE id = ${id}`,
  );
  return row ? toWindow(row) : null;
}

/** Null when there are as many windows as there may be. */
export async function createWindow(
  db: Db,
  { name, scope, timing }: MaintenanceDraft,
  now: number,
): Promise<KeptWindow | null> {
  const [row] = await db.all<WindowRow>(sql`
    INSERT INTO maintenance (name, scope, timing, created_at, updated_at)
    SELECT ${name}, ${JSON.stringify(scope)}, ${JSON.stringify(timing)}, ${now}, ${now}
    WHERE (SELECT count(*) FROM maintenance) < ${mostWindows}
    RETURNING ${columns}`);
  return row ? toWindow(row) : null;
}

/** Null when the window was changed or deleted since it was read. */
export async function changeWindow(
  db: Db,
  { id, revision }: Pick<KeptWindow, "id" | "revision">,
  { name, scope, timing }: MaintenanceDraft,
  now: number,
): Promise<KeptWindow | null> {
  const [row] = await db.all<WindowRow>(sql`
    UPDATE maintenance SET name = ${name}, scope = ${JSON.stringify(scope)},
      timing = ${JSON.stringify(timing)}, revision = revision + 1, updated_at = ${now}
    WHERE id = ${id} AND revision = ${revision} RETURNING ${columns}`);
  return row ? toWindow(row) : null;
}

/** False when the window was changed or deleted since it was read. */
export async function deleteWindow(
  db: Db,
  { id, revision }: Pick<KeptWindow, "id" | "revision">,
): Promise<boolean> {
  const rows = await db.all(sql`
    DELETE FROM maintenance WHERE id = ${id} AND revision = ${revision} RETURNING id`);
  return rows.length === 1;
}

/** Deletes windows that have been over for long. */
export const prunePastWindows = (now: number): SQL => sql`
  DELETE FROM maintenance WHERE timing ->> '$.until' < ${now - pastWindowsKeptMs}`;
