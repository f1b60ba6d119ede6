// Tests that a site's URLs are forgotten once they were not seen for as long as its target
// keeps runs, and that nothing else is.
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import {
  addHash,
  createUrlIndex,
  hashesSince,
} from "#domain/sites/frontier/url-index.ts";
import { hashText } from "#domain/text-hash.ts";
import { appendUrls } from "#store/sites/site-urls.ts";
import { emptyDatabase, keepDatabase } from "#test/fixtures/database.ts";
import {
  auditCrawls,
  auditUrls,
  readSiteUrls,
} from "#test/fixtures/sites/crawl-audit.ts";
import {
  addSite,
  crawlAgain,
  crawlSite,
  pagesOf,
  untilCrawled,
} from "#test/fixtures/sites/crawls.ts";
import { origin, type Pages, paths, serve } from "#test/fixtures/sites/sites.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const free = { delay: "0s" };
const fewDays = { retention: { runs: "3d" } };

/** Every day the start links to other pages, but for one that stays. */
function rename(pages: Pages, day: number, count = 10): void {
  for (const path of Object.keys(pages)) delete pages[path];
  const articles = paths(count, `/day-${day}/`);
  pages["/"] = { title: "Start", links: ["/about", ...articles] };
  pages["/about"] = { title: "About", links: ["/"], tagged: true };
  for (const path of articles)
    pages[path] = { title: path, links: ["/", articles[0] ?? ""] };
}

const knownUrls = async (id: number): Promise<string[]> =>
  (await readSiteUrls(id)).filter((url) => url !== "");

/** Lets a site be crawled when its next crawl is due, after pruning. */
async function pruneAndCrawl(world: World, id: number) {
  const { body } = await world.call("GET", `/api/targets/${id}`);
  await world.advanceTo(Date.parse(body.nextDueAt) - 1);
  expect((await world.call("POST", "/api/jobs/prune/run")).status).toBe(200);
  return await crawlAgain(world, id);
}

describe("a site that renames its pages every day", () => {
  it("has as many URLs after weeks as after some days, and its numbers are given again", async () => {
    const pages: Pages = {};
    rename(pages, 0);
    const world = await createWorld({ site: serve(pages) });
    const { id, pages: first } = await crawlSite(world, free, fewDays);
    const counts: number[] = [];
    for (let day = 1; day <= 20; day++) {
      rename(pages, day);
      const { crawl, pages: found } = await pruneAndCrawl(world, id);
      expect(crawl).toMatchObject({ state: "completed", new: 10, gone: 10 });
      await auditCrawls(world.now());
      expect(found["/about"]).toEqual(first["/about"]);
      expect(found[`/day-${day}/2`]).toMatchObject({ links: ["/", `/day-${day}/1`] });
      counts.push((await knownUrls(id)).length);
    }
    // Each day's articles are there for a day and gone for three, and go with the crawl
    // after that.
    expect(Math.max(...counts)).toBeLessThanOrEqual(2 + 10 * 6);
    expect(counts.slice(-5)).toEqual(counts.slice(5, 10));
    expect(await readSiteUrls(id)).toHaveLength(256);
    expect(await knownUrls(id)).not.toContain(`${origin}/day-1/1`);
  });
});

describe("URLs are forgotten", () => {
  it("with the pages that no crawl came to for long, unless known pages lead there", async () => {
    const pages: Pages = {
      "/": { title: "Start", links: ["/list", "/old", "/1"], tagged: true },
      "/old": { title: "Old", links: ["/older"] },
      "/older": { title: "Older", links: ["/old"] },
      "/list": { title: "List", links: ["/deep"], tagged: true },
      "/deep": { title: "Deep", links: ["/deeper"] },
      "/deeper": { title: "Deeper" },
      "/1": { title: "One" },
    };
    const world = await createWorld({ site: serve(pages) });
    const { id } = await crawlSite(world, free, fewDays);
    // No page leads to the old ones any more; what is new is left out, and might.
    pages["/"] = { title: "Start", links: ["/list", "/1"], tagged: true };
    pages["/1"] = { title: "One", links: [`/${"long".repeat(600)}`] };
    pages["/list"] = { status: 500 };
    const { crawl } = await pruneAndCrawl(world, id);
    expect(crawl).toMatchObject({ state: "incomplete", gone: 0, unseen: 2 });
    for (let day = 0; day < 6; day++) {
      await pruneAndCrawl(world, id);
      await auditCrawls(world.now());
    }
    expect(Object.keys(await pagesOf(id))).toEqual([
      "/",
      "/list",
      "/1",
      "/deep",
      "/deeper",
    ]);
    expect(await knownUrls(id)).not.toContain(`${origin}/old`);
  });

  it("at no cost where nothing is: neither a slice nor a row more", async () => {
    const pages: Pages = {};
    rename(pages, 0);
    const world = await createWorld({ site: serve(pages) });
    const { id } = await crawlSite(world, free, fewDays);
    rename(pages, 1);
    for (const gone of [10, 0, 0])
      expect((await pruneAndCrawl(world, id)).crawl).toMatchObject({ gone, slices: 1 });
    for (let day = 0; day < 5; day++) await pruneAndCrawl(world, id);
    expect(await knownUrls(id)).toHaveLength(2 + 10);
    expect((await pruneAndCrawl(world, id)).crawl).toMatchObject({ slices: 1 });
  });

  it("in portions, where many are: no slice takes more statements than a tick has", async () => {
    const world = await createWorld({
      site: serve({ "/": { title: "Start" } }),
      vars: { PLAN: "free" },
    });
    const id = await addSite(world, free);
    const chunks = 150;
    await findBefore(id, chunks);
    await untilCrawled(world, id, { minutes: 60 });
    await auditCrawls(world.now());
    // The start's number is behind all the others, and its row with it.
    const urls = await readSiteUrls(id);
    expect([urls.length, await knownUrls(id)]).toEqual([
      chunks * 256 + 1,
      [`${origin}/`],
    ]);
    const { crawl } = await crawlAgain(world, id, { minutes: 60 });
    expect(crawl).toMatchObject({ state: "completed", unchanged: 1, slices: 1 });
  });
});

/** Lets a site have found URLs before to which no page links any more. */
async function findBefore(id: number, chunks: number): Promise<void> {
  const { db } = (await createWorld()).newDeps();
  for (let chunk = 0; chunk < chunks; chunk++) {
    const urls = paths(256, `${origin}/${chunk}/`);
    const index = createUrlIndex();
    for (const { hi, lo } of urls.map(hashText)) addHash(index, hi, lo);
    const found = { firstId: chunk * 256, urls, hashes: hashesSince(index, 0) };
    await db.batch(appendUrls(id, found, sql`true`));
  }
}

/** The day on whose crawl URLs are forgotten. */
const lastDay = 3;

type Eve = { id: number; now: number; restore: () => Promise<void> };

/** A site up to the instant of that crawl: the same for every mishap. */
async function reachEve(): Promise<Eve> {
  await emptyDatabase();
  const pages: Pages = {};
  rename(pages, 0, 3);
  const world = await createWorld({ site: serve(pages) });
  const { id } = await crawlSite(world, free, { retention: { runs: "36h" } });
  for (let day = 1; day < lastDay; day++) {
    rename(pages, day, 3);
    await pruneAndCrawl(world, id);
  }
  const { body } = await world.call("GET", `/api/targets/${id}`);
  await world.advanceTo(Date.parse(body.nextDueAt) - 1);
  await world.call("POST", "/api/jobs/prune/run");
  await world.advanceTo(Date.parse(body.nextDueAt));
  return { id, now: world.now(), restore: await keepDatabase() };
}

let eve: Promise<Eve> | null = null;

describe.each([
  ["an invocation that dies", { after: false }],
  ["an invocation that dies once its statement took effect", { after: true }],
  ["a database that fails", { fails: true as const }],
  ["a database that loses its answer", { answerLost: true as const }],
])("%s while URLs are forgotten", (_, mishap) => {
  it("costs no URL that is referred to, wherever that happens", async () => {
    const forgetting = async (at: number | null) => {
      eve ??= reachEve();
      const { id, now, restore } = await eve;
      await emptyDatabase();
      await restore();
      const pages: Pages = {};
      rename(pages, lastDay, 3);
      const world = await createWorld({ now, site: serve(pages) });
      const tick = world.startTick(at === null ? undefined : { at, ...mishap });
      await world.advanceTo(world.now() + 60_000);
      await auditUrls(id);
      await world.runUntil(world.now() + 10 * 60_000);
      await auditUrls(id);
      for (const day of [4, 5]) {
        rename(pages, day, 3);
        await pruneAndCrawl(world, id);
        await auditUrls(id);
      }
      const found = await pagesOf(id);
      for (const day of [4, 5])
        expect(found[`/day-${day}/2`]?.links).toEqual(["/", `/day-${day}/1`]);
      expect((await knownUrls(id)).length).toBeLessThanOrEqual(2 + 3 * 4);
      return "after" in mishap ? tick.awaits() : tick.trips();
    };
    const count = await forgetting(null);
    expect(count).toBeGreaterThan(12);
    for (let at = 1; at <= count; at++) await forgetting(at);
  });
});
