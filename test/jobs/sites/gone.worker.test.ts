// Tests when a page is gone and when it is back. A page of which nothing is known for the
// moment is neither.

import { describe, expect, it } from "vitest";
import {
  askedFor,
  crawlAgain,
  crawlSite,
  crawlTwice,
  pagesOf,
  standing,
  statusOf,
} from "#test/fixtures/sites/crawls.ts";
import { hubSite, type Page, serve } from "#test/fixtures/sites/sites.ts";
import { createWorld } from "#test/fixtures/world.ts";

const free = { delay: "0s" };
const nothingNew = { new: 0, changed: 0, gone: 0, failed: 0 };

describe("a page is gone", () => {
  it.each([404, 410])("when it answers %i, and it counts once", async (status) => {
    const pages = hubSite();
    const { crawl, world, id } = await crawlTwice(pages, () => {
      pages["/b"] = { status };
    });
    expect(crawl).toMatchObject({ ...nothingNew, gone: 1, unchanged: 5, failed: 1 });
    expect(await standing(id)).toMatchObject({ gone: ["/b"] });
    expect((await crawlAgain(world, id)).crawl).toMatchObject({
      gone: 0,
      changed: 0,
      unchanged: 6,
    });
  });

  it("when nothing links to it any more, with all that only it led to, and it is not asked for again", async () => {
    const pages = hubSite({ tagged: true });
    const { crawl, world, id } = await crawlTwice(pages, () => {
      pages["/hub"] = { title: "Hub", links: ["/b"] };
    });
    expect(crawl).toMatchObject({ ...nothingNew, changed: 1, gone: 2, fetched: 4 });
    expect(await standing(id)).toEqual({
      live: ["/", "/hub", "/other", "/b"],
      gone: ["/a", "/a/1"],
    });
    expect(askedFor(world)).not.toContain("/a");
    expect((await crawlAgain(world, id)).crawl).toMatchObject({ gone: 0 });
  });

  it("until it is back: by being linked again, or by answering again", async () => {
    const pages = hubSite({ tagged: true });
    const hub = pages["/hub"] as Page;
    const b = pages["/b"] as Page;
    const { world, id } = await crawlTwice(pages, () => {
      pages["/hub"] = { ...hub, links: ["/b"] };
      pages["/b"] = { status: 404 };
    });
    expect((await standing(id)).gone).toEqual(
      ["/a", "/b", "/a/1"].toSorted((x, y) => x.length - y.length),
    );
    pages["/hub"] = hub;
    pages["/b"] = b;
    const { crawl, pages: found } = await crawlAgain(world, id);
    expect(crawl).toMatchObject({ gone: 0, new: 0, fetched: 6 });
    expect(Object.values(found).filter(({ goneAt }) => goneAt !== null)).toEqual([]);
    expect(found["/b"]).toMatchObject({ status: 200, title: "B" });
  });

  it("also when it failed before it was found to be gone", async () => {
    const pages = hubSite();
    const { crawl, world, id } = await crawlTwice(pages, () => {
      pages["/b"] = { status: 500 };
    });
    expect(crawl).toMatchObject({ gone: 0, changed: 1 });
    pages["/b"] = { status: 404 };
    expect((await crawlAgain(world, id)).crawl).toMatchObject({ gone: 1 });
    expect((await standing(id)).gone).toEqual(["/b"]);
  });

  it("not when it was never there", async () => {
    const pages = { ...hubSite(), "/b": { status: 404 } };
    const { crawl, first } = await crawlTwice(pages, () => {});
    expect([first.crawl.gone, crawl.gone]).toEqual([0, 0]);
  });
});

describe("what is not known is not gone:", () => {
  it.each<[string, Page | Error]>([
    ["fails", { status: 500 }],
    ["is forbidden", { status: 403 }],
    ["asks for patience", { status: 503 }],
    ["breaks off", new Error("Network connection lost.")],
    [
      "is too large",
      {
        headers: { "content-type": "application/pdf", "content-length": "99999999" },
        body: "x",
      },
    ],
    ["hangs", { afterMs: 60_000 }],
  ])("the pages behind one that %s", async (_, trouble) => {
    const pages = hubSite({ tagged: true });
    const world = await createWorld({ site: serve(pages) });
    const { id } = await crawlSite(world, free);
    pages["/hub"] = trouble;
    const { crawl } = await crawlAgain(world, id, { minutes: 60 });
    expect(crawl).toMatchObject({
      state: "completed",
      gone: 0,
      fetched: 6,
      failed: 1,
      unchanged: 5,
    });
    expect((await standing(id)).gone).toEqual([]);
    expect((await pagesOf(id))["/hub"]?.links).toEqual(["/a", "/b"]);
  });

  it("the site behind a start that fails", async () => {
    const pages = hubSite({ tagged: true });
    const { crawl, world, id } = await crawlTwice(pages, () => {
      pages["/"] = { status: 500 };
    });
    expect(crawl).toMatchObject({ state: "completed", gone: 0, fetched: 6 });
    expect((await statusOf(world, id)).status).toBe("down");
  });

  it("pages that a limit left out", async () => {
    const pages = hubSite();
    const { crawl, id } = await crawlTwice(
      pages,
      () => {
        pages["/"] = { title: "Start", links: ["/n1", "/n2", "/n3", "/hub", "/other"] };
        for (const path of ["/n1", "/n2", "/n3"]) pages[path] = {};
      },
      { ...free, maxPages: 6 },
    );
    expect(crawl).toMatchObject({
      state: "incomplete",
      fetched: 6,
      gone: 0,
      reason: "The page limit was reached.",
    });
    expect((await standing(id)).gone).toEqual([]);
  });
});
