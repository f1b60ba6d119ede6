// Reads what metrics are made of from few rows: a row a shard for its targets, a row a
// job, and one row for the requests.
import { type SQL, sql } from "drizzle-orm";
import { shardSize } from "#domain/budget.ts";
import type { StoredMetrics } from "#domain/metrics/snapshot.ts";
import { heartbeatSpecOf } from "#domain/targets/heartbeat-spec.ts";
import { never } from "#domain/time/instants.ts";
import { knownContents } from "#store/changes/contents-walk.ts";
import { requestCounters } from "#store/counters.ts";
import type { Db } from "#store/db.ts";
import { uniqueKeyOf } from "#store/secrets/check-keys.ts";
import { readShardState } from "#store/shards/shard-state.ts";
import { readLabels, type TargetLabels } from "#store/shards/target-labels.ts";
import {
  type KnownHeartbeat,
  listedHeartbeats,
  toHeartbeats,
} from "#store/targets/heartbeats.ts";
import type { KnownRow } from "#store/targets/known-target.ts";

type MetricsQuery = {
  /** The jobs to read. */
  jobNames: readonly string[];
  /** How many targets are read at most. */
  limit: number;
  /** Only these targets; null for all. */
  ids: readonly number[] | null;
  /** Only targets with all these tags. */
  tags: readonly string[];
};

type ShardRow = { id: number; labels: string; state: string };
type CountedRow = {
  dueAt: number | null;
  setAside: string;
  incidents: string;
  notices: string;
  contents: string | null;
};
type JobRow = { name: string; finishedAt: number; totals: string };

export async function readMetrics(
  db: Db,
  { jobNames, limit, ids, tags }: MetricsQuery,
): Promise<StoredMetrics> {
  const most = limit === 0 ? 0 : Math.ceil(limit / shardSize) + spareShards;
  const [shards, [counted], jobs, [requests], heartbeats] = await db.batch<
    [ShardRow, CountedRow, JobRow, { counts: string }, KnownRow]
  >([
    sql`SELECT id, labels, state FROM shards s WHERE ${shardsOf(ids, tags)} ORDER BY id LIMIT ${most}`,
    sql`
      SELECT min(due_at) AS dueAt, ${knownContents} AS contents, ${countedAside} AS setAside, ${openIncidents} AS incidents,
        ${countedNotices} AS notices FROM shards`,
    lastJobRows(jobNames),
    sql`SELECT counts FROM counters WHERE name = ${requestCounters}`,
    listedHeartbeats({ tags }, limit),
  ]);
  const targets = targetsOf(shards, ids, tags);
  const shown = targets.slice(0, limit);
  const isAllRead = shards.length < most;
  const beyond = isAllRead ? 0 : await countBeyond(db, shards.at(-1)?.id ?? 0, tags);
  const dueAt = counted?.dueAt ?? never;
  return {
    targets: shown,
    omitted: targets.length - shown.length + beyond,
    dueAt: dueAt === never ? null : dueAt,
    jobs: jobs.map(({ name, finishedAt, totals }) => ({
      name,
      finishedAt,
      totals: JSON.parse(totals),
    })),
    heartbeats: await heartbeatsOf(toHeartbeats(heartbeats, { tags }), ids),
    setAside: JSON.parse(counted?.setAside ?? "{}"),
    incidents: JSON.parse(counted?.incidents ?? "{}"),
    notices: JSON.parse(counted?.notices ?? '{"waiting":0,"dead":0}'),
    requests: JSON.parse(requests?.counts ?? "{}"),
    databaseBytes: db.bytes(),
    contents: JSON.parse(counted?.contents ?? "null"),
  };
}

/** The wanted targets of the shards that were read, by their ids. */
function targetsOf(
  shards: readonly ShardRow[],
  ids: MetricsQuery["ids"],
  tags: MetricsQuery["tags"],
): StoredMetrics["targets"] {
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
  ids: MetricsQuery["ids"],
): Promise<StoredMetrics["heartbeats"]> =>
  Promise.all(
    heartbeats
      .filter(({ target }) => ids === null || ids.includes(target.id))
      .map(async ({ target, state, heard: { pings, lastAt } }) => {
        const { uuid } = heartbeatSpecOf(target);
        const uniqueKey = await uniqueKeyOf({ id: target.id, uuid });
        return { target, state, pings, lastAt, uniqueKey };
      }),
  );

const countedAside = sql`(SELECT json_group_object(kind, n) FROM (
  SELECT kind, count(*) AS n FROM (SELECT kind FROM set_aside LIMIT 1000) GROUP BY kind))`;

const openIncidents = sql`(SELECT json_group_object(severity, n) FROM (
  SELECT severity, count(*) AS n FROM incidents INDEXED BY incidents_open
  WHERE closed_at IS NULL GROUP BY severity))`;

/** More than so many notices need nobody to count them: something is wrong. */
const mostNotices = 1_000;

const countedNotices = sql`json_object(
  'waiting', (SELECT count(*) FROM (SELECT 1 FROM notices INDEXED BY notices_waiting
    WHERE state = 'waiting' LIMIT ${mostNotices})),
  'dead', (SELECT count(*) FROM (SELECT 1 FROM notices INDEXED BY notices_dead
    WHERE state = 'dead' LIMIT ${mostNotices})))`;

/** Shards that are not full are read too, up to so many more than full ones would be. */
const spareShards = 20;

/** The condition for shards that may have wanted targets. */
function shardsOf(ids: readonly number[] | null, tags: readonly string[]): SQL {
  if (ids !== null) {
    return sql`s.id IN (SELECT shard_id FROM targets WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)})))`;
  }
  const [tag] = tags;
  if (tag === undefined) return sql`s.size > 0`;
  return sql`s.id IN (SELECT shard_id FROM target_tags g JOIN targets t ON t.id = g.target_id WHERE g.tag = ${tag})`;
}

/** Counts the targets of the shards that were not read, paused targets included. */
async function countBeyond(
  db: Db,
  shardId: number,
  [tag]: readonly string[],
): Promise<number> {
  const [row] = await db.all<{ count: number }>(
    tag === undefined
      ? sql`SELECT coalesce(sum(size), 0) AS count FROM shards WHERE id > ${shardId}`
      : sql`
          SELECT count(*) AS count FROM target_tags g JOIN targets t ON t.id = g.target_id
          WHERE g.tag = ${tag} AND t.shard_id > ${shardId}`,
  );
  return row?.count ?? 0;
}

/** The last row of each of the jobs. */
const lastJobRows = (jobs: readonly string[]): SQL => sql`
  SELECT job AS name, finished_at AS finishedAt, totals FROM json_each(${JSON.stringify(jobs)}) wanted
  CROSS JOIN job_hours ON job = wanted.value
    AND hour = (SELECT max(hour) FROM job_hours WHERE job = wanted.value)`;
