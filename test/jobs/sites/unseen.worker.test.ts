// Tests which pages a crawl does not judge: those that may stand behind what the crawl
// left out. They keep their last state, and count as unseen.

import { describe, expect, it } from "vitest";
import { crawlAgain, crawlSite, crawlTwice } from "#test/fixtures/sites/crawls.ts";
import { type Page, type Pages, paths, serve, text } from "#test/fixtures/sites/sites.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const free = { delay: "0s" };
const origin = "https://site.example.com";

/** Paths of the pages that the API calls gone, and of those that it calls unseen. */
async function namesOf(world: World, id: number) {
  const list = async (filter: string) => {
    const { body } = await world.call("GET", `/api/targets/${id}/pages?${filter}`);
    return body.items
      .map(({ url }: { url: string }) => url.slice(origin.length))
      .toSorted();
  };
  return { gone: await list("gone=true"), unseen: await list("unseen=true") };
}

const crawlOf = async (world: World, id: number, crawl: number) =>
  (await world.call("GET", `/api/targets/${id}/crawls/${crawl}`)).body;

/** A start that links to a page, which leads to another one. */
const pSite = (links: readonly string[]): Pages => ({
  "/": { title: "Start", links },
  "/p": { title: "P", links: ["/p/1"] },
  "/p/1": { title: "P1" },
});

/** Larger than the limit of 100,000 bytes that tests set; what follows is cut off. */
const padding = `<!--${"x".repeat(100_000)}-->`;

describe("a page is unseen, and not gone,", () => {
  it.each<[string, Record<string, unknown>, Pages, Page]>([
    [
      "when it is only deeper than the limit now",
      { maxDepth: 3 },
      {
        ...pSite(["/1", "/p"]),
        "/1": { title: "1", links: ["/2"] },
        "/2": { title: "2", links: ["/3"] },
        "/3": { title: "3", links: ["/p"] },
      },
      { title: "Start", links: ["/1"] },
    ],
    [
      "when a new page beyond the limit of depth may link to it",
      { maxDepth: 3 },
      {
        ...pSite(["/1", "/p"]),
        "/1": { title: "1", links: ["/2"] },
        "/2": { title: "2", links: ["/3"] },
        "/3": { title: "3", links: ["/never-read"] },
      },
      { title: "Start", links: ["/1"] },
    ],
    [
      "behind one of too many query strings",
      { maxQueryVariants: 1 },
      { ...pSite(["/list?a=1", "/p"]), "/list?a=1": { title: "List" } },
      { title: "Start", links: ["/list?a=1", "/list?a=2"] },
    ],
    [
      "behind a page that never could be read",
      {},
      { ...pSite(["/p"]), "/new": { status: 500 } },
      { title: "Start", links: ["/new"] },
    ],
    [
      "behind a link that is too long",
      {},
      pSite(["/p"]),
      { title: "Start", links: [`/${"x".repeat(2_100)}`] },
    ],
  ])("%s", async (_, crawl, pages, start) => {
    const settings = { ...free, ...crawl };
    const { world, id } = await crawlTwice(
      pages,
      () => {
        pages["/"] = start;
      },
      settings,
    );
    expect(await namesOf(world, id)).toEqual({ gone: [], unseen: ["/p", "/p/1"] });
    expect((await crawlOf(world, id, 2)).changes).toMatchObject({ gone: 0, unseen: 2 });
    pages["/"] = { title: "Start", links: ["/p"] };
    await crawlAgain(world, id);
    expect((await namesOf(world, id)).unseen).not.toContain("/p");
  });

  it("behind a link on one of many copies of a page", async () => {
    const copies = paths(25).map((path) => `/copies${path}/`);
    const pages: Pages = {
      "/": { title: "Start", links: [...copies, "/copies/25/p"] },
      ...Object.fromEntries(copies.map((path) => [path, { links: ["p"] }])),
      ...Object.fromEntries(copies.map((path) => [`${path}p`, { title: path }])),
    };
    const { world, id } = await crawlTwice(pages, () => {
      pages["/"] = { title: "Start", links: copies };
      for (const path of copies) pages[path] = { title: "Edited", links: ["p"] };
    });
    expect(await namesOf(world, id)).toEqual({ gone: [], unseen: ["/copies/25/p"] });
  });

  it("when robots.txt forbids it now, or the page that leads to it", async () => {
    const pages = pSite(["/p"]);
    const { world, id } = await crawlTwice(pages, () => {
      pages["/robots.txt"] = text("User-agent: *\nDisallow: /p$");
    });
    expect(await namesOf(world, id)).toEqual({ gone: [], unseen: ["/p", "/p/1"] });
    pages["/robots.txt"] = text("");
    await crawlAgain(world, id);
    expect(await namesOf(world, id)).toEqual({ gone: [], unseen: [] });
  });

  it("when the link to it is nofollow now, and as long as it is", async () => {
    const pages: Pages = {
      ...pSite(["/hub", "/p"]),
      "/hub": { title: "Hub", tagged: true },
    };
    const { world, id } = await crawlTwice(pages, () => {
      const html = '<a rel="nofollow" href="/p">P</a>';
      pages["/"] = { title: "Start", links: ["/hub"], html, tagged: true };
    });
    expect(await namesOf(world, id)).toEqual({ gone: [], unseen: ["/p", "/p/1"] });
    const { crawl } = await crawlAgain(world, id);
    expect(crawl.notModified).toBe(2);
    expect(await namesOf(world, id)).toEqual({ gone: [], unseen: ["/p", "/p/1"] });
  });

  it("when it stands in the part of a page that was cut off", async () => {
    const pages: Pages = pSite(["/p"]);
    const world = await createWorld({ site: serve(pages) });
    const { id } = await crawlSite(world, free, { request: { maxBodyBytes: 100_000 } });
    pages["/"] = { title: "Start", links: ["/new"], html: "" };
    pages["/new"] = { title: "New", html: padding, links: ["/p"] };
    await crawlAgain(world, id);
    expect(await namesOf(world, id)).toEqual({ gone: [], unseen: ["/p", "/p/1"] });
  });

  it("when the target's settings leave it out now", async () => {
    const pages = pSite(["/p"]);
    const world = await createWorld({ site: serve(pages) });
    const { id } = await crawlSite(world, free);
    const crawl = { ...free, exclude: ["/p"] };
    expect((await world.call("PATCH", `/api/targets/${id}`, { crawl })).status).toBe(200);
    await crawlAgain(world, id);
    expect(await namesOf(world, id)).toEqual({ gone: [], unseen: ["/p", "/p/1"] });
  });
});

describe("a page is gone", () => {
  it("when nothing that was left out had a link to it", async () => {
    const chain = { "/1": { links: ["/2"] }, "/2": { links: ["/3"] } };
    const pages: Pages = {
      "/": { title: "Start", links: ["/1", "/p", "/3"] },
      ...chain,
      "/3": { title: "3", links: ["/4"] },
      "/4": { title: "4" },
      "/p": { title: "P", links: ["/4"] },
    };
    const { world, id } = await crawlTwice(
      pages,
      () => {
        pages["/"] = { title: "Start", links: ["/1"] };
      },
      { ...free, maxDepth: 2 },
    );
    expect(await namesOf(world, id)).toEqual({ gone: ["/p"], unseen: ["/3", "/4"] });
  });

  it("when it was unseen for a while and a whole crawl finds no link to it", async () => {
    const pages: Pages = { ...pSite(["/p"]), "/new": { status: 500 } };
    const { world, id } = await crawlTwice(pages, () => {
      pages["/"] = { title: "Start", links: ["/new"] };
    });
    pages["/new"] = { title: "New" };
    await crawlAgain(world, id);
    expect(await namesOf(world, id)).toEqual({ gone: ["/p", "/p/1"], unseen: [] });
  });
});
