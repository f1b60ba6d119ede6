// Finds the targets that others depend on: an alarm rule names them by id or key.
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "#store/db.ts";

/** SQL for the id of the target that a text names; null when there is none. */
export const idOfNamed = (name: SQL): SQL => sql`coalesce(
  CASE WHEN ${name} NOT GLOB '*[^0-9]*' THEN CAST(${name} AS INTEGER) END,
  (SELECT k.id FROM targets k INDEXED BY targets_key_unique
    WHERE k.key = CASE WHEN ${name} LIKE 'key:%' THEN substr(${name}, 5) ELSE ${name} END))`;

/** What these targets depend on, by id, and what their parents depend on, and so on. */
export async function readAncestry(
  db: Db,
  ids: readonly number[],
): Promise<Map<number, number[]>> {
  const rows = await db.all<{ id: number; parents: string }>(sql`
    WITH RECURSIVE ancestors(id) AS (
      SELECT value FROM json_each(${JSON.stringify(ids)})
      UNION SELECT ${idOfNamed(sql`parent.value`)} FROM ancestors
      CROSS JOIN targets t ON t.id = ancestors.id
      CROSS JOIN json_each(t.alarm -> '$.dependsOn') parent)
    SELECT t.id, (SELECT json_group_array(${idOfNamed(sql`parent.value`)})
      FROM json_each(t.alarm -> '$.dependsOn') parent) AS parents
    FROM ancestors CROSS JOIN targets t ON t.id = ancestors.id
    WHERE t.alarm -> '$.dependsOn' IS NOT NULL`);
  return new Map(
    rows.map(({ id, parents }) => [
      id,
      (JSON.parse(parents) as (number | null)[]).filter((one) => one !== null),
    ]),
  );
}
