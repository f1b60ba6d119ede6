// Tests the sitemap that is made from what a crawl found.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import {
  aPage,
  isoAt,
  minute,
  openDoor,
  read,
  seedMany,
  siteOf,
  start,
} from "#test/fixtures/sites/stored-pages.ts";

describe("the sitemap", () => {
  it("has the pages that a search engine should look at", async () => {
    const world = await siteOf(
      aPage(0, { url: "http://site.example/?a=1&b='2'", changedAt: start + minute }),
      aPage(1, { contentType: "application/xhtml+xml" }),
      aPage(2, { contentType: "TEXT/HTML" }),
      aPage(3, { contentType: "image/png" }),
      aPage(4, { contentType: null }),
      aPage(5, { status: 404 }),
      aPage(6, { status: 301, location: "http://site.example/0" }),
      aPage(7, { noindex: true }),
      aPage(8, { goneAt: start }),
      aPage(9, { canonical: "http://site.example/" }),
      aPage(10, { status: null }),
    );
    const { headers, body } = await world.call("GET", "/api/targets/1/sitemap.xml");
    expect(headers.get("content-type")).toBe("application/xml");
    expect(body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n' +
        `<url><loc>http://site.example/?a=1&amp;b=&apos;2&apos;</loc><lastmod>${isoAt(1)}</lastmod></url>\n` +
        `<url><loc>http://site.example/1</loc><lastmod>${isoAt(0)}</lastmod></url>\n` +
        `<url><loc>http://site.example/2</loc><lastmod>${isoAt(0)}</lastmod></url>\n` +
        "</urlset>\n",
    );
    expect(await read(world, "/api/targets/1/sitemap.xml?part=1")).toBe(body);
    expect((await world.call("GET", "/api/targets/1/sitemap.xml?part=2")).status).toBe(
      404,
    );
    expect((await world.call("GET", "/api/targets/1/sitemap.xml?part=0")).status).toBe(
      422,
    );
  });

  it("of a large site is an index of parts with 50,000 URLs at most, without counting them", async () => {
    await siteOf();
    await seedMany(50_001);
    await DB.prepare(
      "UPDATE pages SET status = 404, id = id + 100000 WHERE id = 49999",
    ).run();
    await DB.prepare("UPDATE pages SET id = id + 110000 WHERE id = 50000").run();
    const { get, meter } = openDoor();
    const index = await (
      await get("http://junkai.example/api/targets/1/sitemap.xml")
    ).text();
    const parts = [...index.matchAll(/<loc>([^<]*)<\/loc>/g)].map(
      ([, location]) => location ?? "",
    );
    expect(index).toContain("<sitemapindex");
    // The third part has no page that answers.
    expect(parts).toEqual(
      [1, 4].map((n) => `http://junkai.example/api/targets/1/sitemap.xml?part=${n}`),
    );
    expect(meter.rowsRead).toBeLessThan(30);
    const urlsOf = async (path: string) =>
      [...(await (await get(path)).text()).matchAll(/<url><loc>([^<]*)/g)].map(
        ([, url]) => url,
      );
    const [first = [], second = []] = await Promise.all(parts.map(urlsOf));
    expect(first).toEqual(
      Array.from({ length: 49_999 }, (_, id) => `http://site.example/${id}`),
    );
    expect(second).toEqual(["http://site.example/50000"]);
    expect((await get("/api/targets/1/sitemap.xml?part=2")).status).toBe(404);
    expect((await get("/api/targets/1/sitemap.xml?part=3")).status).toBe(404);
  });

  it("is no index as long as all pages fit into one file", async () => {
    await siteOf();
    await seedMany(50_000);
    const text = await (await openDoor().get("/api/targets/1/sitemap.xml")).text();
    expect(text.match(/<url>/g)).toHaveLength(50_000);
    expect(text.endsWith("</urlset>\n")).toBe(true);
  });
});
