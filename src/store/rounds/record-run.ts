// Records runs that no round made: those that somebody asked for, and those of crawls.

import { type SQL, sql } from "drizzle-orm";
import type { News } from "#domain/rounds/news.ts";
import { packRun } from "#domain/runs/packed-run.ts";
import type { Run } from "#domain/runs/run.ts";
import {
  countRun,
  createTotals,
  recentRuns,
  toCounts,
} from "#domain/statistics/totals.ts";
import { sumOfCounts } from "#store/counters.ts";
import type { Db } from "#store/db.ts";
import { appendWhole } from "#store/runs/append-entries.ts";
import { namesOf } from "#store/shards/shard-state.ts";
import { recordNews } from "./record-news.ts";

/** A run that no round made, of a target of this shard, and its news. */
export type OutsideRun = { shardId: number; run: Run; news: readonly News[] };

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
  { shardId, run, news }: OutsideRun,
  condition: SQL,
  now: number,
): SQL[] => [
  ...appendWhole(shardId, [{ kind: "run", run }], condition),
  ...recordNews(news, condition, now),
  rememberRun(shardId, run, condition),
];

/**
 * Keeps the run beside what rounds remember of its target, and adds it to the target's
 * counters there.
 */
function rememberRun(shardId: number, run: Run, condition: SQL): SQL {
  const names = namesOf(run.targetId);
  const [last, counts, recent] = [names.last, names.counts, names.recent].map(
    (name) => `$."${name}"`,
  );
  const { recent: brief, ...totals } = countRun(createTotals(), run);
  const known = sql`coalesce(state -> ${counts}, '{}')`;
  const added = sql`${JSON.stringify(toCounts(totals))}`;
  return sql`
    UPDATE shards SET state = json_set(state, ${last}, ${packRun(run)},
      ${counts}, json(${sumOfCounts(known, added)}),
      ${recent}, substr(coalesce(state ->> ${recent}, '') || ${brief},
        ${-2 * recentRuns}))
    WHERE id = ${shardId} AND EXISTS (SELECT 1 FROM targets WHERE id = ${run.targetId})
      AND ${condition}`;
}
