// Records what a round did to its shard, in one batch. Every statement of the batch
// writes only while the lease is the caller's: a stale or repeated invocation can neither
// double nor clobber.

import { type SQL, sql } from "drizzle-orm";
import { type News, newsAmongOthers } from "#domain/rounds/news.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import type { Entry } from "#domain/runs/run.ts";
import { never } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { appendEntries, lastRunsIn } from "#store/runs/append-entries.ts";
import { packStates } from "#store/shards/shard-state.ts";
import type { ClaimedShard } from "./claim-shards.ts";
import { recordNews, statementsToRecordNews } from "./record-news.ts";

/**
 * Recording a shard takes this many statements at most: entries, news of every kind, and
 * the lease; and the same again with the anchors when its targets were changed meanwhile.
 */
export const statementsToRecordShard = 2 * (1 + statementsToRecordNews + 1) + 1;

/** What a round did to one shard. */
export type ShardRecord = {
  entries: readonly Entry[];
  /** By target id. */
  state: Readonly<Record<string, TargetState>>;
  news: readonly News[];
  /** When the shard is due again; null when it never is. */
  dueAt: number | null;
};

/**
 * Records a round's work on a shard, as it was claimed, and gives the lease back. False
 * when the lease was lost: nothing is written. If somebody changed the shard's targets
 * or recorded a run of them meanwhile, the anchors of changed schedules move, statuses
 * follow the latest runs, and the shard is due again at once.
 */
export async function recordShard(
  db: Db,
  token: string,
  shard: ClaimedShard,
  record: ShardRecord,
  now: number,
): Promise<boolean> {
  const leased = sql`id = ${shard.id} AND lease_token = ${token}`;
  const untouched = sql`${leased} AND revision = ${shard.revision}`;
  const states = packStates(record.state);
  const asPlanned = giveBack(untouched, record.dueAt ?? never, sql`${states}`);
  const dueAtOnce = giveBack(leased, now, withoutDeleted(states));
  const recordIf = async (
    mine: SQL,
    news: readonly News[],
    release: readonly SQL[],
  ): Promise<boolean> => {
    const held = sql`EXISTS (SELECT 1 FROM shards WHERE ${mine})`;
    const results = await db.batch([
      appendEntries(shard.id, record.entries, lastRunsIn(shard.state, now), held),
      ...recordNews(news, held, now),
      ...release,
    ]);
    return results.at(-1)?.length === 1;
  };
  const allNews = newsAmongOthers(record.news, record.entries);
  return (
    (await recordIf(untouched, record.news, [asPlanned])) ||
    (await recordIf(leased, allNews, [
      moveAnchors(shard, record, leased, now),
      dueAtOnce,
    ]))
  );
}

/** Gives the lease back and merges the states. Returns a row if `mine` is true. */
const giveBack = (mine: SQL, dueAt: number, states: SQL): SQL => sql`
  UPDATE shards SET due_at = ${dueAt}, state = json_patch(state, ${states}),
    lease_token = NULL, lease_until = 0, claims = 0, lost_claim_at = NULL
  WHERE ${mine} RETURNING id`;

/** The states without those of targets that were deleted during the round. */
const withoutDeleted = (states: string): SQL => sql`(
  SELECT json_group_object(own.key, json(own.value)) FROM json_each(${states}) own
  WHERE EXISTS (SELECT 1 FROM targets WHERE targets.id = CAST(own.key AS INTEGER)))`;

/**
 * Moves the anchors of schedules that were changed during the round. Such a schedule
 * begins when the round ends, if the round served slots of the old one that lie after the
 * change: no slot is before the anchor, so none is lost and none comes twice.
 */
function moveAnchors(
  { targets }: ClaimedShard,
  { state }: ShardRecord,
  leased: SQL,
  now: number,
): SQL {
  const served = targets.map(({ id, anchorAt }) => [
    id,
    anchorAt,
    state[id]?.cursor ?? 0,
  ]);
  return sql`
    UPDATE targets SET anchor_at = ${now} FROM json_each(${JSON.stringify(served)}) served
    WHERE EXISTS (SELECT 1 FROM shards WHERE ${leased})
      AND targets.id = served.value ->> 0 AND anchor_at <> served.value ->> 1
      AND anchor_at <= served.value ->> 2`;
}
