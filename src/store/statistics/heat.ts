// Reads the days and the latest runs of many targets at once: one row a shard and day.

import { sql } from "drizzle-orm";
import { unpackEntries } from "#domain/runs/block.ts";
import { targetOf } from "#domain/runs/run.ts";
import { type HeatCounts, heatOf, unpackHeat } from "#domain/statistics/heat.ts";
import { summarise } from "#domain/statistics/summary.ts";
import { dayOf, hourMs } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { bytesOf, type HexPieces, hexPieces } from "#store/packed-bytes.ts";
import { readShardState } from "#store/shards/shard-state.ts";
import type { Owner } from "#store/targets/owners.ts";

/** `day` is counted from the Unix epoch, UTC. */
type DayHeat = HeatCounts & { day: number };

export type Heat = {
  /** The days on which something was due, in no order. */
  days: DayHeat[];
  /** The latest runs in brief (domain/statistics/totals). */
  recent: string;
};

/** Reads the heat of targets from a day on, up to now. */
export async function readHeat(
  db: Db,
  owners: readonly Owner[],
  fromDay: number,
): Promise<Map<number, Heat>> {
  const shards = JSON.stringify([...new Set(owners.map(({ shardId }) => shardId))]);
  const wanted = new Map(
    owners.map(({ id }) => [id, { days: new Map<number, HeatCounts>(), recent: "" }]),
  );
  const ofShards = sql`shard_id IN (SELECT value FROM json_each(${shards}))`;
  const [sealed, hot, states] = await db.batch<
    [{ day: number; heat: string }, HexPieces & { hour: number }, { state: string }]
  >([
    sql`SELECT day, hex(heat) AS heat FROM shard_days WHERE ${ofShards} AND day >= ${fromDay}`,
    sql`SELECT hour, ${hexPieces(sql`data`)} FROM blocks WHERE ${ofShards} AND hour >= ${fromDay * 24}`,
    sql`SELECT state FROM shards WHERE id IN (SELECT value FROM json_each(${shards}))`,
  ]);
  const add = (targetId: number, day: number, { ok, failed, missed }: HeatCounts) => {
    const days = wanted.get(targetId)?.days;
    const sum = days?.get(day) ?? { ok: 0, failed: 0, missed: 0 };
    days?.set(day, {
      ok: sum.ok + ok,
      failed: sum.failed + failed,
      missed: sum.missed + missed,
    });
  };
  for (const { day, heat } of sealed) {
    for (const [targetId, counts] of unpackHeat(Uint8Array.fromHex(heat)))
      add(targetId, day, counts);
  }
  for (const { hour, ...pieces } of hot) {
    const entries = Map.groupBy(unpackEntries(bytesOf(pieces), hour), targetOf);
    for (const [targetId, own] of entries) {
      if (wanted.has(targetId))
        add(targetId, dayOf(hour * hourMs), heatOf(summarise(own)));
    }
  }
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
