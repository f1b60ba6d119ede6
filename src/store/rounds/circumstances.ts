// Reads what surrounds targets whose incidents would open: the targets that they depend
// on, and maintenance.
import { sql } from "drizzle-orm";
import { isInMaintenance, windowsInForce } from "#domain/incidents/maintenance.ts";
import type { Circumstances } from "#domain/rounds/settle.ts";
import type { Db } from "#store/db.ts";
import { readWindows, windowsAsJson } from "#store/incidents/maintenance.ts";
import { idOfNamed } from "#store/targets/parents.ts";

type Row = { id: number; tags: string; windows: string; parents: string };

/** By target. */
export async function readCircumstances(
  db: Db,
  ids: readonly number[],
  now: number,
): Promise<Map<number, Circumstances>> {
  const rows = await db.all<Row>(sql`
    SELECT t.id, t.tags, ${windowsAsJson} AS windows, (
      SELECT json_group_array(json_object('id', p.id, 'isDown', p.status = 'down',
        'incident', (SELECT i.id FROM incidents i INDEXED BY incidents_open
          WHERE i.target_id = p.id AND i.closed_at IS NULL)))
      FROM json_each(t.alarm -> '$.dependsOn') parent
      CROSS JOIN targets p ON p.id = ${idOfNamed(sql`parent.value`)}) AS parents
    FROM json_each(${JSON.stringify(ids)}) wanted
    CROSS JOIN targets t ON t.id = wanted.value`);
  const windows = windowsInForce(readWindows(rows[0]?.windows ?? "[]"), now);
  return new Map(
    rows.map(({ id, tags, parents }) => {
      const read = JSON.parse(parents) as (Omit<
        Circumstances["parents"][number],
        "isDown"
      > & {
        isDown: 0 | 1;
      })[];
      const known = read.map(({ isDown, ...parent }) => ({
        ...parent,
        isDown: isDown === 1,
      }));
      const maintained = { id, tags: JSON.parse(tags) as string[] };
      const inMaintenance = isInMaintenance(windows, maintained, now);
      return [id, { inMaintenance, parents: known }];
    }),
  );
}
