// Tests the pages about the pages of a site: the list, one page, the tree, broken links;
// what outsiders can put into them; and what they cost.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { countedDatabase } from "#test/fixtures/pages/counted-database.ts";
import { logIn, textOf, type Visitor } from "#test/fixtures/pages/visitor.ts";
import {
  add,
  aPage,
  minute,
  seed,
  seedMany,
  siteOf,
  start,
} from "#test/fixtures/sites/stored-pages.ts";
import { createWorld } from "#test/fixtures/world.ts";

const url = (path: string) => `http://site.example${path}`;

/** The titles in the first column of a page's tables. */
const titlesIn = (html: string) =>
  [...html.matchAll(/class="who"><span[^>]*><a[^>]*><bdi>([^<]*)/g)].map(
    ([, title]) => title,
  );

/** What stands in a tree's rows, as text. */
const rowsIn = (html: string) =>
  [
    ...(/<ul class="tree">(.*?)<\/ul>/s.exec(html)?.[1] ?? "").matchAll(
      /<li>(.*?)<\/li>/gs,
    ),
  ].map(([, row = ""]) => textOf(row));

/** Follows the first link whose address has a text. */
async function goOn(visitor: Visitor, html: string, has = "cursor=") {
  const link = new RegExp(`href="([^"]*${has}[^"]*)"`).exec(html)?.[1] ?? "";
  return await visitor.open(link.replaceAll("&amp;", "&"));
}

const dns = { class: "dns", host: "site.example" } as const;

/** A start that links to pages that are there, broken, gone, unseen. */
const motley = () =>
  siteOf(
    aPage(0, { url: url("/"), title: "Start", links: [1, 2, 3, 5], depth: 0 }),
    aPage(1, {
      url: url("/guides/"),
      title: "Guides",
      links: [2, 3],
      changedAt: start + minute,
    }),
    aPage(2, { url: url("/guides/old"), title: null, status: 404, contentHash: null }),
    aPage(3, { url: url("/guides/lost"), title: null, status: null, failure: dns }),
    aPage(4, {
      url: url("/api/gone"),
      title: "Was here",
      status: 404,
      goneAt: start + minute,
    }),
    aPage(5, { url: url("/api/v1?page=1"), title: "Far", unseenAt: start + minute }),
  );

describe("the list of a site's pages", () => {
  it.each([
    ["", ["Start", "Guides", "/guides/old", "/guides/lost", "Was here", "Far"]],
    ["?status=broken", ["/guides/old", "/guides/lost", "Was here"]],
    ["?status=404&gone=false", ["/guides/old"]],
    ["?gone=true", ["Was here"]],
    ["?unseen=true", ["Far"]],
    ["?changedSince=2026-03-02T00:00:30Z", ["Guides"]],
    ["?goneSince=2026-03-02T00:00:30Z", ["Was here"]],
    ["?text=GUIDES", ["Guides", "/guides/old", "/guides/lost"]],
    ["?text=&status=2xx&gone=&unseen=false", ["Start", "Guides"]],
  ])("filtered by %s has %j", async (query, titles) => {
    const page = await (await logIn(await motley())).open(`/targets/1/pages${query}`);
    expect([page.status, titlesIn(page.html)]).toEqual([200, titles]);
  });

  it("keeps what was chosen, and hands it on to downloads and to the next part", async () => {
    const visitor = await logIn(await motley());
    const first = await visitor.open("/targets/1/pages?status=broken&limit=2");
    expect(first.html).toContain('<option value="broken" selected="">');
    expect(first.html).toContain('href="/api/targets/1/pages.csv?status=broken"');
    expect(titlesIn(first.html)).toEqual(["/guides/old", "/guides/lost"]);
    const second = await goOn(visitor, first.html);
    expect(titlesIn(second.html)).toEqual(["Was here"]);
    expect(second.html).toContain('href="/targets/1/pages?status=broken"');
    expect(first.html).toContain("<details><summary>More filters");
    const since = await visitor.open("/targets/1/pages?newSince=2026-03-01T00:00:00Z");
    expect(since.html).toContain('<details open=""><summary>More filters');
    expect(since.html).toMatch(
      /<option value="2026-03-01T00:00:00Z" selected="">Since 1 Mar/,
    );
  });

  it("says that nothing was found yet, or that nothing meets the filter", async () => {
    const visitor = await logIn(await siteOf());
    const none = textOf((await visitor.open("/targets/1/pages")).html);
    expect(none).toContain("No page was found yet.");
    const filtered = textOf((await visitor.open("/targets/1/pages?text=x")).html);
    expect(filtered).toContain("No page matches this filter.");
  });

  it.each(["status=many", "gone=perhaps", "cursor=x", "colour=red"])(
    "refuses %s as a page",
    async (query) => {
      const visitor = await logIn(await siteOf());
      const page = await visitor.open(`/targets/1/pages?${query}`);
      expect(page.status).toBe(422);
      expect(page.html).toContain("<h1>The address asks for something");
    },
  );
});

describe("the page of a page", () => {
  it("tells what is known, what links to it and what it links to", async () => {
    const visitor = await logIn(await motley());
    const { html } = await visitor.open("/targets/1/pages/1");
    expect(textOf(html)).toContain("Changed 00:01:00");
    expect(textOf(html)).toMatch(/What links to it .* Start \/ What it links to/);
    expect(textOf(html)).toMatch(/2 links .* \/guides\/old 404 \/guides\/lost no answer/);
    const broken = await visitor.open("/targets/1/pages/3");
    expect(textOf(broken.html)).toContain("The name site.example does not resolve.");
    expect(titlesIn(broken.html)).toEqual(["Start", "Guides"]);
    const gone = await visitor.open("/targets/1/pages/4");
    expect(textOf(gone.html)).toContain("Gone since 00:01:00");
    expect(textOf(gone.html)).toContain("No page links to it.");
    expect((await visitor.open("/targets/1/pages/6")).status).toBe(404);
    expect((await visitor.open("/targets/1/pages/x")).status).toBe(404);
  });

  it("follows redirects hop by hop, and says when they go in a circle", async () => {
    const world = await siteOf(
      aPage(0, { status: 301, location: url("/1"), links: [1] }),
      aPage(1, { status: 302, location: url("/0"), links: [0] }),
      aPage(2, { status: 302, location: "javascript:alert(1)", links: [] }),
    );
    const visitor = await logIn(world);
    const circle = await visitor.open("/targets/1/pages/0");
    expect(textOf(circle.html)).toMatch(/1 \/1 302 2 \/0 It was there before/);
    const { html } = await visitor.open("/targets/1/pages/2");
    expect(textOf(html)).toContain("javascript:alert(1) not fetched");
    expect(html).not.toMatch(/href="javascript/i);
  });

  it("looks for links to it a thousand pages at a time", async () => {
    const world = await siteOf();
    await seedMany(1_200);
    await seed(world, 1, [aPage(1_100, { title: "Late", links: [7] })]);
    const visitor = await logIn(world);
    const first = await visitor.open("/targets/1/pages/7");
    expect(textOf(first.html)).toContain("None of the pages that were looked at so far");
    const second = await goOn(visitor, first.html);
    expect(titlesIn(second.html)).toEqual(["Late"]);
  });
});

describe("the tree of a site", () => {
  it("sums up what is below each folder, problems first, a level at a time", async () => {
    const visitor = await logIn(await motley());
    const top = await visitor.open("/targets/1/tree");
    expect(textOf(top.html)).toContain("All 6 pages of the site are counted.");
    expect(rowsIn(top.html)).toEqual([
      "guides/ 3 pages 2 broken",
      "api/ 1 page 1 broken 1 gone",
      "the folder's own page Start",
    ]);
    const guides = await goOn(visitor, top.html, "guides%2F");
    expect(rowsIn(guides.html)).toEqual([
      "lost 1 broken",
      "old 1 broken",
      "the folder's own page Guides",
    ]);
    expect(textOf(guides.html)).toContain("site.example / guides/");
  });

  it("has several hosts side by side, and queries of one path as one entry", async () => {
    const world = await createWorld({ now: start });
    await add(world, { crawl: { scope: "any" } });
    await seed(world, 1, [
      aPage(0, { url: "https://a.example/x?q=1", title: "X" }),
      aPage(1, { url: "https://a.example/x?q=/2", title: "X again" }),
      aPage(2, { url: "https://b.example/", title: "B" }),
    ]);
    const visitor = await logIn(world);
    const hosts = await visitor.open("/targets/1/tree");
    expect(rowsIn(hosts.html)).toEqual(["a.example 2 pages", "b.example B"]);
    const { html } = await goOn(visitor, hosts.html, "under=");
    expect(rowsIn(html)).toEqual(["x X 2 pages"]);
    expect(textOf(html)).toContain("All hosts / a.example");
  });

  it("of a large site is counted in parts, and says so", async () => {
    const world = await siteOf();
    await seedMany(12_000, "url = 'http://site.example/' || (id % 300) || '/' || id");
    const visitor = await logIn(world);
    const under = encodeURIComponent("http://site.example/");
    const first = await visitor.open(`/targets/1/tree?under=${under}`);
    expect(textOf(first.html)).toContain("Counted are pages 1 to 10,000 of 12,000");
    expect(rowsIn(first.html)).toHaveLength(200);
    expect(textOf(first.html)).toContain("these are the 200 with the most broken pages");
    expect(rowsIn(first.html)[0]).toBe("0/ 34 pages");
    const second = await goOn(visitor, first.html, "&amp;from=");
    expect(textOf(second.html)).toContain("pages 10,001 to 12,000 of 12,000");
    expect(rowsIn(second.html)[0]).toBe("100/ 7 pages");
  });

  it("says that it is empty, and refuses what is no folder", async () => {
    const visitor = await logIn(await siteOf());
    const empty = await visitor.open("/targets/1/tree");
    expect(textOf(empty.html)).toContain("No page was found yet.");
    for (const query of ["under=http://site.example", "under=javascript:x/", "from=-1"])
      expect([query, (await visitor.open(`/targets/1/tree?${query}`)).status]).toEqual([
        query,
        422,
      ]);
  });
});

describe("the broken links of a site", () => {
  it("are told once each, with the pages where they stand", async () => {
    const visitor = await logIn(await motley());
    const { html } = await visitor.open("/targets/1/broken-links");
    expect(textOf(html)).toMatch(
      /\/guides\/old 404 Start \/ Guides \/guides\/ \/guides\/lost Name Start \/ Guides/,
    );
    expect(html).toContain('href="/api/targets/1/broken-links.csv"');
    expect(html).toContain('href="/targets/1/pages/2"');
  });

  it("go on by a cursor", async () => {
    const visitor = await logIn(await motley());
    const first = await visitor.open("/targets/1/broken-links?limit=3");
    expect(textOf(first.html)).toContain("is listed there again");
    const second = await goOn(visitor, first.html);
    expect(textOf(second.html)).toMatch(/\/guides\/lost Name Guides \/guides\//);
    expect(second.html).not.toContain("/guides/old");
  });

  it("say that there is none", async () => {
    const visitor = await logIn(await siteOf(aPage(0)));
    const { html } = await visitor.open("/targets/1/broken-links");
    expect(textOf(html)).toContain("No broken link:");
  });
});

describe("what an outsider wrote", () => {
  const rtl = "\u202egnp.exe";
  const hostile = [
    "<script>alert(1)</script>",
    `"'><img src=x onerror=alert(1)>`,
    rtl,
    "x".repeat(10_000),
  ];

  it("stands on the pages as text, in its own direction", async () => {
    const pages = hostile.map((title, id) =>
      aPage(id, {
        title,
        url: `http://site.example/${id}?${encodeURI(title)}'<b>`,
        links: [9],
      }),
    );
    const broken = aPage(9, {
      url: "http://site.example/<script>x</script>",
      status: 404,
      title: hostile[0] ?? null,
      canonical: "javascript:alert(2)",
      contentType: hostile[1] ?? null,
    });
    const world = await siteOf(...pages, broken);
    const visitor = await logIn(world);
    const under = encodeURIComponent("http://site.example/");
    const paths = ["site", "pages", "pages/0", "pages/9", "broken-links"];
    for (const path of [...paths, `tree?under=${under}`]) {
      const { html, status } = await visitor.open(`/targets/1/${path}`);
      expect([path, status]).toEqual([path, 200]);
      expect(html).not.toMatch(/<script>|<img|<b>'|onerror=alert\(1\)>/);
      expect(html).not.toMatch(/href="(javascript|data|vbscript):/i);
      for (const [, element] of html.matchAll(/<(\w+)[^<>]*>[^<]*\u202e/g))
        expect(["bdi", "title"]).toContain(element);
      for (const [link] of html.matchAll(/<a [^>]*href="https?:[^>]*>/g))
        expect([path, link]).toEqual([path, expect.stringContaining('rel="noreferrer')]);
    }
  });
});

describe("the pages of a site of 5,000 pages", () => {
  it("cost a bounded number of statements and rows", async () => {
    const { database, cost } = countedDatabase();
    const world = await createWorld({ now: start, vars: { DB: database } });
    await add(world);
    await seedMany(5_000, "status = iif(id % 50 = 0, 404, 200)");
    await seed(
      world,
      1,
      Array.from({ length: 200 }, (_, i) => aPage(i * 25 + 1, { links: [i * 25, 7, 9] })),
    );
    await DB.prepare(`
      INSERT INTO crawls (target_id, lane, state, trigger, due_at, started_at, ended_at,
        request_revision, next_at, progress)
      VALUES (1, '*', 'completed', 'schedule', ?1, ?1, ?1, 1, 0,
        '{"new":5000,"fetched":5000,"failed":100}')`)
      .bind(start)
      .run();
    const visitor = await logIn(world);
    const costOf = async (path: string) => {
      Object.assign(cost, { statements: 0, rowsRead: 0 });
      const { status } = await visitor.open(path);
      expect([path, status]).toEqual([path, 200]);
      return { ...cost };
    };
    const costs: Record<string, { statements: number; rowsRead: number }> = {};
    for (const [name, path] of Object.entries({
      sites: "/sites",
      site: "/targets/1/site",
      pages: "/targets/1/pages",
      broken: "/targets/1/pages?status=broken",
      page: "/targets/1/pages/1",
      tree: "/targets/1/tree",
      links: "/targets/1/broken-links",
    }))
      costs[name] = await costOf(path);
    expect(costs).toEqual({
      sites: { statements: 2, rowsRead: 5 },
      site: { statements: 4, rowsRead: 34 },
      pages: { statements: 2, rowsRead: 53 },
      broken: { statements: 2, rowsRead: 53 },
      page: { statements: 7, rowsRead: 1_014 },
      // Each page once, once more to group it, and each group to put it in order.
      tree: { statements: 3, rowsRead: 15_003 },
      // Each page once, and each broken one and its link's place.
      links: { statements: 4, rowsRead: 5_302 },
    });
  });
});
