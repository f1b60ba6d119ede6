// Finds the shards that are due and leases them.

import { sql } from "drizzle-orm";
import type { TargetState } from "#domain/rounds/state.ts";
import { type Kind, type RoundTarget, roundFields } from "#domain/targets/target.ts";
import { mostAheadMs } from "#domain/time/clock-trust.ts";
import type { Db } from "#store/db.ts";
import type { HostHold } from "#store/shards/host-holds.ts";
import { type RememberedParts, readParts } from "#store/shards/known-parts.ts";
import { unpackStates } from "#store/shards/shard-state.ts";
import {
  type StoredFields,
  selectFields,
  unpackFields,
} from "#store/targets/target-columns.ts";

export type DueShard = { id: number; dueAt: number; leaseUntil: number };

export type ClaimedShard = {
  id: number;
  revision: number;
  /** When the claim came that ended without a record; null when none did. Epoch ms. */
  lostClaimAt: number | null;
  state: Record<string, TargetState>;
  /** The parts of blocks to which its rounds append. */
  parts: RememberedParts;
  targets: ClaimedTarget[];
};

export type ClaimedTarget = RoundTarget & {
  kind: Kind;
  /**
   * When a site's last crawl began and ended; `to` is null while the crawl goes on. Null
   * for a page, and for a site that had no crawl.
   */
  lastCrawl: { from: number; to: number | null } | null;
};

type Claim = { shards: ClaimedShard[]; holds: HostHold[] };

/**
 * The shards that are due before `before` (epoch ms), the longest overdue first, leased
 * ones included.
 */
export async function lookForDue(
  db: Db,
  before: number,
  limit: number,
): Promise<DueShard[]> {
  return await db.all<DueShard>(sql`
    SELECT id, due_at AS dueAt, lease_until AS leaseUntil FROM shards
    WHERE due_at < ${before} ORDER BY due_at LIMIT ${limit}`);
}

/**
 * Leases those of the shards that are free at `now`, and loads them with their enabled
 * targets, in one round trip. A lease that is far longer than this one is not believed.
 */
export async function claimShards(
  db: Db,
  ids: readonly number[],
  lease: { token: string; now: number; until: number },
): Promise<Claim> {
  const wanted = JSON.stringify(ids);
  const [claimed, targets, holds] = await db.batch<[ShardRow, TargetRow, HostHold]>([
    sql`
      UPDATE shards SET lease_token = ${lease.token}, lease_until = ${lease.until},
        claimed_at = ${lease.now},
        lost_claim_at = CASE WHEN lease_token IS NOT NULL THEN claimed_at END
      WHERE id IN (SELECT value FROM json_each(${wanted}))
        AND (lease_until <= ${lease.now} OR lease_until > ${lease.until + mostAheadMs})
      RETURNING id, revision, lost_claim_at AS lostClaimAt, state`,
    sql`
      SELECT t.shard_id AS shardId, ${claimedColumns},
        CASE WHEN t.kind = 'site' THEN (
          SELECT json_object('from', started_at, 'to', ended_at) FROM crawls
          WHERE target_id = t.id ORDER BY id DESC LIMIT 1) END AS lastCrawl
      FROM json_each(${wanted}) wanted
      CROSS JOIN shards s ON s.id = wanted.value AND s.lease_token = ${lease.token}
      CROSS JOIN targets t INDEXED BY targets_shard
        ON t.shard_id = s.id AND t.enabled = 1`,
    sql`SELECT host, until FROM host_holds WHERE until > ${lease.now}`,
  ]);
  const byShard = Map.groupBy(targets, (row) => row.shardId);
  const shards = claimed.map(({ state, ...row }) => ({
    ...row,
    state: unpackStates(state),
    parts: readParts(state),
    targets: (byShard.get(row.id) ?? []).map(toClaimedTarget),
  }));
  return { shards, holds };
}

type ShardRow = Omit<ClaimedShard, "state" | "parts" | "targets"> & { state: string };

const claimedColumns = selectFields([...roundFields, "kind"]);

type TargetRow = StoredFields<keyof RoundTarget | "kind"> & {
  shardId: number;
  lastCrawl: string | null;
};

const toClaimedTarget = ({
  shardId: _,
  lastCrawl,
  ...row
}: TargetRow): ClaimedTarget => ({
  ...unpackFields(row),
  lastCrawl: lastCrawl === null ? null : JSON.parse(lastCrawl),
});
