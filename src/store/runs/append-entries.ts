// Appends runs and drops to the blocks of their hours.

import { type SQL, sql } from "drizzle-orm";
import type { TargetState } from "#domain/rounds/state.ts";
import { packEntries, sealableBefore } from "#domain/runs/block.ts";
import { type Entry, type Run, slotOf } from "#domain/runs/run.ts";
import { hourOf } from "#domain/time/instants.ts";

/** A batch takes effect sooner than this after it was put together. */
const sealMarginMs = 60_000;

/**
 * Gives the last scheduled run of a target if it is certain to stand in the block of an
 * hour when entries are appended to that block.
 */
type LastRunInBlock = (targetId: number, hour: number) => Run | undefined;

/**
 * Finds last runs in what was remembered of targets, by id, when their shard was claimed.
 * Slots can wait beyond their hour, for a host that asked to be left alone: by then the
 * hour's block may be sealed and gone, so that no run in it is certain.
 */
export const lastRunsIn =
  (states: Readonly<Record<string, TargetState>>, now: number): LastRunInBlock =>
  (targetId, hour) => {
    const last = states[targetId]?.last;
    const isCertain =
      last && hourOf(last.dueAt) === hour && hour >= sealableBefore(now + sealMarginMs);
    return isCertain ? last : undefined;
  };

/**
 * The statement that appends entries, where `condition` holds. `lastRunOf` is null for
 * runs that no round made.
 */
export function appendEntries(
  shardId: number,
  entries: readonly Entry[],
  lastRunOf: LastRunInBlock | null,
  condition: SQL,
): SQL {
  const byHour = Map.groupBy(entries, (entry) => hourOf(slotOf(entry)));
  const chunks = [...byHour].map(([hour, inHour]) => {
    const previous = lastRunOf && ((targetId: number) => lastRunOf(targetId, hour));
    const packed = packEntries(inHour, hour, previous);
    return [hour, packed.toHex()];
  });
  return sql`
    INSERT INTO blocks (shard_id, hour, data)
    SELECT ${shardId}, value ->> 0, unhex(value ->> 1)
    FROM json_each(${JSON.stringify(chunks)}) WHERE ${condition}
    ON CONFLICT (shard_id, hour, part) DO UPDATE
      SET data = CAST(data || excluded.data AS BLOB)`;
}
