// Tests what holds of hosts cost: as much as is asked for, however many hosts asked to be
// left alone.

import { describe, expect, it } from "vitest";
import type { Meter } from "#store/db.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { renewStorage } from "#test/fixtures/database.ts";
import {
  putInForce,
  statistics,
  takeStatistics,
} from "#test/fixtures/plans/statistics.ts";
import { isoAt, minute, second, start, watch } from "#test/fixtures/rounds/rounds.ts";
import { addSite, crawlsOf, untilCrawled } from "#test/fixtures/sites/crawls.ts";
import { type Pages, serve } from "#test/fixtures/sites/sites.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const hour = 60 * minute;

/** Hosts of nobody's targets, each held until the same instant. */
const holdOthers = (count: number, until: number) =>
  DB.prepare(`
    INSERT INTO host_holds (host, until)
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
    SELECT 'other-' || i || '.example', ?2 FROM n`)
    .bind(count, until)
    .run();

const hold = (host: string, until: number) =>
  DB.prepare("INSERT INTO host_holds (host, until) VALUES (?, ?)")
    .bind(host, until)
    .run();

const countHolds = () =>
  DB.prepare("SELECT count(*) AS n FROM host_holds").first<number>("n");

async function costOfTick(world: World): Promise<Meter> {
  const { ended, meter } = world.startTick();
  await world.advanceTo(world.now() + 50 * second);
  await ended;
  return meter;
}

async function costOfRound(others: number): Promise<Meter> {
  const { world, sent } = await watch();
  for (let i = 0; i < 40; i++)
    await addTarget(world, {
      url: `https://host-${i}.example.com/`,
      schedule: { every: "1m", startAt: isoAt(0) },
    });
  await world.runUntil(start + 2 * minute);
  await holdOthers(others, start + hour);
  const before = sent.length;
  const cost = await costOfTick(world);
  expect(sent.length - before).toBe(40);
  return { ...cost };
}

const other = "https://other.example.com";

const twoHosts: Pages = {
  "/": { links: ["/here", `${other}/1`, `${other}/2`] },
  "/here": { title: "Here" },
  [`${other}/1`]: { title: "One" },
  [`${other}/2`]: { title: "Two" },
};

async function costOfCrawl(others: number): Promise<Meter> {
  const world = await createWorld({ now: start, site: serve(twoHosts) });
  await holdOthers(others, start + hour);
  const id = await addSite(world, { scope: "site" });
  const cost = await costOfTick(world);
  const [crawl] = await crawlsOf(id);
  expect(crawl).toMatchObject({ state: "completed", fetched: 4 });
  return { ...cost };
}

describe.each(statistics)("with statistics %s,", (which) => {
  it.each([
    { what: "a round of 40", costOf: costOfRound },
    { what: "a crawl of two hosts", costOf: costOfCrawl },
  ])(
    "$what reads as many rows beside 10 held hosts as beside 10,000",
    async ({ costOf }) => {
      const costs: Meter[] = [];
      await takeStatistics();
      for (const others of [10, 10_000]) {
        await renewStorage();
        await putInForce(which);
        costs.push(await costOf(others));
      }
      expect(costs[1]).toEqual(costs[0]);
    },
  );
});

describe("a host that another invocation was asked to leave alone", () => {
  const until = start + 5 * minute;

  it("is left alone by rounds of its targets, and by no others", async () => {
    const { world, sent } = await watch();
    for (const host of ["held.example.com", "free.example.com"])
      await addTarget(world, {
        url: `https://${host}/`,
        schedule: { every: "1m", startAt: isoAt(0) },
      });
    await hold("held.example.com", until);
    await world.runUntil(start + 7 * minute);
    const first = (name: string) =>
      sent.find(({ host }) => host === `${name}.example.com`)?.at;
    expect(first("held")).toBeGreaterThanOrEqual(5 * 60);
    expect(first("free")).toBeLessThan(60);
  });

  it.each(["site.example.com", "other.example.com"])(
    "is left alone by crawls that come to it: %s",
    async (host) => {
      const world = await createWorld({ now: start, site: serve(twoHosts) });
      await hold(host, until);
      const id = await addSite(world, { scope: "site" });
      const crawl = await untilCrawled(world, id, { minutes: 30 });
      expect(crawl).toMatchObject({ state: "completed", fetched: 4 });
      const asked = world.sent.filter(({ url }) => new URL(url).host === host);
      expect(asked[0]?.at).toBeGreaterThanOrEqual(until);
    },
  );
});

describe("holds that are over", () => {
  it("go within the hour, the others stay", async () => {
    const { world } = await watch();
    await holdOthers(1_000, start + minute);
    await hold("held.example", start + 2 * hour);
    await world.runUntil(start + hour);
    expect(await countHolds()).toBe(1);
  });
});
