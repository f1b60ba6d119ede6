// Records runs that no round made: those that somebody asked for, and those of crawls.

import { type SQL, sql } from "drizzle-orm";
import type { News } from "#domain/rounds/news.ts";
import { packRun } from "#domain/runs/encoding/packed-run.ts";
import { outcomeOf, type Run, recencyOf } from "#domain/runs/run.ts";
import { openHoursKept } from "#domain/statistics/open-hours.ts";
import {
  countRun,
  createTotals,
  recentRuns,
  toCounts,
} from "#domain/statistics/totals.ts";
import { mostAheadMs } from "#domain/time/clock-trust.ts";
import { hourOf } from "#domain/time/instants.ts";
import { sumOfCounts } from "#store/counters.ts";
import type { Db } from "#store/db.ts";
import { appendWhole } from "#store/runs/append-entries.ts";
import { isLater } from "#store/shards/recency.ts";
import { namesOf } from "#store/shards/shard-state.ts";
import { recordNews } from "./record-news.ts";

/** A run that no round made, of a target of this shard, and its news. */
export type OutsideRun = {
  shardId: number;
  run: Run;
  news: readonly News[];
  /** What a round is to do with what the run read; absent where it read nothing. */
  read?: OutsideReading;
};

export type OutsideReading = {
  requestRevision: number;
  /** Whether that is another content than the one which is known to be there. */
  isOther: boolean;
};

/** Records a run that somebody asked for. */
export async function recordManualRun(
  db: Db,
  outside: OutsideRun,
  now: number,
): Promise<void> {
  await db.batch(outsideRunStatements(outside, sql`true`, now));
}

/**
 * The statements that record a run which no round made, where `condition` holds. They
 * need no shard's lease, since they commute with a round's.
 */
export const outsideRunStatements = (
  { shardId, run, news, read }: OutsideRun,
  condition: SQL,
  now: number,
): SQL[] => [
  ...appendWhole(shardId, [{ kind: "run", run }], null, condition),
  ...recordNews(news, condition, now),
  rememberRun(shardId, { run, read }, condition, now),
];

/**
 * Keeps the run beside what rounds remember of its target, if it is the latest, and adds
 * it to the target's counters there. A round that is under way finds the shard's revision
 * changed: it may have taken the target's status from before this run.
 */
function rememberRun(
  shardId: number,
  { run, read }: { run: Run; read: OutsideReading | undefined },
  condition: SQL,
  now: number,
): SQL {
  const names = namesOf(run.targetId);
  const path = (name: string) => `$."${name}"`;
  const { recent: brief, ...totals } = countRun(createTotals(), run);
  const known = sql`coalesce(state -> ${path(names.counts)}, '{}')`;
  const added = sql`${JSON.stringify(toCounts(totals))}`;
  const kept = {
    last: sql`state ->> ${path(names.last)}`,
    recency: sql`state ->> ${path(names.recency)}`,
  };
  const isEarlier = sql`${isLater(kept.recency, sql`${recencyOf(run)}`, now)} IS TRUE`;
  const reads =
    read && sql`${path(names.reads)}, ${withOneRead(path(names.reads), run, read)},`;
  return sql`
    UPDATE shards SET revision = revision + 1, due_at = ${dueAfter(run, read, now)}, state = json_set(state,
      ${path(names.last)}, CASE WHEN ${isEarlier} THEN ${kept.last} ELSE ${packRun(run)} END,
      ${reads ?? sql``}
      ${path(names.recency)}, CASE WHEN ${isEarlier} THEN ${kept.recency} ELSE CAST(${recencyOf(run)} AS INTEGER) END,
      ${path(names.hours)}, ${withOneMore(path(names.hours), run, now)},
      ${path(names.counts)}, json(${sumOfCounts(known, added)}),
      ${path(names.recent)}, substr(coalesce(state ->> ${path(names.recent)}, '') || ${brief},
        ${-2 * recentRuns}))
    WHERE id = ${shardId} AND EXISTS (SELECT 1 FROM targets WHERE id = ${run.targetId})
      AND ${condition}`;
}

/** Of so many runs at once, the latest ones, rounds see the contents. */
const mostReads = 16;

/** SQL for the reads that rounds are to see, with one more, which comes first. */
const withOneRead = (path: string, run: Run, { requestRevision }: OutsideReading): SQL =>
  sql`(SELECT json_group_array(json(read)) FROM (
    SELECT read FROM (
      SELECT key AS place, value AS read FROM json_each(state, ${path})
      UNION ALL SELECT -1, ${JSON.stringify([requestRevision, packRun(run)])})
    ORDER BY place LIMIT ${mostReads}))`;

/**
 * When the shard is due after the run: at once where it saw another content, and where it
 * matters to an incident. Changes and incidents are told by rounds.
 */
const dueAfter = (run: Run, read: OutsideReading | undefined, now: number): SQL => sql`
  CASE WHEN ${run.failure !== null || read?.isOther ? 1 : 0} OR EXISTS (
      SELECT 1 FROM incidents INDEXED BY incidents_open
      WHERE target_id = ${run.targetId} AND closed_at IS NULL)
    THEN min(due_at, ${now}) ELSE due_at END`;

/**
 * SQL for the run's latest hours with the run added (store/shards/shard-state). The run of
 * an hour that a later one has taken the place of is left out.
 */
function withOneMore(path: string, run: Run, now: number): SQL {
  const hour = hourOf(run.dueAt);
  const place = `$."${hour % openHoursKept}"`;
  const hours = sql`coalesce(state -> ${path}, '{}')`;
  const known = sql`${hours} ->> ${`${place}[0]`}`;
  const counted = (position: number, more: boolean) => sql`CAST(coalesce(
    CASE WHEN ${known} = ${hour} THEN ${hours} ->> ${`${place}[${position}]`} END, 0) AS INTEGER)
    + ${sql.raw(String(Number(more)))}`;
  const outcome = outcomeOf(run);
  const counts = sql`CAST(${hour} AS INTEGER),
    ${counted(1, outcome !== "failed")}, ${counted(2, outcome === "failed")}`;
  const degraded = counted(3, outcome === "degraded");
  return sql`json(CASE WHEN ${known} > ${hour} AND ${known} <= ${hourOf(now + mostAheadMs)}
    THEN ${hours} ELSE json_set(${hours}, ${place}, CASE WHEN ${degraded} > 0
      THEN json_array(${counts}, ${degraded}) ELSE json_array(${counts}) END) END)`;
}
