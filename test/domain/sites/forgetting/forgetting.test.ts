import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countIndexed } from "#domain/sites/frontier/url-index.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import {
  crawl,
  type Day,
  forget,
  knownUrls,
  type Remembered,
  start,
  textsOf,
} from "#test/fixtures/sites/remembered-site.ts";

/** How many days a page that is gone is kept. */
const keptDays = 5;
/** Pages are pruned on the day after, and a URL is seen until the crawl before. */
const graceDays = 2;

/** What happens on a day: which part of the URLs is there, and what goes wrong. */
type Event = {
  /** The first of the URLs that are there, and how many; each links to some others. */
  first: number;
  count: number;
  /** How many pages a crawl may have. */
  maxPages: number;
  days: number;
  /** After so many steps of forgetting the crawl is cancelled. */
  steps: number;
};

const anyEvent: fc.Arbitrary<Event> = fc.record({
  // A site that is as before has pages that are the same, and so has their links.
  first: fc.oneof(fc.constantFrom(0, 0, 0, 300), fc.nat(900)),
  count: fc.oneof(fc.constantFrom(40, 40, 90), fc.integer({ min: 0, max: 120 })),
  maxPages: fc.constantFrom(10, 60, 1_000, 1_000, 1_000),
  days: fc.constantFrom(1, 1, 1, 2, 7),
  steps: fc.constantFrom(1_000, 1_000, 1_000, 0, 3, 12, 20),
});

const urlOf = (i: number): string => `${start}${i}${i % 5 === 0 ? `?v=${i}` : ""}`;

/** The start leads to the first and the last page, and each page to some of the others. */
function siteOf({ first, count }: Pick<Event, "first" | "count">): Day {
  const pages = Array.from({ length: count }, (_, i) => first + i);
  const linksOf = (i: number) => [i + 1, i - 1, i + 17, first].map(urlOf);
  return new Map([
    [start, [first, first + count - 1].map(urlOf)],
    ...pages.map((i) => [urlOf(i), linksOf(i)] as const),
  ]);
}

/** Every number that a row has, or a link of it, tells the URL that it told when written. */
function checkReferences(site: Remembered): void {
  const texts = textsOf(site);
  for (const [id, { url, links, linked }] of site.rows) {
    expect(texts[id]).toBe(url);
    expect(links.map((to) => texts[to])).toEqual(linked);
  }
  const known = knownUrls(site);
  expect(new Set(known).size).toBe(known.length);
}

/** All that pages lead to which were seen lately. */
function wantedUrls(site: Remembered, seen: ReadonlyMap<string, number>, since: number) {
  const wanted = new Set([...seen].filter(([, at]) => at >= since).map(([url]) => url));
  const rows = new Map([...site.rows.values()].map((row) => [row.url, row]));
  for (const url of wanted) for (const to of rows.get(url)?.linked ?? []) wanted.add(to);
  return wanted;
}

function noteSeen(
  site: Remembered,
  frontier: ReturnType<typeof crawl>,
  seen: Map<string, number>,
  now: number,
): void {
  for (const { url, unseenAt, goneAt } of site.rows.values())
    if (unseenAt === null && (goneAt === null || goneAt === now)) seen.set(url, now);
  expect(countIndexed(frontier.index)).toBe(knownUrls(site).length);
}

describe("forgetting the URLs of a site", () => {
  it("never touches what is referred to, and forgets the rest once it was not seen for long", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        const site: Remembered = { chunks: [], rows: new Map() };
        const seen = new Map<string, number>();
        let now = 0;
        for (const event of events) {
          now += event.days;
          for (const [id, { goneAt }] of site.rows)
            if (goneAt !== null && goneAt < now - keptDays) site.rows.delete(id);
          const frontier = crawl(site, siteOf(event), { now, ...event });
          noteSeen(site, frontier, seen, now);
          checkReferences(site);
          forget(site, frontier, { unseenBefore: now - keptDays, steps: event.steps });
          checkReferences(site);
          if (event.steps < 1_000) continue;
          const since = now - keptDays - graceDays - 7;
          const wanted = wantedUrls(site, seen, since);
          expect(knownUrls(site).filter((url) => !wanted.has(url))).toEqual([]);
        }
      }),
      { numRuns: scenarios(150) },
    );
  });

  it("keeps a site small for a year that has other pages every day", () => {
    const site: Remembered = { chunks: [], rows: new Map() };
    const sizes: number[] = [];
    for (let now = 1; now <= 365; now++) {
      for (const [id, { goneAt }] of site.rows)
        if (goneAt !== null && goneAt < now - keptDays) site.rows.delete(id);
      const day = siteOf({ first: now * 100, count: 80 });
      const frontier = crawl(site, day, { now, maxPages: 1_000 });
      forget(site, frontier, {
        unseenBefore: now - keptDays,
        steps: 10_000,
        pagesAtOnce: 500,
      });
      sizes.push(frontier.index.size);
    }
    // 83 URLs a day and three beside, for a day, the days that they are kept, and two.
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_024);
    expect(sizes.at(-1)).toBe(sizes.at(100));
    checkReferences(site);
  });
});
