// Tests how long shards stay with an invocation: as long as its rounds go on, and hardly
// longer than the invocation itself.

import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { historyOf } from "#test/fixtures/jobs/job-history.ts";
import { fillShards, seconds, watch } from "#test/fixtures/rounds/rounds.ts";
import { listed } from "#test/fixtures/rounds/run-history.ts";
import { isoAt, minute, second, start } from "#test/fixtures/times.ts";
import { addTarget, type Mishap, type World } from "#test/fixtures/world.ts";

const everyMinute = { schedule: { every: "1m", startAt: isoAt(0) } };

describe("the shards of a tick that was killed", () => {
  it("are served within 40 seconds by the next tick, and no slot of a minute is missed", async () => {
    const { world, sent } = await watch({ site: () => ({ afterMs: 3 * second }) });
    const id = await addTarget(world, everyMinute);
    const { awaits, ended } = world.startTick();
    await world.advanceTo(start + second);
    const killedAt = awaits();
    await world.advanceTo(start + minute);
    await ended;

    world.startTick({ at: killedAt, after: true });
    await world.advanceTo(start + minute + 5 * second);
    expect(sent.map(({ at }) => at)).toEqual([0, 60]);
    world.startTick();
    await world.advanceTo(start + 2 * minute);
    await world.runUntil(start + 4 * minute);
    expect(sent[2]?.at).toBeLessThanOrEqual(60 + 40);
    const runs = await listed(world, id);
    expect(runs.map(({ dueAt }) => dueAt)).toEqual(
      [3, 2, 1, 0].map((at) => isoAt(at * minute)),
    );
  });
});

describe("a round that goes on for longer than a lease", () => {
  const slow = {
    schedule: everyMinute.schedule,
    request: { timeout: "60s", retries: 0 },
  };
  const slowSite = () => ({ afterMs: 50 * second });

  it("keeps its shard: no other tick runs its slots, and no run is lost", async () => {
    const { world, sent } = await watch({ site: slowSite });
    const id = await addTarget(world, slow);
    world.startTick();
    await world.advanceTo(start + 40 * second);
    world.startTick();
    await world.advanceTo(start + 55 * second);
    expect(sent).toHaveLength(1);
    expect((await listed(world, id)).map(({ dueAt }) => dueAt)).toEqual([isoAt(0)]);
    expect(world.logs.filter(({ problem }) => problem)).toEqual([]);
  });

  it("begins no run once another invocation has its shard", async () => {
    const { world, sent } = await watch({ site: slowSite });
    await addTarget(world, slow);
    for (let i = 0; i < 8; i++)
      await addTarget(world, { ...slow, url: `https://host${i}.example.com/` });
    world.startTick();
    await world.advanceTo(start + second);
    expect(sent).toHaveLength(6);
    await DB.prepare("UPDATE shards SET lease_token = 'another', lease_until = ?")
      .bind(start + 10 * minute)
      .run();
    await world.advanceTo(start + 2 * minute);
    expect(sent).toHaveLength(6);
    expect(world.logs).toContainEqual(
      expect.objectContaining({ problem: "the lease was lost to another round" }),
    );
  });
});

describe("a round that a slow host keeps open beyond its span", () => {
  /** When a page of every five seconds was asked beside it, in seconds. */
  async function askedBeside(prepare = (_: World) => {}) {
    const slow = "slow.example.com";
    const { world, sent } = await watch({
      site: ({ host }) => ({ afterMs: host === slow ? 25 * second : 10 }),
    });
    await addTarget(world, { schedule: { every: "5s", startAt: isoAt(0) } });
    await addTarget(world, {
      ...everyMinute,
      url: `https://${slow}/`,
      request: { timeout: "30s", retries: 0 },
    });
    prepare(world);
    world.startTick();
    await world.advanceTo(start + 24 * second);
    const asked = sent.filter(({ host }) => host !== slow).map(({ at }) => at);
    const lease = await DB.prepare(
      "SELECT max(lease_until) AS until FROM shards",
    ).first();
    return { asked, leasedUntil: seconds(new Date(Number(lease?.until)).toISOString()) };
  }

  it("serves its slots, and its lease tells up to when", async () => {
    const { asked, leasedUntil } = await askedBeside();
    expect(asked).toEqual([0, 5, 10, 15, 20]);
    // A lease lasts 30 seconds; ten seconds of slots are served under it.
    expect(leasedUntil - 30 + 10).toBeGreaterThan(20);
  });

  it("serves none of them while its lease cannot be prolonged", async () => {
    const { asked } = await askedBeside((world) => {
      world.outage.of = /UPDATE shards SET lease_until/;
    });
    expect(asked).toEqual([0, 5]);
  });
});

describe("a tick that was killed", () => {
  const lost = {
    dueAt: isoAt(0),
    outcome: "lost",
    counts: { rounds: 2, lost: 2 },
    error: expect.stringContaining("ended"),
  };

  /** Two shards whose rounds are under way. */
  async function inTwoRounds(mishap?: Mishap) {
    const { world } = await watch({ site: () => ({ afterMs: 3 * second }) });
    await addTarget(world, everyMinute);
    await fillShards();
    await addTarget(world, { ...everyMinute, url: "https://other.example.com/" });
    const { awaits } = world.startTick(mishap);
    await world.advanceTo(start + 2 * second);
    expect(world.requests).toHaveLength(2);
    return { world, awaits };
  }

  it("stands in the history of the rounds as lost, once, whoever takes its shards over", async () => {
    const living = await inTwoRounds();
    const at = living.awaits();
    await living.world.advanceTo(start + minute);
    await emptyDatabase();
    const { world } = await inTwoRounds({ at, after: true });
    world.startTick();
    world.startTick();
    await world.advanceTo(start + minute);
    await world.runUntil(start + 3 * minute);
    const history = await historyOf(world, "crawl");
    expect(history.filter(({ outcome }) => outcome === "lost")).toEqual([
      expect.objectContaining(lost),
    ]);
    const { runs, counts } = (await world.call("GET", "/api/jobs/crawl/stats")).body;
    expect(runs).toEqual({ total: 5, ok: 4, degraded: 0, failed: 0, paused: 0, lost: 1 });
    expect(counts.lost).toBe(2);
    const metrics = (await world.call("GET", "/metrics")).body;
    expect(metrics).toContain('junkai_rounds_total{outcome="lost"} 2');
    expect(metrics).toMatch(
      /junkai_job_runs_total\{.*job_name="crawl".*outcome="lost".*\} 1/,
    );
  });
});
