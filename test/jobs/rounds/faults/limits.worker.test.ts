// Tests what a tick may spend: requests, statements and rows, as the plan allows.
import { describe, expect, it } from "vitest";
import { hourOf } from "#domain/time/instants.ts";
import { auditTarget } from "#test/fixtures/audit.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import {
  fillShards,
  isoAt,
  minute,
  runsOf,
  second,
  start,
  watch,
} from "#test/fixtures/rounds/rounds.ts";
import type { World } from "#test/fixtures/world.ts";
import { addTarget } from "#test/fixtures/world.ts";

describe("on the free plan", () => {
  const free = { vars: { PLAN: "free" } };

  /** One minute with a tick; what it cost. */
  async function tickOnce(world: World) {
    const before = world.requests.length;
    const { ended, meter } = world.startTick();
    await world.advanceTo(world.now() - (world.now() % minute) + minute);
    await ended;
    return { requests: world.requests.length - before, statements: meter.statements };
  }

  it("a tick makes at most 45 requests, and what it leaves is served first by the next", async () => {
    const { world } = await watch(free);
    const ids: number[] = [];
    for (let i = 0; i < 60; i++) {
      ids.push(
        await addTarget(world, {
          url: `https://host${i}.example.com/`,
          schedule: { every: "1m" },
        }),
      );
    }
    const ran = async () => {
      const runs = await Promise.all(ids.map((id) => runsOf(world, id)));
      return runs.filter((own) => own.length > 0).length;
    };
    const first = await tickOnce(world);
    expect(first.requests).toBe(45);
    expect(first.statements).toBeLessThanOrEqual(50);
    expect(await ran()).toBe(45);
    expect((await tickOnce(world)).requests).toBe(45);
    expect(await ran()).toBe(60);
    for (let i = 0; i < 4; i++) {
      const { requests, statements } = await tickOnce(world);
      expect(requests).toBe(45);
      expect(statements).toBeLessThanOrEqual(50);
    }
    for (const id of ids) await auditTarget(id, world.now() - 1);
  });

  it("each request is told by an attempt, also where none was left for its redirect", async () => {
    const { world, sent } = await watch({
      ...free,
      site: ({ pathname }) =>
        pathname === "/" ? { status: 302, headers: { location: "/on" } } : {},
    });
    const ids: number[] = [];
    for (let i = 0; i < 25; i++) {
      const url = `https://host${i}.example.com/`;
      ids.push(await addTarget(world, { url, schedule: { every: "1h" } }));
    }
    expect((await tickOnce(world)).requests).toBe(45);
    await tickOnce(world);
    const runs = (await Promise.all(ids.map((id) => runsOf(world, id)))).flat();
    const attempts = runs.reduce((sum, { attempt }) => sum + (attempt as number), 0);
    expect(runs).toHaveLength(25);
    expect(attempts).toBeGreaterThan(25);
    expect(sent.filter(({ path }) => path === "/")).toHaveLength(attempts);
  });

  it("requests count with their redirects and retries", async () => {
    const { world } = await watch({
      ...free,
      site: ({ pathname }) =>
        pathname === "/"
          ? { status: 302, headers: { location: "/on" } }
          : { status: 500 },
    });
    for (let i = 0; i < 20; i++) {
      await addTarget(world, {
        url: `https://host${i}.example.com/`,
        schedule: { every: "1h" },
      });
    }
    // 20 times 2 for the first attempts; what is left goes into second ones, and those
    // without end at the first.
    expect((await tickOnce(world)).requests).toBe(45);
    const { body } = await world.call("GET", "/api/targets?status=down&limit=200");
    expect(body.items).toHaveLength(20);
    expect(world.logs.filter(({ problem }) => problem)).toEqual([]);
  });

  it("a tick takes on no more shards whose rounds were lost than it can record", async () => {
    const { world } = await watch({ ...free, site: () => ({ afterMs: 3 * second }) });
    for (let i = 0; i < 8; i++) {
      await addTarget(world, { schedule: { every: "1m", startAt: isoAt(minute) } });
      await fillShards();
    }
    await world.runUntil(start + minute);
    await DB.prepare("UPDATE shards SET claims = 2, claimed_at = ?").bind(start).run();
    world.startTick();
    await world.advanceTo(world.now() + second);
    // Somebody changes targets of every shard: their records take twice as many.
    await DB.prepare("UPDATE shards SET revision = revision + 1").run();
    await world.advanceTo(world.now() + minute);
    expect(world.logs.filter(({ problem }) => problem)).toEqual([]);
  });

  it("a tick takes at most 50 statements, also with seconds to serve, hours to seal and much to catch up with", async () => {
    const { world } = await watch(free);
    for (let i = 0; i < 16; i++) {
      await fillShards();
      await addTarget(world, {
        schedule: { every: i < 3 ? "5s" : "1m", startAt: isoAt(0) },
      });
    }
    for (let i = 0; i < 5; i++)
      expect((await tickOnce(world)).statements).toBeLessThanOrEqual(50);
    await world.advanceTo(start + 65 * minute);
    for (let i = 0; i < 30; i++)
      expect((await tickOnce(world)).statements).toBeLessThanOrEqual(50);
    expect(world.logs.filter(({ problem }) => problem)).toEqual([]);
    const { results } = await DB.prepare("SELECT 1 FROM blocks WHERE hour = ?")
      .bind(hourOf(start))
      .all();
    expect(results).toEqual([]);
  });
});

describe("what a tick costs", () => {
  /** Adds targets that are not due for years, forty to a shard. */
  async function addIdle(world: World, count: number): Promise<void> {
    const id = await addTarget(world, {
      schedule: { every: "1h", startAt: "2036-01-01T00:00:00Z" },
    });
    await world.runUntil(start + minute);
    const numbers =
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1 - 1)";
    await DB.prepare(
      `${numbers} INSERT INTO targets (kind, url, host, name, tags, enabled, status, status_since, shard_id, anchor_at,
        schedule, request, expect, request_revision, revision, created_at, updated_at)
      SELECT kind, url || i, host, name || i, tags, enabled, status, status_since, 1 + i / 40, anchor_at,
        schedule, request, expect, 1, 1, created_at, updated_at FROM targets, n WHERE id = ?2`,
    )
      .bind(count, id)
      .run();
    await DB.prepare(
      "INSERT INTO shards (size, due_at) SELECT count(*), (SELECT due_at FROM shards) FROM targets WHERE shard_id > 1 GROUP BY shard_id",
    ).run();
  }

  async function costOf(world: World) {
    const { ended, meter } = world.startTick();
    await world.advanceTo(world.now() + 30 * second);
    await ended;
    return meter;
  }

  it("is three statements and a row written when nothing is due, however many targets there are", async () => {
    const costs: unknown[] = [];
    for (const count of [10, 1_000]) {
      await emptyDatabase();
      const { world } = await watch();
      await addIdle(world, count);
      expect((await world.call("GET", "/api/targets?limit=1")).body.items).toHaveLength(
        1,
      );
      const { n } = (await DB.prepare("SELECT count(*) AS n FROM targets").first()) as {
        n: number;
      };
      expect(n).toBe(count);
      await world.advanceTo(start + 2 * minute);
      const { statements, rowsRead, rowsWritten } = await costOf(world);
      expect(statements).toBeLessThanOrEqual(3);
      expect(rowsWritten).toBe(1);
      costs.push(rowsRead);
    }
    expect(costs[0]).toBe(costs[1]);
  });

  it("is four rows written for a quiet round of 40 targets, beside the tick's own", async () => {
    const { world, sent } = await watch({
      site: () => ({ headers: { etag: '"v1"' }, body: "page" }),
    });
    for (let i = 0; i < 40; i++) {
      await addTarget(world, {
        url: `https://host${i}.example.com/`,
        schedule: { every: "1m", startAt: isoAt(0) },
      });
    }
    await world.runUntil(start + 2 * minute);
    const { rowsWritten } = await costOf(world);
    expect(sent).toHaveLength(120);
    expect(rowsWritten).toBeLessThanOrEqual(4 + 1);
  });
});
