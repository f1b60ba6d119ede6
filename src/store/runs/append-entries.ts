// Appends runs and drops to the blocks of their hours, and turns targets' statuses.

import { type SQL, sql } from "drizzle-orm";
import type { TargetState } from "#domain/rounds/state.ts";
import { packEntries, sealableBefore } from "#domain/runs/block.ts";
import type { Entry } from "#domain/runs/run.ts";
import type { Status } from "#domain/targets/target.ts";
import { hourOf } from "#domain/time/instants.ts";

/** A target whose status turned, and when the run began that turned it. */
export type Turn = { id: number; status: Status; at: number };

/** A batch takes effect sooner than this after it was put together. */
const sealMarginMs = 60_000;

/**
 * Appends to the block of each hour that the entries' slots lie in. A slot can wait
 * beyond its hour (for a host that asked for patience): its block may be sealed and gone
 * by then, so nothing in it is built upon.
 */
export function appendEntries(
  shardId: number,
  entries: readonly Entry[],
  stateBefore: Record<string, TargetState>,
  condition: SQL,
  now: number,
) {
  const unsealed = sealableBefore(now + sealMarginMs);
  const chunks = [...Map.groupBy(entries, hourOfEntry)].map(([hour, inHour]) => {
    const packed = packEntries(inHour, hour, (targetId) => {
      const last = stateBefore[targetId]?.last;
      return last && hourOf(last.dueAt) === hour && hour >= unsealed ? last : undefined;
    });
    return [hour, packed.toHex()];
  });
  return sql`
    INSERT INTO blocks (shard_id, hour, data)
    SELECT ${shardId}, value ->> 0, unhex(value ->> 1) FROM json_each(${JSON.stringify(chunks)}) WHERE ${condition}
    ON CONFLICT (shard_id, hour) DO UPDATE SET data = CAST(data || excluded.data AS BLOB)`;
}

const hourOfEntry = (entry: Entry): number =>
  hourOf(entry.kind === "run" ? entry.run.dueAt : entry.drop.firstAt);

/** A later sighting wins, whoever comes first; a target paused meanwhile stays paused. */
export function turnStatuses(turned: readonly Turn[], condition: SQL) {
  return sql`
    UPDATE targets SET status = turned.value ->> 'status', status_since = turned.value ->> 'at'
    FROM json_each(${JSON.stringify(turned)}) turned
    WHERE targets.id = turned.value ->> 'id' AND enabled = 1 AND status_since <= turned.value ->> 'at' AND ${condition}`;
}
