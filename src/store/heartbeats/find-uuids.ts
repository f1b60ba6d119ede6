// Finds which heartbeats have given ping addresses.
import { sql } from "drizzle-orm";
import type { Db } from "#store/db.ts";

/** The ids of targets by the uuid of their ping address; without those of no target. */
export async function findUuids(
  db: Db,
  uuids: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.all<{ uuid: string; targetId: number }>(sql`
    SELECT uuid, target_id AS targetId FROM heartbeats
    INDEXED BY heartbeats_uuid_unique
    WHERE uuid IN (SELECT value FROM json_each(${JSON.stringify(uuids)}))`);
  return new Map(rows.map(({ uuid, targetId }) => [uuid, targetId]));
}
