// Finds the targets whose history a question is about, by tag, host or id, and shards.
import { type SQL, sql } from "drizzle-orm";
import type { Entry } from "#domain/runs/run.ts";
import type { Status } from "#domain/targets/target.ts";
import type { Db } from "#store/db.ts";

/**
 * Targets that have all the tags (none of them twice), and the host ("example.com:8443")
 * where one is given.
 */
export type OwnerFilter = { tags: readonly string[]; host: string | null };

/** A portion of a list in the order of ids: at most `limit` behind the id `after`. */
export type Portion = { after: number; limit: number };

type NamedOwner = Owner & { name: string; url: string; tags: string[] };

/** A portion of the targets that the filter names. */
export async function findOwners(
  db: Db,
  filter: OwnerFilter,
  { after, limit }: Portion,
): Promise<Owner[]> {
  return await db.all<Owner>(sql`
    SELECT id, shard_id AS shardId FROM targets WHERE id > ${after} AND ${matching(filter)}
    ORDER BY id LIMIT ${limit}`);
}

/** Finds such targets that were created before an instant, with their names. */
export async function findNamedOwners(
  db: Db,
  filter: OwnerFilter,
  createdBefore: number,
  { after, limit }: Portion,
): Promise<NamedOwner[]> {
  const rows = await db.all<Owner & { name: string; url: string; tags: string }>(sql`
    SELECT id, shard_id AS shardId, name, url, tags FROM targets
    WHERE id > ${after} AND ${matching(filter)} AND created_at < ${createdBefore}
    ORDER BY id LIMIT ${limit}`);
  return rows.map((row) => ({ ...row, tags: JSON.parse(row.tags) }));
}

/** Those of `ids` that are targets, in the order of their ids. */
export async function findOwnersById(db: Db, ids: readonly number[]): Promise<Owner[]> {
  return await db.all<Owner>(sql`
    SELECT id, shard_id AS shardId FROM targets
    WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) ORDER BY id`);
}

/** A target that shows its badges to everybody. */
export type OpenOwner = Owner & { status: Status };

/** Finds such a target by its id or its key; null when there is none. */
export async function findOpenOwner(
  db: Db,
  name: { id: number } | { key: string },
): Promise<OpenOwner | null> {
  const named =
    "id" in name
      ? sql`targets NOT INDEXED WHERE id = ${name.id}`
      : sql`targets INDEXED BY targets_key_unique WHERE key = ${name.key}`;
  const [row] = await db.all<OpenOwner>(
    sql`SELECT id, shard_id AS shardId, status FROM ${named} AND badges`,
  );
  return row ?? null;
}

/** At most `limit` shards behind the id `after`, in the order of their ids. */
export async function findShards(
  db: Db,
  after: number,
  limit: number,
): Promise<number[]> {
  const rows = await db.all<{ id: number }>(
    sql`SELECT id FROM shards WHERE id > ${after} ORDER BY id LIMIT ${limit}`,
  );
  return rows.map(({ id }) => id);
}

function matching({ tags, host }: OwnerFilter): SQL {
  const tagged = sql`id IN (
    SELECT target_id FROM target_tags
    WHERE tag IN (SELECT value FROM json_each(${JSON.stringify(tags)}))
    GROUP BY target_id HAVING count(*) = ${tags.length})`;
  const conditions = [
    ...(tags.length > 0 ? [tagged] : []),
    ...(host !== null ? [sql`host = ${host}`] : []),
  ];
  return conditions.length > 0 ? sql.join(conditions, sql` AND `) : sql`true`;
}

/** A target that has history; the blocks of its shard hold what is not sealed yet. */
export type Owner = {
  id: number;
  shardId: number;
  /** Entries that no round has recorded, as they were read before the rest is. */
  ahead?: readonly Entry[];
};
