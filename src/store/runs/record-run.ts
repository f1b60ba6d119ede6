// Records runs that no round made.

import { type SQL, sql } from "drizzle-orm";
import { packRun } from "#domain/rounds/state-encoding.ts";
import type { Run } from "#domain/runs/run.ts";
import {
  countRun,
  createTotals,
  recentRuns,
  toCounts,
} from "#domain/statistics/totals.ts";
import type { RoundTarget, Status } from "#domain/targets/target.ts";
import { sumOfCounts } from "#store/counters.ts";
import type { Db } from "#store/db.ts";
import { namesOf } from "#store/shards/shard-state.ts";
import { appendEntries, turnStatuses } from "./append-entries.ts";

/** Records a run that somebody asked for. */
export async function recordManualRun(
  db: Db,
  target: Runner,
  verdict: RunVerdict,
): Promise<void> {
  await db.batch(runOutsideRounds(target, verdict, sql`true`));
}

/** A run, and the status it leaves its target with. */
export type RunVerdict = { run: Run; status: Status };

/** Whose run it is. */
export type Runner = Pick<RoundTarget, "id" | "status"> & { shardId: number };

/**
 * Statements that record a run which no round made, where `condition` holds. They need no
 * shard's lease: appending and turning a status commute with a round's. `at` is when that
 * happens, the run's start unless given.
 */
export function runOutsideRounds(
  target: Runner,
  { run, status }: RunVerdict,
  condition: SQL,
  at = run.startedAt,
): SQL[] {
  const turned =
    status === target.status ? [] : [{ id: target.id, status, at: run.startedAt }];
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
