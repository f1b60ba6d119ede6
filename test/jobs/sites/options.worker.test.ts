// Tests each setting of how a site is crawled: which URLs are asked for.

import { describe, expect, it } from "vitest";
import { askedFor, crawlSite } from "#test/fixtures/sites/crawls.ts";
import { type Page, type Pages, serve } from "#test/fixtures/sites/sites.ts";
import { createWorld } from "#test/fixtures/world.ts";

const image: Page = { body: "x", headers: { "content-type": "image/png" } };
const web: Pages = {
  "/": {
    html: '<img src="/logo.png" srcset="/logo-2.png 2x"><link rel="canonical" href="/"><link rel="next" href="/2">',
    links: [
      "/docs/",
      "/shop?id=1&ref=x",
      "/shop?id=1&ref=y",
      "/file.pdf",
      "#part",
      "./",
      "http://site.example.com/plain",
    ],
  },
  "/2": { title: "Two" },
  "/docs/": {
    links: [
      "a",
      "../docs/b?x",
      "https://www.example.com/",
      "https://docs.site.example.com/",
    ],
  },
  "/docs/a": { links: ["/docs/deep"] },
  "/docs/b?x": {},
  "/docs/b": {},
  "/docs/deep": {},
  "/shop?id=1&ref=x": {},
  "/shop?id=1&ref=y": {},
  "/shop?id=1": {},
  "/shop": {},
  "/file.pdf": { body: "%PDF", headers: { "content-type": "application/pdf" } },
  "/logo.png": image,
  "/logo-2.png": image,
  "http://site.example.com/plain": { links: ["https://other.example.org/"] },
  "https://www.example.com/": {},
  "https://docs.site.example.com/": {},
  "https://other.example.org/": {},
};

const usual = [
  "/",
  "/2",
  "/docs/",
  "/docs/a",
  "/docs/b?x",
  "/docs/deep",
  "/file.pdf",
  "/shop?id=1&ref=x",
  "/shop?id=1&ref=y",
];
const without = (...paths: string[]) => usual.filter((path) => !paths.includes(path));
const plain = "http://site.example.com/plain";

describe("a crawl asks", () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    ["for what is of one origin", {}, usual],
    ["for what is of one host", { scope: "host" }, [...usual, plain]],
    [
      "for what is of one registrable domain",
      { scope: "site" },
      [...usual, plain, "https://docs.site.example.com/", "https://www.example.com/"],
    ],
    [
      "for everything",
      { scope: "any" },
      [
        ...usual,
        plain,
        "https://docs.site.example.com/",
        "https://other.example.org/",
        "https://www.example.com/",
      ],
    ],
    [
      "for what is included, and its start",
      { include: ["/docs/*"] },
      ["/", "/docs/", "/docs/a", "/docs/b?x", "/docs/deep"],
    ],
    [
      "not for what is excluded",
      { exclude: ["/docs/*", "/*.pdf"] },
      without("/docs/", "/docs/a", "/docs/b?x", "/docs/deep", "/file.pdf"),
    ],
    ["not for its start again, though excluded", { exclude: ["/*"] }, ["/"]],
    ["for the start alone", { maxDepth: 0 }, ["/"]],
    [
      "for one link's distance",
      { maxDepth: 1 },
      without("/docs/a", "/docs/b?x", "/docs/deep"),
    ],
    ["for so many pages", { maxPages: 3 }, ["/", "/2", "/docs/"]],
    [
      "without queries",
      { query: "drop" },
      [
        ...without("/shop?id=1&ref=x", "/shop?id=1&ref=y", "/docs/b?x"),
        "/docs/b",
        "/shop",
      ],
    ],
    [
      "with some parameters",
      { query: ["id"] },
      [
        ...without("/shop?id=1&ref=x", "/shop?id=1&ref=y", "/docs/b?x"),
        "/docs/b",
        "/shop?id=1",
      ],
    ],
    ["for images too", { images: true }, [...usual, "/logo-2.png", "/logo.png"]],
  ])("%s", async (_, settings, expected) => {
    const world = await createWorld({ site: serve(web) });
    const { crawl } = await crawlSite(world, { delay: "0s", ...settings });
    const isLimited = "maxDepth" in settings || "maxPages" in settings;
    expect(crawl).toMatchObject({
      state: isLimited ? "incomplete" : "completed",
      failed: 0,
      fetched: expected.length,
    });
    expect(askedFor(world).toSorted()).toEqual(expected.toSorted());
  });

  it("from where it is told, with the host's other pages found upwards", async () => {
    const world = await createWorld({
      site: serve({ ...web, "/docs/a": { links: ["/"] } }),
    });
    const { crawl } = await crawlSite(
      world,
      { delay: "0s" },
      { url: "https://site.example.com/docs/a#part" },
    );
    expect(crawl).toMatchObject({
      state: "completed",
      start: { finalUrl: "https://site.example.com/docs/a" },
    });
    expect(askedFor(world)[0]).toBe("/docs/a");
    expect(crawl.fetched).toBe(usual.length - 1);
  });
});

it.each(["data:text/html,x", "javascript:void(0)", "JavaScript:x"])(
  "a base element with %j changes nothing, as in browsers",
  async (base) => {
    const html = `<base href="${base}"><base href="/b/">`;
    const pages: Pages = { "/": { html, links: ["x"] }, "/x": {} };
    const world = await createWorld({ site: serve(pages) });
    const { crawl, pages: found } = await crawlSite(world);
    expect(found["/"]?.links).toEqual(["/x"]);
    expect(crawl.refused).toEqual({});
  },
);

it("a page's base element changes where its links lead, and not where it is itself", async () => {
  const pages: Pages = {
    "/": { html: '<base href="/b/">', links: ["x", "#top", "?q"] },
    "/b/x": {},
    "/b/": {},
    "/b/?q": {},
  };
  const world = await createWorld({ site: serve(pages) });
  const { pages: found } = await crawlSite(world);
  expect(found["/"]?.links).toEqual(["/b/x", "/b/", "/b/?q"]);
});
