// Creates many targets at once: the number of statements does not depend on how many.
import { type SQL, sql } from "drizzle-orm";
import { shardSize } from "#domain/budget.ts";
import {
  type Allocation,
  allocateShards,
  type Room,
} from "#domain/targets/allocate-shards.ts";
import type { TargetDraft } from "#domain/targets/target.ts";
import { never } from "#domain/time/instants.ts";
import { breaks } from "#store/constraint.ts";
import type { Db } from "#store/db.ts";
import { insertedRows, packFields } from "#store/targets/target-columns.ts";
import {
  firstFields,
  type Idempotency,
  planAnew,
  relabel,
} from "#store/targets/targets.ts";

export type Creation = { draft: TargetDraft; idempotency: Idempotency | null };

/**
 * Stores new targets and returns their ids, in order; null when another request created
 * targets or took a key meanwhile, or where `condition` does not hold: then nothing is
 * stored.
 */
export async function createTargets(
  db: Db,
  creations: readonly Creation[],
  now: number,
  condition: SQL = sql`1`,
): Promise<number[] | null> {
  if (creations.length === 0) return [];
  const { lastId, allocation } = await allocate(db, creations);
  const ids = creations.map((_, i) => lastId + i + 1);
  const rows = creations.map(({ draft }, i) => ({
    id: ids[i],
    ...packFields(firstFields(draft, allocation.shardIds[i] as number, now)),
  }));
  // Whoever creates targets moves the sequence, and nobody else fills shards.
  const unmoved = sql`${lastTarget} = ${lastId} AND ${condition}`;
  const shards = sql`(SELECT value FROM json_each(${JSON.stringify(allocation.shardIds)}))`;
  try {
    const results = await db.batch<{ id: number }[]>([
      sql`
        INSERT INTO shards (id, size, due_at) SELECT value, 0, ${never}
        FROM json_each(${JSON.stringify(allocation.newIds)}) WHERE ${unmoved}`,
      rememberCreations(creations, ids, now, unmoved),
      sql`
        INSERT INTO targets ${insertedRows(JSON.stringify(rows))} WHERE ${unmoved}
        RETURNING id`,
      sql`
        UPDATE shards SET ${sql.join(
          [
            sql`size = (SELECT count(*) FROM targets WHERE shard_id = shards.id)`,
            ...planAnew(now),
            relabel,
          ],
          sql`, `,
        )} WHERE id IN ${shards}`,
    ]);
    return results[2]?.length === creations.length ? ids : null;
  } catch (error) {
    const isRaced = [
      "targets.key",
      "heartbeats.uuid",
      "targets.id",
      "shards.id",
      "idempotency_keys.key",
    ].some((column) => breaks(error, "UNIQUE", column));
    if (isRaced) return null;
    throw error;
  }
}

/** The highest id that a target has had. */
const lastTarget = sql`coalesce(
  (SELECT seq FROM sqlite_sequence WHERE name = 'targets'), 0)`;

/** Reads which shards have room for the new targets, and chooses among them. */
async function allocate(
  db: Db,
  creations: readonly Creation[],
): Promise<{ lastId: number; allocation: Allocation }> {
  const hosts = creations.map(({ draft }) => draft.host);
  const [[last], ofHosts, withRoom] = await db.batch<
    [{ target: number; shard: number }, Room & { host: string }, Room]
  >([
    sql`SELECT ${lastTarget} AS target, coalesce(max(id), 0) AS shard FROM shards`,
    sql`
      SELECT host.value AS host, s.id, s.size
      FROM json_each(${JSON.stringify([...new Set(hosts)])}) host
      CROSS JOIN shards s
        ON s.id = (SELECT max(shard_id) FROM targets WHERE host = host.value)`,
    sql`
      SELECT id, size FROM shards WHERE size < ${shardSize}
      ORDER BY size DESC LIMIT ${hosts.length}`,
  ]);
  const allocation = allocateShards(hosts, {
    ofHosts: new Map(ofHosts.map(({ host, ...room }) => [host, room])),
    withRoom,
    lastId: last?.shard ?? 0,
  });
  return { lastId: last?.target ?? 0, allocation };
}

function rememberCreations(
  creations: readonly Creation[],
  ids: readonly number[],
  now: number,
  condition: SQL,
): SQL {
  const remembered = creations.flatMap(({ idempotency }, i) =>
    idempotency === null ? [] : [{ ...idempotency, id: ids[i] }],
  );
  return sql`
    INSERT INTO idempotency_keys (key, fingerprint, target_id, created_at)
    SELECT value ->> 'key', value ->> 'fingerprint', value ->> 'id', ${now}
    FROM json_each(${JSON.stringify(remembered)}) WHERE ${condition}`;
}
