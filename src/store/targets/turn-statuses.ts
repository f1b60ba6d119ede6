// Changes the statuses of targets whose runs found them in another one.
import { type SQL, sql } from "drizzle-orm";
import type { NewsOf } from "#domain/rounds/news.ts";
import { knowsLater } from "#store/shards/recency.ts";

/**
 * The statement that turns statuses, where `condition` holds. Of several turns of a
 * target the last one counts. A later run wins over an earlier one, whichever is recorded
 * first; a target that was paused meanwhile stays paused.
 *
 * NOT INDEXED leaves the way by id. SQLite may else go through the index of `enabled`: it
 * then reads all targets for each turn, since it guesses that few are enabled.
 */
export function turnStatuses(
  turns: readonly NewsOf<"status-turned">[],
  condition: SQL,
  now: number,
): SQL[] {
  const latest = new Map(turns.map((turn) => [turn.targetId, turn]));
  return [
    sql`
      UPDATE targets NOT INDEXED SET status = turned.value ->> 'status',
        status_since = turned.value ->> 'at'
      FROM json_each(${JSON.stringify([...latest.values()])}) turned
      WHERE targets.id = turned.value ->> 'targetId' AND enabled = 1
        AND (status <> turned.value ->> 'status' OR NOT turned.value ->> 'confirms')
        AND NOT ${knowsLater(sql`turned.value ->> 'recency'`, now)} AND ${condition}`,
  ];
}
