// Tests invocations that die or stand still in the middle of a slice.
import { describe, expect, it } from "vitest";
import { auditTarget } from "#test/fixtures/audit.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import {
  auditCrawls,
  readPageRows,
  readSiteUrls,
} from "#test/fixtures/sites/crawl-audit.ts";
import {
  addSiteAt,
  html,
  minute,
  start,
  untilEnded,
} from "#test/fixtures/sites/crawl-course.ts";
import { createWorld, type Site } from "#test/fixtures/world.ts";

describe("an invocation that dies, or stands still until its lease is gone,", () => {
  const links: Record<string, string[]> = {
    "/": ["/a", "/b", "/c"],
    "/a": ["/d"],
    "/b": ["/"],
    "/c": [],
    "/d": [],
  };
  const site: Site = ({ pathname }) => {
    if (pathname === "/c") return { status: 302, headers: { location: "/d" } };
    return links[pathname] ? html(links[pathname], pathname) : { status: 404 };
  };

  async function worldWithSite() {
    const world = await createWorld({ now: start, site });
    await addSiteAt(world, "https://site.example.com/", { crawl: { delay: "1s" } });
    return world;
  }

  it.each([{ after: false }, { after: true }, { stallMs: 150_000 }])(
    "at any of its awaits loses no page and doubles none: %j",
    async (mishap) => {
      const quiet = await worldWithSite();
      const { awaits } = quiet.startTick();
      await quiet.advanceTo(start + minute);
      const count = awaits();
      expect(count).toBeGreaterThan(25);
      for (let at = 1; at <= count; at++) {
        await emptyDatabase();
        const world = await worldWithSite();
        world.startTick({ at, ...mishap });
        await world.advanceTo(start + minute);
        await auditCrawls(world.now());
        const [crawl] = await untilEnded(world, 1);
        await world.advanceTo(world.now() + 5 * minute);
        await auditCrawls(world.now());
        expect(crawl).toMatchObject({
          state: "completed",
          progress: { fetched: 5, new: 5, dropped: 0, refused: {} },
        });
        const pages = await readPageRows(1);
        const urls = await readSiteUrls(1);
        const found = pages.map((page) => [
          new URL(page.url).pathname,
          page.links.map((id) => new URL(urls[id] ?? "").pathname),
        ]);
        expect(Object.fromEntries(found)).toEqual({ ...links, "/c": ["/d"] });
        const { slots, ran, late } = await auditTarget(1, world.now());
        expect([slots, ran + late]).toEqual([1, 1]);
      }
    },
  );

  it("is counted by the crawl, whose pages may have been asked for twice", async () => {
    const world = await worldWithSite();
    const tick = world.startTick();
    await world.advanceTo(start + 1_500);
    const asked = world.sent.length;
    tick.kill();
    const [crawl] = await untilEnded(world, 1);
    expect(crawl).toMatchObject({
      state: "completed",
      progress: { fetched: 5, lostSlices: 1 },
    });
    expect(asked).toBeGreaterThan(0);
    expect(world.sent.length).toBeGreaterThan(6);
  });

  it("is not counted where none dies", async () => {
    const world = await worldWithSite();
    const [crawl] = await untilEnded(world, 1);
    expect(crawl?.progress).toMatchObject({ fetched: 5, lostSlices: 0 });
  });
});
