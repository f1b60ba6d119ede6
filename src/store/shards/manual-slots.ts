// Gives the slots of runs that somebody asks for.
import { sql } from "drizzle-orm";
import { manualSlot } from "#domain/runs/run.ts";
import type { Target } from "#domain/targets/target.ts";
import { mostAheadMs } from "#domain/time/clock-trust.ts";
import type { Db } from "#store/db.ts";
import { namesOf } from "./shard-state.ts";

/**
 * Takes a slot for a run of a target that is asked for at `now`: the next free
 * instant, since a target and a slot are one run. Slots are taken one after another,
 * so that no two requests get the same one.
 */
export async function takeManualSlot(
  db: Db,
  { id, shardId }: Pick<Target, "id" | "shardId">,
  now: number,
): Promise<number> {
  const path = `$."${namesOf(id).slot}"`;
  const asked = manualSlot(now);
  // The next odd millisecond: manualSlot gives no others.
  const next = sql`taken + 1 + taken % 2`;
  const [row] = await db.all<{ slot: number }>(sql`
    UPDATE shards SET state = json_set(state, ${path}, (
      SELECT CAST(CASE WHEN taken BETWEEN ${asked} AND ${asked + mostAheadMs} THEN ${next} ELSE ${asked} END AS INTEGER)
      FROM (SELECT coalesce(state ->> ${path}, 0) AS taken)))
    WHERE id = ${shardId} AND EXISTS (SELECT 1 FROM targets WHERE id = ${id})
    RETURNING state ->> ${path} AS slot`);
  return row?.slot ?? asked;
}
