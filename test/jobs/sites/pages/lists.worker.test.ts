// Tests sitemaps and feeds: links that no page has; packed, nested, huge or hostile
// lists. What they may cost is bounded.

import { describe, expect, it } from "vitest";
import { askedFor, crawlAgain, crawlSite } from "#test/fixtures/sites/crawls.ts";
import {
  origin,
  type Page,
  type Pages,
  paths,
  redirect,
  serve,
  serveEndless,
  sitemap,
  text,
  xml,
} from "#test/fixtures/sites/sites.ts";
import { createWorld } from "#test/fixtures/world.ts";

const free = { delay: "0s" };
const absolute = (list: readonly string[]) => list.map((path) => origin + path);
const robotsNaming = (...urls: string[]): Page =>
  text(urls.map((url) => `Sitemap: ${url}\n`).join(""));

async function gzip(content: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([content]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** A site of a start page without links, a sitemap at /map, and what that leads to. */
async function crawlMap(
  map: Pages[string],
  rest: Pages = {},
  settings: Record<string, unknown> = free,
) {
  const pages: Pages = {
    "/": { title: "Start" },
    "/robots.txt": robotsNaming(`${origin}/map`),
    "/map": map,
    ...rest,
  };
  const world = await createWorld({ site: serve(pages) });
  return { world, site: pages, ...(await crawlSite(world, settings)) };
}

const three: Pages = Object.fromEntries(paths(3).map((path) => [path, { title: path }]));
const listed = absolute(paths(3));
const everything = ["/", "/1", "/2", "/3", "/map"];

describe("a sitemap that robots.txt names", () => {
  it.each<[string, () => Page | Promise<Page>]>([
    ["in XML", () => sitemap(listed)],
    ["in text", () => text(listed.join("\r\n"))],
    [
      "in XML, packed",
      async () => ({
        body: await gzip(sitemap(listed).body as string),
        headers: { "content-type": "application/gzip" },
      }),
    ],
    [
      "in text, packed, as an unknown type",
      async () => ({
        body: await gzip(listed.join("\n")),
        headers: { "content-type": "application/octet-stream" },
      }),
    ],
    [
      "in XML called HTML",
      () => ({ ...sitemap(listed), headers: { "content-type": "text/html" } }),
    ],
    [
      "with relative and doubled URLs",
      () => sitemap(["/1", "/2?", "/2", "3#top", ...listed]),
    ],
  ])("%s has its pages found", async (_, map) => {
    const { crawl, pages } = await crawlMap(await map(), three);
    const found = Object.keys(pages).filter((path) => path !== "/2?");
    expect(found.toSorted()).toEqual(everything);
    expect(crawl).toMatchObject({ state: "completed", failed: 0 });
    expect(pages["/1"]?.depth).toBe(1);
  });

  it("is not read where the owner wants none, nor one that is not named", async () => {
    const { world } = await crawlMap(
      sitemap(listed),
      { ...three, "/sitemap.xml": sitemap(listed) },
      { ...free, sitemaps: false },
    );
    expect(askedFor(world)).toEqual(["/"]);
  });

  it("keeps within the crawl's scope and rules, each refusal counted", async () => {
    const urls = [
      ...listed,
      "https://other.example.com/",
      "ftp://x/",
      "http://[x/",
      "https://site.example.com/no/1",
    ];
    const { crawl } = await crawlMap(sitemap(urls), three, {
      ...free,
      exclude: ["/no/*"],
    });
    expect(crawl).toMatchObject({
      fetched: 5,
      refused: { scope: 1, scheme: 1, invalid: 1, excluded: 1 },
    });
  });

  it("may lie on another host, or at a private address, where nobody looks", async () => {
    const cdn = "https://cdn.example.net/map.xml";
    const robots = robotsNaming(
      cdn,
      "http://10.0.0.1/map.xml",
      "http://localhost/map.xml",
      "file:///etc/passwd",
    );
    const { world, crawl } = await crawlMap(
      { status: 404 },
      { ...three, "/robots.txt": robots, [cdn]: sitemap(listed) },
    );
    expect(askedFor(world).toSorted()).toEqual(["/", "/1", "/2", "/3", cdn]);
    expect(crawl).toMatchObject({ state: "completed", refused: { address: 2 } });
  });

  it.each<[string, Pages]>([
    ["missing", { "/map": { status: 404 } }],
    ["a page", { "/map": { title: "Not found", links: ["/1"] } }],
    ["nothing but spaces", { "/map": xml(" ".repeat(10_000)) }],
    ["a redirect to one", { "/map": redirect("/map2"), "/map2": sitemap([]) }],
    ["broken", { "/map": { status: 500 } }],
  ])("that is %s does no harm", async (_, rest) => {
    const { crawl, pages } = await crawlMap({}, rest);
    expect(crawl.state).toBe("completed");
    expect(pages["/"]).toMatchObject({ status: 200 });
  });

  it("that redirects is read where it leads", async () => {
    const { pages } = await crawlMap(redirect("/map.xml", 302), {
      ...three,
      "/map.xml": sitemap(listed),
    });
    expect(Object.keys(pages).toSorted()).toEqual([...everything, "/map.xml"].toSorted());
  });
});

describe("an index of sitemaps", () => {
  it("leads to its sitemaps, up to two levels of it", async () => {
    const pages: Pages = {
      ...three,
      "/a": sitemap(absolute(["/b", "/m1"]), "sitemapindex"),
      "/b": sitemap(absolute(["/c", "/m2"]), "sitemapindex"),
      "/c": sitemap(absolute(["/d"]), "sitemapindex"),
      "/m1": sitemap(absolute(["/1"])),
      "/m2": sitemap(absolute(["/2"])),
    };
    const {
      crawl,
      pages: found,
      world,
    } = await crawlMap(sitemap(absolute(["/a"]), "sitemapindex"), pages);
    expect(found["/1"]).toMatchObject({ status: 200, depth: 1 });
    expect(askedFor(world)).not.toContain("/d");
    expect(crawl.refused.depth).toBeGreaterThan(0);
  });

  it("leads to its sitemaps whatever the patterns of pages are, and wherever they lie", async () => {
    const cdn = "https://cdn.example.net/more.xml";
    const { crawl, pages } = await crawlMap(
      sitemap([`${origin}/posts.xml`, cdn], "sitemapindex"),
      {
        ...three,
        "/posts.xml": sitemap(absolute(["/1", "/about"])),
        [cdn]: sitemap(absolute(["/2"])),
      },
      { ...free, include: ["/1", "/2"] },
    );
    expect(crawl).toMatchObject({ state: "completed", refused: { excluded: 1 } });
    expect(Object.keys(pages)).toEqual(expect.arrayContaining(["/1", "/2"]));
  });

  it("that names itself, or one that names it, is read once", async () => {
    const index = sitemap(absolute(["/map", "/other"]), "sitemapindex");
    const { world } = await crawlMap(index, {
      ...three,
      "/other": sitemap(absolute(["/map", "/other"]), "sitemapindex"),
    });
    expect(askedFor(world).toSorted()).toEqual(["/", "/map", "/other"]);
  });

  it("whose sitemaps are ever new indexes ends", async () => {
    let count = 0;
    const site = serveEndless(
      "/index",
      () =>
        sitemap(
          Array.from({ length: 5 }, () => `${origin}/index${count++}`),
          "sitemapindex",
        ),
      {
        "/": { title: "Start" },
        "/robots.txt": robotsNaming(`${origin}/index`),
      },
    );
    const world = await createWorld({ site });
    const { crawl } = await crawlSite(world, free);
    expect(crawl).toMatchObject({
      state: "incomplete",
      fetched: 1 + 1 + 5 + 25,
      refused: { depth: 125 },
    });
  });
});

describe("a sitemap as a bomb", () => {
  it("of 60,000 entries has its 50,000 counted, and as many pages fetched as may be", async () => {
    const { crawl } = await crawlMap(
      sitemap(absolute(paths(60_000))),
      {},
      { ...free, maxPages: 20 },
    );
    expect(crawl).toMatchObject({
      state: "incomplete",
      reason:
        "The page limit was reached. A page or list had too many links to follow them all.",
    });
    // The start is one of the twenty; the rest of the 50,000 was refused, and what came
    // behind them is counted.
    expect(crawl.refused).toEqual({ pages: 50_000 - 19, links: 10_000 });
  });

  it("that unpacks to 60 MB is read up to its limit", async () => {
    const { crawl } = await crawlMap(
      {
        body: await gzip(
          `<urlset>${" ".repeat(60_000_000)}<url><loc>/1</loc></url></urlset>`,
        ),
      },
      three,
    );
    expect(crawl).toMatchObject({
      state: "incomplete",
      fetched: 2,
      refused: { links: 1 },
    });
  });

  it("of entities within entities (a billion laughs) is read within its limits", async () => {
    const entities = Array.from(
      { length: 9 },
      (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`,
    ).join("");
    const body = `<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY l0 "lol">${entities}]><urlset><url><loc>${origin}/1</loc></url><url><loc>&l9;</loc></url></urlset>`;
    const { crawl, world } = await crawlMap(xml(body), three);
    expect(crawl).toMatchObject({ state: "completed", failed: expect.any(Number) });
    expect(askedFor(world)).toContain("/1");
    expect(askedFor(world).length).toBeLessThanOrEqual(4);
  });

  it("of nested elements is read down to a depth", async () => {
    const { crawl } = await crawlMap(xml(`<urlset>${"<url>".repeat(100_000)}`), three);
    expect(crawl).toMatchObject({ state: "incomplete", fetched: 2 });
  });
});

describe("a feed", () => {
  const rss = (urls: readonly string[]) => ({
    body: `<rss version="2.0"><channel>${urls.map((url) => `<item><link>${url}</link></item>`).join("")}</channel></rss>`,
    headers: { "content-type": "application/rss+xml" },
  });
  const start: Page = {
    html: '<link rel="alternate" type="application/rss+xml" href="/feed">',
  };

  it("that a page declares is read for its links", async () => {
    const world = await createWorld({
      site: serve({ ...three, "/": start, "/feed": rss(listed) }),
    });
    const { pages } = await crawlSite(world, free);
    expect(Object.keys(pages).toSorted()).toEqual(["/", "/1", "/2", "/3", "/feed"]);
  });

  it("is not asked for where the owner wants none", async () => {
    const world = await createWorld({
      site: serve({ ...three, "/": start, "/feed": rss(listed) }),
    });
    await crawlSite(world, { ...free, feeds: false });
    expect(askedFor(world)).toEqual(["/"]);
  });

  it("that a page links to is not read where the owner wants none", async () => {
    const world = await createWorld({
      site: serve({ ...three, "/": { links: ["/feed"] }, "/feed": rss(listed) }),
    });
    await crawlSite(world, { ...free, feeds: false });
    expect(askedFor(world)).toEqual(["/", "/feed"]);
  });

  it("has its older pages stay when they leave it but are linked, and go when they are not", async () => {
    const pages: Pages = {
      ...three,
      "/": { ...start, links: ["/1"] },
      "/feed": rss(absolute(["/1", "/2"])),
    };
    const world = await createWorld({ site: serve(pages) });
    const { id } = await crawlSite(world, free);
    pages["/feed"] = rss(absolute(["/3"]));
    const { crawl, pages: found } = await crawlAgain(world, id);
    expect(crawl).toMatchObject({ state: "completed", new: 1, gone: 1 });
    expect(found["/1"]?.goneAt).toBeNull();
    expect(found["/2"]?.goneAt).not.toBeNull();
  });
});

it("a sitemap that does not change has all its pages visited again, and none is gone", async () => {
  const { world, id } = await crawlMap(sitemap(listed), three);
  const { crawl } = await crawlAgain(world, id);
  expect(crawl).toMatchObject({
    state: "completed",
    fetched: 5,
    unchanged: 5,
    new: 0,
    gone: 0,
  });
});

it("a sitemap that cannot be read for once takes no page away", async () => {
  const { world, id, site } = await crawlMap(sitemap(listed), three);
  site["/map"] = { status: 500 };
  const { crawl, pages } = await crawlAgain(world, id);
  expect(crawl).toMatchObject({ state: "completed", gone: 0, failed: 1 });
  expect(pages["/3"]).toMatchObject({ goneAt: null });
});

describe("no page is taken for gone", () => {
  it("when a sitemap breaks off", async () => {
    const { world, id, site } = await crawlMap(sitemap(listed), three);
    const whole = await gzip(
      `<urlset>${listed.map((url) => `<url><loc>${url}</loc></url>`).join("")}</urlset>`,
    );
    const broken = {
      state: "incomplete",
      reason: "1 sitemap or feed broke off before its end.",
      gone: 0,
    };
    site["/map"] = { body: whole.slice(0, whole.length - 20) };
    expect((await crawlAgain(world, id)).crawl).toMatchObject(broken);
    site["/map"] = xml(`<urlset><url><loc>${origin}/1</loc></url><url><loc>/2`);
    const { crawl, pages } = await crawlAgain(world, id);
    expect(crawl).toMatchObject({ ...broken, unseen: 2 });
    expect(pages["/3"]).toMatchObject({ status: 200, goneAt: null });
  });

  it("when an index of packed sitemaps cannot be read while one of these changes", async () => {
    const packed = async (urls: readonly string[]): Promise<Page> => ({
      body: await gzip(String(sitemap(urls).body)),
      headers: { "content-type": "application/x-gzip" },
    });
    const { world, id, site } = await crawlMap(
      sitemap([`${origin}/part.xml.gz`], "sitemapindex"),
      { ...three, "/part.xml.gz": await packed(listed) },
    );
    site["/map"] = { status: 503 };
    site["/part.xml.gz"] = await packed([...listed, `${origin}/4`]);
    const { crawl, pages } = await crawlAgain(world, id, { minutes: 60 });
    expect(crawl).toMatchObject({ gone: 0 });
    expect(pages["/3"]).toMatchObject({ status: 200, goneAt: null });
  });

  it("when robots.txt is not honoured, names the sitemaps, and cannot be had", async () => {
    const { world, id, site } = await crawlMap(sitemap(listed), three, {
      ...free,
      robots: false,
    });
    site["/robots.txt"] = { status: 500 };
    const { crawl } = await crawlAgain(world, id);
    expect(crawl).toMatchObject({ state: "completed", gone: 0, unseen: 4 });
  });
});

it("URLs of a list that are too long are counted", async () => {
  const long = `${origin}/${"x".repeat(3_000)}`;
  const lists = [sitemap([...listed, long]), text([...listed, long].join("\n"))];
  for (const list of lists) {
    const { crawl } = await crawlMap(list, three);
    expect(crawl).toMatchObject({ state: "incomplete", refused: { "too-long": 1 } });
  }
});
