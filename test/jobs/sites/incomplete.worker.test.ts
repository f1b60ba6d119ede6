// Tests that a crawl which left something out says so: in its state, its reason and its
// counts.

import { describe, expect, it } from "vitest";
import { crawlAgain, crawlSite, pagesOf, statusOf } from "#test/fixtures/sites/crawls.ts";
import { type Pages, serve, serveEndless } from "#test/fixtures/sites/sites.ts";
import { createWorld } from "#test/fixtures/world.ts";

const free = { delay: "0s" };
const numberIn = (url: URL): number => Number(/\d+$/.exec(url.href)?.[0] ?? 0);
const chain = serveEndless(
  "/chain/",
  (url) => ({ title: `${url}`, links: [`/chain/${numberIn(url) + 1}`] }),
  { "/": { links: ["/chain/1"] } },
);

describe("a crawl that left links out is incomplete", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["for their depth", { maxDepth: 5 }, "1 link was deeper than 5."],
    ["for the number of pages", { maxPages: 3 }, "The page limit was reached."],
  ])("%s, and its run is no failure", async (_, crawl, reason) => {
    const world = await createWorld({ site: chain });
    const { id, crawl: ended } = await crawlSite(world, { ...free, ...crawl });
    expect(ended).toMatchObject({ state: "incomplete", reason });
    expect(await statusOf(world, id)).toMatchObject({
      status: "up",
      run: { outcome: "ok" },
    });
  });

  it("for several reasons, and names each with its count", async () => {
    const pages: Pages = {
      "/": { links: ["/a?1", "/a?2", "/a?3", "/x/x/x"] },
      "/a?1": { title: "A" },
    };
    const world = await createWorld({ site: serve(pages) });
    const { crawl } = await crawlSite(world, { ...free, maxQueryVariants: 1 });
    expect(crawl).toMatchObject({
      state: "incomplete",
      reason:
        "2 links had one query string too many for their path. 1 link repeated a path segment over and over.",
      refused: { "query-variants": 2, "repeating-path": 1 },
    });
  });

  it("but not for those that the user or the site keeps it from", async () => {
    const html = '<a rel="nofollow" href="/b">B</a>';
    const links = ["https://other.example.com/", "/no", "mailto:a@b.c"];
    const world = await createWorld({ site: serve({ "/": { links, html } }) });
    const { crawl } = await crawlSite(world, { ...free, exclude: ["/no"] });
    expect(crawl).toMatchObject({ state: "completed", reason: null });
  });
});

describe("a chain of links", () => {
  it("is followed to its end when no depth is set", async () => {
    const pages: Pages = { "/": { links: ["/1"] } };
    for (let n = 1; n <= 120; n++) {
      pages[`/${n}`] = { title: `Page ${n}`, links: n < 120 ? [`/${n + 1}`] : [] };
    }
    const world = await createWorld({ site: serve(pages) });
    const { crawl } = await crawlSite(world, free);
    expect(crawl).toMatchObject({ state: "completed", fetched: 121, refused: {} });
  });
});

describe("a page that is larger than maxBodyBytes", () => {
  const limit = { request: { maxBodyBytes: 100_000 } };
  const filler = (char: string) => `<!--${char.repeat(100_000)}-->`;
  const start = { links: ["/large"] };
  const large = (filling: string) => ({
    title: "Large",
    html: `<a href="/early">Early</a>${filling}`,
    links: ["/late"],
  });

  it("is read as far as the limit, and says that it was cut", async () => {
    const pages: Pages = { "/": start, "/large": large(filler("x")), "/early": {} };
    const world = await createWorld({ site: serve(pages) });
    const { id, crawl, pages: found } = await crawlSite(world, free, limit);
    expect(crawl).toMatchObject({
      state: "incomplete",
      reason: "1 page was larger than 100000 bytes and was read in part.",
      failed: 0,
      refused: { cut: 1 },
    });
    expect(found["/large"]).toMatchObject({ title: "Large", links: ["/early"] });
    const { body } = await world.call("GET", `/api/targets/${id}/pages/1`);
    expect(body).toMatchObject({ cut: true, failure: null, status: 200 });
    const answer = await world.call("GET", `/api/targets/${id}/crawls/1`);
    expect(answer.body.progress).toMatchObject({ cut: 1, failed: 0 });
  });

  it("also when its size is announced", async () => {
    const headers = { "content-type": "text/html", "content-length": "52428800" };
    const body = `<a href="/early">Early</a>${filler("x")}`;
    const world = await createWorld({
      site: serve({ "/": start, "/large": { headers, body }, "/early": {} }),
    });
    const { crawl, pages } = await crawlSite(world, free, limit);
    expect(crawl).toMatchObject({ state: "incomplete", failed: 0, refused: { cut: 1 } });
    expect(Object.keys(pages)).toContain("/early");
  });

  it("is not changed by being cut, nor by being read whole again", async () => {
    const pages: Pages = {
      "/": start,
      "/large": { ...large(""), links: [] },
      "/early": {},
    };
    const world = await createWorld({ site: serve(pages) });
    const { id } = await crawlSite(world, free, limit);
    const before = (await pagesOf(id))["/large"]?.changedAt;
    for (const filling of [filler("x"), filler("y"), ""]) {
      pages["/large"] = { ...large(filling), links: [] };
      const { crawl } = await crawlAgain(world, id);
      const isCut = filling !== "";
      expect(crawl).toMatchObject({ changed: 0, refused: isCut ? { cut: 1 } : {} });
      expect((await pagesOf(id))["/large"]?.changedAt).toBe(before);
    }
  });
});
