// Tests that what crawls leave behind is pruned when it is due, and not before.
import { describe, expect, it } from "vitest";
import { createDeps } from "#deps";
import { pruneSites } from "#store/storage/prune-sites.ts";
import { bindings } from "#test/fixtures/bindings.ts";
import { crawlAgain, crawlSite, standing } from "#test/fixtures/sites/crawls.ts";
import { flatSite, serve } from "#test/fixtures/sites/sites.ts";
import { createWorld } from "#test/fixtures/world.ts";

const world = bindings;
const { DB } = world;
const dayMs = 86_400_000;

const counts = async () =>
  await DB.prepare(`SELECT (SELECT count(*) FROM pages) AS pages, (SELECT count(*) FROM site_urls) AS chunks,
    (SELECT count(*) FROM crawls) AS crawls, (SELECT count(*) FROM frontier) AS queues,
    (SELECT count(*) FROM robots) AS robots`).first();

/** A site of ten pages, crawled once. */
async function crawledSite() {
  const site = await createWorld({
    site: ({ pathname }) => {
      if (pathname === "/robots.txt") return { body: "User-agent: *\nAllow: /" };
      const links = Array.from({ length: 10 }, (_, i) => `<a href="/${i}">x</a>`);
      return { headers: { "content-type": "text/html" }, body: links.join("") };
    },
  });
  const { body } = await site.call("POST", "/api/targets", {
    url: "http://site.example/0",
    kind: "site",
    schedule: { every: "1d", startAt: "2026-03-02T00:00:00Z" },
  });
  await site.runUntil(site.now() + 60_000);
  return { site, id: body.id as number };
}

const kept = { runsMs: 30 * dayMs, hoursMs: 400 * dayMs, failuresMs: 400 * dayMs };
const rule = { kept, shares: { runs: 1, hours: 1 } };

const prune = (now: number, limit = 1_000) =>
  pruneSites(createDeps({ ...world, API_TOKEN: "secret" }).db, now, rule, limit);

describe("pruning", () => {
  it("takes all that a deleted site has, in steps, and the crawl that tells of it last", async () => {
    const { site, id } = await crawledSite();
    expect(await counts()).toEqual({
      pages: 10,
      chunks: 1,
      crawls: 1,
      queues: 0,
      robots: 1,
    });
    await site.call("DELETE", `/api/targets/${id}`);
    expect(await prune(site.now(), 6)).toBe(6);
    expect(await counts()).toMatchObject({ pages: 4, crawls: 1 });
    expect(await prune(site.now(), 6)).toBe(4);
    expect(await counts()).toEqual({
      pages: 0,
      chunks: 0,
      crawls: 0,
      queues: 0,
      robots: 1,
    });
  });

  it("takes a deleted site's URLs and queue a few at a time too, however many there are", async () => {
    const { site, id } = await crawledSite();
    const numbers =
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)";
    await DB.batch([
      DB.prepare(
        `${numbers} INSERT INTO site_urls SELECT ?, i, x'', x'', x'' FROM n`,
      ).bind(id),
      DB.prepare(
        `${numbers} INSERT INTO frontier SELECT (SELECT id FROM crawls), i, x'' FROM n`,
      ),
    ]);
    await site.call("DELETE", `/api/targets/${id}`);
    await prune(site.now(), 11);
    expect(await counts()).toMatchObject({ pages: 0, chunks: 10, queues: 9, crawls: 1 });
    await prune(site.now(), 11);
    expect(await counts()).toMatchObject({ pages: 0, chunks: 0, queues: 0, crawls: 0 });
  });

  it("leaves a living site its pages and its last crawl, however old", async () => {
    const { site } = await crawledSite();
    const now = site.now() + 365 * dayMs;
    expect(await prune(now)).toBe(0);
    expect(await counts()).toEqual({
      pages: 10,
      chunks: 1,
      crawls: 1,
      queues: 0,
      robots: 0,
    });
  });

  it("takes crawls that are older than is kept", async () => {
    const startedAt = Date.parse("2026-03-02T00:00:00Z");
    const { site, id } = await crawledSite();
    for (let day = 1; day <= 3; day++) {
      await site.advanceTo(startedAt + day * dayMs);
      await site.runUntil(site.now() + 60_000);
    }
    expect(await counts()).toMatchObject({ crawls: 4, pages: 10 });
    await prune(startedAt + 31.5 * dayMs);
    const { results } = await DB.prepare("SELECT id FROM crawls WHERE target_id = ?")
      .bind(id)
      .all();
    expect(results).toEqual([{ id: 3 }, { id: 4 }]);
  });

  it("forgets a page that has been gone for longer than is kept, and finds it again", async () => {
    const pages = flatSite(6);
    const world = await createWorld({ site: serve(pages) });
    const { id } = await crawlSite(world, { delay: "0s" });
    pages["/"] = { title: "Start", links: ["/1", "/2", "/3"] };
    const { crawl } = await crawlAgain(world, id);
    expect(crawl.gone).toBe(3);
    const goneAt = crawl.endedAt ?? 0;
    expect(await prune(goneAt + 29.9 * dayMs)).toBe(0);
    expect(await prune(goneAt + 31 * dayMs, 2)).toBe(2);
    expect(await prune(goneAt + 31 * dayMs)).toBe(1);
    expect(await standing(id)).toEqual({ live: ["/", "/1", "/2", "/3"], gone: [] });
    pages["/"] = { title: "Start", links: ["/1", "/2", "/3", "/4"] };
    const again = await crawlAgain(world, id);
    expect(again.crawl).toMatchObject({ state: "completed", new: 1, changed: 1 });
    expect(again.pages["/4"]?.links).toEqual([]);
  });

  it("keeps gone pages for as long as the target keeps its runs", async () => {
    const pages = flatSite(2);
    const world = await createWorld({ site: serve(pages) });
    const retention = { runs: "90d" };
    const { id } = await crawlSite(world, { delay: "0s" }, { retention });
    pages["/"] = { title: "Start", links: ["/1"] };
    const { crawl } = await crawlAgain(world, id);
    const goneAt = crawl.endedAt ?? 0;
    expect(await prune(goneAt + 89 * dayMs)).toBe(0);
    expect(await prune(goneAt + 91 * dayMs)).toBe(1);
  });
});
