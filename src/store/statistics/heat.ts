// Reads the days and the latest runs of many targets at once: one row a shard and day.

import { sql } from "drizzle-orm";
import type { Unreadable } from "#domain/runs/readable.ts";
import { targetOf } from "#domain/runs/run.ts";
import {
  addHeat,
  type HeatCounts,
  heatOf,
  noHeat,
  unpackHeat,
} from "#domain/statistics/heat.ts";
import { summarise } from "#domain/statistics/summary.ts";
import { dayOf, hourMs, never } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { type HotPart, hotParts, readHotParts } from "#store/runs/hot-parts.ts";
import { untilSettled } from "#store/runs/packed-rows.ts";
import { readShardState } from "#store/shards/shard-state.ts";
import type { Owner } from "#store/targets/owners.ts";

/** `day` is counted from the Unix epoch, UTC. */
type DayHeat = HeatCounts & { day: number };

/** The heat of a shard's targets on a day, in hex. */
type SealedHeat = { shardId: number; day: number; heat: string };

export type Heat = {
  /** The days on which something was due, in no order. */
  days: DayHeat[];
  /** The latest runs in brief (domain/statistics/totals). */
  recent: string;
};

/**
 * Reads the heat of targets from a day on, up to now. Names rows that cannot be decoded
 * in `gaps`.
 */
export const readHeat = (
  db: Db,
  owners: readonly Owner[],
  fromDay: number,
  gaps: Unreadable = new Set(),
): Promise<Map<number, Heat>> => untilSettled(() => sumHeat(db, owners, fromDay, gaps));

async function sumHeat(
  db: Db,
  owners: readonly Owner[],
  fromDay: number,
  gaps: Unreadable,
): Promise<Map<number, Heat>> {
  const shardIds = new Set(owners.map(({ shardId }) => shardId));
  const shards = JSON.stringify([...shardIds]);
  const wanted = new Map(
    owners.map(({ id }) => [id, { days: new Map<number, HeatCounts>(), recent: "" }]),
  );
  const ofShards = sql`shard_id IN (SELECT value FROM json_each(${shards}))`;
  const [sealed, hot, states] = await db.batch<[SealedHeat, HotPart, { state: string }]>([
    sql`SELECT shard_id AS shardId, day, hex(heat) AS heat FROM shard_days WHERE ${ofShards} AND day >= ${fromDay}`,
    hotParts(shardIds, fromDay * 24, never),
    sql`SELECT state FROM shards WHERE id IN (SELECT value FROM json_each(${shards}))`,
  ]);
  const add = (targetId: number, day: number, counts: HeatCounts) => {
    const days = wanted.get(targetId)?.days;
    days?.set(day, addHeat(days.get(day) ?? noHeat, counts));
  };
  for (const row of sealed)
    for (const [targetId, counts] of readableHeat(row, gaps))
      add(targetId, row.day, counts);
  await readHotParts(db, hot, gaps, (hour, entries) => {
    for (const [targetId, own] of Map.groupBy(entries, targetOf)) {
      if (wanted.has(targetId))
        add(targetId, dayOf(hour * hourMs), heatOf(summarise(own)));
    }
  });
  for (const { state } of states) {
    const known = readShardState(state);
    for (const [id, heat] of wanted) heat.recent ||= known(id).totals.recent;
  }
  return new Map(
    [...wanted].map(([id, { days, recent }]) => [
      id,
      { days: [...days].map(([day, counts]) => ({ day, ...counts })), recent },
    ]),
  );
}

/** The counts of a day; those before the first that cannot be decoded. */
function* readableHeat(
  { shardId, day, heat }: SealedHeat,
  gaps: Unreadable,
): Generator<[number, HeatCounts]> {
  try {
    yield* unpackHeat(Uint8Array.fromHex(heat));
  } catch {
    gaps.add(`heat ${shardId}/${day}`);
  }
}
