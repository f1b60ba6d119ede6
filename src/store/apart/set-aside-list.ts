// Lists what is set aside, and has it tried again.
import { type SQL, sql } from "drizzle-orm";
import type { SetAside, Thing } from "#domain/apart/set-aside.ts";
import type { Db } from "#store/db.ts";
import { isSetAside } from "./set-aside.ts";

/** Lists what is set aside by kind and item, from behind a given thing if any. */
export async function listSetAside(
  db: Db,
  { after, limit }: { after: Thing | null; limit: number },
): Promise<SetAside[]> {
  return await db.all<SetAside>(sql`
    SELECT kind, item, since, retry_at AS retryAt, reason FROM set_aside
    WHERE (kind, item) > (${after?.kind ?? ""}, ${after?.item ?? ""})
    ORDER BY kind, item LIMIT ${limit}`);
}

/**
 * Has a thing tried again as soon as may be: a target by its shard's next round. False
 * when it is not set aside.
 */
export async function retryNow(
  db: Db,
  { kind, item }: Thing,
  now: number,
): Promise<boolean> {
  const [found] = await db.batch<[{ kind: string }, never]>([
    sql`
      UPDATE set_aside SET retry_at = min(retry_at, ${now})
      WHERE kind = ${kind} AND item = ${item} RETURNING kind`,
    ...(kind === "target"
      ? [planAnewWithAside(sql`(SELECT CAST(${item} AS INTEGER))`, now)]
      : []),
  ]);
  return found.length === 1;
}

/** Has those of the targets tried again that are set aside. `ids` is SQL that lists them. */
export const retryTargets = (ids: SQL, now: number): SQL[] => [
  planAnewWithAside(ids, now),
  sql`
    UPDATE set_aside SET retry_at = ${now}
    WHERE kind = 'target' AND item IN (SELECT CAST(id AS TEXT) FROM targets WHERE id IN ${ids})`,
];

/**
 * Makes the shards due of those of the targets that are set aside. A round that is under
 * way, and leaves the target out, then leaves its shard due.
 */
const planAnewWithAside = (ids: SQL, now: number): SQL => sql`
  UPDATE shards SET revision = revision + 1, due_at = min(due_at, ${now})
  WHERE id IN (SELECT shard_id FROM targets WHERE id IN ${ids}
    AND ${isSetAside("target", sql`CAST(targets.id AS TEXT)`)})`;
