// Tests how a crawl reads pages: their charsets and types, and what they ask of robots.

import { describe, expect, it } from "vitest";
import { askedFor, crawlSite } from "#test/fixtures/sites/crawls.ts";
import { type Page, type Pages, serve, text } from "#test/fixtures/sites/sites.ts";
import { createWorld } from "#test/fixtures/world.ts";

const free = { delay: "0s" };
const html = (bytes: Uint8Array<ArrayBuffer>, contentType = "text/html"): Page => ({
  body: bytes,
  headers: { "content-type": contentType },
});
const latin = (page: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(page, (char) => char.charCodeAt(0));
const utf16 = (page: string) => latin([...`\ufeff${page}`].map(bytesOf).join(""));
const bytesOf = (char: string) =>
  String.fromCharCode(char.charCodeAt(0) & 0xff, char.charCodeAt(0) >> 8);
const utf8 = (page: string) => Uint8Array.from(new TextEncoder().encode(page));
const markup = (title: string, head = "") =>
  `<html><head>${head}<title>${title}</title></head><a href="/caf\u00e9">x</a>`;

describe("a page whose charset is", () => {
  it.each<[string, Page, string]>([
    [
      "declared and true",
      html(utf8(markup("Café 巡回")), "text/html; charset=utf-8"),
      "Café 巡回",
    ],
    ["not declared", html(utf8(markup("Café 巡回"))), "Café 巡回"],
    [
      "declared in a meta element",
      html(latin(markup("Café", '<meta charset="iso-8859-1">'))),
      "Café",
    ],
    [
      "declared by http-equiv",
      html(
        latin(
          markup(
            "Café",
            '<meta http-equiv=content-type content="text/html; charset=windows-1252">',
          ),
        ),
      ),
      "Café",
    ],
    [
      "unknown to anybody",
      html(utf8(markup("Café")), "text/html; charset=x-nonsense"),
      "Café",
    ],
    [
      "UTF-16 with a byte order mark",
      html(utf16(markup("Café 巡回")), "text/html; charset=iso-8859-1"),
      "Café 巡回",
    ],
  ])("%s has its title read and its links found", async (_, page, title) => {
    const world = await createWorld({
      site: serve({ "/": page, "/caf%C3%A9": { title: "Coffee" } }),
    });
    const { crawl, pages } = await crawlSite(world);
    expect(crawl).toMatchObject({ state: "completed", fetched: 2 });
    expect(pages["/"]?.title).toBe(title);
    expect(pages["/caf%C3%A9"]?.title).toBe("Coffee");
  });

  it("declared wrongly has its links found at least", async () => {
    const page = html(
      latin(markup("Caf\u00e9").replace("/caf\u00e9", "/coffee")),
      "text/html; charset=utf-8",
    );
    const world = await createWorld({
      site: serve({ "/": page, "/coffee": { title: "Coffee" } }),
    });
    const { pages } = await crawlSite(world);
    expect(pages["/"]?.title).toBe("Caf\ufffd");
    expect(pages["/coffee"]?.title).toBe("Coffee");
  });
});

describe("nofollow", () => {
  const asking: [string, Page][] = [
    ["rel=nofollow", { html: '<a rel="nofollow" href="/a">a</a>' }],
    [
      "rel among others, in capitals",
      { html: '<a rel="noopener NoFollow ugc" href="/a">a</a>' },
    ],
    [
      "a meta element",
      { html: '<meta name="robots" content="nofollow">', links: ["/a"] },
    ],
    [
      "a meta element saying none",
      { html: '<meta name="ROBOTS" content="NONE">', links: ["/a"] },
    ],
    [
      "a meta element for this crawler",
      { html: '<meta name="junkai" content="nofollow">', links: ["/a"] },
    ],
    [
      "a meta element behind the links",
      { html: '<a href="/a">a</a><meta name="robots" content="index, nofollow">' },
    ],
    ["X-Robots-Tag", { links: ["/a"], headers: { "x-robots-tag": "noindex, nofollow" } }],
    [
      "X-Robots-Tag for this crawler",
      { links: ["/a"], headers: { "x-robots-tag": "junkai: nofollow" } },
    ],
  ];
  const crawlStart = async (page: Page, settings = {}) => {
    const world = await createWorld({ site: serve({ "/": page, "/a": { links: [] } }) });
    return { world, ...(await crawlSite(world, settings)) };
  };

  it.each(asking)("as %s is honoured, and the links counted", async (_, page) => {
    const { world, crawl } = await crawlStart(page);
    expect(askedFor(world)).toEqual(["/"]);
    expect(crawl).toMatchObject({
      state: "completed",
      fetched: 1,
      refused: { nofollow: 1 },
    });
  });

  it.each(asking)(
    "as %s is not honoured where the owner says so, and robots.txt is not asked for",
    async (_, page) => {
      const { world, crawl } = await crawlStart(page, { robots: false, sitemaps: false });
      expect(askedFor(world, { robots: true })).toEqual(["/", "/a"]);
      expect(crawl).toMatchObject({ fetched: 2, refused: {} });
    },
  );

  it.each<[string, Page]>([
    [
      "another crawler",
      { html: '<meta name="googlebot" content="nofollow">', links: ["/a"] },
    ],
    [
      "another crawler in a header",
      { links: ["/a"], headers: { "x-robots-tag": "otherbot: nofollow" } },
    ],
    [
      "nobody, by a word of its own",
      { links: ["/a"], headers: { "x-robots-tag": "nofollowing" } },
    ],
  ])("meant for %s is not meant for this one", async (_, page) => {
    const { crawl } = await crawlStart(page);
    expect(crawl).toMatchObject({ fetched: 2, refused: {} });
  });

  it("on one link does not keep a page from being found by another", async () => {
    const { world } = await crawlStart({
      html: '<a rel=nofollow href="/a">a</a>',
      links: ["/a"],
    });
    expect(askedFor(world)).toEqual(["/", "/a"]);
  });

  it("says nothing of noindex, nor noindex of following", async () => {
    const { pages } = await crawlStart({
      html: '<meta name="robots" content="noindex">',
      links: ["/a"],
    });
    expect(pages["/"]?.noindex).toBe(true);
    expect(pages["/a"]).toMatchObject({ status: 200, noindex: false });
  });
});

describe("content types", () => {
  const pages: Pages = {
    "/": { links: ["/doc", "/data", "/image", "/zip", "/none"] },
    "/doc": { body: "%PDF", headers: { "content-type": "application/pdf" } },
    "/data": { body: '{"href":"/x"}', headers: { "content-type": "application/json" } },
    "/image": { body: "x", headers: { "content-type": "Image/PNG; q=1" } },
    "/zip": {
      body: new Uint8Array(300_000),
      headers: { "content-type": "application/zip" },
    },
    "/none": { body: '  <a href="/found">x</a>', headers: { "content-type": "" } },
    "/found": { links: [] },
  };

  it("other than HTML have no links; what has none is judged by its start", async () => {
    const world = await createWorld({ site: serve(pages) });
    const { crawl, pages: found } = await crawlSite(world, free);
    expect(crawl).toMatchObject({ fetched: 7, failed: 0, dropped: 0 });
    expect(Object.keys(found)).toContain("/found");
  });

  it("that are not wanted are dropped and counted, however large", async () => {
    const world = await createWorld({ site: serve(pages) });
    const settings = { ...free, contentTypes: ["text/html", "image/*"] };
    const { crawl, pages: found } = await crawlSite(world, settings, {
      request: { maxBodyBytes: 100_000 },
    });
    // What has no type is none that is wanted, though it is read for its links.
    expect(Object.keys(found)).toEqual(["/", "/image", "/found"]);
    expect(crawl).toMatchObject({
      fetched: 3,
      failed: 0,
      dropped: 4,
      refused: { "content-type": 4 },
    });
  });

  it("that are HTML are read for their links, wanted or not, and the start is judged", async () => {
    const site = serve({
      "/": { links: ["/a", "/one"] },
      "/a": { links: ["/two", "https://other.example/"] },
      "/one": { body: "%PDF 1", headers: { "content-type": "application/pdf" } },
      "/two": { body: "%PDF 2", headers: { "content-type": "application/pdf" } },
    });
    const world = await createWorld({ site });
    const {
      id,
      crawl,
      pages: found,
    } = await crawlSite(world, { ...free, contentTypes: ["application/pdf"] });
    expect(Object.keys(found)).toEqual(["/one", "/two"]);
    expect(crawl).toMatchObject({
      fetched: 2,
      dropped: 2,
      refused: { "content-type": 2, scope: 1 },
    });
    expect((await world.call("GET", `/api/targets/${id}`)).body).toMatchObject({
      status: "up",
      lastRun: { status: 200, failure: null },
    });
  });

  it("of text are not read as lists of links when they are pages", async () => {
    const world = await createWorld({
      site: serve({
        "/": { links: ["/a.txt"] },
        "/a.txt": text("https://site.example.com/b\n"),
      }),
    });
    const { crawl } = await crawlSite(world, free);
    expect(crawl).toMatchObject({ fetched: 2 });
  });
});

it("queries of links are encoded as the page is, and paths in UTF-8", async () => {
  const page = '<a href="/b\u00e9?q=\u00e9#\u00e9">x</a><a href="/\u00e9">y</a>';
  const world = await createWorld({
    site: serve({ "/": html(latin(page), "text/html; charset=windows-1252") }),
  });
  await crawlSite(world, free);
  expect(askedFor(world)).toEqual(["/", "/b%C3%A9?q=%E9", "/%C3%A9"]);
});
