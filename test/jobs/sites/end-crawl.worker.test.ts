// Tests the end of a crawl: pages that are gone, and the run that tells of the crawl.
import { describe, expect, it } from "vitest";
import { endCrawl } from "#jobs/sites/ending/end-crawl.ts";
import { stopCrawl } from "#store/rounds/record-crawl.ts";
import { findCrawl } from "#store/sites/crawls.ts";
import { findTarget } from "#store/targets/targets.ts";
import { readPageRows } from "#test/fixtures/sites/crawl-audit.ts";
import { addSiteAt, html, start, untilEnded } from "#test/fixtures/sites/crawl-course.ts";
import { createWorld, type Site, type World } from "#test/fixtures/world.ts";

describe("the end of a crawl", () => {
  it("takes any number of pages as gone", async () => {
    const world = await createWorld({ now: start, site: () => html([]) });
    await addSiteAt(world, "https://site.example.com/");
    await untilEnded(world, 1);
    await world.call("POST", "/api/targets/1/run");
    const { db } = world.deps;
    const [target, crawl] = [await findTarget(db, 1), await findCrawl(db, 1, 2)];
    if (target === null || crawl === null) throw new Error("there is no crawl");
    const gone = Array.from({ length: 300_000 }, (_, i) => 999_999 - i).concat(0);
    const end = endCrawl(
      target.target,
      crawl,
      { state: "completed", reason: null, gone },
      world.now(),
    );
    expect(await stopCrawl(db, 2, 1, end)).toBe(true);
    expect(await readPageRows(1)).toMatchObject([{ goneAt: world.now() }]);
  });
});

describe("the run of a crawl", () => {
  const runOf = async (world: World, id: number) =>
    (await world.call("GET", `/api/targets/${id}`)).body;

  it.each<[string, Site, Record<string, unknown>, string]>([
    [
      "whose start robots.txt forbids",
      () => ({
        body: "User-agent: *\nDisallow: /",
        headers: { "content-type": "text/plain" },
      }),
      {},
      "robots.txt does not allow",
    ],
    [
      "whose start is not of a type that is kept",
      ({ pathname }) =>
        pathname === "/robots.txt"
          ? { status: 404 }
          : { headers: { "content-type": "application/pdf" } },
      { contentTypes: ["text/html"] },
      "content type",
    ],
  ])("%s says so", async (_, site, crawl, words) => {
    const world = await createWorld({ now: start, site });
    const id = await addSiteAt(world, "https://site.example.com/", { crawl });
    const [ended] = await untilEnded(world, 1);
    expect(ended).toMatchObject({
      state: "completed",
      progress: { fetched: 0, dropped: 1 },
    });
    const { status, lastRun } = await runOf(world, id);
    expect([status, lastRun.outcome]).toEqual(["down", "failed"]);
    expect(lastRun.failure.message).toContain(words);
  });
});
