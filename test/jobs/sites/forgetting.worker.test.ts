// Tests that a site's URLs are forgotten once they were not seen for as long as its target
// keeps runs, and that nothing else is.
import { describe, expect, it } from "vitest";
import { auditCrawls, readSiteUrls } from "#test/fixtures/sites/crawl-audit.ts";
import { crawlAgain, crawlSite } from "#test/fixtures/sites/crawls.ts";
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
