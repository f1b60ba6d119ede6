// The promise of a crawl: whatever happens to the invocations that make it, it finds what
// a plain walk finds, once.
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Failure } from "#domain/runs/failure.ts";
import { noProgress } from "#domain/sites/crawl.ts";
import { usualRequest } from "#domain/targets/target.ts";
import { endCrawl } from "#jobs/sites/crawl-end.ts";
import { isWorthAnother } from "#jobs/sites/give-up.ts";
import type { PageResult } from "#net/fetching/fetch-page.ts";
import { findCrawl } from "#store/sites/crawls.ts";
import { stopCrawl } from "#store/sites/slices.ts";
import { findTarget } from "#store/targets/targets.ts";
import { auditTarget } from "#test/fixtures/audit.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { aTarget } from "#test/fixtures/runs.ts";
import {
  auditCrawls,
  type CrawlRow,
  readCrawls,
  readPageRows,
  readSiteUrls,
} from "#test/fixtures/sites/crawl-audit.ts";
import { anEntry } from "#test/fixtures/sites/crawl-parts.ts";
import {
  anyChangingSite,
  anySite,
  type Known,
  type SitePlan,
  serveSite,
  urlOf,
  type Walk,
  walk,
} from "#test/fixtures/sites/random-sites.ts";
import { createWorld, type Site, type World } from "#test/fixtures/world.ts";

const start = Date.parse("2026-03-02T10:00:00Z");
const second = 1_000;
const minute = 60 * second;

/**
 * A random site, and how it is crawled: from its first page, or from two pages by two
 * targets of one lane.
 */
type Plan = {
  site: SitePlan;
  starts: number[];
  delay: "0s" | "250ms" | "2s";
  plan: "free" | "paid";
};

const anyManner: fc.Arbitrary<Omit<Plan, "site">> = fc.record({
  starts: fc.constantFrom([0], [0], [0, 1]),
  delay: fc.constantFrom("0s", "250ms", "2s"),
  plan: fc.constantFrom("paid", "paid", "free"),
});

type Event =
  | { kind: "tick" }
  | { kind: "twoTicks"; apartMs: number }
  | { kind: "dyingTick"; at: number; after: boolean }
  | { kind: "stallingTick"; at: number; stallMs: number }
  | { kind: "outage"; minutes: number };

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.constant<Event>({ kind: "tick" }),
  fc
    .integer({ min: 0, max: 20_000 })
    .map((apartMs): Event => ({ kind: "twoTicks", apartMs })),
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("dyingTick" as const),
      at: fc.integer({ min: 1, max: 200 }),
      after: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("stallingTick" as const),
      at: fc.integer({ min: 1, max: 120 }),
      stallMs: fc.integer({ min: 10_000, max: 400_000 }),
    }),
  },
  fc.integer({ min: 1, max: 12 }).map((minutes): Event => ({ kind: "outage", minutes })),
);

/** A request as a host saw it: when it came, and when it was answered or given up. */
type Asked = { url: string; by: string; from: number; to: number };

async function settledWorld({ site, starts, delay, plan }: Plan) {
  const asked: Asked[] = [];
  let answer = serveSite(site);
  const serve: Site = (url, request) => {
    const given = answer(url, request);
    const tookMs =
      given instanceof Error ? 0 : Math.min(site.timeoutMs, given.afterMs ?? 10);
    const by = request.headers.get("user-agent") ?? "";
    asked.push({ url: url.href, by, from: world.now(), to: world.now() + tookMs });
    return given;
  };
  const world: World = await createWorld({
    now: start,
    site: serve,
    vars: { PLAN: plan },
  });
  for (const first of starts) {
    const document = {
      url: urlOf(site, first),
      kind: "site",
      schedule: { every: "6h", startAt: new Date(start).toISOString() },
      request: {
        timeout: `${site.timeoutMs}ms`,
        retries: 3,
        headers: { "user-agent": `crawl-${first}` },
      },
      crawl: { scope: "site", maxDepth: 10_000, delay },
    };
    expect((await world.call("POST", "/api/targets", document)).status).toBe(201);
  }
  const become = (later: SitePlan) => {
    answer = serveSite(later);
  };
  return { world, asked, become };
}

async function happen(world: World, event: Event): Promise<void> {
  const nextMinute = world.now() - (world.now() % minute) + minute;
  if (event.kind === "outage")
    return await world.advanceTo(nextMinute + (event.minutes - 1) * minute);
  world.startTick("at" in event ? event : undefined);
  if (event.kind === "twoTicks") {
    await world.advanceTo(Math.min(nextMinute - 1, world.now() + event.apartMs));
    world.startTick();
  }
  await world.advanceTo(nextMinute);
}

/** Ticks until so many crawls have ended, and gives them all. */
async function untilEnded(world: World, count: number): Promise<CrawlRow[]> {
  for (let passed = 0; passed < 400; passed++) {
    const crawls = await readCrawls();
    if (crawls.filter(({ endedAt }) => endedAt !== null).length >= count) return crawls;
    await happen(world, { kind: "tick" });
  }
  throw new Error(
    `not ended: ${JSON.stringify({ crawls: await readCrawls(), logs: world.logs.slice(-9) })}`,
  );
}

const walkOf = ({ site, starts }: Plan, { targetId }: CrawlRow): Walk =>
  walk(site, urlOf(site, starts[targetId - 1] ?? 0));

/**
 * Holds what a crawl has recorded against a walk along the site's links, and another one
 * before.
 */
async function compareWithWalk(crawl: CrawlRow, now: Walk, before?: Walk): Promise<void> {
  expect(crawl).toMatchObject({ state: "completed", reason: null });
  const walks = before ? [before, now] : [now];
  const known = walks.flatMap(({ pages, forbidden }) => [...pages.keys(), ...forbidden]);
  const urls = await readSiteUrls(crawl.targetId);
  expect(urls.toSorted()).toEqual([...new Set(known)].toSorted());
  const rows = await readPageRows(crawl.targetId);
  const found = rows.map(({ url, status, goneAt, links }) => [
    url,
    { status, isGone: goneAt !== null, links: links.map((id) => urls[id]) },
  ]);
  const changes = { new: 0, changed: 0, unchanged: 0, gone: 0 };
  const expected = new Map<string, unknown>();
  for (const [url, { status, links }] of before?.pages ?? []) {
    if (now.pages.has(url)) continue;
    changes.gone += 1;
    expected.set(url, { status, isGone: true, links });
  }
  for (const [url, page] of now.pages) {
    const change = changeOf(before?.pages.get(url), page);
    changes[change] += 1;
    expected.set(url, {
      status: page.status,
      isGone: change === "gone",
      links: page.links,
    });
  }
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  expect(found).toHaveLength(expected.size);
  const { fetched, dropped, failed, refused, ...rest } = crawl.progress;
  expect({ fetched, dropped, failed, refused }).toEqual({
    fetched: now.pages.size,
    dropped: now.forbidden.size,
    failed: [...now.pages.values()].filter(({ status }) => (status ?? 500) >= 400).length,
    refused: now.forbidden.size === 0 ? {} : { robots: now.forbidden.size },
  });
  expect(rest).toMatchObject(changes);
}

function changeOf(
  before: Known | undefined,
  { status, content }: Known,
): "new" | "changed" | "unchanged" | "gone" {
  if (before === undefined) return "new";
  if (status === 404 && before.status !== 404 && before.content !== null) return "gone";
  return before.status === status && before.content === content ? "unchanged" : "changed";
}

/**
 * Nobody asks for a page that is being asked for, and only one crawl of a lane is at
 * work.
 */
function checkTurns(asked: readonly Asked[]): void {
  const pages = asked.filter(({ url }) => !url.endsWith("/robots.txt"));
  for (const [i, one] of pages.entries()) {
    for (const other of pages.slice(i + 1).filter(({ from }) => from < one.to)) {
      expect(other.url, "a page asked for twice at once").not.toBe(one.url);
      expect(other.by, "two crawls of one lane at once").toBe(one.by);
    }
  }
}

/**
 * From the start of one request to a host to the start of the next lies what the target
 * asks for.
 */
function checkGaps(asked: readonly Asked[], delayMs: number): void {
  const pages = asked.filter(({ url }) => !url.endsWith("/robots.txt"));
  for (const [host, requests] of Map.groupBy(pages, ({ url }) => new URL(url).host)) {
    const starts = requests.map(({ from }) => from).sort((a, b) => a - b);
    const gaps = starts.slice(1).map((from, i) => from - (starts[i] ?? 0));
    expect(Math.min(delayMs, ...gaps), `the gap at ${host}`).toBe(delayMs);
  }
}

const delayMs = { "0s": 0, "250ms": 250, "2s": 2_000 };

const anyEvents = fc.array(anyEvent, { maxLength: 6, size: "max" });

describe("a crawl", () => {
  it("finds what a plain walk finds, whatever happens to its invocations, and the next one finds it again", async () => {
    await fc.assert(
      fc
        .asyncProperty(anySite, anyManner, anyEvents, async (site, manner, events) => {
          const plan = { site, ...manner };
          const { world, asked } = await settledWorld(plan);
          const first = await crawlAmid(world, plan, events);
          for (const crawl of first) await compareWithWalk(crawl, walkOf(plan, crawl));
          if (!events.some(({ kind }) => kind === "stallingTick")) {
            checkTurns(asked);
            if (plan.starts.length === 1) checkGaps(asked, delayMs[plan.delay]);
          }
          const pages = await Promise.all(
            first.map(({ targetId }) => readPageRows(targetId)),
          );
          await world.advanceTo(Math.max(world.now(), start + 6 * 60 * minute));
          const second = await crawlAmid(world, plan, []);
          expect(
            await Promise.all(first.map(({ targetId }) => readPageRows(targetId))),
          ).toEqual(pages);
          for (const crawl of second)
            await compareWithWalk(crawl, walkOf(plan, crawl), walkOf(plan, crawl));
          await auditSlots(world, plan);
        })
        .beforeEach(emptyDatabase),
      { numRuns: 15, endOnFailure: true },
    );
  });

  it("finds what has changed since the one before: what is new, other, and gone", async () => {
    await fc.assert(
      fc
        .asyncProperty(
          anyChangingSite,
          anyManner,
          anyEvents,
          async ({ site, later }, manner, events) => {
            const plan = { site, ...manner };
            const { world, become } = await settledWorld(plan);
            await crawlAmid(world, plan, []);
            become(later);
            await world.advanceTo(Math.max(world.now(), start + 6 * 60 * minute));
            for (const crawl of await crawlAmid(world, plan, events)) {
              const before = walkOf(plan, crawl);
              const now = walk(
                later,
                urlOf(site, manner.starts[crawl.targetId - 1] ?? 0),
                before,
              );
              await compareWithWalk(crawl, now, before);
            }
            await auditSlots(world, plan);
          },
        )
        .beforeEach(emptyDatabase),
      { numRuns: 8, endOnFailure: true },
    );
  });

  /** Has every target crawled once, while things happen, and gives these crawls. */
  async function crawlAmid(
    world: World,
    { starts }: Plan,
    events: readonly Event[],
  ): Promise<CrawlRow[]> {
    const ended = (await readCrawls()).length;
    for (const event of events) {
      await happen(world, event);
      await auditCrawls(world.now());
    }
    const crawls = await untilEnded(world, ended + starts.length);
    // Whoever stood still goes on in the end, and must not do any harm.
    await world.advanceTo(world.now() + 10 * minute);
    await auditCrawls(world.now());
    return crawls.slice(ended);
  }

  async function auditSlots(world: World, { starts }: Plan): Promise<void> {
    for (const [i] of starts.entries()) {
      const { slots, ran, late, skipped, missed } = await auditTarget(i + 1, world.now());
      expect(ran + late + skipped + missed).toBe(slots);
      expect(ran + late).toBe(2);
    }
  }
});

/** A target that is a site, crawled at once and every six hours. */
async function addSite(
  world: World,
  url: string,
  more: Record<string, unknown> = {},
): Promise<number> {
  const schedule = { every: "6h", startAt: new Date(start).toISOString() };
  const { status, body } = await world.call("POST", "/api/targets", {
    url,
    kind: "site",
    schedule,
    ...more,
  });
  expect(status).toBe(201);
  return body.id;
}

const html = (links: readonly string[], title = "Page") => ({
  headers: { "content-type": "text/html" },
  body: `<title>${title}</title>${links.map((href) => `<a href="${href}">there</a>`).join("")}`,
});

const askedFor = (world: World): string[] =>
  world.requests
    .map((url) => new URL(url).pathname)
    .filter((path) => path !== "/robots.txt");

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
    await addSite(world, "https://site.example.com/", { crawl: { delay: "1s" } });
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
});

describe("the lease of a crawl", () => {
  const wide = (count: number, afterMs: number, robots = ""): Site => {
    const paths = Array.from({ length: count }, (_, i) => `/${i}`);
    return ({ pathname }) => {
      if (pathname === "/robots.txt")
        return { body: robots, headers: { "content-type": "text/plain" } };
      return { ...html(pathname === "/" ? paths : [], pathname), afterMs };
    };
  };

  it.each([
    { what: "pages that take nearly a minute", afterMs: 59_000, robots: "" },
    {
      what: "pages that take long, seldom asked for",
      afterMs: 25_000,
      robots: "User-agent: *\nCrawl-delay: 30",
    },
    {
      what: "a robots.txt that asks for half a minute",
      afterMs: 10,
      robots: "User-agent: *\nCrawl-delay: 30",
    },
  ])(
    "outlasts every slice: with $what none is asked for twice",
    async ({ afterMs, robots }) => {
      const world = await createWorld({ now: start, site: wide(14, afterMs, robots) });
      await addSite(world, "https://site.example.com/", { request: { timeout: "60s" } });
      // Ticks at all times, so that one comes just after a lease would end that is too
      // short.
      for (let passed = 0; passed < 140; passed++) {
        world.startTick();
        await world.advanceTo(world.now() + 5 * second);
      }
      const [crawl] = await untilEnded(world, 1);
      expect(crawl).toMatchObject({ state: "completed", progress: { fetched: 15 } });
      expect(askedFor(world).toSorted()).toEqual(
        [...new Set(askedFor(world))].toSorted(),
      );
    },
  );

  it("is missed by one who stands still until it is gone: nothing more is asked for, nothing recorded", async () => {
    const crawled = async () => {
      await emptyDatabase();
      const world = await createWorld({ now: start, site: wide(40, 10) });
      await addSite(world, "https://site.example.com/", { crawl: { delay: "5s" } });
      return world;
    };
    const quiet = await crawled();
    const { awaits } = quiet.startTick();
    await quiet.advanceTo(start + 11 * second);
    const recording = awaits();
    // It stands still about when it records its first slice, and goes on while others are
    // in the midst of the crawl.
    for (let at = recording - 6; at <= recording + 3; at++) {
      const world = await crawled();
      world.startTick({ at, stallMs: 150 * second });
      for (let passed = 0; passed < 8; passed++) {
        await world.advanceTo(world.now() + minute);
        await auditCrawls(world.now());
        world.startTick();
      }
      const [crawl] = await untilEnded(world, 1);
      expect(crawl).toMatchObject({
        state: "completed",
        progress: { fetched: 41, new: 41, unchanged: 0 },
      });
      // The slice that was lost had three pages at most.
      expect(askedFor(world).length).toBeLessThanOrEqual(41 + 3);
      expect(new Set(askedFor(world)).size).toBe(41);
    }
  });

  it("is one at a time for all sites of a domain, and for everybody with one that may go anywhere", async () => {
    const world = await createWorld({ now: start, site: wide(5, 1_000) });
    const starts = [
      "https://a.example.com/",
      "https://b.example.com/",
      "https://example.org/",
      "https://example.net/",
    ];
    for (const url of starts) {
      await addSite(world, url, {
        crawl: { delay: "1s", scope: url.endsWith("net/") ? "any" : "host" },
      });
    }
    for (let passed = 0; passed < 30; passed++) {
      world.startTick();
      await world.advanceTo(world.now() + 7 * second);
      await auditCrawls(world.now());
      const leased = (await readCrawls()).filter(
        ({ leaseUntil }) => leaseUntil > world.now(),
      );
      if (leased.some(({ lane }) => lane === "*")) expect(leased).toHaveLength(1);
    }
    const crawls = await untilEnded(world, 4);
    expect(crawls.map(({ state, progress }) => [state, progress.fetched])).toEqual(
      starts.map(() => ["completed", 6]),
    );
  });
});

describe("a slice", () => {
  /** Asked for anew every five minutes. */
  const robots = {
    body: "User-agent: *\nCrawl-delay: 25",
    headers: { "content-type": "text/plain", "cache-control": "max-age=300" },
  };

  it("lasts long enough for a request, also when robots.txt has to be asked for anew and wants long gaps", async () => {
    const paths = Array.from({ length: 30 }, (_, i) => `/${i}`);
    const site: Site = ({ pathname }) =>
      pathname === "/robots.txt" ? robots : html(pathname === "/" ? paths : [], pathname);
    const world = await createWorld({ now: start, site });
    for (const name of ["one", "two"])
      await addSite(world, "https://site.example.com/", { name });
    const crawls = await untilEnded(world, 2);
    expect(crawls.map(({ state, progress }) => [state, progress.fetched])).toEqual([
      ["completed", 31],
      ["completed", 31],
    ]);
    expect(
      world.requests.filter((url) => url.endsWith("/robots.txt")).length,
    ).toBeGreaterThan(3);
    expect(world.logs.filter(({ outcome }) => outcome === "waiting")).toEqual([]);
  });

  it("after a stall lasts long enough to ask first whether the host is there: dead pages do not end a crawl", async () => {
    const dead = Array.from({ length: 5 }, (_, i) => `/dead/${i}`);
    const site: Site = ({ pathname }) => {
      if (pathname === "/robots.txt") return robots;
      return pathname === "/" ? html(dead) : { afterMs: minute };
    };
    const world = await createWorld({ now: start, site });
    await addSite(world, "https://site.example.com/", {
      request: { timeout: "10s", retries: 3 },
    });
    const [crawl] = await untilEnded(world, 1);
    expect(crawl).toMatchObject({
      state: "completed",
      progress: { fetched: 6, failed: 5 },
    });
  });
});

describe("a slot", () => {
  const slow: Site = ({ pathname }) =>
    pathname === "/robots.txt"
      ? { status: 404 }
      : { ...html(pathname === "/" ? ["/a"] : []), afterMs: 20 * second };

  /**
   * A round that stands still at an await; meanwhile somebody asks for a crawl, and
   * another tick begins it.
   */
  async function crawlMeanwhile(at: number, stallMs: number) {
    await emptyDatabase();
    const world = await createWorld({ now: start, site: slow });
    const id = await addSite(world, "https://site.example.com/", {
      request: { timeout: "30s" },
    });
    world.startTick({ at, stallMs });
    await world.advanceTo(start + second);
    const { status } = await world.call("POST", `/api/targets/${id}/run`);
    expect(world.now()).toBe(start + second);
    world.startTick();
    await world.advanceTo(start + minute);
    for (let passed = 0; passed < 6; passed++) await happen(world, { kind: "tick" });
    await auditCrawls(world.now());
    return { id, world, wasOpened: status === 202, crawls: await readCrawls() };
  }

  it.each([
    { seconds: 5, shared: 1 },
    { seconds: 50, shared: 0 },
  ])(
    "that comes as somebody has the site crawled gets a run: by that crawl, or by one of its own: %j",
    async ({ seconds, shared }) => {
      let taken = 0;
      for (let at = 2; at <= 8; at++) {
        const { id, world, wasOpened, crawls } = await crawlMeanwhile(
          at,
          seconds * second,
        );
        const { slots, ran, late } = await auditTarget(id, world.now());
        expect([slots, ran + late]).toEqual([1, 1]);
        expect(crawls.every(({ state }) => state === "completed")).toBe(true);
        expect(crawls.filter(({ trigger }) => trigger === "schedule")).toHaveLength(1);
        if (wasOpened && crawls.length === 1) taken += 1;
      }
      expect(taken).toBe(shared);
    },
  );
});

describe("a crawl for which too few requests are left", () => {
  it("goes on with the next tick: that is no fault of its site", async () => {
    const { DB } = env as { DB: D1Database };
    await seedTargets(DB, {
      count: 44,
      site: "https://page.example.com",
      dueAt: 0,
      anchorAt: start,
    });
    const world = await createWorld({
      now: start,
      vars: { PLAN: "free" },
      site: () => html([]),
    });
    await addSite(world, "https://site.example.com/");
    // 44 pages leave one request of 45: it is robots.txt that is asked for.
    await happen(world, { kind: "tick" });
    expect(world.requests.filter((url) => url.includes("site.example.com"))).toHaveLength(
      1,
    );
    const progress = { slices: 1, fetched: 0, stalls: 0, trouble: null };
    expect(await readCrawls()).toMatchObject([
      { state: "running", leaseUntil: 0, queued: 1, progress },
    ]);
    const [crawl] = await untilEnded(world, 1);
    expect(crawl).toMatchObject({
      state: "completed",
      progress: { slices: 2, fetched: 1 },
    });
  });
});

describe("a page that was a redirect", () => {
  it("is one no longer when it answers by itself, be the bodies of both empty", async () => {
    let isMoved = true;
    const site: Site = ({ pathname }) => {
      if (pathname === "/") return html(["/a"]);
      if (pathname === "/a" && isMoved)
        return { status: 301, headers: { location: "/b" } };
      return { headers: { "content-type": "text/html" } };
    };
    const world = await createWorld({ now: start, site });
    const id = await addSite(world, "https://site.example.com/");
    await untilEnded(world, 1);
    isMoved = false;
    await world.advanceTo(start + 6 * 60 * minute);
    const crawls = await untilEnded(world, 2);
    expect(crawls.at(-1)).toMatchObject({
      progress: { fetched: 2, changed: 1, unchanged: 1, gone: 1 },
    });
    const [, page] = await readPageRows(id);
    expect(page).toMatchObject({
      url: "https://site.example.com/a",
      status: 200,
      location: null,
      links: [],
    });
  });
});

describe("a page that fails the first time", () => {
  it("is worth another attempt, also when its crawl has waited for others that did not answer", () => {
    const failure: Failure = { class: "connect", host: "site.test", detail: "refused" };
    const stuck = { progress: { ...noProgress, stalls: 2, trouble: failure } };
    const target = aTarget({ request: { ...usualRequest, retries: 1 } });
    const page = { status: null, failure } as PageResult;
    const isTriedAgain = (attempts: number) =>
      isWorthAnother({ target, crawl: stuck }, anEntry({ attempts }), page, false);
    expect([0, 1].map(isTriedAgain)).toEqual([true, false]);
  });
});

describe("the end of a crawl", () => {
  it("takes any number of pages as gone", async () => {
    const world = await createWorld({ now: start, site: () => html([]) });
    await addSite(world, "https://site.example.com/");
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

describe("a page that our own code cannot take", () => {
  it("is one that failed: it does not hold up its crawl for ever", async () => {
    const world = await createWorld({ now: start, site: () => html([]) });
    const id = await addSite(world, "https://site.example.com/");
    // No document can say this: it stands for whatever makes reading throw.
    await (env as { DB: D1Database }).DB.prepare(
      `UPDATE targets SET crawl = '{"contentTypes":[5]}'`,
    ).run();
    const [crawl] = await untilEnded(world, 1);
    expect(crawl).toMatchObject({
      state: "completed",
      progress: { fetched: 1, failed: 1 },
    });
    expect(await readPageRows(id)).toMatchObject([
      { status: null, failure: expect.stringContaining("internal") },
    ]);
    expect(world.logs).toContainEqual(
      expect.objectContaining({ event: "page-broken", target: id }),
    );
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
    const id = await addSite(world, "https://site.example.com/", { crawl });
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
