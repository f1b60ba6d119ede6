// The shards' side of a round: what is due, the lease, and the one fenced batch that
// records it all. Every statement of that batch holds only while the lease is the
// caller's: a stale or repeated invocation can neither double nor clobber.

import { type SQL, sql } from "drizzle-orm";
import type { TargetState } from "#domain/rounds/state.ts";
import type { Entry } from "#domain/runs/run.ts";
import { never } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { appendEntries, type Turn, turnStatuses } from "#store/runs/append-entries.ts";
import { type HostHold, holdHosts } from "#store/shards/host-holds.ts";
import { packStates } from "#store/shards/shard-state.ts";
import { type Opening, openCrawls } from "#store/sites/crawls.ts";

/** What a round did to one shard. */
export type ShardRecord = {
  shardId: number;
  /**
   * The shard's revision when it was claimed: if targets changed meanwhile, the shard is
   * due again at once.
   */
  revision: number;
  dueAt: number | null;
  entries: Entry[];
  /**
   * The sighting each target's first entry of an hour is packed against, as the claim
   * found it.
   */
  stateBefore: Record<string, TargetState>;
  state: Record<string, TargetState>;
  /** Since when each target's schedule applied in the round. */
  anchors: Record<string, number>;
  turned: Turn[];
  holds: HostHold[];
  /** Crawls of sites whose slots came. */
  opened: Opening[];
};

/**
 * Records a round's work on a shard and gives the lease back. False when the lease was
 * lost: nothing is written. Mostly nobody has changed the shard's targets meanwhile; only
 * if somebody has, what they changed is looked at.
 */
export async function recordShard(
  db: Db,
  token: string,
  record: ShardRecord,
  now: number,
): Promise<boolean> {
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
  return await recordIf(db, leased, record, now, [
    moveAnchors(record, leased, now),
    dueAtOnce,
  ]);
}

/**
 * Records what a round saw, and then what `release` says, in one batch that writes
 * nothing unless `mine` is true.
 */
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
 * A schedule that was changed during the round begins when the round ends, if the round
 * served later slots of the old one: no slot is before the anchor, so none is lost and
 * none comes twice.
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
