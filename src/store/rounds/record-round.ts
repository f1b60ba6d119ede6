// The shards' side of a round: what is due, the lease, and the one fenced batch that records it all.
// Every statement of that batch holds only while the lease is the caller's: a stale or repeated invocation
// can neither double nor clobber.
import { type SQL, sql } from "drizzle-orm";
import { packRun } from "#domain/rounds/state-encoding.ts";
import { packEntries, sealableBefore } from "#domain/runs/block.ts";
import type { TargetState } from "#domain/runs/judge.ts";
import { type Entry, hourOf, type Run } from "#domain/runs/run.ts";
import { countRun, createTotals, recentRuns, toCounts } from "#domain/statistics/totals.ts";
import type { RoundTarget, Status } from "#domain/targets/target.ts";
import { sumOfCounts } from "#store/counters.ts";
import type { Db } from "#store/db.ts";
import { never } from "#store/schema.ts";
import { namesOf, packStates, unpackStates } from "#store/shards/shard-state.ts";
import { type Opening, openCrawls } from "#store/sites/crawls.ts";
import { type SettingsRow, unpackSettings } from "#store/targets/target-row.ts";

export type DueShard = { id: number; dueAt: number; leaseUntil: number };

export type ClaimedShard = {
  id: number;
  revision: number;
  state: Record<string, TargetState>;
  targets: ClaimedTarget[];
};

/** A target, and when its last crawl began and ended if it is a site that had one. `to` is null while it goes on. */
export type ClaimedTarget = RoundTarget & { lastCrawl: { from: number; to: number | null } | null };

/** A host that is left alone until an instant it named. */
export type HostHold = { host: string; until: number };

/** A target whose status turned, and when the run began that turned it. */
export type Turn = { id: number; status: Status; at: number };

export type Claim = { shards: ClaimedShard[]; holds: HostHold[] };

/** What a round did to one shard. */
export type ShardRecord = {
  shardId: number;
  /** The shard's revision when it was claimed: if targets changed meanwhile, the shard is due again at once. */
  revision: number;
  dueAt: number | null;
  entries: Entry[];
  /** The sighting each target's first entry of an hour is packed against, as the claim found it. */
  stateBefore: Record<string, TargetState>;
  state: Record<string, TargetState>;
  /** Since when each target's schedule applied in the round. */
  anchors: Record<string, number>;
  turned: Turn[];
  holds: HostHold[];
  /** Crawls of sites whose slots came. */
  opened: Opening[];
};

/** Shards due before `before` (epoch ms), the longest overdue first, leased ones included. */
export async function lookForDue(db: Db, before: number, limit: number): Promise<DueShard[]> {
  return await db.all<DueShard>(sql`
    SELECT id, due_at AS dueAt, lease_until AS leaseUntil FROM shards
    WHERE due_at < ${before} ORDER BY due_at LIMIT ${limit}`);
}

/** Leases those of `ids` that are free at `now` and loads them with their enabled targets, in one round trip. */
export async function claimShards(
  db: Db,
  ids: readonly number[],
  lease: { token: string; now: number; until: number },
): Promise<Claim> {
  const wanted = JSON.stringify(ids);
  const [claimed, targets, holds] = await db.batch<[ShardRow, TargetRow, HostHold]>([
    sql`
      UPDATE shards SET lease_token = ${lease.token}, lease_until = ${lease.until}
      WHERE id IN (SELECT value FROM json_each(${wanted})) AND lease_until <= ${lease.now}
      RETURNING id, revision, state`,
    sql`
      SELECT t.shard_id AS shardId, t.id, t.url, t.host, t.status, t.anchor_at AS anchorAt,
        t.request_revision AS requestRevision, t.schedule, t.request, t.expect, t.crawl,
        CASE WHEN t.kind = 'site' THEN (
          SELECT json_object('from', started_at, 'to', ended_at) FROM crawls
          WHERE target_id = t.id ORDER BY id DESC LIMIT 1) END AS lastCrawl
      FROM json_each(${wanted}) wanted
      CROSS JOIN shards s ON s.id = wanted.value AND s.lease_token = ${lease.token}
      CROSS JOIN targets t INDEXED BY targets_shard ON t.shard_id = s.id AND t.enabled = 1`,
    sql`SELECT host, until FROM host_holds WHERE until > ${lease.now}`,
  ]);
  const byShard = Map.groupBy(targets, (row) => row.shardId);
  const shards = claimed.map(({ id, revision, state }) => ({
    id,
    revision,
    state: unpackStates(state),
    targets: (byShard.get(id) ?? []).map(toClaimedTarget),
  }));
  return { shards, holds };
}

type ShardRow = { id: number; revision: number; state: string };

type TargetRow = Omit<RoundTarget, keyof SettingsRow> &
  SettingsRow & { shardId: number; lastCrawl: string | null };

const toClaimedTarget = ({ shardId: _, lastCrawl, ...row }: TargetRow): ClaimedTarget => ({
  ...row,
  ...unpackSettings(row),
  lastCrawl: lastCrawl === null ? null : JSON.parse(lastCrawl),
});

/**
 * Records a round's work on a shard and gives the lease back. False when the lease was lost: nothing is written.
 * Mostly nobody has changed the shard's targets meanwhile; only if somebody has, what they changed is looked at.
 */
export async function recordShard(db: Db, token: string, record: ShardRecord, now: number): Promise<boolean> {
  const { shardId, revision } = record;
  const leased = sql`id = ${shardId} AND lease_token = ${token}`;
  const untouched = sql`${leased} AND revision = ${revision}`;
  const states = packStates(record.state);
  const asPlanned = sql`
    UPDATE shards SET due_at = ${record.dueAt ?? never}, state = json_patch(state, ${states}),
      lease_token = NULL, lease_until = 0
    WHERE ${untouched} RETURNING id`;
  if (await recordIf(db, untouched, record, now, [asPlanned])) return true;

  const dueAtOnce = sql`
    UPDATE shards SET due_at = ${now}, state = json_patch(state, ${statesOfTheLiving(states)}),
      lease_token = NULL, lease_until = 0
    WHERE ${leased} RETURNING id`;
  return await recordIf(db, leased, record, now, [moveAnchors(record, leased, now), dueAtOnce]);
}

/** Records what a round saw, and then what `release` says, in one batch that writes nothing unless `mine` is true. */
async function recordIf(
  db: Db,
  mine: SQL,
  record: ShardRecord,
  now: number,
  release: readonly SQL[],
): Promise<boolean> {
  const held = sql`EXISTS (SELECT 1 FROM shards WHERE ${mine})`;
  const results = await db.batch([
    appendEntries(record.shardId, record.entries, record.stateBefore, held, now),
    ...(record.turned.length > 0 ? [turnStatuses(record.turned, held)] : []),
    ...(record.holds.length > 0 ? [holdHosts(record.holds, held)] : []),
    ...(record.opened.length > 0 ? openCrawls(record.opened, now, held) : []),
    ...release,
  ]);
  return results.at(-1)?.length === 1;
}

/** Without the targets that were deleted during the round: they must not come back. */
const statesOfTheLiving = (states: string): SQL => sql`(
  SELECT json_group_object(own.key, json(own.value)) FROM json_each(${states}) own
  WHERE EXISTS (SELECT 1 FROM targets WHERE targets.id = CAST(own.key AS INTEGER)))`;

/**
 * A schedule that was changed during the round begins when the round ends, if the round served later slots of the
 * old one: no slot is before the anchor, so none is lost and none comes twice.
 */
function moveAnchors({ state, anchors }: ShardRecord, leased: SQL, now: number): SQL {
  const served = Object.entries(anchors).map(([id, anchorAt]) => [
    Number(id),
    anchorAt,
    state[id]?.cursor ?? 0,
  ]);
  return sql`
    UPDATE targets SET anchor_at = ${now} FROM json_each(${JSON.stringify(served)}) served
    WHERE EXISTS (SELECT 1 FROM shards WHERE ${leased})
      AND targets.id = served.value ->> 0 AND anchor_at <> served.value ->> 1 AND anchor_at <= served.value ->> 2`;
}

/** Records a run that somebody asked for. */
export async function recordManualRun(db: Db, target: Runner, verdict: RunVerdict): Promise<void> {
  await db.batch(runOutsideRounds(target, verdict, sql`true`));
}

/** A run, and the status it leaves its target with. */
export type RunVerdict = { run: Run; status: Status };

/** Whose run it is. */
export type Runner = Pick<RoundTarget, "id" | "status"> & { shardId: number };

/**
 * Statements that record a run which no round made, where `condition` holds. They need no shard's lease: appending
 * and turning a status commute with a round's. `at` is when that happens, the run's start unless given.
 */
export function runOutsideRounds(
  target: Runner,
  { run, status }: RunVerdict,
  condition: SQL,
  at = run.startedAt,
): SQL[] {
  const turned = status === target.status ? [] : [{ id: target.id, status, at: run.startedAt }];
  const [, last, counts, recent] = namesOf(target.id).map((name) => `$."${name}"`);
  const { recent: brief, ...totals } = countRun(createTotals(), run);
  return [
    appendEntries(target.shardId, [{ kind: "run", run }], {}, condition, at),
    ...(turned.length > 0 ? [turnStatuses(turned, condition)] : []),
    sql`
      UPDATE shards SET state = json_set(state, ${last}, ${packRun(run)},
        ${counts}, json(${sumOfCounts(sql`coalesce(state -> ${counts}, '{}')`, sql`${JSON.stringify(toCounts(totals))}`)}),
        ${recent}, substr(coalesce(state ->> ${recent}, '') || ${brief}, ${-2 * recentRuns}))
      WHERE id = ${target.shardId} AND EXISTS (SELECT 1 FROM targets WHERE id = ${target.id}) AND ${condition}`,
  ];
}

/** Has a shard looked at anew, whatever round is going on: the one in flight finds its plans overtaken. */
export const pokeShard = (shardId: number, at: number, condition: SQL): SQL => sql`
  UPDATE shards SET revision = revision + 1, due_at = min(due_at, ${at}) WHERE id = ${shardId} AND ${condition}`;

/** A batch takes effect sooner than this after it was put together. */
const sealMarginMs = 60_000;

/**
 * Appends to the block of each hour that the entries' slots lie in. A slot can wait beyond its hour (for a host that
 * asked for patience): its block may be sealed and gone by then, so nothing in it is built upon.
 */
function appendEntries(
  shardId: number,
  entries: readonly Entry[],
  stateBefore: Record<string, TargetState>,
  condition: SQL,
  now: number,
) {
  const unsealed = sealableBefore(now + sealMarginMs);
  const chunks = [...Map.groupBy(entries, hourOfEntry)].map(([hour, inHour]) => {
    const packed = packEntries(inHour, hour, (targetId) => {
      const last = stateBefore[targetId]?.last;
      return last && hourOf(last.dueAt) === hour && hour >= unsealed ? last : undefined;
    });
    return [hour, packed.toHex()];
  });
  return sql`
    INSERT INTO blocks (shard_id, hour, data)
    SELECT ${shardId}, value ->> 0, unhex(value ->> 1) FROM json_each(${JSON.stringify(chunks)}) WHERE ${condition}
    ON CONFLICT (shard_id, hour) DO UPDATE SET data = CAST(data || excluded.data AS BLOB)`;
}

const hourOfEntry = (entry: Entry): number =>
  hourOf(entry.kind === "run" ? entry.run.dueAt : entry.drop.firstAt);

/** A later sighting wins, whoever comes first; a target paused meanwhile stays paused. */
function turnStatuses(turned: readonly Turn[], condition: SQL) {
  return sql`
    UPDATE targets SET status = turned.value ->> 'status', status_since = turned.value ->> 'at'
    FROM json_each(${JSON.stringify(turned)}) turned
    WHERE targets.id = turned.value ->> 'id' AND enabled = 1 AND status_since <= turned.value ->> 'at' AND ${condition}`;
}

export function holdHosts(holds: readonly HostHold[], condition: SQL) {
  return sql`
    INSERT INTO host_holds (host, until)
    SELECT value ->> 'host', value ->> 'until' FROM json_each(${JSON.stringify(holds)}) WHERE ${condition}
    ON CONFLICT (host) DO UPDATE SET until = max(until, excluded.until)`;
}
