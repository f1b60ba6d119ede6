// Tests what a crawl does with what earlier crawls found: what it need not fetch, what is
// news, what it reads again.

import { describe, expect, it } from "vitest";
import { emptyDatabase } from "#test/fixtures/database.ts";
import {
  addSite,
  crawlAgain,
  crawlSite,
  crawlTwice,
  untilCrawled,
} from "#test/fixtures/sites/crawls.ts";
import {
  flatSite,
  hubSite,
  origin,
  type Page,
  type Pages,
  paths,
  redirect,
  serve,
} from "#test/fixtures/sites/sites.ts";
import { createWorld } from "#test/fixtures/world.ts";

const free = { delay: "0s" };
const dayMs = 86_400_000;
const nothingNew = { new: 0, changed: 0, gone: 0, failed: 0 };

describe("a site that has not changed", () => {
  it("answers 304 to all that it is asked, and its pages and links stay", async () => {
    const pages = hubSite({ tagged: true });
    const { crawl, world, first, pages: found } = await crawlTwice(pages, () => {});
    expect(crawl).toMatchObject({
      state: "completed",
      fetched: 6,
      notModified: 6,
      unchanged: 6,
      bytes: 0,
      ...nothingNew,
    });
    expect(found).toEqual(first.pages);
    expect(world.sent.filter(({ headers }) => headers.has("if-none-match"))).toHaveLength(
      6,
    );
  });

  it("without validators is known by its content", async () => {
    const { crawl, world, first, pages } = await crawlTwice(hubSite(), () => {});
    expect(crawl).toMatchObject({
      state: "completed",
      fetched: 6,
      notModified: 0,
      unchanged: 6,
      ...nothingNew,
    });
    expect(pages).toEqual(first.pages);
    expect(
      world.sent.some(
        ({ headers }) => headers.has("if-none-match") || headers.has("if-modified-since"),
      ),
    ).toBe(false);
  });

  /** Rows written by the ticks in which a site is crawled for the second time. */
  async function rowsToCrawlAgain(count: number, page: Page): Promise<number> {
    await emptyDatabase();
    const world = await createWorld({ site: serve(flatSite(count - 1, page)) });
    const { id } = await crawlSite(world, free);
    await world.advanceTo(world.now() + dayMs);
    const before = world.now();
    const ticks = [];
    while (world.now() < before + 2 * 60_000) {
      ticks.push(world.startTick());
      await world.advanceTo(world.now() + 60_000);
    }
    expect(await untilCrawled(world, id, { crawls: 2 })).toMatchObject({
      fetched: count,
      unchanged: count,
      ...nothingNew,
    });
    return ticks.reduce((sum, { meter }) => sum + meter.rowsWritten, 0);
  }

  it.each([
    ["with validators", { tagged: true }],
    ["without", {}],
  ])(
    "%s costs a crawl's own few rows, and less than one more for a hundred pages",
    async (_, page) => {
      const small = await rowsToCrawlAgain(10, page);
      const large = await rowsToCrawlAgain(1_000, page);
      // Five of them tell of the day without a tick.
      expect(small).toBeLessThanOrEqual(35);
      expect(large - small).toBeLessThanOrEqual(990 / 100);
    },
  );

  it("but gives every answer a new ETag is unchanged all the same, and not written anew", async () => {
    let count = 0;
    const pages: Pages = {};
    for (const [path, page] of Object.entries(hubSite())) {
      pages[path] = () => ({ ...(page as Page), headers: { etag: `"${count++}"` } });
    }
    const { crawl } = await crawlTwice(pages, () => {});
    expect(crawl).toMatchObject({ unchanged: 6, ...nothingNew });
  });
});

describe("news", () => {
  it("is a page whose content changed, once", async () => {
    const pages = hubSite({ tagged: true });
    const {
      crawl,
      world,
      id,
      pages: found,
      first,
    } = await crawlTwice(pages, () => {
      pages["/b"] = { title: "B, revised", tagged: true };
    });
    expect(crawl).toMatchObject({ ...nothingNew, changed: 1, unchanged: 5 });
    expect(found["/b"]).toMatchObject({
      title: "B, revised",
      changedAt: expect.any(Number),
    });
    expect(found["/b"]?.changedAt).toBeGreaterThan(first.crawl.endedAt ?? 0);
    expect((await crawlAgain(world, id)).crawl).toMatchObject({
      ...nothingNew,
      unchanged: 6,
    });
  });

  it("is a page that is new, with all that is behind it", async () => {
    const pages = hubSite({ tagged: true });
    const { crawl, pages: found } = await crawlTwice(pages, () => {
      pages["/b"] = { title: "B", links: ["/c"] };
      pages["/c"] = { title: "C", links: ["/d"] };
      pages["/d"] = { title: "D" };
    });
    expect(crawl).toMatchObject({ ...nothingNew, new: 2, changed: 1, unchanged: 5 });
    expect(found["/d"]).toMatchObject({ depth: 4 });
  });

  it("is a redirect that leads elsewhere now", async () => {
    const pages: Pages = {
      "/": { links: ["/r"] },
      "/r": redirect("/a"),
      "/a": {},
      "/b": {},
    };
    const { crawl, pages: found } = await crawlTwice(pages, () => {
      pages["/r"] = redirect("/b");
    });
    expect(crawl).toMatchObject({ ...nothingNew, new: 1, changed: 1, gone: 1 });
    expect(found["/r"]?.location).toBe(`${origin}/b`);
  });

  it("is a page that becomes a redirect, and one that ceases to be one", async () => {
    const pages: Pages = {
      "/": { links: ["/x", "/y"] },
      "/x": { title: "X" },
      "/y": redirect("/z"),
      "/z": { title: "Z" },
    };
    const { crawl, pages: found } = await crawlTwice(pages, () => {
      pages["/x"] = redirect("/z");
      pages["/y"] = { title: "Y" };
    });
    expect(crawl).toMatchObject({ ...nothingNew, changed: 2, unchanged: 2 });
    expect(found["/y"]).toMatchObject({ title: "Y", location: null, status: 200 });
    expect(found["/x"]).toMatchObject({ location: `${origin}/z`, status: 301 });
  });
});

describe("links that were refused once are looked at again when the reason may have passed,", () => {
  it("though the page is unchanged: the page limit has room again", async () => {
    const pages: Pages = {
      ...flatSite(5),
      "/": { links: ["/hub", ...paths(5)] },
      "/hub": { links: ["/x", "/y"], tagged: true },
      "/x": {},
      "/y": {},
    };
    const {
      crawl,
      first,
      pages: found,
    } = await crawlTwice(
      pages,
      () => {
        pages["/"] = { title: "Start", links: ["/hub"] };
      },
      { ...free, maxPages: 7 },
    );
    expect(first.crawl.refused).toEqual({ pages: 2 });
    expect(crawl).toMatchObject({ fetched: 4, new: 2, refused: {} });
    expect(found["/hub"]?.links).toEqual(["/x", "/y"]);
  });

  it("though the page is unchanged: it is nearer to the start now", async () => {
    const pages: Pages = {
      "/": { title: "Start", links: ["/1"], tagged: true },
      "/1": { title: "One", links: ["/2"], tagged: true },
      "/2": { title: "Two", links: ["/3"], tagged: true },
      "/3": { title: "Three", tagged: true },
    };
    const { first, pages: found } = await crawlTwice(
      pages,
      () => {
        pages["/"] = { title: "Start", links: ["/1", "/2"], tagged: true };
      },
      { ...free, maxDepth: 2 },
    );
    expect(first.crawl.refused).toEqual({ depth: 1 });
    expect(found["/3"]).toMatchObject({ status: 200, depth: 2 });
  });
});

it("another request is another site: what was known of validators is not sent again", async () => {
  const world = await createWorld({ site: serve(hubSite({ tagged: true })) });
  const { id } = await crawlSite(world, free);
  await world.call("PATCH", `/api/targets/${id}`, {
    request: { headers: { "accept-language": "de" } },
  });
  const { crawl } = await crawlAgain(world, id);
  expect(crawl).toMatchObject({
    fetched: 6,
    notModified: 0,
    unchanged: 6,
    ...nothingNew,
  });
  expect((await crawlAgain(world, id)).crawl).toMatchObject({ notModified: 6 });
});

it("a target's new name does not have known pages fetched whole", async () => {
  const world = await createWorld({ site: serve(hubSite({ tagged: true })) });
  const { id } = await crawlSite(world, free);
  await world.call("PATCH", `/api/targets/${id}`, { name: "Other", tags: ["x"] });
  expect((await crawlAgain(world, id)).crawl).toMatchObject({ notModified: 6 });
});

it("crawls of one target are numbered and none is forgotten", async () => {
  const world = await createWorld({ site: serve(flatSite(3)) });
  const id = await addSite(world, free);
  await untilCrawled(world, id);
  await crawlAgain(world, id);
  const { crawl } = await crawlAgain(world, id);
  expect(crawl).toMatchObject({ id: 3, state: "completed", fetched: 4, unchanged: 4 });
});
