// Records what a round did to its shard, in one batch. Every statement of the
// batch writes only while the lease is the caller's: a stale or repeated
// invocation can neither double nor clobber.

import { type SQL, sql } from "drizzle-orm";
import { type Counts, sumOfBoth } from "#domain/counts.ts";
import { type News, newsAmongOthers } from "#domain/rounds/news.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import type { Suspicion } from "#domain/rounds/suspicion.ts";
import type { Entry } from "#domain/runs/run.ts";
import { never } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { firstWakeOf } from "#store/heartbeats/take-pings.ts";
import {
  appendToKnown,
  appendWhole,
  inLastPart,
  isFull,
  noLastRun,
} from "#store/runs/append-entries.ts";
import { lastParts, partsAfterRound } from "#store/shards/known-parts.ts";
import { isRecordedBy, withRecorder } from "#store/shards/recorders.ts";
import { packStates, withoutSeenReads } from "#store/shards/shard-state.ts";
import type { ClaimedShard } from "./claim-shards.ts";
import { firstOpenHour, knownPartsOf, runsByHour } from "./known-runs.ts";
import { suspectsOf } from "./lost-rounds.ts";
import { missedIn } from "./missed-slots.ts";
import { recordNews, statementsToRecord } from "./record-news.ts";

/**
 * Statements for news that may be recorded twice. A round with more of them, which has
 * nearly every kind of news or very much content, is recorded as one whose targets were
 * changed meanwhile.
 */
const newsRecordedTwice = 4;

/** Seven kinds of news take one statement each, contents up to three (jobs/rounds/changes). */
const mostForNews = 7 + 3;

/**
 * Recording a shard takes this many statements at most: entries, news, and the
 * lease; and the same again with the anchors when its targets were changed
 * meanwhile or a part is full. A round that takes in `roundBytes`
 * (domain/runs/parts) has entries for one statement.
 */
export const statementsToRecordShard = Math.max(
  2 * (1 + newsRecordedTwice + 1) + 1,
  1 + mostForNews + 1 + 1,
);

/** What a round did to one shard. */
export type ShardRecord = {
  entries: readonly Entry[];
  /** By target id. */
  state: Readonly<Record<string, TargetState>>;
  news: readonly News[];
  /** When the shard is due again; null when it never is. */
  dueAt: number | null;
  /** The heartbeats, by id, whose new pings may want another round sooner. */
  heard?: readonly number[];
  /** Whom of its targets to try next, when some are suspected. */
  suspicion?: Suspicion | null;
  /** What the round has come to, where no run of a job counts it. */
  counts?: Counts;
};

/**
 * Records a round's work on a shard, as it was claimed, and gives the lease
 * back. False when the lease was lost: nothing is written. If somebody changed
 * the shard's targets or recorded a run of them meanwhile, the anchors of
 * changed schedules move, statuses follow the latest runs, and the shard is due
 * again at once. The same happens when a part of a block is full: the work goes
 * to the next part.
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
  const recorder = withRecorder(shard.recorders, token);
  const ran = runsByHour(record.entries);
  const openHour = firstOpenHour(now);
  const release = (mine: SQL, dueAt: SQL, states: SQL) =>
    giveBack(mine, dueAt, states, {
      suspects: suspectsOf(record.suspicion ?? null),
      missed: missedIn(record.entries, now),
      counted: countedAfter(shard, record),
    });
  const recordIf = async (
    mine: SQL,
    news: readonly News[],
    append: (condition: SQL) => SQL[],
    release: readonly SQL[],
  ): Promise<boolean> => {
    const held = sql`EXISTS (SELECT 1 FROM shards WHERE ${mine})`;
    const results = await db.batch([
      ...append(held),
      ...recordNews(news, held, now),
      ...release,
    ]);
    return results.at(-1)?.length === 1;
  };
  const asPlanned = () => {
    const parts = partsAfterRound(shard.parts, ran, openHour);
    const seen = withoutSeenReads(shard.state, record.state);
    const patch = sql`${JSON.stringify({ ...states, ...parts, ...seen, ...recorder })}`;
    return recordIf(
      untouched,
      record.news,
      (held) => appendToKnown(shard.id, record.entries, knownPartsOf(shard, now), held),
      [release(untouched, plannedFor(record), patch)],
    );
  };
  const dueAtOnce = () => {
    const inLast = runsByHour(inLastPart(record.entries));
    const parts = lastParts(shard.id, inLast, openHour);
    const own = sql`json_patch(${withoutDeleted(JSON.stringify(states))}, ${parts})`;
    const patch = sql`json_patch(${own}, ${JSON.stringify(recorder)})`;
    return recordIf(
      leased,
      newsAmongOthers(record.news, record.entries),
      (held) => appendWhole(shard.id, record.entries, noLastRun, held),
      [moveAnchors(shard, record, leased, now), release(leased, sql`${now}`, patch)],
    );
  };
  const mayRepeat = statementsToRecord(record.news) <= newsRecordedTwice;
  return (mayRepeat && (await asPlanned().catch(falseIfFull))) || (await dueAtOnce());
}

/** When the shard is due again, as planned or as a ping wants that came meanwhile. */
function plannedFor({ dueAt, heard = [] }: ShardRecord): SQL {
  const planned = sql`${dueAt ?? never}`;
  if (heard.length === 0) return planned;
  return sql`min(${planned}, coalesce(${firstWakeOf(heard)}, ${never}))`;
}

const countedAfter = ({ counted }: ClaimedShard, { counts }: ShardRecord): SQL =>
  counts === undefined
    ? sql`counted`
    : sql`${JSON.stringify(sumOfBoth(counted, counts))}`;

function falseIfFull(error: unknown): false {
  if (isFull(error)) return false;
  throw error;
}

/**
 * Records a round's work again whose first record had an unknown outcome. True
 * also when it was the first record that took effect.
 */
export const recordShardAgain = async (
  ...[db, token, shard, ...rest]: Parameters<typeof recordShard>
): Promise<boolean> =>
  (await recordShard(db, token, shard, ...rest)) ||
  (await isRecorded(db, shard.id, token));

/**
 * Whether one of the shard's last records was made under the lease of that
 * token.
 */
async function isRecorded(db: Db, shardId: number, token: string): Promise<boolean> {
  const [row] = await db.all<{ isRecorded: number }>(sql`
    SELECT ${isRecordedBy(token)} AS isRecorded FROM shards WHERE id = ${shardId}`);
  return row?.isRecorded === 1;
}

/**
 * Gives the lease back and merges the states. Returns a row if `mine` is true.
 */
const giveBack = (
  mine: SQL,
  dueAt: SQL,
  states: SQL,
  { suspects, missed, counted }: { suspects: SQL; missed: SQL; counted: SQL },
): SQL => sql`
  UPDATE shards SET due_at = ${dueAt}, claims = 0, lost_claims = NULL,
    lease_token = NULL, lease_until = 0, suspects = ${suspects}, missed = ${missed}, counted = ${counted},
    state = json_patch(state, ${states})
  WHERE ${mine} RETURNING id`;

/** The states without those of targets that were deleted during the round. */
const withoutDeleted = (states: string): SQL => sql`(
  SELECT json_group_object(own.key, json(own.value)) FROM json_each(${states}) own
  WHERE EXISTS (SELECT 1 FROM targets WHERE targets.id = CAST(own.key AS INTEGER)))`;

/**
 * Moves the anchors of schedules that were changed during the round. Such a
 * schedule begins when the round ends, if the round served slots of the old one
 * that lie after the change: no slot is before the anchor, so none is lost and
 * none comes twice.
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
