// Tests hosts that go down during a crawl: for a moment, for minutes, for good.
import { describe, expect, it } from "vitest";
import {
  addSite,
  crawlAgain,
  crawlsOf,
  pagesOf,
  standing,
  statusOf,
  untilCrawled,
} from "#test/fixtures/sites/crawls.ts";
import { origin, type Pages, paths, serve } from "#test/fixtures/sites/sites.ts";
import { minute, second } from "#test/fixtures/times.ts";
import { createWorld, type Site, type World } from "#test/fixtures/world.ts";

const lost = () => new Error("Network connection lost.");

/** A start with five sections of ten pages each. */
function treeSite(): Pages {
  const pages: Pages = { "/": { title: "Start", links: paths(5, "/s") } };
  for (const section of paths(5, "/s")) {
    pages[section] = { title: section, links: paths(10, `${section}/`) };
    for (const path of paths(10, `${section}/`)) pages[path] = { title: path };
  }
  return pages;
}
const treeSize = 1 + 5 + 50;

/** A world whose site fails between two instants, told in ms since the start. */
async function failing(
  pages: Pages,
  from: number,
  to: number,
  trouble: (url: URL) => ReturnType<Site>,
) {
  let start = 0;
  const world: World = await createWorld({
    site: (url, request) => {
      const at = world.now() - start;
      return at >= from && at < to ? trouble(url) : serve(pages)(url, request);
    },
  });
  start = world.now();
  return { world, start };
}

describe("a host that goes down in the middle of a crawl", () => {
  it.each<[string, number, number, () => ReturnType<Site>]>([
    ["for five minutes", 5 * second, 5 * minute, lost],
    [
      "for five minutes, hanging",
      5 * second,
      5 * minute,
      () => ({ afterMs: 120 * second }),
    ],
    ["for half an hour", 5 * second, 30 * minute, lost],
    ["at its first page, for two minutes", 20, 2 * minute, lost],
    ["near its last page, for ten minutes", 13.9 * second, 10 * minute, lost],
    ["for five minutes, saying 503", 5 * second, 5 * minute, () => ({ status: 503 })],
    [
      "for ten minutes, saying 503 at its first page",
      20,
      10 * minute,
      () => ({ status: 503 }),
    ],
    [
      "for five minutes, saying 429 with a time",
      5 * second,
      5 * minute,
      () => ({ status: 429, headers: { "retry-after": "60" } }),
    ],
  ])(
    "%s, has every page found in the end, each counted once",
    async (_, from, to, trouble) => {
      const { world } = await failing(treeSite(), from, to, trouble);
      const id = await addSite(world);
      const crawl = await untilCrawled(world, id, { minutes: 100 });
      expect(crawl).toMatchObject({
        state: "completed",
        reason: null,
        fetched: treeSize,
        new: treeSize,
        failed: 0,
        gone: 0,
      });
      expect((await standing(id)).live).toHaveLength(treeSize);
      expect((await statusOf(world, id)).status).toBe("up");
    },
  );

  it("is asked for little while it is down", async () => {
    const { world, start } = await failing(treeSite(), 5 * second, 60 * minute, lost);
    const id = await addSite(world);
    await untilCrawled(world, id, { minutes: 180 });
    const asked = world.sent.filter(
      ({ at }) => at >= start + 6 * second + 250 && at < start + 60 * minute,
    );
    expect(asked.length).toBeLessThanOrEqual(6 * 6);
  });

  it("behind the start's redirect is waited for as long as the start's own", async () => {
    const home = "https://www.example.com";
    const pages: Pages = { "/": { status: 301, headers: { location: `${home}/` } } };
    pages[`${home}/`] = { links: paths(30) };
    for (const path of paths(30)) pages[home + path] = { title: path };
    const { world } = await failing(pages, 4 * second, 40 * minute, lost);
    const id = await addSite(world, { scope: "site" });
    const crawl = await untilCrawled(world, id, { minutes: 100 });
    expect(crawl).toMatchObject({ state: "completed", fetched: 32, failed: 0 });
  });

  it("in a later crawl loses no page either, and none is gone", async () => {
    const pages = treeSite();
    const day = 24 * 60 * minute;
    const { world } = await failing(pages, day + 3 * second, day + 8 * minute, lost);
    const id = await addSite(world);
    await untilCrawled(world, id);
    const { crawl } = await crawlAgain(world, id, { minutes: 60 });
    expect(crawl).toMatchObject({
      state: "completed",
      fetched: treeSize,
      unchanged: treeSize,
      gone: 0,
      failed: 0,
    });
    expect((await standing(id)).gone).toEqual([]);
  });

  it.each<[string, () => ReturnType<Site>]>([
    ["refuses connections", lost],
    ["does not answer", () => ({ afterMs: 120 * second })],
    ["says 503", () => ({ status: 503 })],
  ])(
    "and stays down (%s) fails the crawl with a reason; what it had stays",
    async (_, trouble) => {
      const { world } = await failing(
        treeSite(),
        5 * second,
        Number.POSITIVE_INFINITY,
        trouble,
      );
      const id = await addSite(world);
      const crawl = await untilCrawled(world, id, { minutes: 6 * 60 });
      expect(crawl).toMatchObject({
        state: "failed",
        gone: 0,
        reason: expect.stringMatching(/\w/),
      });
      const pages = Object.values(await pagesOf(id));
      expect(pages.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(
        15,
      );
      expect(pages.filter(({ goneAt }) => goneAt !== null)).toEqual([]);
      const { status, run } = await statusOf(world, id);
      expect(status).toBe("down");
      expect(run).toMatchObject({ outcome: "failed" });
    },
  );

  it("for good from the start fails the crawl, and the target is down", async () => {
    const world = await createWorld({ site: lost });
    const id = await addSite(world);
    const crawl = await untilCrawled(world, id, { minutes: 6 * 60 });
    expect(crawl).toMatchObject({
      state: "failed",
      fetched: 0,
      reason: expect.stringContaining("connection"),
    });
    expect(await statusOf(world, id)).toMatchObject({
      status: "down",
      run: { failure: { class: "connect" } },
    });
  });
});

it("a crawl that waits for its host says so while it waits", async () => {
  const { world } = await failing(treeSite(), 5 * second, 20 * minute, lost);
  const id = await addSite(world);
  await world.runUntil(world.now() + 4 * minute);
  const [crawl] = await crawlsOf(id);
  expect(crawl).toMatchObject({
    state: "running",
    trouble: { class: "connect", host: new URL(origin).hostname },
  });
  expect(crawl?.nextAt).toBeGreaterThan(world.now());
});
