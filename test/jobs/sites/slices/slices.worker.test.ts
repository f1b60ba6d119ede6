// Tests what a slice of a crawl gets: time for its requests, requests of its tick, and
// the slot that it serves.

import { describe, expect, it } from "vitest";
import { auditTarget } from "#test/fixtures/audit.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { happen } from "#test/fixtures/rounds/events.ts";
import { auditCrawls, readCrawls } from "#test/fixtures/sites/crawl-audit.ts";
import {
  addSiteAt,
  html,
  minute,
  second,
  start,
  untilEnded,
} from "#test/fixtures/sites/crawl-course.ts";
import { createWorld, type Site } from "#test/fixtures/world.ts";

describe("a slice", () => {
  /** Asked for anew every five minutes. */
  const robots = {
    body: "User-agent: *\nCrawl-delay: 25",
    headers: { "content-type": "text/plain", "cache-control": "max-age=300" },
  };

  it("lasts long enough for a request, also when robots.txt has to be asked for anew and wants long gaps", async () => {
    const paths = Array.from({ length: 30 }, (_, i) => `/${i}`);
    const site: Site = ({ pathname }) =>
      pathname === "/robots.txt" ? robots : html(pathname === "/" ? paths : [], pathname);
    const world = await createWorld({ now: start, site });
    for (const name of ["one", "two"])
      await addSiteAt(world, "https://site.example.com/", { name });
    const crawls = await untilEnded(world, 2);
    expect(crawls.map(({ state, progress }) => [state, progress.fetched])).toEqual([
      ["completed", 31],
      ["completed", 31],
    ]);
    expect(
      world.requests.filter((url) => url.endsWith("/robots.txt")).length,
    ).toBeGreaterThan(3);
    expect(world.logs.filter(({ outcome }) => outcome === "waiting")).toEqual([]);
  });

  it("after a stall lasts long enough to ask first whether the host is there: dead pages do not end a crawl", async () => {
    const dead = Array.from({ length: 5 }, (_, i) => `/dead/${i}`);
    const site: Site = ({ pathname }) => {
      if (pathname === "/robots.txt") return robots;
      return pathname === "/" ? html(dead) : { afterMs: minute };
    };
    const world = await createWorld({ now: start, site });
    await addSiteAt(world, "https://site.example.com/", {
      request: { timeout: "10s", retries: 3 },
    });
    const [crawl] = await untilEnded(world, 1);
    expect(crawl).toMatchObject({
      state: "completed",
      progress: { fetched: 6, failed: 5 },
    });
  });
});

describe("a slot", () => {
  const slow: Site = ({ pathname }) =>
    pathname === "/robots.txt"
      ? { status: 404 }
      : { ...html(pathname === "/" ? ["/a"] : []), afterMs: 20 * second };

  /**
   * A round that stands still at an await; meanwhile somebody asks for a crawl, and
   * another tick begins it.
   */
  async function crawlMeanwhile(at: number, stallMs: number) {
    await emptyDatabase();
    const world = await createWorld({ now: start, site: slow });
    const id = await addSiteAt(world, "https://site.example.com/", {
      request: { timeout: "30s" },
    });
    world.startTick({ at, stallMs });
    await world.advanceTo(start + second);
    const { status } = await world.call("POST", `/api/targets/${id}/run`);
    expect(world.now()).toBe(start + second);
    world.startTick();
    await world.advanceTo(start + minute);
    for (let passed = 0; passed < 6; passed++) await happen(world, { kind: "tick" });
    await auditCrawls(world.now());
    return { id, world, wasOpened: status === 202, crawls: await readCrawls() };
  }

  it.each([
    { seconds: 5, shared: 1 },
    { seconds: 50, shared: 0 },
  ])(
    "that comes as somebody has the site crawled gets a run: by that crawl, or by one of its own: %j",
    async ({ seconds, shared }) => {
      let taken = 0;
      for (let at = 2; at <= 8; at++) {
        const { id, world, wasOpened, crawls } = await crawlMeanwhile(
          at,
          seconds * second,
        );
        const { slots, ran, late } = await auditTarget(id, world.now());
        expect([slots, ran + late]).toEqual([1, 1]);
        expect(crawls.every(({ state }) => state === "completed")).toBe(true);
        expect(crawls.filter(({ trigger }) => trigger === "schedule")).toHaveLength(1);
        if (wasOpened && crawls.length === 1) taken += 1;
      }
      expect(taken).toBe(shared);
    },
  );
});

describe("a crawl for which too few requests are left", () => {
  it("goes on with the next tick: that is no fault of its site", async () => {
    await seedTargets(DB, {
      count: 44,
      site: "https://page.example.com",
      dueAt: 0,
      anchorAt: start,
    });
    const world = await createWorld({
      now: start,
      vars: { PLAN: "free" },
      site: () => html([]),
    });
    await addSiteAt(world, "https://site.example.com/");
    // 44 pages leave one request of 45: it is robots.txt that is asked for.
    await happen(world, { kind: "tick" });
    expect(world.requests.filter((url) => url.includes("site.example.com"))).toHaveLength(
      1,
    );
    const progress = { slices: 1, fetched: 0, stalls: 0, trouble: null };
    expect(await readCrawls()).toMatchObject([
      { state: "running", leaseUntil: 0, queued: 1, progress },
    ]);
    const [crawl] = await untilEnded(world, 1);
    expect(crawl).toMatchObject({
      state: "completed",
      progress: { slices: 2, fetched: 1 },
    });
  });
});
