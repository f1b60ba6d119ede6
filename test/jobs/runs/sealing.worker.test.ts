// Tests sealing under load: what is too much for one target or one invocation does not
// hold up the others.

import { describe, expect, it } from "vitest";
import { budgets } from "#domain/budget.ts";
import { packEntries } from "#domain/runs/encoding/block.ts";
import type { Failure } from "#domain/runs/failure.ts";
import type { Entry } from "#domain/runs/run.ts";
import { dayMs, hourMs } from "#domain/time/instants.ts";
import { noLosses } from "#jobs/losses.ts";
import { createQuarters } from "#jobs/quarters.ts";
import { seal } from "#jobs/runs/seal.ts";
import { listRuns } from "#store/runs/history.ts";
import { readSealable } from "#store/runs/sealable.ts";
import { sealBlocks } from "#store/runs/sealing.ts";
import { readStatistics } from "#store/statistics/statistics.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { aRun } from "#test/fixtures/runs.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const hour = 480_000;
const start = hour * hourMs;
const now = start + dayMs;

const failure = (text: string): Failure => ({
  class: "redirect",
  reason: "too-many",
  url: text,
});

/** A target's runs of an hour; with `text` each fails with that much of its own. */
const hourOf = (targetId: number, count: number, text = 0): Entry[] =>
  Array.from({ length: count }, (_, i): Entry => {
    const dueAt = start + i * (hourMs / count);
    const url = `${i} `.padEnd(text, "x");
    return {
      kind: "run",
      run: aRun({
        targetId,
        dueAt,
        startedAt: dueAt,
        failure: text ? failure(url) : null,
      }),
    };
  });

async function storeBlock(
  shardId: number,
  entries: readonly Entry[],
  at = hour,
): Promise<void> {
  await DB.batch([
    DB.prepare(
      "INSERT INTO shards (id, size, due_at) VALUES (?, 1, ?) ON CONFLICT DO NOTHING",
    ).bind(shardId, now + dayMs),
    DB.prepare(`INSERT INTO blocks (shard_id, hour, data) VALUES (?, ?, ?)
        ON CONFLICT (shard_id, hour, part) DO UPDATE SET data = CAST(data || excluded.data AS BLOB)`).bind(
      shardId,
      at,
      packEntries(entries, at, () => undefined),
    ),
  ]);
}

const count = async (table: string): Promise<number> =>
  (await DB.prepare(`SELECT count(*) AS count FROM ${table}`).first<{ count: number }>())
    ?.count ?? 0;

const runSeal = (world: World) => {
  const deps = world.newDeps();
  const context = {
    deps,
    dueAt: now,
    until: now,
    stayUntil: now,
    quarters: createQuarters(),
    losses: noLosses,
    wake: () => {},
    woken: () => new Promise<void>(() => {}),
  };
  return seal
    .run(context)
    .then((counts) => ({ counts, statements: deps.meter.statements }));
};

describe("sealing", () => {
  it("takes a target's hour in which every run failed with much to tell", async () => {
    const world = await createWorld({ now });
    await storeBlock(1, hourOf(7, 720, 300));
    await storeBlock(2, hourOf(8, 60));
    expect((await runSeal(world)).counts).toEqual({ blocks: 2, rows: 2, days: 0 });
    const query = { from: start, to: now, outcome: "failed", limit: 1_000 } as const;
    expect(await listRuns(world.newDeps().db, { id: 7, shardId: 1 }, query)).toHaveLength(
      720,
    );
  });

  it("passes over a block that cannot be sealed, says so, and goes on with the others", async () => {
    const world = await createWorld({ now });
    for (let shard = 1; shard <= 12; shard++) await storeBlock(shard, hourOf(shard, 60));
    await DB.prepare(
      "UPDATE blocks SET data = substr(data, 1, length(data) - 1) WHERE shard_id = 1",
    ).run();
    expect((await runSeal(world)).counts).toMatchObject({ blocks: 11, rows: 11 });
    expect(world.logs).toMatchObject([
      { event: "block-not-sealed", shard: 1, hour },
      { event: "set-aside", kind: "block" },
    ]);
    expect(await count("blocks")).toBe(1);
  });

  it("stops keeping a day's failed runs apart when they are a megabyte, and loses none in detail", async () => {
    const world = await createWorld({ now });
    for (let i = 0; i < 6; i++) {
      const later = hourOf(7, 720, 300).map((entry): Entry => {
        if (entry.kind === "drop") return entry;
        const { dueAt, startedAt, ...run } = entry.run;
        return {
          kind: "run",
          run: { ...run, dueAt: dueAt + i * hourMs, startedAt: startedAt + i * hourMs },
        };
      });
      await storeBlock(1, later, hour + i);
    }
    while ((await runSeal(world)).counts.blocks);
    const { bytes } = (await DB.prepare(
      "SELECT length(failures) AS bytes FROM days",
    ).first<{ bytes: number }>()) ?? { bytes: 0 };
    expect(bytes).toBeGreaterThan(600_000);
    expect(bytes).toBeLessThanOrEqual(1_000_000);
    const query = { from: start, to: now, outcome: null, limit: 10_000 };
    expect(await listRuns(world.newDeps().db, { id: 7, shardId: 1 }, query)).toHaveLength(
      6 * 720,
    );
  });

  it("on the free plan takes few statements and little of the processor's time at once", async () => {
    const world = await createWorld({ now, vars: { PLAN: "free" } });
    for (let shard = 1; shard <= 30; shard++)
      await storeBlock(shard, hourOf(shard, 720, 200));
    const { counts, statements } = await runSeal(world);
    expect(counts.blocks).toBe(1);
    expect(statements).toBeLessThanOrEqual(12);
    let rounds = 1;
    for (; (await count("blocks")) > 0; rounds++) await runSeal(world);
    expect(rounds).toBe(30);
    expect(await count("hours")).toBe(30);
  });

  it("starts nothing that could take more statements than the tick has left", async () => {
    const world = await createWorld({ now, vars: { PLAN: "free" } });
    await storeBlock(1, hourOf(1, 60));
    const deps = world.newDeps();
    deps.meter.statements = budgets.free.statements - 10;
    const context = {
      deps,
      dueAt: now,
      until: now,
      stayUntil: now,
      quarters: createQuarters(),
      losses: noLosses,
      wake: () => {},
      woken: () => new Promise<void>(() => {}),
    };
    expect(await seal.run(context)).toEqual({ blocks: 0, rows: 0, days: 0 });
    expect(deps.meter.statements).toBeLessThanOrEqual(budgets.free.statements - 5);
    expect(await count("blocks")).toBe(1);
  });

  it("does nothing with a block that was sealed and begun anew since it was read", async () => {
    const { db } = (await createWorld({ now })).newDeps();
    const one = (at: number): Entry => ({
      kind: "run",
      run: aRun({ dueAt: at, startedAt: at }),
    });
    await storeBlock(1, [one(start + 60_000)]);
    const ready = await readSealable(db, now, { shardId: 0, hour: 0, part: 0 }, 1_000);
    await sealBlocks(db, ready, 100);
    await storeBlock(1, [one(start + 50_000)]);
    await sealBlocks(db, ready, 100);
    const query = { from: start, to: now, outcome: null, limit: 10 };
    const runs = await listRuns(db, { id: 1, shardId: 1 }, query);
    expect(runs.map(({ dueAt }) => dueAt - start)).toEqual([60_000, 50_000]);
    const owner = { id: 1, shardId: 1 };
    const [summary] = await readStatistics(db, { targets: [owner] }, [start, now]);
    expect(summary?.results).toEqual({ ok: 2 });
  });
});
