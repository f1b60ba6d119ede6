// Finds the shards that are due and leases them.

import { sql } from "drizzle-orm";
import type { Counts } from "#domain/counts.ts";
import type { StoredIncident } from "#domain/incidents/known-incident.ts";
import type { Suspicion } from "#domain/rounds/suspicion.ts";
import { type Kind, type RoundTarget, roundFields } from "#domain/targets/target.ts";
import { mostAheadMs } from "#domain/time/clock-trust.ts";
import type { Db } from "#store/db.ts";
import {
  hasPings,
  heardColumn,
  inboxCharacters,
  readHeard,
  type StoredPings,
} from "#store/heartbeats/take-pings.ts";
import { type HostHold, heldUntil } from "#store/shards/host-holds.ts";
import { type PlaceAtHost, placesOf } from "#store/shards/host-places.ts";
import { type RememberedParts, readParts } from "#store/shards/known-parts.ts";
import { readRecorders } from "#store/shards/recorders.ts";
import { type KnownStates, unpackStates } from "#store/shards/shard-state.ts";
import {
  type StoredFields,
  selectFields,
  unpackFields,
} from "#store/targets/target-columns.ts";
import { type LostClaim, unpackLostClaims, withLastClaim } from "./lost-rounds.ts";

export type DueShard = {
  id: number;
  dueAt: number;
  leaseUntil: number;
  revision: number;
  /** How many claims in a row have ended without a record. */
  lost: number;
  /** Whether its targets are tried some at a time (domain/rounds/suspicion). */
  isTried: 0 | 1;
};

export type ClaimedShard = KnownStates & {
  id: number;
  revision: number;
  /** The claims since the last record, each of which ended without one. */
  lostClaims: LostClaim[];
  /** How many claims before this one ended without a record. */
  lost: number;
  suspicion: Suspicion | null;
  /** The parts of blocks to which its rounds append. */
  parts: RememberedParts;
  /** The leases under which it was recorded last (shards/recorders). */
  recorders: string;
  /** What its rounds have come to that messages called for. */
  counted: Counts;
  /** Its places at hosts that other shards ask too, where they were asked for. */
  places: PlaceAtHost[];
  targets: ClaimedTarget[];
  /** Those that were paused after the first of the lost claims, or with pings waiting. */
  paused: PausedTarget[];
};

export type ClaimedTarget = RoundTarget & {
  kind: Kind;
  /**
   * When a site's last crawl began and ended; `to` is null while the crawl goes on. Null
   * for a page, and for a site that had no crawl.
   */
  lastCrawl: { from: number; to: number | null } | null;
  /** Its incident that is open; null when none is. */
  incident: StoredIncident | null;
  /** Of a heartbeat, the pings that no round has taken; null for others. */
  heard: StoredPings | null;
  /** Set when it broke our code: it is left alone until `retryAt`. Epoch ms. */
  aside: { since: number; retryAt: number } | null;
};

/** Epoch ms. */
export type PausedTarget = ClaimedTarget & { pausedAt: number };

/** Shards, and which hosts of their targets are held. */
type Claim = { shards: ClaimedShard[]; holds: HostHold[] };

/**
 * The shards that are due before `before` (epoch ms), the longest overdue first, leased
 * ones included; those of `among`, where given.
 */
export async function lookForDue(
  db: Db,
  before: number,
  limit: number,
  among: readonly number[] | null = null,
): Promise<DueShard[]> {
  const isDue =
    among === null
      ? sql`due_at < ${before}`
      : sql`id IN (SELECT value FROM json_each(${JSON.stringify(among)})) AND +due_at < ${before}`;
  return await db.all<DueShard>(sql`
    SELECT ${dueColumns} FROM shards WHERE ${isDue} ORDER BY due_at LIMIT ${limit}`);
}

/** SQL for the columns of a DueShard. */
export const dueColumns = sql`id, due_at AS dueAt, lease_until AS leaseUntil, revision,
  claims AS lost, suspects IS NOT NULL AS isTried`;

/** How many statements claiming takes. */
export const statementsToClaim = 2;

/**
 * Leases those of the shards that are free at `now`, and loads them with their enabled
 * targets and these targets' holds, in one round trip; with their places at hosts, where
 * rounds of others are made at the same time. Claiming again with the same token gives the
 * same. A lease that is far longer than this one is not believed.
 */
export async function claimShards(
  db: Db,
  ids: readonly number[],
  lease: { token: string; now: number; until: number },
  withPlaces = false,
): Promise<Claim> {
  const wanted = JSON.stringify(ids);
  const [claimed, targets] = await db.batch<[ShardRow, TargetRow]>([
    sql`
      UPDATE shards SET lease_token = ${lease.token}, lease_until = ${lease.until},
        claims = claims + (lease_token IS NOT ${lease.token}), claimed_at = ${lease.now},
        lost_claims = CASE WHEN lease_token IS ${lease.token} THEN lost_claims ELSE ${withLastClaim()} END
      WHERE id IN (SELECT value FROM json_each(${wanted}))
        AND (lease_until <= ${lease.now} OR lease_token = ${lease.token}
          OR lease_until > ${lease.until + mostAheadMs})
      RETURNING id, revision, lost_claims AS lostClaims, claims - 1 AS lost,
        suspects, state, counted, ${withPlaces ? placesOf(lease.now) : sql`'[]'`} AS places`,
    sql`
      SELECT t.shard_id AS shardId, ${claimedColumns},
        CASE WHEN t.kind = 'site' THEN (
          SELECT json_object('from', started_at, 'to', ended_at) FROM crawls
          WHERE target_id = t.id ORDER BY id DESC LIMIT 1) END AS lastCrawl,
        ${heardColumn(inboxCharacters)},
        (SELECT json_object('since', since, 'retryAt', retry_at) FROM set_aside
          WHERE kind = 'target' AND item = CAST(t.id AS TEXT)) AS aside,
        (SELECT json_object('id', id, 'startedAt', started_at, 'openedAt', opened_at,
            'severity', severity, 'runsFailed', facts -> '$.runsFailed',
            'slotsMissed', facts -> '$.slotsMissed', 'lastGoodAt', facts -> '$.lastGoodAt',
            'lastRanAt', facts -> '$.lastRanAt')
          FROM incidents INDEXED BY incidents_open
          WHERE target_id = t.id AND closed_at IS NULL) AS incident,
        CASE WHEN t.enabled = 0 THEN t.status_since END AS pausedAt,
        ${heldUntil(lease.now)} AS heldUntil
      FROM json_each(${wanted}) wanted
      CROSS JOIN shards s ON s.id = wanted.value AND s.lease_token = ${lease.token}
      CROSS JOIN targets t INDEXED BY targets_shard
        ON t.shard_id = s.id
          AND (t.enabled = 1 OR t.status_since >= s.lost_claims ->> '$[0][0]'
            OR ${hasPings})`,
  ]);
  const byShard = Map.groupBy(targets, (row) => row.shardId);
  const shards = claimed.map(
    ({ state, suspects, lostClaims, counted, places, ...row }) => {
      const kept = JSON.parse(state) as Record<string, unknown>;
      return {
        ...row,
        counted: JSON.parse(counted),
        lostClaims: unpackLostClaims(lostClaims),
        suspicion: suspects === null ? null : JSON.parse(suspects),
        ...unpackStates(kept),
        parts: readParts(kept),
        recorders: readRecorders(kept),
        places: JSON.parse(places) as PlaceAtHost[],
        ...toTargets(byShard.get(row.id) ?? []),
      };
    },
  );
  return { shards, holds: targets.flatMap(holdOf) };
}

/** Prolongs those of the leases that are still the caller's; gives their shards' ids. */
export async function prolongShards(
  db: Db,
  leases: readonly { id: number; token: string; until: number }[],
): Promise<number[]> {
  const wanted = JSON.stringify(leases.map(({ id, token, until }) => [id, token, until]));
  const rows = await db.all<{ id: number }>(sql`
    UPDATE shards SET lease_until = wanted.value ->> 2 FROM json_each(${wanted}) wanted
    WHERE shards.id = wanted.value ->> 0 AND lease_token = wanted.value ->> 1
    RETURNING shards.id AS id`);
  return rows.map(({ id }) => id);
}

/** How many shards have a claim from that time which ended without a record. */
export async function countLostClaims(db: Db, from: number, to: number): Promise<number> {
  const [row] = await db.all<{ lost: number }>(sql`
    SELECT count(*) AS lost FROM shards
    WHERE (claims > 0 AND claimed_at >= ${from} AND claimed_at < ${to})
      OR EXISTS (SELECT 1 FROM json_each(lost_claims)
        WHERE value ->> 0 >= ${from} AND value ->> 0 < ${to} AND NOT value ->> 2)`);
  return row?.lost ?? 0;
}

type ShardRow = Pick<ClaimedShard, "id" | "revision" | "lost"> & {
  state: string;
  suspects: string | null;
  lostClaims: string | null;
  counted: string;
  places: string;
};

const claimedColumns = selectFields([...roundFields, "kind"]);

type TargetRow = StoredFields<keyof RoundTarget | "kind"> & {
  shardId: number;
  host: string;
  lastCrawl: string | null;
  heard: string | null;
  aside: string | null;
  incident: string | null;
  /** Null for a target that is enabled. */
  pausedAt: number | null;
  heldUntil: number | null;
};

const holdOf = ({ host, heldUntil: until }: TargetRow): HostHold[] =>
  until === null ? [] : [{ host, until }];

/** Tells the targets that a round serves from those that were paused. */
function toTargets(rows: readonly TargetRow[]): Pick<ClaimedShard, "targets" | "paused"> {
  const enabled = rows.filter(({ pausedAt }) => pausedAt === null);
  return {
    targets: enabled.map(toClaimedTarget),
    paused: rows.flatMap((row) =>
      row.pausedAt === null ? [] : [{ ...toClaimedTarget(row), pausedAt: row.pausedAt }],
    ),
  };
}

const toClaimedTarget = ({
  shardId: _,
  pausedAt: __,
  heldUntil: ___,
  lastCrawl,
  heard,
  aside,
  incident,
  ...row
}: TargetRow): ClaimedTarget => ({
  ...unpackFields(row),
  lastCrawl: lastCrawl === null ? null : JSON.parse(lastCrawl),
  heard: readHeard(heard),
  aside: aside === null ? null : JSON.parse(aside),
  incident: incident === null ? null : JSON.parse(incident),
});
