// Tests that one invocation at a time works on a crawl, and on its lane.
import { describe, expect, it } from "vitest";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { auditCrawls, readCrawls } from "#test/fixtures/sites/crawl-audit.ts";
import {
  addSiteAt,
  html,
  minute,
  second,
  start,
  untilEnded,
} from "#test/fixtures/sites/crawl-course.ts";
import { askedFor } from "#test/fixtures/sites/crawls.ts";
import { createWorld, type Site } from "#test/fixtures/world.ts";

describe("the lease of a crawl", () => {
  const wide = (count: number, afterMs: number, robots = ""): Site => {
    const paths = Array.from({ length: count }, (_, i) => `/${i}`);
    return ({ pathname }) => {
      if (pathname === "/robots.txt")
        return { body: robots, headers: { "content-type": "text/plain" } };
      return { ...html(pathname === "/" ? paths : [], pathname), afterMs };
    };
  };

  it.each([
    { what: "pages that take nearly a minute", afterMs: 59_000, robots: "" },
    {
      what: "pages that take long, seldom asked for",
      afterMs: 25_000,
      robots: "User-agent: *\nCrawl-delay: 30",
    },
    {
      what: "a robots.txt that asks for half a minute",
      afterMs: 10,
      robots: "User-agent: *\nCrawl-delay: 30",
    },
  ])(
    "outlasts every slice: with $what none is asked for twice",
    async ({ afterMs, robots }) => {
      const world = await createWorld({ now: start, site: wide(14, afterMs, robots) });
      await addSiteAt(world, "https://site.example.com/", {
        request: { timeout: "60s" },
      });
      // Ticks at all times, so that one comes just after a lease would end that is too
      // short.
      for (let passed = 0; passed < 140; passed++) {
        world.startTick();
        await world.advanceTo(world.now() + 5 * second);
      }
      const [crawl] = await untilEnded(world, 1);
      expect(crawl).toMatchObject({ state: "completed", progress: { fetched: 15 } });
      expect(askedFor(world).toSorted()).toEqual(
        [...new Set(askedFor(world))].toSorted(),
      );
    },
  );

  it("is lost to an invocation that stands still until the lease is over: it asks for nothing more and records nothing", async () => {
    const crawled = async () => {
      await emptyDatabase();
      const world = await createWorld({ now: start, site: wide(40, 10) });
      await addSiteAt(world, "https://site.example.com/", { crawl: { delay: "5s" } });
      return world;
    };
    const quiet = await crawled();
    const { awaits } = quiet.startTick();
    await quiet.advanceTo(start + 11 * second);
    const recording = awaits();
    // It stands still about when it records its first slice, and goes on while others are
    // in the midst of the crawl.
    for (let at = recording - 6; at <= recording + 3; at++) {
      const world = await crawled();
      world.startTick({ at, stallMs: 150 * second });
      for (let passed = 0; passed < 8; passed++) {
        await world.advanceTo(world.now() + minute);
        await auditCrawls(world.now());
        world.startTick();
      }
      const [crawl] = await untilEnded(world, 1);
      expect(crawl).toMatchObject({
        state: "completed",
        progress: { fetched: 41, new: 41, unchanged: 0 },
      });
      // The slice that was lost had three pages at most.
      expect(askedFor(world).length).toBeLessThanOrEqual(41 + 3);
      expect(new Set(askedFor(world)).size).toBe(41);
    }
  });

  it("is one at a time for all sites of a domain, and for everybody with one that may go anywhere", async () => {
    const world = await createWorld({ now: start, site: wide(5, 1_000) });
    const starts = [
      "https://a.example.com/",
      "https://b.example.com/",
      "https://example.org/",
      "https://example.net/",
    ];
    for (const url of starts) {
      await addSiteAt(world, url, {
        crawl: { delay: "1s", scope: url.endsWith("net/") ? "any" : "host" },
      });
    }
    for (let passed = 0; passed < 30; passed++) {
      world.startTick();
      await world.advanceTo(world.now() + 7 * second);
      await auditCrawls(world.now());
      const leased = (await readCrawls()).filter(
        ({ leaseUntil }) => leaseUntil > world.now(),
      );
      if (leased.some(({ lane }) => lane === "*")) expect(leased).toHaveLength(1);
    }
    const crawls = await untilEnded(world, 4);
    expect(crawls.map(({ state, progress }) => [state, progress.fetched])).toEqual(
      starts.map(() => ["completed", 6]),
    );
  });
});
