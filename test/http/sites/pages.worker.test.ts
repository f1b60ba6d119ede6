// Tests a site's pages over the API: lists with every filter, and one page with its
// neighbours.
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { SitePage } from "#domain/sites/site-page.ts";
import { appendUrls } from "#store/sites/site-urls.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { filters, motley } from "#test/fixtures/sites/motley-pages.ts";
import {
  add,
  aPage,
  type Item,
  idsOf,
  isoAt,
  minute,
  openDoor,
  paged,
  read,
  seed,
  seedMany,
  siteOf,
  start,
  textOf,
} from "#test/fixtures/sites/stored-pages.ts";
import type { World } from "#test/fixtures/world.ts";

describe("the pages of a site", () => {
  it("are told as they were seen last, without what only crawls need", async () => {
    const world = await siteOf(
      aPage(3, {
        status: null,
        failure: { class: "dns", host: "site.example" },
        canonical: "http://site.example/main",
        noindex: true,
        depth: 2,
        links: [1, 2, 70_000],
        refused: { scope: 4 },
        changedAt: start + minute,
        goneAt: start + 2 * minute,
      }),
    );
    expect(await read(world, "/api/targets/1/pages")).toEqual({
      items: [
        {
          id: 3,
          url: "http://site.example/3",
          status: null,
          failure: {
            class: "dns",
            message: "The name site.example does not resolve.",
            evidence: { host: "site.example" },
          },
          contentType: "text/html; charset=utf-8",
          contentHash: "ab".repeat(32),
          bytes: 1_003,
          title: "Page 3",
          redirectsTo: null,
          canonical: "http://site.example/main",
          noindex: true,
          depth: 2,
          links: 3,
          refused: { scope: 4 },
          foundAt: isoAt(0),
          changedAt: isoAt(1),
          goneAt: isoAt(2),
          unseenAt: null,
          cut: false,
        },
      ],
      next: null,
    });
  });

  it.each(filters)(
    "filtered by [%s] are the same read at once and seven at a time",
    async (query, belongs, order) => {
      const pages = motley();
      const world = await siteOf(...pages);
      const path = `/api/targets/1/pages?${query}`;
      const whole = await paged(world, path, 500);
      expect(idsOf(whole)).toEqual(idsOf(pages.filter(belongs).sort(order)));
      expect(await paged(world, path, 7)).toEqual(whole);
    },
  );

  it("that change while they are read by change come again at the end", async () => {
    const world = await siteOf(
      ...Array.from({ length: 6 }, (_, id) => aPage(id, { changedAt: start + (id + 1) })),
    );
    const path = `/api/targets/1/pages?changedSince=${isoAt(0)}&limit=3`;
    const { items, next } = await read(world, path);
    await seed(world, 1, [aPage(0, { changedAt: start + minute })]);
    const rest = await read(world, `${path}&cursor=${next}`);
    expect(idsOf([...items, ...rest.items])).toEqual([0, 1, 2, 3, 4, 5]);
    const { items: last } = await read(world, `${path}&cursor=${rest.next}`);
    expect(last).toMatchObject([{ id: 0, changedAt: isoAt(1) }]);
  });

  it.each([
    ["limit=0", "limit"],
    ["limit=501", "limit"],
    ["status=40", "status"],
    ["status=6xx", "status"],
    ["status=fine", "status"],
    ["changedSince=yesterday", "changedSince"],
    ["gone=maybe", "gone"],
    ["unseen=maybe", "unseen"],
    ["text=", "text"],
    ["cursor=x", "cursor"],
    ["colour=red", "colour"],
  ])("are refused for %s", async (query, parameter) => {
    const world = await siteOf(aPage(0));
    const { status, body } = await world.call("GET", `/api/targets/1/pages?${query}`);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ parameter }]);
  });

  it("refuse a cursor of a list in another order", async () => {
    const world = await siteOf(...motley());
    const { next } = await read(world, "/api/targets/1/pages?limit=5");
    const { status, body } = await world.call(
      "GET",
      `/api/targets/1/pages?gone=true&cursor=${next}`,
    );
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      { parameter: "cursor", detail: "This cursor is of a list filtered otherwise." },
    ]);
  });

  it("are none for a target that is no site, and none of another site's", async () => {
    const world = await siteOf(aPage(0));
    await add(world, { kind: "page" });
    await add(world);
    for (const id of [2, 3]) {
      expect(await read(world, `/api/targets/${id}/pages`)).toEqual({
        items: [],
        next: null,
      });
      expect(await read(world, `/api/targets/${id}/crawls`)).toEqual({
        items: [],
        next: null,
      });
      expect(await read(world, `/api/targets/${id}/broken-links`)).toEqual({
        items: [],
        next: null,
      });
      expect((await world.call("GET", `/api/targets/${id}/pages/0`)).status).toBe(404);
      expect(await textOf(await openDoor().get(`/api/targets/${id}/pages.ndjson`))).toBe(
        "",
      );
      expect(await read(world, `/api/targets/${id}/sitemap.xml`)).not.toContain("<url>");
    }
  });
});

describe("a list of 3,000 pages reads few rows", () => {
  beforeEach(async () => {
    await siteOf();
    await seedMany(3_000);
    await DB.prepare("UPDATE pages SET status = 404 WHERE id % 600 = 7").run();
    await DB.prepare(
      "UPDATE pages SET changed_at = found_at + 60000 WHERE id % 100 = 8",
    ).run();
    await DB.prepare(
      "UPDATE pages SET gone_at = found_at + 60000 WHERE id % 300 = 9",
    ).run();
    await DB.prepare(
      "UPDATE pages SET unseen_at = found_at + 60000 WHERE id % 300 = 10",
    ).run();
  });

  // A page costs up to two rows, its index's and its own; the target and its shard are
  // two more.
  it.each([
    ["", 10, 20],
    ["status=broken", 5, 15],
    ["status=404", 5, 15],
    ["status=5xx", 0, 15],
    ["gone=true", 10, 30],
    ["unseen=true", 10, 30],
    [`changedSince=${isoAt(1)}`, 10, 30],
    [`changedSince=${isoAt(2)}`, 0, 5],
    [`goneSince=${isoAt(2)}`, 0, 5],
    [`goneSince=${isoAt(1)}&status=broken`, 0, 30],
  ])("by [%s]", async (query, count, mostRows) => {
    const { get, meter } = openDoor();
    const answer = await get(`/api/targets/1/pages?limit=10&${query}`);
    const { items, next } = (await answer.json()) as Item;
    expect(items).toHaveLength(count);
    expect(meter.rowsRead).toBeLessThanOrEqual(mostRows);
    if (next === null) return;
    const before = meter.rowsRead;
    await get(`/api/targets/1/pages?limit=10&${query}&cursor=${next}`);
    expect(meter.rowsRead - before).toBeLessThanOrEqual(mostRows);
  });
});

describe("one page", () => {
  it("is told with the pages around it", async () => {
    const world = await siteOf(
      aPage(0, { links: [1, 2, 3] }),
      aPage(1, { links: [3, 9, 0] }),
      aPage(2, { links: [1, 1] }),
      aPage(3, { status: 404, title: null }),
    );
    const newUrls = {
      firstId: 0,
      urls: [..."0123456789"].map((n) => `http://site.example/${n}`),
      hashes: new Uint8Array(80),
    };
    await world.newDeps().db.batch(appendUrls(1, newUrls, sql`true`));
    const { inLinks, outLinks, redirectChain, ...page } = await read(
      world,
      "/api/targets/1/pages/1",
    );
    const { items } = await read(world, "/api/targets/1/pages?limit=2");
    expect(page).toEqual(items[1]);
    expect(inLinks).toEqual({
      items: [
        { id: 0, url: "http://site.example/0", title: "Page 0" },
        { id: 2, url: "http://site.example/2", title: "Page 2" },
      ],
      next: null,
    });
    expect(outLinks).toEqual([
      { id: 3, url: "http://site.example/3", status: 404, title: null },
      { id: null, url: "http://site.example/9", status: null, title: null },
      { id: 0, url: "http://site.example/0", status: 200, title: "Page 0" },
    ]);
    expect(redirectChain).toEqual([]);
  });

  it("is not linked by a page whose links only look like it across two neighbours", async () => {
    // 256 is 00 00 01 00: what stands in the middle of 00 00 00 01 00 00 00 02.
    const world = await siteOf(
      aPage(1, { links: [1, 2] }),
      aPage(2, { links: [1, 2, 256] }),
      aPage(3, { links: [256, 1, 2] }),
      aPage(4, { links: [256], status: 500 }),
      aPage(5, { links: [256], goneAt: start }),
      aPage(6, { links: [65_536, 255] }),
      aPage(256),
    );
    const { inLinks } = await read(world, "/api/targets/1/pages/256");
    expect(idsOf(inLinks.items)).toEqual([2, 3]);
    expect(idsOf(await paged(world, "/api/targets/1/pages/256/in-links", 1))).toEqual([
      2, 3,
    ]);
  });

  it("has its first hundred links in both directions, and the rest of those to it by cursor", async () => {
    const others = Array.from({ length: 250 }, (_, i) => i + 1);
    const world = await siteOf(
      aPage(0, { links: others }),
      ...others.map((id) => aPage(id, { links: id % 2 === 0 ? [0] : [id] })),
    );
    const { inLinks, outLinks, links } = await read(world, "/api/targets/1/pages/0");
    const linking = others.filter((id) => id % 2 === 0);
    expect(links).toBe(250);
    expect(idsOf(outLinks)).toEqual(others.slice(0, 100));
    expect(idsOf(inLinks.items)).toEqual(linking.slice(0, 100));
    const rest = await read(
      world,
      `/api/targets/1/pages/0/in-links?cursor=${inLinks.next}`,
    );
    expect(idsOf(rest.items)).toEqual(linking.slice(100));
    expect(rest.next).toBeNull();
    expect(idsOf(await paged(world, "/api/targets/1/pages/0/in-links", 7))).toEqual(
      linking,
    );
  });

  const redirect = (
    id: number,
    to: number | null,
    location = `http://site.example/${to}`,
  ) => aPage(id, { status: 301, location, links: to === null ? [] : [to] });
  const hop = (pageId: number, status: number, loop = false) => ({
    url: `http://site.example/${pageId}`,
    status,
    pageId,
    loop,
  });
  const unknown = (url: string) => ({ url, status: null, pageId: null, loop: false });

  it.each<[string, SitePage[], object[]]>([
    ["to a page", [redirect(0, 1), redirect(1, 2), aPage(2)], [hop(1, 301), hop(2, 200)]],
    ["to a broken page", [redirect(0, 1), aPage(1, { status: 404 })], [hop(1, 404)]],
    [
      "in a circle",
      [redirect(0, 1), redirect(1, 2), redirect(2, 1)],
      [hop(1, 301), hop(2, 301), hop(1, 301, true)],
    ],
    ["to itself", [redirect(0, 0)], [hop(0, 301, true)]],
    [
      "to a page that was never fetched",
      [redirect(0, 5)],
      [unknown("http://site.example/5")],
    ],
    [
      "out of the crawl's scope",
      [redirect(0, null, "http://other.example/")],
      [unknown("http://other.example/")],
    ],
    ["no more: it broke", [{ ...redirect(0, 1), status: 500 }, aPage(1)], []],
    [
      "without end",
      Array.from({ length: 30 }, (_, id) => redirect(id, id + 1)),
      Array.from({ length: 20 }, (_, i) => hop(i + 1, 301)),
    ],
  ])("that redirects %s tells the whole way", async (_, pages, chain) => {
    const world = await siteOf(...pages);
    expect((await read(world, "/api/targets/1/pages/0")).redirectChain).toEqual(chain);
  });

  it.each([
    "/api/targets/9/pages/0",
    "/api/targets/1/pages/7",
    "/api/targets/1/pages/7/in-links",
  ])("is not found at %s", async (path) => {
    const world = await siteOf(aPage(0));
    const { status, body } = await world.call("GET", path);
    expect(status).toBe(404);
    expect(body.type).toBe("/docs#problem-not-found");
  });
});

describe("one page of a site", () => {
  const linking = [3, 700, 1_500, 3_999];

  /** A site each of whose pages links to its first page where `linking` says so. */
  async function siteOfMany(count: number): Promise<World> {
    const world = await siteOf();
    await seedMany(count);
    await seed(
      world,
      1,
      linking.filter((id) => id < count).map((id) => aPage(id, { links: [0] })),
    );
    return world;
  }

  const rowsReadFor = async (path: string): Promise<number> => {
    const { get, meter } = openDoor();
    expect((await get(path)).status).toBe(200);
    return meter.rowsRead;
  };

  it.each(["/api/targets/1/pages/0", "/api/targets/1/pages/0/in-links"])(
    "costs at most 1,020 rows read at %s, however many pages the site has",
    async (path) => {
      await siteOfMany(4_000);
      expect(await rowsReadFor(path)).toBeLessThanOrEqual(1_020);
    },
  );

  it("has all that link to it where in-links are read to their end", async () => {
    const world = await siteOfMany(4_000);
    expect(idsOf((await read(world, "/api/targets/1/pages/0")).inLinks.items)).toEqual([
      3, 700,
    ]);
    for (const limit of [1, 100])
      expect(idsOf(await paged(world, "/api/targets/1/pages/0/in-links", limit))).toEqual(
        linking,
      );
  });
});
