// Reads what the metrics of targets are made of from few rows: one a shard.
import { type SQL, sql } from "drizzle-orm";
import { shardSize } from "#domain/budget.ts";
import type { ScrapePart } from "#domain/metrics/scrape-part.ts";
import type { StoredTargets } from "#domain/metrics/snapshot.ts";
import { heartbeatSpecOf } from "#domain/targets/heartbeat-spec.ts";
import type { Db } from "#store/db.ts";
import { uniqueKeyOf } from "#store/secrets/check-keys.ts";
import { isInPart, shardsOfPart } from "#store/shards/scrape-part.ts";
import { readShardState } from "#store/shards/shard-state.ts";
import { readLabels, type TargetLabels } from "#store/shards/target-labels.ts";
import {
  type KnownHeartbeat,
  listedHeartbeats,
  toHeartbeats,
} from "#store/targets/heartbeats.ts";
import type { KnownRow } from "#store/targets/known-target.ts";

type TargetMetricsQuery = {
  /** How many targets are read at most. */
  limit: number;
  /** Only these targets; null for all. */
  ids: readonly number[] | null;
  /** Only targets with all these tags. */
  tags: readonly string[];
  /** Only the targets of this part of a scrape; null for all. */
  part: ScrapePart | null;
};

type ShardRow = { id: number; labels: string; state: string };

/** Reads the targets that metrics tell of one by one, and counts those left out. */
export async function readTargetMetrics(
  db: Db,
  { limit, ids, tags, part }: TargetMetricsQuery,
): Promise<StoredTargets> {
  const most = limit === 0 ? 0 : Math.ceil(limit / shardSize) + spareShards;
  const [shards, heartbeats] = await db.batch<[ShardRow, KnownRow]>([
    sql`SELECT s.id, labels, state FROM ${shardsOf(ids, tags, part)} LIMIT ${most}`,
    listedHeartbeats({ tags, part }, limit),
  ]);
  const targets = targetsOf(shards, ids, tags);
  const shown = targets.slice(0, limit);
  const isAllRead = shards.length < most;
  const beyond = isAllRead
    ? 0
    : await countBeyond(db, shards.at(-1)?.id ?? 0, { tags, part });
  return {
    targets: shown,
    omitted: targets.length - shown.length + beyond,
    heartbeats: await heartbeatsOf(toHeartbeats(heartbeats, { tags }), ids),
  };
}

/** The wanted targets of the shards that were read, by their ids. */
function targetsOf(
  shards: readonly ShardRow[],
  ids: TargetMetricsQuery["ids"],
  tags: TargetMetricsQuery["tags"],
): StoredTargets["targets"] {
  const isWanted = (target: TargetLabels) =>
    (ids === null || ids.includes(target.id)) &&
    tags.every((tag) => target.tags.includes(tag));
  const targets = shards.flatMap(({ labels, state }) => {
    const known = readShardState(state);
    return readLabels(labels)
      .filter(isWanted)
      .map((target) => ({ target, known: known(target.id) }));
  });
  return targets
    .sort((a, b) => a.target.id - b.target.id)
    .map(({ target, known: { rounds, last, totals } }) => ({
      ...target,
      last,
      lastModified: rounds.validators?.lastModified ?? null,
      totals,
      numbers: rounds.numbers?.byName ?? {},
    }));
}

/** The wanted heartbeats; whoever scrapes them may not ping them. */
const heartbeatsOf = (
  heartbeats: readonly KnownHeartbeat[],
  ids: TargetMetricsQuery["ids"],
): Promise<StoredTargets["heartbeats"]> =>
  Promise.all(
    heartbeats
      .filter(({ target }) => ids === null || ids.includes(target.id))
      .map(async ({ target, state, heard: { pings, lastAt } }) => {
        const { uuid } = heartbeatSpecOf(target);
        const uniqueKey = await uniqueKeyOf({ id: target.id, uuid });
        return { target, state, pings, lastAt, uniqueKey };
      }),
  );

/** Shards that are not full are read too, up to so many more than full ones would be. */
const spareShards = 20;

/** The shards that may have wanted targets, in the order of their ids. */
function shardsOf(
  ids: TargetMetricsQuery["ids"],
  tags: TargetMetricsQuery["tags"],
  part: TargetMetricsQuery["part"],
): SQL {
  const [tag] = tags;
  if (ids !== null) {
    return sql`shards s WHERE s.id IN (
      SELECT shard_id FROM targets WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
        AND ${isInPart(sql`shard_id`, part)}) ORDER BY s.id`;
  }
  if (tag !== undefined) {
    return sql`shards s WHERE s.id IN (
      SELECT shard_id FROM target_tags g JOIN targets t ON t.id = g.target_id
      WHERE g.tag = ${tag} AND ${isInPart(sql`t.shard_id`, part)}) ORDER BY s.id`;
  }
  if (part === null) return sql`shards s WHERE s.size > 0 ORDER BY s.id`;
  return sql`${shardsOfPart(part)} p CROSS JOIN shards s ON s.id = p.id WHERE s.size > 0`;
}

/** Counts the targets of the shards that were not read, paused targets included. */
async function countBeyond(
  db: Db,
  shardId: number,
  { tags: [tag], part }: Pick<TargetMetricsQuery, "tags" | "part">,
): Promise<number> {
  const [row] = await db.all<{ count: number }>(
    tag === undefined
      ? sql`SELECT coalesce(sum(size), 0) AS count FROM ${shardsBeyond(shardId, part)}`
      : sql`
          SELECT count(*) AS count FROM target_tags g JOIN targets t ON t.id = g.target_id
          WHERE g.tag = ${tag} AND t.shard_id > ${shardId} AND ${isInPart(sql`t.shard_id`, part)}`,
  );
  return row?.count ?? 0;
}

const shardsBeyond = (shardId: number, part: TargetMetricsQuery["part"]): SQL =>
  part === null
    ? sql`shards WHERE id > ${shardId}`
    : sql`${shardsOfPart(part, shardId)} p CROSS JOIN shards s ON s.id = p.id`;
