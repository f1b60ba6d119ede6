// Whose history a question is about: targets by tag, host or id, and how many shards
// there are.
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "#store/db.ts";

/**
 * Targets that have all the tags (none of them twice), and the host ("example.com:8443")
 * where one is given.
 */
export type OwnerFilter = { tags: readonly string[]; host: string | null };

export type NamedOwner = Owner & { name: string; url: string; tags: string[] };

/** At most `limit` of the targets that are meant, by id. */
export async function findOwners(
  db: Db,
  filter: OwnerFilter,
  limit: number,
): Promise<Owner[]> {
  return await db.all<Owner>(sql`
    SELECT id, shard_id AS shardId FROM targets WHERE ${matching(filter)} ORDER BY id LIMIT ${limit}`);
}

/**
 * At most `limit` of the targets that are meant and were there before an instant, by id.
 */
export async function findNamedOwners(
  db: Db,
  filter: OwnerFilter,
  createdBefore: number,
  limit: number,
): Promise<NamedOwner[]> {
  const rows = await db.all<Owner & { name: string; url: string; tags: string }>(sql`
    SELECT id, shard_id AS shardId, name, url, tags FROM targets
    WHERE ${matching(filter)} AND created_at < ${createdBefore} ORDER BY id LIMIT ${limit}`);
  return rows.map((row) => ({ ...row, tags: JSON.parse(row.tags) }));
}

/** Those of the targets that there are, by id. */
export async function findOwnersById(db: Db, ids: readonly number[]): Promise<Owner[]> {
  return await db.all<Owner>(sql`
    SELECT id, shard_id AS shardId FROM targets
    WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) ORDER BY id`);
}

export async function countShards(db: Db): Promise<number> {
  const [row] = await db.all<{ count: number }>(
    sql`SELECT count(*) AS count FROM shards`,
  );
  return row?.count ?? 0;
}

function matching({ tags, host }: OwnerFilter): SQL {
  const tagged = sql`id IN (
    SELECT target_id FROM target_tags WHERE tag IN (SELECT value FROM json_each(${JSON.stringify(tags)}))
    GROUP BY target_id HAVING count(*) = ${tags.length})`;
  const conditions = [
    ...(tags.length > 0 ? [tagged] : []),
    ...(host !== null ? [sql`host = ${host}`] : []),
  ];
  return conditions.length > 0 ? sql.join(conditions, sql` AND `) : sql`true`;
}

/** Whose history: the shard's blocks hold what is not sealed yet. */
export type Owner = { id: number; shardId: number };
