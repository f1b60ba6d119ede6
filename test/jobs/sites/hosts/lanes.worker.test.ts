// Tests that crawls take turns when they would meet at one host.
import { describe, expect, it } from "vitest";
import {
  addSite,
  askedFor,
  crawlsOf,
  nextMinute,
  untilCrawled,
} from "#test/fixtures/sites/crawls.ts";
import { origin, type Pages, paths, serve } from "#test/fixtures/sites/sites.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

describe("crawls of one site", () => {
  const twoTrees = (): Pages => {
    const pages: Pages = {};
    for (const tree of ["a", "b"]) {
      for (const path of [`/${tree}`, ...paths(100, `/${tree}/`)])
        pages[path] = { title: path };
      pages[`/${tree}`] = { title: tree, links: paths(100, `/${tree}/`) };
    }
    return pages;
  };

  /**
   * Which of the crawls asked in each ten seconds, as runs of one letter: "aab" is a,
   * then a, then b.
   */
  const turnsOf = (world: World): string =>
    askedFor(world)
      .map((path) => path[1] ?? "")
      .join("")
      .replaceAll(/(.)\1+/g, "$1");

  it("of two targets never run side by side, and keep their host's gap", async () => {
    const world = await createWorld({ site: serve(twoTrees()) });
    const a = await addSite(world, {}, { url: `${origin}/a` });
    const b = await addSite(world, {}, { url: `${origin}/b` });
    for (const id of [a, b]) {
      expect(await untilCrawled(world, id)).toMatchObject({
        state: "completed",
        fetched: 101,
      });
    }
    const instants = world.sent.map(({ at }) => at);
    for (let i = 1; i < instants.length; i++) {
      expect((instants[i] ?? 0) - (instants[i - 1] ?? 0)).toBeGreaterThanOrEqual(250);
    }
    expect(turnsOf(world).length).toBeLessThanOrEqual(4);
  });

  it("on several hosts of it never run side by side either; one that may go anywhere runs beside none", async () => {
    const pages: Pages = {};
    const starts = [
      "https://a.example.com/",
      "https://b.example.com/",
      "https://c.example.net/",
    ];
    for (const start of starts) {
      pages[start] = { title: start, links: paths(60) };
      for (const path of paths(60, start)) pages[path] = { title: path };
    }
    const world = await createWorld({ site: serve(pages) });
    const ids: number[] = [];
    for (const [i, url] of starts.entries())
      ids.push(await addSite(world, { scope: i === 2 ? "any" : "site" }, { url }));
    for (const id of ids)
      expect(await untilCrawled(world, id)).toMatchObject({
        state: "completed",
        fetched: 61,
      });
    const hosts = world.requests.map((url) => new URL(url).host);
    const turns = hosts.filter((host, i) => host !== hosts[i - 1]);
    expect(turns.length).toBeLessThanOrEqual(6);
  });

  it("of different sites do run side by side", async () => {
    const pages: Pages = {};
    const starts = ["https://a.example.com/", "https://b.example.net/"];
    for (const start of starts) {
      pages[start] = { title: start, links: paths(60) };
      for (const path of paths(60, start)) pages[path] = { title: path };
    }
    const world = await createWorld({ site: serve(pages) });
    const ids = [
      await addSite(world, {}, { url: starts[0] }),
      await addSite(world, {}, { url: starts[1] }),
    ];
    await world.runUntil(nextMinute(world));
    for (const id of ids)
      expect(await crawlsOf(id)).toMatchObject([{ state: "completed", fetched: 61 }]);
  });
});
