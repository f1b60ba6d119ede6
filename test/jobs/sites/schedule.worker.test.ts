// Tests crawls in time: slots that come while a crawl runs, what a tick may spend on it,
// and what the history keeps of it.

import { describe, expect, it } from "vitest";
import { auditTarget } from "#test/fixtures/audit.ts";
import {
  addSite,
  crawlsOf,
  type StoredCrawl,
  statusOf,
  untilCrawled,
} from "#test/fixtures/sites/crawls.ts";
import { flatSite, origin, serve } from "#test/fixtures/sites/sites.ts";
import { minute, second } from "#test/fixtures/times.ts";
import { createWorld } from "#test/fixtures/world.ts";

const iso = (at: number) => new Date(at).toISOString();

describe("slots that come while a crawl runs", () => {
  const start = Date.parse("2026-03-02T00:00:00Z");
  /** Slots are whole minutes, six of them. */
  const slotAfter = (at: number) =>
    Math.min(start + 5 * minute, at - (at % minute) + minute);
  const slotBefore = (at: number) => Math.min(start + 5 * minute, at - (at % minute));
  /** Which slot a crawl is for, by the one before it. */
  const policies: [string, (before: StoredCrawl, crawl: StoredCrawl) => number][] = [
    ["skip", (before) => slotAfter(before.endedAt ?? 0)],
    ["buffer-one", (before) => slotAfter(Math.max(before.dueAt, before.startedAt))],
    ["keep-latest", (_, crawl) => slotBefore(crawl.startedAt)],
    ["buffer-all", (before) => slotAfter(before.dueAt)],
  ];

  it.each(policies)(
    "follow the policy %s, and the ledger adds up",
    async (overlap, expectedSlot) => {
      const world = await createWorld({ site: serve(flatSite(18)), now: start });
      const schedule = {
        every: "1m",
        startAt: iso(start),
        expiresAt: iso(start + 6 * minute),
        overlap,
      };
      // 20 requests, 8 s apart: 152 s at least.
      const id = await addSite(world, { delay: "8s" }, { schedule });
      await world.runUntil(start + 24 * minute);
      const crawls = await crawlsOf(id);
      expect(crawls.length).toBeGreaterThan(1);
      for (const [i, crawl] of crawls.entries()) {
        expect(crawl).toMatchObject({ state: "completed", fetched: 19 });
        const before = crawls[i - 1];
        if (before === undefined) continue;
        expect(crawl.startedAt).toBeGreaterThanOrEqual(before.endedAt ?? 0);
        expect((crawl.dueAt - start) / minute).toBe(
          (expectedSlot(before, crawl) - start) / minute,
        );
      }
      const { slots, ran, late, skipped, missed, runs } = await auditTarget(
        id,
        world.now(),
      );
      expect(slots).toBe(6);
      expect(ran + late + skipped).toBe(6);
      expect(missed).toBe(0);
      expect([...runs]).toEqual(crawls.map(({ dueAt }) => dueAt));
    },
  );

  it("are not lost when somebody asks for a crawl in between", async () => {
    const world = await createWorld({ site: serve(flatSite(30)), now: start });
    const schedule = {
      every: "1m",
      startAt: iso(start),
      expiresAt: iso(start + 4 * minute),
    };
    const id = await addSite(world, { delay: "1s" }, { schedule });
    world.startTick();
    await world.advanceTo(start + 20 * second);
    expect((await world.call("POST", `/api/targets/${id}/run`)).status).toBe(409);
    await world.advanceTo(start + 50 * second);
    expect((await world.call("POST", `/api/targets/${id}/run`)).status).toBe(202);
    await world.advanceTo(start + minute);
    await world.runUntil(start + 20 * minute);
    const crawls = await crawlsOf(id);
    expect(crawls.every(({ state }) => state === "completed")).toBe(true);
    expect(crawls[1]?.dueAt).toBe(start + 50 * second - 1);
    const { slots, ran, late, skipped, missed, runs } = await auditTarget(
      id,
      world.now(),
    );
    expect({ slots, missed, sum: ran + late + skipped }).toEqual({
      slots: 4,
      missed: 0,
      sum: 4,
    });
    expect(runs.size).toBe(crawls.length);
  });
});

describe("the free plan", () => {
  it("crawls a few pages a minute, within what an invocation may spend", async () => {
    const world = await createWorld({
      site: serve(flatSite(30)),
      vars: { PLAN: "free" },
    });
    const id = await addSite(
      world,
      {},
      { schedule: { every: "1d", startAt: iso(world.now()) } },
    );
    for (let i = 0; i < 20; i++) {
      const asked = world.requests.length;
      const tick = world.startTick();
      await world.advanceTo(world.now() + minute);
      expect(tick.meter.statements).toBeLessThanOrEqual(50);
      expect(world.requests.length - asked).toBeLessThanOrEqual(6);
    }
    expect(await crawlsOf(id)).toMatchObject([
      { state: "completed", fetched: 31, stalls: 0 },
    ]);
    expect((await statusOf(world, id)).status).toBe("up");
  });
});

it("a crawl is one run of its target's history, from its first request to its last", async () => {
  const world = await createWorld({ site: serve(flatSite(20)) });
  const start = world.now();
  const id = await addSite(world);
  const crawl = await untilCrawled(world, id);
  const { body } = await world.call("GET", `/api/targets/${id}/runs`);
  expect(body.items).toMatchObject([
    {
      dueAt: iso(start),
      startedAt: iso(start),
      outcome: "ok",
      status: 200,
      durationMs: (crawl.endedAt ?? 0) - start,
      finalUrl: `${origin}/`,
    },
  ]);
  await auditTarget(id, world.now());
});
