// Tests the report of links that lead nowhere.
import { describe, expect, it } from "vitest";
import { parseCsv } from "#test/fixtures/content/csv.ts";
import { isBroken } from "#test/fixtures/sites/motley-pages.ts";
import {
  aPage,
  type Item,
  openDoor,
  paged,
  read,
  seed,
  seedMany,
  siteOf,
  start,
  textOf,
} from "#test/fixtures/sites/stored-pages.ts";

describe("broken links", () => {
  it("are told with the page that links, the status, and why there was no answer", async () => {
    const world = await siteOf(
      aPage(0, { links: [1, 2, 3, 4] }),
      aPage(1, { links: [3] }),
      aPage(2, { status: 404, links: [3] }),
      aPage(3, { status: null, failure: { class: "dns", host: "site.example" } }),
      aPage(4, { goneAt: start, links: [2] }),
      aPage(5, { status: 301, location: "http://site.example/2", links: [2] }),
    );
    const linkOf = (id: number) => ({ id, url: `http://site.example/${id}` });
    const pageOf = (id: number) => ({ ...linkOf(id), title: `Page ${id}` });
    const failure = "The name site.example does not resolve.";
    const { items, next } = await read(world, "/api/targets/1/broken-links");
    expect(next).toBeNull();
    expect(items).toEqual([
      { page: pageOf(0), link: linkOf(2), status: 404, failure: null },
      { page: pageOf(0), link: linkOf(3), status: null, failure },
      { page: pageOf(1), link: linkOf(3), status: null, failure },
      { page: pageOf(5), link: linkOf(2), status: 404, failure: null },
    ]);
    const answer = await openDoor().get("/api/targets/1/broken-links.csv");
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toContain(
      "target-1-broken-links.csv",
    );
    const [names, ...records] = parseCsv(await textOf(answer));
    expect(names).toEqual([
      "pageId",
      "page",
      "pageTitle",
      "linkId",
      "link",
      "status",
      "failure",
    ]);
    expect(records[1]).toEqual([
      "0",
      "http://site.example/0",
      "Page 0",
      "3",
      "http://site.example/3",
      "",
      failure,
    ]);
    expect(records).toHaveLength(4);
  });

  // With few broken pages the database looks for them, with many all links are looked at:
  // both find the same.
  it.each([0, 1, 16, 17, 80])(
    "to %i broken pages are all found, also seven at a time",
    async (count) => {
      const pages = Array.from({ length: 300 }, (_, id) => {
        const links = Array.from({ length: id % 9 }, (_, i) => (id * 31 + i * 17) % 300);
        return aPage(id, { links, status: id >= 150 && id < 150 + count ? 404 : 200 });
      });
      const world = await siteOf(...pages);
      const expected = pages
        .filter((page) => !isBroken(page))
        .flatMap(({ id, links }) =>
          links.filter((to) => to >= 150 && to < 150 + count).map((to) => [id, to]),
        );
      const pairsOf = (items: Item[]) =>
        items.map(({ page, link }) => [page.id, link.id]);
      expect(expected.length > 0).toBe(count > 0);
      expect(pairsOf(await paged(world, "/api/targets/1/broken-links", 500))).toEqual(
        expected,
      );
      expect(pairsOf(await paged(world, "/api/targets/1/broken-links", 7))).toEqual(
        expected,
      );
      const [, ...records] = parseCsv(
        await (await openDoor().get("/api/targets/1/broken-links.csv")).text(),
      );
      expect(records.map(([page, , , link]) => [Number(page), Number(link)])).toEqual(
        expected,
      );
    },
  );

  it("are found among more pages, and more links, than are looked at together", async () => {
    const world = await siteOf();
    await seedMany(2_500, "links = x'00000bb8', title = NULL");
    const many = Array.from({ length: 60_000 }, (_, i) =>
      i === 59_999 ? 3_000 : i % 2_500,
    );
    for (const id of [2_600, 2_601, 2_602])
      await seed(world, 1, [aPage(id, { links: many })]);
    await seed(
      world,
      1,
      Array.from({ length: 20 }, (_, i) => aPage(3_000 + i, { status: 404 })),
    );
    const { get, meter } = openDoor();
    const [, ...records] = parseCsv(
      await (await get("/api/targets/1/broken-links.csv")).text(),
    );
    const pages = [...Array.from({ length: 2_500 }, (_, id) => id), 2_600, 2_601, 2_602];
    expect(records.map(([page, , , link]) => [page, link])).toEqual(
      pages.map((id) => [String(id), "3000"]),
    );
    // The target, the broken pages, portions of 1,000, 1,000, 500 with two long ones, and
    // one more; page 3000 once.
    expect(meter.statements).toBe(1 + 1 + 4 + 2 + 1);
    // Each page is read once, the long ones and the one behind them twice; the broken
    // ones, and the target.
    expect(meter.rowsRead).toBeLessThan(2_503 + 4 + 100);
    const { statements } = meter;
    await get("/api/targets/1/broken-links?limit=10");
    expect(meter.statements - statements).toBe(1 + 1 + 1 + 1);
  });

  it("to more broken pages than come in one answer are all known", async () => {
    const world = await siteOf();
    await seedMany(100_500, "status = 404");
    await seed(world, 1, [aPage(200_000, { links: [5, 100_499, 100_500] })]);
    const { items } = await read(world, "/api/targets/1/broken-links");
    expect(items.map(({ link }: Item) => link.id)).toEqual([5, 100_499]);
  });

  it("may be fewer than asked for while there are more, so that an answer costs little", async () => {
    const world = await siteOf();
    await seedMany(16_500, "links = x'00000000'");
    await seed(
      world,
      1,
      Array.from({ length: 20 }, (_, i) => aPage(20_000 + i, { status: 404 })),
    );
    await seed(world, 1, [aPage(19_000, { links: [20_007] })]);
    const { get, meter } = openDoor();
    const first = (await (await get("/api/targets/1/broken-links")).json()) as Item;
    expect(first.items).toEqual([]);
    expect(first.next).not.toBeNull();
    expect(meter.statements).toBe(1 + 1 + 15);
    const found = await paged(world, "/api/targets/1/broken-links", 100);
    expect(found).toMatchObject([{ page: { id: 19_000 }, link: { id: 20_007 } }]);
  });
});
