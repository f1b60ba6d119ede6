// Reads what became of the slots of all targets, minute by minute. Runs inside the runtime.
import { createDeps, type Env } from "#deps";
import { quantileOf } from "#domain/statistics/sketch.ts";
import {
  addSummary,
  createSummary,
  type Fate,
  failedOf,
  type Summary,
  slotsIn,
} from "#domain/statistics/summary.ts";
import { minuteMs } from "#domain/time/instants.ts";
import { readStatistics } from "#store/statistics/statistics.ts";
import type { Owner } from "#store/targets/owners.ts";

/** Minutes from an instant on (epoch ms), in each of which each target has one slot. */
export type Asked = { from: number; minutes: number };

/** How late slots began, ms. */
type Lag = { p50: number; p95: number; max: number };

/** Slots by what became of them, and how late those that ran began. */
export type Told = { slots: Record<Fate, number>; failed: number; lag: Lag };

export type Ledger = Told & {
  minutes: Told[];
  /** Slots of a shard's minute that are told of more often than it has targets. */
  doubled: number;
};

export async function readLedger(env: Env, { from, minutes }: Asked): Promise<Ledger> {
  const { db } = createDeps(env);
  const { results } = await env.DB.prepare(
    "SELECT id, shard_id AS shardId FROM targets",
  ).all<Owner>();
  const boundaries = Array.from({ length: minutes + 1 }, (_, i) => from + i * minuteMs);
  const sums = Array.from({ length: minutes }, createSummary);
  let doubled = 0;
  for (const targets of Map.groupBy(results, ({ shardId }) => shardId).values()) {
    const summaries = await readStatistics(db, { targets }, boundaries);
    summaries.forEach((summary, i) => {
      addSummary(sums[i] ?? createSummary(), summary);
      doubled += Math.max(0, slotsIn(summary) - targets.length);
    });
  }
  const total = createSummary();
  for (const sum of sums) addSummary(total, sum);
  return { ...tell(total), minutes: sums.map(tell), doubled };
}

const tell = (summary: Summary): Told => {
  const { slots, lag } = summary;
  return {
    slots,
    failed: failedOf(summary),
    lag: {
      p50: quantileOf(lag, 0.5) ?? Number.NaN,
      p95: quantileOf(lag, 0.95) ?? Number.NaN,
      max: lag.max,
    },
  };
};
