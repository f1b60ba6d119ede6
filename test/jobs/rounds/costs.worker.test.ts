// Tests what things cost in rows, which is what the platform bills. `npm run bench` shows
// the same at full size.

import { describe, expect, it } from "vitest";
import { createDeps, type Env } from "#deps";
import { budgets } from "#domain/budget.ts";
import { registry } from "#jobs/registry.ts";
import { tick } from "#jobs/ticks/tick.ts";
import type { Meter } from "#store/db.ts";
import { listTargets, type TargetQuery } from "#store/targets/list-targets.ts";
import { bindingsWith } from "#test/fixtures/bindings.ts";
import { seedTargets, simulateTicks } from "#test/fixtures/bulk.ts";
import { readCrawls } from "#test/fixtures/sites/crawl-audit.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const world = bindingsWith({
  API_TOKEN: "secret",
  PLAN: "paid",
  HOST_GAP_MS: "0",
});
const noon = Date.parse("2026-03-02T12:00:00Z");
const minutes = (count: number, from = noon) =>
  Array.from({ length: count }, (_, i) => from + i * 60_000 + 500);
const farAway = 8_640_000_000_000_000;

describe("a tick", () => {
  it.each([100, 20_000])(
    "with nothing due among %i targets costs 3 statements, 1 row written and 4 read",
    async (count) => {
      await seedTargets(world.DB, {
        count,
        site: "http://site.example",
        dueAt: farAway,
        anchorAt: noon,
      });
      await simulateTicks(world, minutes(2));
      const idle = await simulateTicks(world, minutes(1, noon + 120_000));
      expect(idle).toEqual({ statements: 3, rowsWritten: 1, rowsRead: 4, runs: 0 });
    },
  );

  it("costs as little when a site is among them whose crawl has ended", async () => {
    await seedTargets(world.DB, {
      count: 80,
      site: "http://site.example",
      dueAt: farAway,
      anchorAt: noon,
    });
    await addSites(await createWorld({ now: noon }), ["site.example"]);
    await crawlToEnd(world, tree(30), noon, 1);
    await simulateTicks(world, minutes(3, noon + 60_000));
    const idle = await simulateTicks(world, minutes(1, noon + 240_000));
    expect(idle).toEqual({ statements: 3, rowsWritten: 1, rowsRead: 5, runs: 0 });
  });

  it("writes 4 rows for a quiet round of 40, besides its own", async () => {
    await seedTargets(world.DB, {
      count: 40,
      site: "http://site.example",
      dueAt: 0,
      anchorAt: noon,
    });
    await simulateTicks(world, minutes(2));
    const quiet = await simulateTicks(world, minutes(1, noon + 120_000));
    expect(quiet.runs).toBe(40);
    // Claim 1, block 1, shard and its due time 2; the tick's own history 1.
    expect(quiet.rowsWritten).toBe(4 + 1);
  });

  it("costs at most 0.15 rows written and 2 read a run over hours, sealing included", async () => {
    await seedTargets(world.DB, {
      count: 40,
      site: "http://site.example",
      dueAt: 0,
      anchorAt: noon,
    });
    // The first hour sealed of a day costs two rows more a target, once a day.
    await simulateTicks(world, minutes(120));
    const hours = await simulateTicks(world, minutes(120, noon + 2 * 3_600_000));
    expect(hours.runs).toBe(40 * 120);
    // One shard alone bears the tick's own row; with 25 shards it is 0.12.
    expect((hours.rowsWritten - 120) / hours.runs).toBeLessThanOrEqual(0.15);
    expect(hours.rowsRead / hours.runs).toBeLessThanOrEqual(2);
    const { sealed } =
      (await world.DB.prepare("SELECT count(*) AS sealed FROM hours").first<{
        sealed: number;
      }>()) ?? {};
    expect(sealed).toBe(40 * 3);
  });
});

describe("listing 50 of 20,000 targets", () => {
  const any: TargetQuery = {
    tags: [],
    status: null,
    kind: null,
    host: null,
    enabled: null,
    text: null,
    sort: "-created",
    limit: 51,
    after: null,
  };

  it.each<[string, Partial<TargetQuery>]>([
    ["unfiltered", {}],
    ["by tag", { tags: ["tag7"] }],
    ["by status", { status: "down" }],
    ["paused", { enabled: false }],
    ["by rare text", { text: "page 1999" }],
    ["by common text", { text: "site.exam" }],
    ["by name", { sort: "name" }],
    ["by tag and status", { tags: ["tag1"], status: "down" }],
    ["in the middle", { after: { id: 10_000, name: "" } }],
  ])("%s reads fewer than 300 rows", async (_, filter) => {
    await seedTargets(world.DB, {
      count: 20_000,
      site: "http://site.example",
      dueAt: farAway,
      anchorAt: noon,
    });
    const { db, meter } = createDeps(world);
    const known = await listTargets(db, { ...any, ...filter });
    expect(known.length).toBeGreaterThan(0);
    expect(meter.rowsRead).toBeLessThan(300);
  });
});

/** What the page of a number links to: other numbers of its host, or anywhere. */
type Links = (page: number) => (number | string)[];

/** Each leads to three more, and to its neighbours. */
const tree =
  (count: number): Links =>
  (page) =>
    [3 * page + 1, 3 * page + 2, 3 * page + 3, page - 1, page + 1].filter(
      (id) => id >= 0 && id < count,
    );

const chain =
  (count: number): Links =>
  (page) =>
    page + 1 < count ? [page + 1] : [];

const otherHosts = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `https://host-${i}.example/1`);

/** Answers at once, and knows its pages again by their ETags. */
const answerFrom =
  (links: Links): typeof fetch =>
  async (input, init) => {
    const { pathname } = new URL(String(input));
    if (pathname === "/robots.txt")
      return new Response("User-agent: *\nDisallow: /private/");
    const page = Number(pathname.slice(1));
    const headers = { "content-type": "text/html", etag: `"page-${page}"` };
    if (new Headers(init?.headers).get("if-none-match") === headers.etag)
      return new Response(null, { status: 304, headers });
    const body = links(page).map(
      (id) => `<a href="${typeof id === "number" ? `/${id}` : id}">there</a>`,
    );
    return new Response(`<title>Page ${page}</title>${body.join("")}`, { headers });
  };

/** A day's slots, so that a site is crawled at noon and again at the next. */
async function addSites(
  world: World,
  hosts: readonly string[],
  crawl: Record<string, unknown> = {},
) {
  for (const host of hosts) {
    const document = {
      url: `https://${host}/0`,
      kind: "site",
      schedule: { every: "1d", startAt: new Date(noon).toISOString() },
      crawl: { delay: "0s", maxDepth: 10_000, ...crawl },
    };
    expect((await world.call("POST", "/api/targets", document)).status).toBe(201);
  }
}

type TickCost = Meter & { fetches: number };

/**
 * Ticks minute by minute, with answers that take no time, until so many crawls have
 * ended. What each tick cost.
 */
async function crawlToEnd(
  vars: Env,
  links: Links,
  from: number,
  crawls: number,
): Promise<TickCost[]> {
  const costs: TickCost[] = [];
  for (
    let now = from;
    (await readCrawls()).filter(({ endedAt }) => endedAt !== null).length < crawls;
    now += 60_000
  ) {
    if (costs.length > 300)
      throw new Error(`not ended: ${JSON.stringify(await readCrawls())}`);
    let fetches = 0;
    const deps = {
      ...createDeps(vars),
      clock: { now: () => now, after: () => () => {} },
      fetch: (async (input, init) => {
        fetches += 1;
        return await answerFrom(links)(input, init);
      }) as typeof fetch,
      log: () => {},
    };
    await tick(deps, registry);
    costs.push({ ...deps.meter, fetches });
  }
  return costs;
}

const rowsWritten = (costs: readonly TickCost[]): number =>
  costs.reduce((sum, cost) => sum + cost.rowsWritten, 0);
const mostOf = (costs: readonly TickCost[], what: keyof TickCost): number =>
  Math.max(...costs.map((cost) => cost[what]));

const free = { ...world, PLAN: "free" } as unknown as Env;

describe("a crawl", () => {
  it.each([
    { what: "500 pages", links: tree(500), count: 500, most: 1.1 },
    { what: "5,000 pages", links: tree(5_000), count: 5_000, most: 1.02 },
    { what: "a chain of 300 pages", links: chain(300), count: 300, most: 1.1 },
  ])(
    "of $what writes $most rows a page at most, all else included",
    async ({ links, count, most }) => {
      await addSites(await createWorld({ now: noon }), ["site.example"]);
      const costs = await crawlToEnd(world, links, noon, 1);
      expect((await readCrawls())[0]).toMatchObject({
        state: "completed",
        progress: { fetched: count },
      });
      expect(rowsWritten(costs) / count).toBeLessThanOrEqual(most);
    },
  );

  it("of 5,000 pages that are as they were writes rows for less than 1 % of them", async () => {
    await addSites(await createWorld({ now: noon }), ["site.example"]);
    await crawlToEnd(world, tree(5_000), noon, 1);
    const costs = await crawlToEnd(world, tree(5_000), noon + 24 * 3_600_000, 2);
    expect((await readCrawls())[1]).toMatchObject({
      state: "completed",
      progress: { fetched: 5_000, notModified: 5_000 },
    });
    expect(rowsWritten(costs)).toBeLessThan(50);
  });

  it("of very many hosts keeps to the paid plan's statements in every tick", async () => {
    const hosts = otherHosts(1_200);
    await addSites(await createWorld({ now: noon }), ["site.example"], { scope: "any" });
    const costs = await crawlToEnd(world, (page) => (page === 0 ? hosts : []), noon, 1);
    expect((await readCrawls())[0]).toMatchObject({
      state: "completed",
      progress: { fetched: 1_201 },
    });
    expect(mostOf(costs, "statements")).toBeLessThanOrEqual(budgets.paid.statements);
  });

  it("records pages with very many links a few hundred at a time", async () => {
    const everywhere = Array.from({ length: 600 }, (_, i) => i);
    await addSites(await createWorld({ now: noon }), ["site.example"]);
    await crawlToEnd(world, () => everywhere, noon, 1);
    // 600 pages with as many links: two waves of 250 pages have more than 200,000 of
    // them.
    expect((await readCrawls())[0]).toMatchObject({
      state: "completed",
      progress: { fetched: 600, slices: 2 },
    });
  });

  it.each<{ what: string; links: Links; scope?: "any"; sites?: number; pages?: number }>([
    { what: "a site", links: tree(60) },
    { what: "a chain", links: chain(40) },
    {
      what: "a site that leads to many others",
      links: (page) => (page === 0 ? otherHosts(20) : []),
      scope: "any",
    },
    {
      what: "a site beside 40 pages that are due every minute",
      links: tree(90),
      pages: 40,
    },
    { what: "four sites at once", links: tree(25), sites: 4 },
  ])(
    "of $what keeps to the free plan's budget in every tick",
    async ({ links, scope = "origin", sites = 1, pages = 0 }) => {
      await seedTargets(world.DB, {
        count: pages,
        site: "http://page.example",
        dueAt: 0,
        anchorAt: noon,
      });
      const hosts = Array.from({ length: sites }, (_, i) => `site-${i}.example`);
      await addSites(await createWorld({ now: noon }), hosts, { scope });
      const costs = await crawlToEnd(free, links, noon, sites);
      expect((await readCrawls()).map(({ state }) => state)).toEqual(
        hosts.map(() => "completed"),
      );
      expect(mostOf(costs, "fetches")).toBeLessThanOrEqual(
        pages + budgets.free.siteFetches,
      );
      expect(mostOf(costs, "statements")).toBeLessThanOrEqual(budgets.free.statements);
    },
  );
});
