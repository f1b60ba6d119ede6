// Tests what is told of a crawl when it ends: only what the crawl before had not found.
import { describe, expect, it } from "vitest";
import type { CrawlFindings, NoticeEvent } from "#domain/notices/event.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { readTold } from "#test/fixtures/notices/told.ts";
import {
  addSite,
  crawlAgain,
  crawlSite,
  crawlsOf,
  crawlTwice,
  untilCrawled,
} from "#test/fixtures/sites/crawls.ts";
import {
  flatSite,
  hubSite,
  origin,
  type Page,
  type Pages,
  paths,
  serve,
} from "#test/fixtures/sites/sites.ts";
import { createWorld } from "#test/fixtures/world.ts";

const factsOf = (event: NoticeEvent | undefined): CrawlFindings | undefined =>
  event?.kind === "crawl-findings" ? event.facts : undefined;

const worldOf = (pages: Pages) => createWorld({ site: serve(pages) });

/** The events of crawls: that nobody ticks between two of them is told as well. */
const readFound = async () =>
  (await readTold()).filter(({ kind }) => kind === "crawl-findings");

/** What the last event says was found. */
async function lastFound() {
  const told = await readFound();
  const { gone, broken, examples } = factsOf(told.at(-1)) ?? {};
  return { events: told.length, gone, broken, examples };
}

describe("a first crawl", () => {
  it("tells links that lead nowhere, and nothing that is gone", async () => {
    const pages = { ...hubSite(), "/b": { status: 404 }, "/other": { status: 500 } };
    const { id } = await crawlSite(await worldOf(pages));
    expect(await readFound()).toEqual([
      {
        id: "crawl.1",
        kind: "crawl-findings",
        at: expect.any(Number),
        targetId: id,
        incidentId: null,
        labels: {
          target: `${id}`,
          name: "site.example.com",
          host: "site.example.com",
          kind: "site",
          severity: "info",
          tag: [],
        },
        facts: {
          url: `${origin}/`,
          crawlId: 1,
          gone: 0,
          broken: 2,
          examples: { gone: [], broken: [`${origin}/b`, `${origin}/other`] },
        },
      },
    ]);
  });

  it("tells nothing of a site in order, nor that its start cannot be read", async () => {
    await crawlSite(await worldOf(hubSite()));
    await crawlSite(await worldOf({ "/": { status: 404 } }));
    expect(await readFound()).toEqual([]);
  });
});

describe("a later crawl", () => {
  it("tells nothing again that the crawl before had found", async () => {
    const pages = { ...hubSite(), "/b": { status: 404 } as Page };
    const { world, id } = await crawlTwice(pages, () => {});
    expect(await readFound()).toHaveLength(1);
    pages["/b"] = { status: 500 };
    await crawlAgain(world, id);
    expect(await readFound()).toHaveLength(1);
  });

  it("tells a page that answers no more, and one that nothing links to", async () => {
    const pages = hubSite();
    const { world, id } = await crawlTwice(pages, () => {
      pages["/"] = { title: "Start", links: ["/hub"] };
      pages["/b"] = { status: 410 };
      pages["/a/1"] = { status: 500 };
    });
    expect(await lastFound()).toEqual({
      events: 1,
      gone: 2,
      broken: 1,
      examples: { gone: [`${origin}/b`, `${origin}/other`], broken: [`${origin}/a/1`] },
    });
    await crawlAgain(world, id);
    expect(await readFound()).toHaveLength(1);
  });

  it("tells a page that was back and breaks anew", async () => {
    const pages = { ...hubSite(), "/b": { status: 404 } as Page };
    const { world, id } = await crawlTwice(pages, () => {
      pages["/b"] = { title: "B" };
    });
    pages["/b"] = { status: 404 };
    await crawlAgain(world, id);
    expect(await lastFound()).toMatchObject({ events: 2, gone: 1, broken: 0 });
  });
});

it("of any number of URLs of any length, five of each are named, each cut", async () => {
  const long = paths(8, `/${"x".repeat(1_000)}`);
  const pages = flatSite(8);
  pages["/"] = { title: "Start", links: [...paths(8), ...long] };
  await crawlTwice(pages, () => {
    pages["/"] = { title: "Start", links: ["/1"] };
  });
  const [first, second] = (await readFound()).map(factsOf);
  expect([first?.broken, first?.gone]).toEqual([8, 0]);
  expect(first?.examples.broken.map((url) => url.length)).toEqual([
    200, 200, 200, 200, 200,
  ]);
  // Links that led nowhere were removed: nothing is lost with them.
  expect([second?.broken, second?.gone, second?.examples.gone]).toEqual([
    0,
    7,
    paths(5).map((path) => `${origin}/${Number(path.slice(1)) + 1}`),
  ]);
});

it("a crawl is told once, wherever invocations die or the database loses an answer", async () => {
  const pages = { ...flatSite(3), "/2": { status: 404 } };
  for (let at = 1; at <= 24; at++) {
    for (const mishap of [
      { at, after: true },
      { at, after: false },
      { at, answerLost: true } as const,
    ]) {
      await emptyDatabase();
      const world = await worldOf(pages);
      const id = await addSite(world, { delay: "0s" });
      world.startTick(mishap);
      await untilCrawled(world, id);
      const told = await readFound();
      expect(told.map((event) => [event.id, factsOf(event)?.broken])).toEqual([
        ["crawl.1", 1],
      ]);
      expect(await crawlsOf(id)).toHaveLength(1);
    }
  }
});

it("a crawl that was cancelled is not told, whatever it had found", async () => {
  const world = await worldOf({ ...flatSite(30), "/1": { status: 404 } });
  const id = await addSite(world, { delay: "10s" });
  await world.runUntil(world.now() + 3 * 60_000);
  const { status } = await world.call("POST", `/api/targets/${id}/crawls/1/cancel`);
  expect(status).toBe(200);
  expect(await crawlsOf(id)).toMatchObject([
    { state: "cancelled", found: { broken: 1 } },
  ]);
  expect(await readFound()).toEqual([]);
});
