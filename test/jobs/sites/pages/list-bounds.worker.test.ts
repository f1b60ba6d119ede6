// Tests how much of lists is held at once: they are read as they come, one at a time, and
// what they may lead to is bounded.

import { describe, expect, it } from "vitest";
import { crawlSite } from "#test/fixtures/sites/crawls.ts";
import {
  origin,
  type Page,
  type Pages,
  serve,
  sitemap,
} from "#test/fixtures/sites/sites.ts";
import { createWorld } from "#test/fixtures/world.ts";

const start = "<urlset>";
const entry = (path: string) => `<url><loc>${origin}${path}</loc></url>`;
const encoder = new TextEncoder();

/** A body of parts, and how much of it was asked for. */
function streamOf(parts: Iterable<string>) {
  const given = { bytes: 0, isCancelled: false };
  const iterator = parts[Symbol.iterator]();
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { done, value } = iterator.next();
        if (done) return controller.close();
        const bytes = encoder.encode(value);
        given.bytes += bytes.length;
        controller.enqueue(bytes);
      },
      cancel() {
        given.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, given };
}

const asXml = (body: ReadableStream<Uint8Array>): Page => ({
  body,
  headers: { "content-type": "application/xml" },
});

/** Crawls a site whose robots.txt names /map. */
async function crawlMap(pages: Pages, settings: Record<string, unknown> = {}) {
  const robots = { body: `Sitemap: ${origin}/map` };
  const site = serve({ "/": { title: "Start" }, "/robots.txt": robots, ...pages });
  const world = await createWorld({ site });
  return { world, ...(await crawlSite(world, { delay: "0s", ...settings })) };
}

describe("a list", () => {
  it("without an end is read up to its limit, then left, and its first pages are found", async () => {
    function* endless() {
      yield `${start}${entry("/1")}`;
      for (;;) yield " ".repeat(1_000_000);
    }
    const { body, given } = streamOf(endless());
    const { crawl, pages } = await crawlMap({
      "/map": asXml(body),
      "/1": { title: "1" },
    });
    expect(crawl).toMatchObject({
      state: "incomplete",
      failed: 0,
      refused: { links: 1 },
    });
    expect(pages["/1"]?.status).toBe(200);
    expect(given.isCancelled).toBe(true);
    expect(given.bytes).toBeLessThan(52_428_800 + 2_000_000);
  });

  it("is asked for and read while no other list is", async () => {
    const names = Array.from({ length: 5 }, (_, i) => `/map-${i}`);
    const list = (name: string): Page => ({
      ...sitemap([`${origin}${name}/1`]),
      afterMs: 1_000,
    });
    const { crawl, world } = await crawlMap({
      "/map": sitemap(
        names.map((name) => origin + name),
        "sitemapindex",
      ),
      ...Object.fromEntries(names.map((name) => [name, list(name)])),
    });
    // The start, the index, its lists, and the pages that do not exist.
    expect(crawl).toMatchObject({ state: "completed", fetched: 2 + 5 + 5 });
    const times = world.sent.filter(({ url }) => /map-\d$/.test(url)).map(({ at }) => at);
    expect(times).toHaveLength(5);
    for (const [i, at] of times.slice(1).entries())
      expect(at - (times[i] ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  it("of long URLs has as many followed as have room, and the others counted", async () => {
    const longUrl = (i: number) => `/${i}`.padEnd(1_900, "x");
    function* parts() {
      yield start;
      for (let i = 0; i < 8_000; i++) yield entry(longUrl(i));
      yield "</urlset>";
    }
    const { crawl } = await crawlMap(
      { "/map": asXml(streamOf(parts()).body) },
      { maxPages: 3 },
    );
    const { links = 0, pages = 0 } = crawl.refused;
    // The start is one of the three pages.
    expect(links + pages).toBe(8_000 - 2);
    expect((pages + 2) * 1_900).toBeLessThan(6_000_000);
  });
});

it("a page of long URLs that it asks not to follow is read within its room, and not taken for whole", async () => {
  const links = Array.from({ length: 4_000 }, (_, i) => `${i}`.padEnd(1_900, "x"));
  const anchors = links.map((href) => `<a rel="nofollow" href="/${href}"></a>`).join("");
  const html = `<!doctype html><title>Start</title>${anchors}`;
  const headers = { "content-type": "text/html" };
  const world = await createWorld({ site: serve({ "/": { body: html, headers } }) });
  const limit = { request: { maxBodyBytes: 10_000_000 } };
  const { crawl } = await crawlSite(world, { delay: "0s" }, limit);
  const { links: refused = 0 } = crawl.refused;
  expect(crawl).toMatchObject({ state: "incomplete", refused: { nofollow: 4_000 } });
  expect((4_000 - refused) * 1_900).toBeLessThan(6_000_000);
});
