// Tests sites that have as many URLs as a site may have, or together more than an
// invocation has room for.
import { describe, expect, it } from "vitest";
import { packLinks } from "#domain/sites/page-links.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { addSite, crawlAgain, untilCrawled } from "#test/fixtures/sites/crawls.ts";
import { flatSite, type Pages, paths, serve } from "#test/fixtures/sites/sites.ts";
import { createWorld } from "#test/fixtures/world.ts";

const urlsInChunk = 256;
const hashBytes = 8;

/**
 * Lets a site have found URLs before, by whole chunks of its index. Pages that are gone
 * link to all of them.
 */
async function findBefore(targetId: number, chunks: number): Promise<void> {
  await DB.prepare(`
    WITH RECURSIVE chunks (chunk) AS (
      SELECT 0 UNION ALL SELECT chunk + 1 FROM chunks WHERE chunk < ?2 - 1)
    INSERT INTO site_urls (target_id, chunk, hashes, variants, urls)
    SELECT ?1, chunk, randomblob(${urlsInChunk * hashBytes}), x'', x'' FROM chunks`)
    .bind(targetId, chunks)
    .run();
  const page = DB.prepare(`
    INSERT INTO pages (target_id, id, url, bytes, noindex, depth, revision, found_at, changed_at, gone_at, links, refused)
    VALUES (?1, ?2, 'https://site.example.com/gone/' || ?2, 0, 0, 0, 1, 0, 0, 8640000000000000, unhex(?3), '{}')`);
  const linksOfPage = 50_000;
  const pages = Math.ceil((chunks * urlsInChunk) / linksOfPage);
  for (let id = 0; id < pages; id++) {
    const links = Array.from({ length: linksOfPage }, (_, i) => id * linksOfPage + i);
    await page.bind(targetId, id, packLinks(links).toHex()).run();
  }
}

const answers = serve(flatSite(100));

describe("a site", () => {
  it("of almost a million URLs is crawled, and URLs beyond are refused with the reason", async () => {
    const world = await createWorld({ site: answers });
    const id = await addSite(world, { delay: "0s" });
    // 3,906 chunks of 256 URLs are 64 short of a million.
    await findBefore(id, 3_906);
    const reason = "The site has more than 1,000,000 URLs.";
    expect(await untilCrawled(world, id)).toMatchObject({
      state: "incomplete",
      fetched: 64,
      refused: { urls: 101 - 64 },
      reason,
    });
    const again = await crawlAgain(world, id);
    expect(again.crawl).toMatchObject({ fetched: 64, unchanged: 64, gone: 0, reason });
  });

  it("that is large waits until the invocation has room beside another large one", async () => {
    const world = await createWorld({
      site: (url, request) => {
        const local = new URL(url.pathname, "https://site.example.com");
        return { ...answers(local, request), afterMs: 1_000 };
      },
    });
    const sites = ["https://a.example.com", "https://b.example.net"];
    const ids: number[] = [];
    for (const site of sites) {
      const id = await addSite(world, { delay: "0s" }, { url: `${site}/` });
      await findBefore(id, 2_400);
      ids.push(id);
    }
    for (const id of ids)
      expect(await untilCrawled(world, id)).toMatchObject({ fetched: 101 });
    const asked = world.sent.map(({ url }) => new URL(url).origin);
    const [first, second] = [...new Set(asked)];
    expect([first, second].toSorted()).toEqual(sites);
    expect(asked.lastIndexOf(first ?? "")).toBeLessThan(asked.indexOf(second ?? ""));
  });

  it("that is small does not wait behind large ones that have no room", async () => {
    const world = await createWorld({
      site: (url, request) => {
        const local = new URL(url.pathname, "https://site.example.com");
        return { ...answers(local, request), afterMs: 1_000 };
      },
    });
    const large = ["a", "b", "c"].map((name) => `https://${name}.example.com`);
    const small = "https://small.example.com";
    const ids: number[] = [];
    for (const [i, site] of [...large, small].entries()) {
      const url = `${site.replace(".com", `${i}.com`)}/`;
      const id = await addSite(world, { delay: "0s" }, { url });
      if (site !== small) await findBefore(id, 2_400);
      ids.push(id);
    }
    for (const id of ids) await untilCrawled(world, id);
    const asked = world.sent.map(({ url }) => new URL(url).hostname);
    expect(asked.indexOf("small.example3.com")).toBeLessThan(
      asked.lastIndexOf(asked[0] ?? ""),
    );
  });
});

it("a slice ends before its pages lead to more than can be recorded at once", async () => {
  const linksOf = (path: string) =>
    Array.from({ length: 4_000 }, (_, i) => `${path}/${i}`);
  const site = flatSite(150);
  for (const path of Object.keys(site))
    if (path !== "/") site[path] = { links: linksOf(path) };
  const world = await createWorld({ site: serve(site) });
  const id = await addSite(world, { delay: "0s", maxPages: 151 });
  expect(await untilCrawled(world, id)).toMatchObject({ fetched: 151, failed: 0 });
  const fetched = world.logs
    .filter(({ event }) => event === "slice")
    .map((slice) => Number(slice.fetched));
  // Fifty pages have the 200,000 links that a slice takes.
  expect(fetched.length).toBeGreaterThanOrEqual(3);
  expect(Math.max(...fetched)).toBeLessThanOrEqual(1 + 50);
});

it("a slice ends before its pages had more links than can be held, though none has changed", async () => {
  const hubs = paths(60, "/hub/");
  const site: Pages = { "/": { links: hubs, tagged: true } };
  for (const path of hubs)
    site[path] = { title: path, links: paths(4_000), tagged: true };
  for (const path of paths(4_000)) site[path] = { body: "" };
  const world = await createWorld({ site: serve(site) });
  const id = await addSite(world, { delay: "0s" });
  expect(await untilCrawled(world, id)).toMatchObject({ fetched: 4_061, failed: 0 });
  world.logs.length = 0;
  const { crawl } = await crawlAgain(world, id);
  expect(crawl).toMatchObject({ unchanged: 4_061, notModified: 61, gone: 0 });
  const [first] = world.logs.filter(({ event }) => event === "slice");
  // The start has sixty links, fifty hubs have the 200,000 that a slice takes.
  expect(first?.fetched).toBe(1 + 50);
});
