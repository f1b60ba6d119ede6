// Tests what is kept of robots.txt: for how long it holds, and how far apart it wants
// requests to be.

import { describe, expect, it } from "vitest";
import { readRobots, type StoredRobots, writeRobots } from "#store/sites/robots.ts";
import {
  addSite,
  askedFor,
  crawlAgain,
  crawlSite,
  untilCrawled,
} from "#test/fixtures/sites/crawls.ts";
import {
  flatSite,
  hiddenSite,
  type Pages,
  paths,
  serve,
  text,
} from "#test/fixtures/sites/sites.ts";
import { hour, minute, second } from "#test/fixtures/times.ts";
import { createWorld } from "#test/fixtures/world.ts";

const free = { delay: "0s" };

describe("robots.txt is remembered", () => {
  it.each([
    ["max-age=7200", hour, false],
    ["max-age=7200", 3 * hour, true],
    ["public, max-age=60", 4 * minute, false],
    ["public, max-age=60", 6 * minute, true],
    ["", 50 * minute, false],
    ["", 70 * minute, true],
    ["max-age=99999999", 25 * hour, true],
  ])(
    "with Cache-Control %j, asked again in a crawl %i ms later: %s",
    async (cacheControl, later, isAsked) => {
      const headers: Record<string, string> =
        cacheControl === "" ? {} : { "cache-control": cacheControl };
      const world = await createWorld({
        site: serve({
          ...hiddenSite,
          "/robots.txt": text("User-agent: *\nDisallow: /closed$", headers),
        }),
      });
      const schedule = {
        every: `${later / second}s`,
        startAt: new Date(world.now()).toISOString(),
      };
      const { id } = await crawlSite(world, free, { schedule });
      const { crawl } = await crawlAgain(world, id);
      expect(crawl).toMatchObject({ fetched: 3, refused: { robots: 1 } });
      expect(askedFor(world, { robots: true }).includes("/robots.txt")).toBe(isAsked);
    },
  );
});

describe("Crawl-delay", () => {
  const gaps = (instants: readonly number[]) =>
    instants.slice(1).map((at, i) => at - (instants[i] ?? 0));

  it.each([
    ["2", 2 * second],
    ["0.5", 0.5 * second],
    ["0.1", 0.25 * second],
    ["29", 29 * second],
    ["3600", 30 * second],
  ])("of %s is honoured within limits, over slices and ticks", async (delay, gap) => {
    const pages: Pages = {
      ...flatSite(9),
      "/robots.txt": text(`User-agent: *\nCrawl-delay: ${delay}\n`),
    };
    const world = await createWorld({ site: serve(pages) });
    const id = await addSite(world);
    const crawl = await untilCrawled(world, id, { minutes: 30 });
    expect(crawl).toMatchObject({ state: "completed", fetched: 10, stalls: 0 });
    const [first = 0, ...others] = gaps(world.sent.map(({ at }) => at));
    expect(first).toBeGreaterThanOrEqual(250);
    for (const each of others) expect(each).toBeGreaterThanOrEqual(gap);
    // Nor is it waited for much longer than that: two minutes' ends are lost at most.
    expect((crawl.endedAt ?? 0) - crawl.startedAt).toBeLessThan(
      10 * gap * 1.5 + 2 * minute,
    );
  });

  it("is remembered from tick to tick, however early a tick has to end", async () => {
    // Five requests a tick, 14 s apart: the last one comes 4 s before the next tick.
    const pages: Pages = {
      ...flatSite(9),
      "/robots.txt": text("User-agent: *\nCrawl-delay: 14\n"),
    };
    const world = await createWorld({ site: serve(pages), vars: { PLAN: "free" } });
    const crawl = await untilCrawled(world, await addSite(world), { minutes: 20 });
    expect(crawl).toMatchObject({ state: "completed", fetched: 10 });
    expect(
      Math.min(...gaps(world.sent.map(({ at }) => at)).slice(1)),
    ).toBeGreaterThanOrEqual(14 * second);
  });

  it("is not honoured where robots.txt is not", async () => {
    const pages: Pages = {
      ...flatSite(9),
      "/robots.txt": text("User-agent: *\nCrawl-delay: 30\nDisallow: /1"),
    };
    const world = await createWorld({ site: serve(pages) });
    const { crawl } = await crawlSite(world, { robots: false });
    expect(crawl).toMatchObject({ fetched: 10 });
    expect((crawl.endedAt ?? 0) - crawl.startedAt).toBeLessThan(10 * second);
  });
});

it("large robots.txt files of many hosts are held one after the other, each asked for once", async () => {
  const hosts = Array.from({ length: 8 }, (_, i) => `https://host${i}.example.net`);
  const site: Pages = { "/": { links: hosts.map((host) => `${host}/`) } };
  for (const host of hosts) {
    site[`${host}/robots.txt`] = text(
      `User-agent: *\nDisallow: /no\n${"#".repeat(400_000)}`,
    );
    site[`${host}/`] = { title: host, links: [`${host}/no`] };
  }
  const world = await createWorld({ site: serve(site) });
  const { crawl } = await crawlSite(world, { ...free, scope: "any" });
  expect(crawl).toMatchObject({ state: "completed", fetched: 9, refused: { robots: 8 } });
  const asked = askedFor(world, { robots: true });
  for (const host of hosts)
    expect(asked.filter((url) => url === `${host}/robots.txt`)).toHaveLength(1);
  const slices = world.logs.filter(({ event }) => event === "slice");
  // 512,000 bytes have room for one such file.
  expect(Math.max(...slices.map(({ fetched }) => Number(fetched)))).toBeLessThanOrEqual(
    2,
  );
});

it("links to several hosts are each held against that host's own robots.txt, asked for once", async () => {
  const pages: Pages = {
    "/": {
      links: [
        ...paths(3, "https://a.example.com/"),
        ...paths(3, "https://b.example.com/"),
      ],
    },
  };
  for (const host of ["a", "b"]) {
    for (const path of paths(3))
      pages[`https://${host}.example.com${path}`] = { title: path };
  }
  pages["https://a.example.com/robots.txt"] = text("User-agent: *\nDisallow: /2");
  pages["https://b.example.com/robots.txt"] = text("User-agent: *\nDisallow: /3");
  const world = await createWorld({ site: serve(pages) });
  const { crawl } = await crawlSite(world, { scope: "site" });
  expect(crawl).toMatchObject({ fetched: 1 + 4, refused: { robots: 2 } });
  expect(world.requests.filter((url) => url.endsWith("/robots.txt"))).toHaveLength(3);
  expect(world.requests).not.toContain("https://a.example.com/2");
  expect(world.requests).not.toContain("https://b.example.com/3");
});

describe("of two answers to one origin's robots.txt", () => {
  it("the later is kept, whichever is stored last", async () => {
    const { db } = (await createWorld()).deps;
    const anAnswer = (fetchedAt: number): StoredRobots => ({
      origin: "https://site.example.com",
      verdict: "rules",
      body: new Uint8Array([fetchedAt]),
      fetchedAt,
      expiresAt: 100,
    });
    for (const fetchedAt of [2, 1]) await db.all(writeRobots(anAnswer(fetchedAt)));
    expect(await readRobots(db, ["https://site.example.com"])).toEqual([anAnswer(2)]);
    await db.all(writeRobots(anAnswer(3)));
    expect(await readRobots(db, ["https://site.example.com"])).toEqual([anAnswer(3)]);
  });
});
