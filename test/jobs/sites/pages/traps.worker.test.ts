// Tests what makes a site endless, and where a crawl of it ends: each trap has a bound of
// its own, and each refusal is counted.

import { describe, expect, it } from "vitest";
import { askedFor, crawlSite, statusOf } from "#test/fixtures/sites/crawls.ts";
import {
  origin,
  type Pages,
  paths,
  redirect,
  serve,
  serveEndless,
} from "#test/fixtures/sites/sites.ts";
import { createWorld } from "#test/fixtures/world.ts";

const free = { delay: "0s" };
const numberIn = (url: URL): number =>
  Number(/\d+/.exec(url.href.slice(origin.length))?.[0] ?? 0);

describe("redirects", () => {
  it.each<[string, Pages, string[]]>([
    ["to themselves", { "/": { links: ["/a"] }, "/a": redirect("/a") }, ["/", "/a"]],
    [
      "to one another",
      { "/": { links: ["/a"] }, "/a": redirect("/b"), "/b": redirect("/a", 302) },
      ["/", "/a", "/b"],
    ],
    [
      "in a circle over the start",
      { "/": redirect("/a", 307), "/a": redirect("/b"), "/b": redirect("/") },
      ["/", "/a", "/b"],
    ],
    [
      "from many pages to one",
      {
        "/": { links: ["/a", "/b", "/c"] },
        "/a": redirect("/z"),
        "/b": redirect("/z"),
        "/c": redirect("/z"),
        "/z": { links: ["/a"] },
      },
      ["/", "/a", "/b", "/c", "/z"],
    ],
  ])("%s are followed, each URL asked for once", async (_, pages, asked) => {
    const world = await createWorld({ site: serve(pages) });
    const { crawl, pages: found } = await crawlSite(world);
    expect(askedFor(world)).toEqual(asked);
    expect(crawl).toMatchObject({
      state: "completed",
      fetched: asked.length,
      refused: {},
    });
    expect(Object.keys(found).sort()).toEqual(asked.toSorted());
  });

  it("are no copies of one another, though all their bodies are alike", async () => {
    const pages: Pages = { "/": { links: paths(40, "/old/") } };
    for (const path of paths(40, "/")) {
      pages[`/old${path}`] = redirect(path);
      pages[path] = { title: path };
    }
    const world = await createWorld({ site: serve(pages) });
    const { crawl } = await crawlSite(world, free);
    expect(crawl).toMatchObject({
      state: "completed",
      fetched: 1 + 40 + 40,
      refused: {},
    });
  });

  it("in an endless chain end after twenty, the last one counted", async () => {
    const site = serveEndless("/r/", (url) => redirect(`/r/${numberIn(url) + 1}`), {
      "/": { links: ["/r/0"] },
    });
    const world = await createWorld({ site });
    const { crawl, pages } = await crawlSite(world, free);
    expect(crawl).toMatchObject({
      state: "incomplete",
      fetched: 1 + 21,
      refused: { redirects: 1 },
    });
    expect(pages["/r/20"]).toMatchObject({ status: 301, depth: 1, links: [] });
  });

  it("to an address of any length are kept with no more of it than a URL may have", async () => {
    const site = serve({
      "/": { links: ["/far"] },
      "/far": redirect(`/${"x".repeat(100_000)}`),
    });
    const { crawl, pages } = await crawlSite(await createWorld({ site }), free);
    expect(crawl).toMatchObject({ state: "incomplete", refused: { "too-long": 1 } });
    expect(pages["/far"]?.location).toHaveLength(2_000);
  });

  it("do not take away from the depth", async () => {
    const world = await createWorld({
      site: serve({
        "/": redirect("/home"),
        "/home": { links: ["/a"] },
        "/a": redirect("/b"),
        "/b": { links: ["/c"] },
      }),
    });
    const { crawl, pages } = await crawlSite(world, { ...free, maxDepth: 1 });
    expect(Object.keys(pages)).toEqual(["/", "/home", "/a", "/b"]);
    expect(crawl).toMatchObject({
      refused: { depth: 1 },
      start: { status: 200, redirects: 1, finalUrl: `${origin}/home` },
    });
  });

  it.each([
    ["https://other.example.com/", { scope: 1 }],
    ["ftp://site.example.com/", { scheme: 1 }],
    ["http://[bad/", { invalid: 1 }],
    ["", { invalid: 1 }],
  ])("to %j are not followed, and counted", async (location, refused) => {
    const world = await createWorld({
      site: serve({ "/": { links: ["/a"] }, "/a": redirect(location) }),
    });
    const { crawl } = await crawlSite(world);
    expect(crawl).toMatchObject({ state: "completed", fetched: 2, refused });
  });
});

describe("an endless space of links", () => {
  const trap = serveEndless(
    "/trap/",
    (url) => ({ title: `${url}`, links: [`/trap/${numberIn(url) + 1}`] }),
    {
      "/": { links: ["/trap/1"] },
    },
  );

  it("ends by depth", async () => {
    const world = await createWorld({ site: trap });
    const { crawl } = await crawlSite(world, { ...free, maxDepth: 30 });
    expect(crawl).toMatchObject({
      state: "incomplete",
      reason: "1 link was deeper than 30.",
      fetched: 31,
      refused: { depth: 1 },
    });
  });

  it("ends by pages, and then says so", async () => {
    const world = await createWorld({ site: trap });
    const { crawl } = await crawlSite(world, { ...free, maxPages: 30 });
    expect(crawl).toMatchObject({
      state: "incomplete",
      reason: "The page limit was reached.",
      fetched: 30,
      refused: { pages: 1 },
    });
  });

  it("of a tree ends by pages, and every link beyond them is counted", async () => {
    const branch = (url: URL) => ({
      title: url.pathname,
      links: paths(10, `${url.pathname}-`),
    });
    const site = serveEndless("/t", branch, { "/": { links: ["/t"] } });
    const world = await createWorld({ site });
    const { crawl } = await crawlSite(world, { ...free, maxPages: 111 });
    // The start, the trunk and ten of its hundreds: 109 pages with ten links each, less
    // those that were followed.
    expect(crawl).toMatchObject({ fetched: 111, refused: { pages: 110 * 10 - 109 } });
  });

  it("of queries, such as a calendar's, ends after as many of one path as the target allows", async () => {
    const calendar = (url: URL) => {
      const month = Number(url.searchParams.get("month"));
      return {
        title: `Month ${month}`,
        links: [`?month=${month + 1}`, `?month=${month - 1}`],
      };
    };
    const site = serveEndless("/calendar", calendar, {
      "/": { links: ["/calendar?month=0", "/about"] },
      "/about": { links: [] },
    });
    const world = await createWorld({ site });
    const { crawl, pages } = await crawlSite(world, {
      ...free,
      maxDepth: 10_000,
      maxQueryVariants: 200,
    });
    expect(crawl).toMatchObject({
      state: "incomplete",
      fetched: 2 + 200,
      refused: { "query-variants": 2 },
    });
    expect(pages["/about"]).toMatchObject({ status: 200 });
  });

  it.each([
    ["about/", 3],
    ["a/b/", 6],
  ])(
    "of relative links such as %j ends where the path repeats itself",
    async (href, segments) => {
      const site = serveEndless(
        "/x/",
        (url) => ({ title: url.pathname, links: [href] }),
        {
          "/": { links: ["/x/"] },
        },
      );
      const world = await createWorld({ site });
      const { crawl, pages } = await crawlSite(world, free);
      expect(crawl).toMatchObject({
        state: "incomplete",
        refused: { "repeating-path": 1 },
      });
      const longest = Math.max(
        ...Object.keys(pages).map((path) => path.split("/").length - 3),
      );
      expect(longest).toBeLessThan(segments);
    },
  );

  it("of ever longer URLs ends by their length", async () => {
    const longer = (url: URL) => ({
      title: "x",
      links: [`${url.pathname}${String(url.pathname.length).padStart(100, "x")}`],
    });
    const world = await createWorld({
      site: serveEndless("/l", longer, { "/": { links: ["/l"] } }),
    });
    const { crawl } = await crawlSite(world, free);
    expect(crawl).toMatchObject({
      state: "incomplete",
      fetched: 21,
      refused: { "too-long": 1 },
    });
  });
});

describe("session ids in links", () => {
  it.each(["?PHPSESSID=", "?a=1&sid=", ";jsessionid=", "?sessionid="])(
    "as %j make one page of one page",
    async (session) => {
      let count = 0;
      const shop = () => ({
        title: "Shop",
        links: ["/shop", "/cart", "/terms"].map(
          (path) => `${path}${session}${(count++).toString().padStart(26, "3f")}`,
        ),
      });
      const site = serveEndless("/", shop, {});
      const world = await createWorld({ site });
      const { crawl } = await crawlSite(world, { ...free, robots: false });
      expect(crawl).toMatchObject({ state: "completed", fetched: 4, refused: {} });
      expect(askedFor(world).join(" ")).not.toMatch(/sess|sid/i);
    },
  );
});

describe("a soft 404: the same page whatever is asked for", () => {
  it("with relative links ends soon, its other pages found all the same", async () => {
    const soft = { title: "Not found", links: ["not/", "found/", "help/", "home/"] };
    const pages: Pages = { "/": { links: ["/lost/", "/1"] } };
    for (let n = 1; n <= 200; n++)
      pages[`/${n}`] = { title: `Page ${n}`, links: [`/${n + 1}`] };
    const site = serveEndless("/lost/", () => soft, pages);
    const world = await createWorld({ site });
    const { crawl, pages: found } = await crawlSite(world, { ...free, maxDepth: 1_000 });
    expect(crawl.state).toBe("incomplete");
    // Twenty copies are read, with four links each.
    expect(crawl.fetched).toBeLessThanOrEqual(1 + 200 + 1 + 20 * 4);
    expect(crawl.refused.duplicate).toBeGreaterThan(100);
    expect(found["/200"]).toMatchObject({ status: 200 });
  });

  it("for 200 links of one page is one page under 200 URLs, and none more", async () => {
    const soft = { title: "Not found", links: ["../a", "b", "/"] };
    const world = await createWorld({
      site: serveEndless("/p/", () => soft, { "/": { links: paths(200, "/p/") } }),
    });
    const { crawl } = await crawlSite(world, free);
    expect(crawl).toMatchObject({ state: "incomplete", fetched: 1 + 200 + 2 });
    expect(crawl.refused.duplicate).toBe((201 - 20) * 3);
  });
});

describe("links that lead nowhere", () => {
  it("are counted by what is wrong with them, and asked for nowhere", async () => {
    const links = [
      "http://",
      "https://[::1",
      "//",
      "http://a b/",
      "mailto:a@b.c",
      "javascript:void(0)",
      "tel:1",
      "data:,x",
      "HTTP://x:y@site.example.com/",
      "/ok",
      "#top",
      "",
    ];
    const world = await createWorld({
      site: serve({ "/": { links }, "/ok": { links: [] } }),
    });
    const { crawl, id } = await crawlSite(world);
    expect(crawl).toMatchObject({
      state: "completed",
      fetched: 2,
      refused: { invalid: 4, scheme: 4, address: 1 },
    });
    expect(askedFor(world)).toEqual(["/", "/ok"]);
    expect((await statusOf(world, id)).status).toBe("up");
  });
});
