// Tests crawls whose target is changed, paused or deleted, and crawls without ticks.

import { describe, expect, it } from "vitest";
import { auditTarget } from "#test/fixtures/audit.ts";
import { DB } from "#test/fixtures/bindings.ts";
import {
  addSite,
  askedFor,
  crawlsOf,
  nextMinute,
  pagesOf,
  standing,
  untilCrawled,
} from "#test/fixtures/sites/crawls.ts";
import { flatSite, origin, serve } from "#test/fixtures/sites/sites.ts";
import { minute, second } from "#test/fixtures/times.ts";
import { createWorld } from "#test/fixtures/world.ts";

/** A crawl of 401 pages at four a second, of which half a minute has passed. */
async function inMidCrawl(
  settings: Record<string, unknown> = {},
  document: Record<string, unknown> = {},
) {
  const world = await createWorld({ site: serve(flatSite(400)) });
  const start = world.now();
  const id = await addSite(world, settings, document);
  world.startTick();
  await world.advanceTo(start + 30 * second);
  expect(await crawlsOf(id)).toMatchObject([{ state: "running" }]);
  return { world, id, start };
}

describe("a target that is changed in the middle of its crawl", () => {
  it.each<[string, Record<string, unknown>]>([
    ["URL", { url: `${origin}/1` }],
    ["request", { request: { headers: { "accept-language": "de" } } }],
    ["way of crawling", { crawl: { maxPages: 50 } }],
    ["kind", { kind: "page", crawl: null }],
  ])(
    "in its %s has the crawl cancelled, with that reason, and its status kept",
    async (_, patch) => {
      const { world, id } = await inMidCrawl();
      const { status } = await world.call("PATCH", `/api/targets/${id}`, patch);
      expect(status).toBe(200);
      await world.runUntil(nextMinute(world) + 2 * minute);
      const [crawl] = await crawlsOf(id);
      expect(crawl).toMatchObject({
        state: "cancelled",
        reason: "The target was changed.",
        gone: 0,
      });
      expect(crawl?.fetched).toBeGreaterThan(100);
      expect(Object.keys(await pagesOf(id))).toHaveLength(crawl?.fetched ?? 0);
      expect((await standing(id)).gone).toEqual([]);
      const { results } = await DB.prepare("SELECT * FROM frontier WHERE crawl_id = ?")
        .bind(crawl?.id)
        .all();
      expect(results).toEqual([]);
    },
  );

  it("is crawled anew at its next slot, as it is now", async () => {
    const { world, id, start } = await inMidCrawl(
      {},
      { schedule: { every: "10m", startAt: "2026-03-02T00:00:00Z" } },
    );
    await world.call("PATCH", `/api/targets/${id}`, { crawl: { maxPages: 20 } });
    const crawl = await untilCrawled(world, id, { crawls: 2, minutes: 15 });
    expect(crawl).toMatchObject({
      state: "incomplete",
      fetched: 20,
      dueAt: start + 10 * minute,
    });
    expect((await standing(id)).gone).toEqual([]);
    await auditTarget(id, world.now() - minute);
  });

  it("in what does not concern its crawl has the crawl go on", async () => {
    const { world, id } = await inMidCrawl();
    await world.call("PATCH", `/api/targets/${id}`, {
      name: "Other",
      tags: ["x"],
      schedule: { every: "2d" },
    });
    expect(await untilCrawled(world, id)).toMatchObject({
      state: "completed",
      fetched: 401,
    });
  });
});

describe("a target that is deleted in the middle of its crawl", () => {
  it("is asked for nothing more from the next minute on, and leaves nothing behind", async () => {
    const { world, id } = await inMidCrawl();
    expect((await world.call("DELETE", `/api/targets/${id}`)).status).toBe(204);
    await world.runUntil(nextMinute(world) + 15 * second);
    const asked = world.requests.length;
    await world.runUntil(nextMinute(world) + 90 * minute);
    expect(world.requests).toHaveLength(asked);
    for (const table of ["crawls", "pages", "site_urls", "frontier"]) {
      const { results } = await DB.prepare(`SELECT count(*) AS n FROM ${table}`).all();
      expect(results, table).toEqual([{ n: 0 }]);
    }
    expect(world.logs.filter(({ problem }) => problem)).toEqual([]);
  });
});

describe("a target that is paused in the middle of its crawl", () => {
  it("is left alone soon, and goes on where it was when it is resumed", async () => {
    const { world, id } = await inMidCrawl();
    await world.call("POST", `/api/targets/${id}/pause`);
    await world.runUntil(nextMinute(world) + 15 * second);
    const asked = world.requests.length;
    expect(asked).toBeLessThan(402);
    await world.runUntil(nextMinute(world) + 30 * minute);
    expect(world.requests).toHaveLength(asked);
    expect(await crawlsOf(id)).toMatchObject([{ state: "running" }]);
    await world.call("POST", `/api/targets/${id}/resume`);
    expect(await untilCrawled(world, id)).toMatchObject({
      id: 1,
      state: "completed",
      fetched: 401,
      new: 401,
    });
    expect(new Set(askedFor(world)).size).toBe(401);
    expect(askedFor(world)).toHaveLength(401);
  });
});

describe("when nobody ticks for a while", () => {
  it("a crawl waits, and goes on where it was", async () => {
    const { world, id } = await inMidCrawl();
    await world.advanceTo(nextMinute(world) + 20 * minute);
    expect(await untilCrawled(world, id)).toMatchObject({
      state: "completed",
      fetched: 401,
      new: 401,
    });
    expect(askedFor(world)).toHaveLength(401);
  });
});
