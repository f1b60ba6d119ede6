// Tests folding: the summaries of a day's hours become one.

import { expect, it } from "vitest";
import { shardSize } from "#domain/budget.ts";
import { heatOf, packHeat } from "#domain/statistics/heat.ts";
import { summarise } from "#domain/statistics/summary.ts";
import { packHourSummary } from "#domain/statistics/summary-encoding.ts";
import { dayMs } from "#domain/time/instants.ts";
import { createMeter, openDb } from "#store/db.ts";
import { daysAtOnce, foldDays, statementsToFold } from "#store/runs/folding.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { aRun } from "#test/fixtures/runs.ts";

/** A run each minute for an hour, no two of which take the same time. */
const hour = summarise(
  Array.from({ length: 60 }, (_, i) => ({
    kind: "run" as const,
    run: aRun({ firstByteMs: Math.round(1.15 ** i), bytes: 100_000 }),
  })),
);

const everyHour = Array.from({ length: 24 }, (_, i) => packHourSummary(i, hour).toHex());
const everyTarget = packHeat(
  Array.from({ length: shardSize }, (_, i) => [10_000 + i, heatOf(hour)] as const),
).toHex();

it("folding takes no more statements than are kept back for it", async () => {
  const owners = JSON.stringify(Array.from({ length: daysAtOnce }, (_, i) => i + 1));
  const insert = (columns: string) =>
    DB.prepare(
      `INSERT INTO ${columns} SELECT value, 0, x'', unhex(?2), unhex(?3) FROM json_each(?1)`,
    );
  await DB.batch([
    insert("days (target_id, day, total, hours, failures)").bind(
      owners,
      everyHour.join(""),
      "",
    ),
    insert("shard_days (shard_id, day, total, hours, heat)").bind(
      owners,
      everyHour.join(""),
      everyTarget.repeat(24),
    ),
  ]);
  const meter = createMeter();
  expect(await foldDays(openDb(DB, meter), 10 * dayMs, daysAtOnce)).toBe(2 * daysAtOnce);
  expect(meter.statements).toBeLessThanOrEqual(statementsToFold);
});
