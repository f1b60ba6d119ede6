// Tests ticks that have more to do than they can: what they take on they also record, and
// the rest is left to others.

import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import { limitDatabase } from "#test/fixtures/rounds/limited-database.ts";
import { minute, second, start } from "#test/fixtures/times.ts";
import { type Answer, createWorld } from "#test/fixtures/world.ts";

/** Targets that are due now, so many a shard, each on a host of its own. */
async function crowd(shards: number, targetsEach: number): Promise<void> {
  await seedTargets(DB, {
    count: shards * targetsEach,
    site: "https://site.example.com",
    dueAt: start,
    anchorAt: start,
  });
  await DB.batch([
    DB.prepare("DELETE FROM shards"),
    DB.prepare(
      "UPDATE targets SET shard_id = 1 + (id - 1) / CAST(? AS INTEGER), enabled = 1, host = 'host' || id || '.example.com', url = 'https://host' || id || '.example.com/'",
    ).bind(targetsEach),
    DB.prepare(
      "INSERT INTO shards (id, size, due_at) SELECT shard_id, count(*), ? FROM targets GROUP BY shard_id",
    ).bind(start),
  ]);
}

async function crowdedTick(answer: Answer, plan = "paid", statements = 1_000) {
  const limited = limitDatabase(DB, statements);
  const world = await createWorld({
    now: start,
    site: () => answer,
    vars: { DB: limited.database, PLAN: plan },
  });
  const { ended } = world.startTick();
  return { world, limited, ended };
}

const count = async (condition: string): Promise<number> =>
  (
    await DB.prepare(`SELECT count(*) AS n FROM shards WHERE ${condition}`).first<{
      n: number;
    }>()
  )?.n ?? 0;

const lost = (logs: readonly Record<string, unknown>[]) =>
  logs.filter(({ problem }) => problem !== undefined);

describe("a tick with more rounds than statements", () => {
  it.each([
    { plan: "paid", statements: 1_000, shards: 400 },
    { plan: "free", statements: 50, shards: 20 },
  ])(
    "records every round that it starts, and holds no shard at its end: $plan",
    async ({ plan, statements, shards }) => {
      await crowd(shards, 1);
      const answer = { status: 500, headers: { "retry-after": "600" }, afterMs: 50 };
      const { world, limited, ended } = await crowdedTick(answer, plan, statements);
      await world.advanceTo(start + 2 * minute);
      await ended;
      expect(lost(world.logs)).toEqual([]);
      expect(limited.sent()).toBeLessThanOrEqual(statements);
      const served = await count(`due_at > ${start}`);
      expect(served).toBe(world.requests.length);
      // A round that turns a status and holds a host takes four statements, and its look
      // and claim another four.
      expect(served).toBeGreaterThanOrEqual(plan === "paid" ? 100 : 4);
      expect(await count("lease_until > 0")).toBe(0);
    },
  );
});

describe("a tick with more to fetch than its connections can", () => {
  it("holds only shards whose fetches begin soon, and leaves the others free", async () => {
    await crowd(60, 40);
    const { world } = await crowdedTick({ afterMs: 2 * second });
    for (const at of [2, 15, 40]) {
      await world.advanceTo(start + at * second);
      // Six connections begin three fetches a second.
      expect(await count("lease_until > 0")).toBeLessThanOrEqual(6);
    }
    await world.advanceTo(start + 2 * minute);
    expect(lost(world.logs)).toEqual([]);
    expect(await count("lease_until > 0")).toBe(0);
    expect(world.requests.length).toBeGreaterThanOrEqual(3 * 60);
  });

  it("does not hold a shard whose host has no time for it", async () => {
    await crowd(10, 40);
    await DB.prepare("UPDATE targets SET host = 'site.example.com'").run();
    const limited = limitDatabase(DB, 1_000);
    const world = await createWorld({
      now: start,
      vars: { DB: limited.database, HOST_GAP_MS: "1000" },
    });
    world.startTick();
    for (let at = 30; at < 90; at += 5) {
      await world.advanceTo(start + at * second);
      // One request a second is for the targets of one shard; others end their turn soon.
      expect(
        await count(`lease_until > 0 AND claimed_at < ${world.now() - 25 * second}`),
      ).toBe(0);
    }
    await world.advanceTo(start + 2 * minute);
    expect(lost(world.logs)).toEqual([]);
    expect(world.requests.length).toBeGreaterThan(50);
    expect(limited.sent()).toBeLessThan(300);
  });
});
