// Finds the targets that others depend on: an alarm rule names them by id or key.
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "#store/db.ts";

/** SQL for the id of the target that a text names; null when there is none. */
export const idOfNamed = (name: SQL): SQL => sql`coalesce(
  CASE WHEN ${name} NOT GLOB '*[^0-9]*' THEN CAST(${name} AS INTEGER) END,
  (SELECT k.id FROM targets k INDEXED BY targets_key_unique
    WHERE k.key = CASE WHEN ${name} LIKE 'key:%' THEN substr(${name}, 5) ELSE ${name} END))`;

/** Whether one of the parents depends on the target, itself or through others. */
export async function isAmongAncestors(
  db: Db,
  targetId: number,
  parentIds: readonly number[],
): Promise<boolean> {
  const [row] = await db.all<{ found: number }>(sql`
    WITH RECURSIVE ancestors(id) AS (
      SELECT value FROM json_each(${JSON.stringify(parentIds)})
      UNION SELECT ${idOfNamed(sql`parent.value`)} FROM ancestors
      CROSS JOIN targets t ON t.id = ancestors.id
      CROSS JOIN json_each(t.alarm -> '$.dependsOn') parent)
    SELECT EXISTS (SELECT 1 FROM ancestors WHERE id = ${targetId}) AS found`);
  return row?.found === 1;
}
