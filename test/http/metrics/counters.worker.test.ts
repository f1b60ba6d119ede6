// Tests counters that never go back: the sums in the database, and the API's requests.
import { type SQL, sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDeps, type Deps } from "#deps";
import { addCounts, type Counts } from "#domain/counts.ts";
import { createApp } from "#http/app.ts";
import {
  addCounters,
  requestCounters,
  sumOfCounts,
  toPairs,
  withAdded,
} from "#store/counters.ts";
import { createMeter, type Db, openDb } from "#store/db.ts";
import { bindingsWith } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import { seedMany, siteOf, textOf } from "#test/fixtures/sites/stored-pages.ts";
import { createWorld } from "#test/fixtures/world.ts";

const vars = bindingsWith({ API_TOKEN: "secret", PLAN: "free" });
const open = () => {
  const meter = createMeter();
  return { db: openDb(vars.DB, meter), meter };
};

/** Eight of the largest are still exact in JavaScript. */
const anyCounts = fc.dictionary(
  fc
    .string({ unit: "grapheme-ascii", maxLength: 12 })
    .filter((name) => name !== "__proto__"),
  fc.maxSafeNat().map((count) => Math.floor(count / 8)),
  { maxKeys: 40, size: "max" },
);

const sum = (a: Counts, b: Counts): Counts => {
  const both = { ...a };
  addCounts(both, b);
  return both;
};

describe("the sum of counts by name", () => {
  const { db } = open();

  it("is exact for whole numbers, whatever the names", async () => {
    await fc.assert(
      fc.asyncProperty(anyCounts, anyCounts, async (a, b) => {
        const [first, second] = [sql`${JSON.stringify(a)}`, sql`${JSON.stringify(b)}`];
        const [row] = await db.all<{ whole: string }>(
          sql`SELECT ${sumOfCounts(first, second)} AS whole`,
        );
        expect(JSON.parse(row?.whole ?? "")).toEqual(sum(a, b));
        expect(row?.whole).not.toMatch(/":\d+\.\d/);
      }),
    );
  });

  it("is the same without json_each, whose rows are billed", async () => {
    await fc.assert(
      fc.asyncProperty(anyCounts, anyCounts, async (a, b) => {
        const { db, meter } = open();
        const columns = sql`(SELECT ${JSON.stringify(a)} AS object, ${toPairs(b)} AS pairs)`;
        const whole = withAdded(sql`object`, sql`pairs`, Object.keys(b).length);
        const [row] = await db.all<{ whole: string }>(
          sql`SELECT ${whole} AS whole FROM ${columns}`,
        );
        expect(JSON.parse(row?.whole ?? "")).toEqual(sum(a, b));
        expect(row?.whole).not.toMatch(/":\d+\.\d/);
        expect(meter.rowsRead).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("counters", () => {
  it("are none before anything was added", async () => {
    expect(await readCounters(open().db, "requests")).toEqual({});
  });

  it("are the sum of all that was added, at once or in turn, each for one row written", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyCounts, { maxLength: 8 }), async (additions) => {
        await emptyDatabase();
        const { db, meter } = open();
        await Promise.all(additions.map((counts) => addCounters(db, "some", counts)));
        await addCounters(db, "others", { a: 1 });
        expect(meter).toMatchObject({
          statements: additions.length + 1,
          rowsWritten: additions.length + 1,
        });
        expect(await readCounters(db, "some")).toEqual(additions.reduce(sum, {}));
        expect(await readCounters(db, "others")).toEqual({ a: 1 });
      }),
      { numRuns: scenarios(25) },
    );
  });

  it("cost rows read for what is added, not for what there is", async () => {
    const { db, meter } = open();
    const many = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, i) => [`name ${i}`, i]),
    );
    await addCounters(db, "some", many);
    const before = meter.rowsRead;
    await addCounters(db, "some", { "name 7": 1, "name 8": 1 });
    expect(meter.rowsRead - before).toBeLessThanOrEqual(4);
    expect(await readCounters(db, "some")).toEqual({ ...many, "name 7": 8, "name 8": 9 });
  });
});

const minute = 60_000;
async function readCounters(db: Db, name: string): Promise<Counts> {
  const [row] = await db.all<{ counts: string }>(
    sql`SELECT counts FROM counters WHERE name = ${name}`,
  );
  return row === undefined ? {} : JSON.parse(row.counts);
}

const stored = async (): Promise<Counts> =>
  await readCounters(open().db, requestCounters);

/** Those that count requests, by endpoint and status. */
const byStatus = (counts: Counts): Counts =>
  Object.fromEntries(
    Object.entries(counts).filter(([name]) => /^\S+ \S+ \d{3}$/.test(name)),
  );

const total = (counts: Counts): number =>
  Object.values(counts).reduce((all, count) => all + count, 0);

describe("the API's requests", () => {
  it("are counted by method, pattern of the path and status", async () => {
    const world = await createWorld();
    const document = { url: "https://site.example.com/" };
    const locked = { authorization: "" };
    await world.call("POST", "/api/targets", document);
    await world.call("POST", "/api/targets", { url: "nowhere" });
    await world.call("GET", "/api/targets/1");
    await world.call("GET", "/api/targets/999");
    await world.call("GET", "/api/targets/-one");
    await world.call("GET", "/api/targets/1/runs?limit=3");
    await world.call("GET", "/api/targets/1/runs", undefined, locked);
    await world.call("PUT", "/api/targets/by-key/home", document);
    await world.call("GET", "/api/jobs/crawl/stats.csv");
    await world.call("GET", "/demo/site/0");
    await world.call("HEAD", "/health");
    await world.call("GET", "/wp-login.php?user=1");
    await world.call("DELETE", "/health");
    await world.call("PROPFIND", "/api/nothing", undefined, locked);
    await world.advanceTo(world.now() + minute);
    await world.call("GET", "/api/nothing");
    expect(byStatus(await stored())).toEqual({
      "POST /api/targets 201": 1,
      "POST /api/targets 422": 1,
      "GET /api/targets/{id} 200": 1,
      "GET /api/targets/{id} 404": 1,
      "GET /api/targets/{id} 422": 1,
      "GET /api/targets/{id}/runs 200": 1,
      "GET /api/targets/{id}/runs 401": 1,
      "PUT /api/targets/by-key/{key} 201": 1,
      "GET /api/jobs/{name}/stats.csv 200": 1,
      "GET /demo/site/{page} 301": 1,
      "HEAD /health 503": 1,
      "GET other 404": 2,
      "DELETE other 405": 1,
      "OTHER other 401": 1,
    });
  });

  it("are counted by how long they took", async () => {
    const world = await createWorld({ site: () => ({ afterMs: 70 }) });
    await world.call("POST", "/api/targets/test", { url: "https://site.example.com/" });
    await world.call("GET", "/api/nothing");
    await world.advanceTo(world.now() + minute);
    await world.call("GET", "/api/nothing");
    expect(await stored()).toMatchObject({
      "POST /api/targets/test 200": 1,
      "POST /api/targets/test ms": 70,
      "POST /api/targets/test le.4": 1,
      "GET other ms": 0,
      "GET other le.0": 2,
      "ms.0": 2,
      "ms.70": 1,
    });
  });

  it("are counted with what they cost, what is read while the answer goes out included", async () => {
    await siteOf();
    await seedMany(4_500);
    let now = Date.now();
    const { get, meter } = openIsolate(() => now);
    await textOf(await get("/api/targets/1/pages.ndjson"));
    expect(meter.rowsRead).toBeGreaterThan(4_500);
    const cost = { ...meter };
    now += minute;
    await get("/api/nothing");
    const { statements, rowsRead, rowsWritten } = await stored();
    expect({ statements, rowsRead, rowsWritten }).toEqual(cost);
    // The writing itself counts with the next.
    const withWriting = { ...meter };
    now += minute;
    await get("/api/nothing");
    expect(await stored()).toMatchObject(withWriting);
  });

  it("are written no sooner than a minute after the first, and then once a minute", async () => {
    const world = await createWorld();
    const seen: number[] = [];
    for (let second = 0; second <= 150; second += 10) {
      await world.call("GET", "/api/nothing");
      seen.push(byStatus(await stored())["GET other 404"] ?? 0);
      await world.advanceTo(world.now() + 10_000);
    }
    // At 60 s the first seven, at 120 s thirteen.
    expect(seen).toEqual([
      ...Array(6).fill(0),
      ...Array(6).fill(7),
      ...Array(4).fill(13),
    ]);
  });

  it("are counted without a token, and then not written", async () => {
    const world = await createWorld();
    const locked = { authorization: "" };
    const paths = [
      "/health",
      "/docs",
      "/demo",
      "/badges/home/status.svg",
      "/api/x",
      "/x",
    ];
    for (let round = 0; round < 3; round++) {
      for (const path of paths) await world.call("GET", path, undefined, locked);
      await world.advanceTo(world.now() + minute);
      expect(await stored()).toEqual({});
    }
    await world.call("GET", "/api/nothing");
    expect(total(byStatus(await stored()))).toBe(3 * paths.length + 1);
  });

  it("are written before they are scraped, by whoever may", async () => {
    const world = await createWorld();
    await world.call("GET", "/api/nothing");
    await world.call("GET", "/metrics", undefined, { authorization: "" });
    expect(await stored()).toEqual({});
    await world.call("GET", "/metrics");
    expect(byStatus(await stored())).toMatchObject({ "GET other 404": 1 });
    await world.call("GET", "/api/nothing");
    await world.call("GET", "/admin/metrics.json");
    expect(byStatus(await stored())).toMatchObject({ "GET other 404": 2 });
  });

  it("add up over isolates and never go back", async () => {
    const start = Date.parse("2026-03-02T00:00:00Z");
    const anyUse = fc.array(
      fc.record({ isolate: fc.nat(2), requests: fc.nat(4), restarts: fc.boolean() }),
      {
        maxLength: 10,
      },
    );
    await fc.assert(
      fc.asyncProperty(anyUse, async (uses) => {
        await emptyDatabase();
        let now = start;
        const isolates = [0, 1, 2].map(() => openIsolate(() => now));
        let known: Counts = {};
        for (const { isolate, requests, restarts } of uses) {
          const { get } = isolates[isolate] as ReturnType<typeof openIsolate>;
          await Promise.all(Array.from({ length: requests }, () => get("/api/nothing")));
          now += minute;
          // This one is a minute after the isolate's last writing, if it had any:
          // everything is written.
          await get("/api/targets/one");
          if (restarts) isolates[isolate] = openIsolate(() => now);
          const counts = await stored();
          for (const [name, count] of Object.entries(known))
            expect(counts[name]).toBeGreaterThanOrEqual(count);
          known = counts;
        }
        for (const { get } of isolates) {
          now += minute;
          await get("/api/nothing");
        }
        now += minute;
        for (const { get } of isolates) await get("/api/nothing");
        const { "GET other 404": pages = 0 } = await stored();
        expect(pages).toBe(uses.reduce((all, { requests }) => all + requests, 0) + 6);
      }),
      { numRuns: scenarios(15) },
    );
  });

  it("are neither lost nor doubled when many come while others are written", async () => {
    let now = Date.now();
    const { get } = openIsolate(() => now);
    await get("/api/nothing");
    for (let round = 1; round <= 3; round++) {
      now += minute;
      await Promise.all(
        Array.from({ length: 20 }, (_, i) => get(i % 2 ? "/api/nothing" : "/metrics")),
      );
    }
    now += minute;
    await get("/api/nothing");
    const counts = await stored();
    expect(counts["GET other 404"]).toBe(1 + 3 * 10 + 1);
    expect(total(byStatus(counts))).toBe(1 + 3 * 20 + 1);
    const buckets = Object.entries(counts).filter(([name]) => /^ms\.\d+$/.test(name));
    expect(total(Object.fromEntries(buckets))).toBe(1 + 3 * 20 + 1);
  });
});

describe("a count that cannot be written", () => {
  it("harms no answer, is logged, and is written the next time", async () => {
    let now = Date.now();
    let away = true;
    const fail = async () => {
      if (away) throw new Error("D1 is away");
    };
    const { get, logs } = openIsolate(
      () => now,
      (db) => delayed(db, fail),
    );
    await get("/api/nothing");
    now += minute;
    expect((await get("/api/nothing")).status).toBe(404);
    expect(logs).toEqual([{ event: "requests-not-counted", problem: "D1 is away" }]);
    away = false;
    expect((await get("/api/nothing")).status).toBe(404);
    expect(await stored()).toEqual({});
    now += minute;
    await get("/api/nothing");
    expect(await stored()).toMatchObject({ "GET other 404": 4, "ms.0": 4 });
  });

  it("is written after the answer where the runtime allows that", async () => {
    let now = Date.now();
    const waiting: Promise<unknown>[] = [];
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { get } = openIsolate(
      () => now,
      (db) => delayed(db, () => held),
    );
    const execution = {
      waitUntil: (work: Promise<unknown>) => waiting.push(work),
      passThroughOnException: () => {},
      props: {},
    } as unknown as ExecutionContext;
    await get("/api/nothing", execution);
    now += minute;
    expect((await get("/api/nothing", execution)).status).toBe(404);
    expect(waiting).toHaveLength(1);
    expect(await stored()).toEqual({});
    letGo();
    await Promise.all(waiting);
    expect(await stored()).toMatchObject({ "GET other 404": 2 });
  });
});

/**
 * The Worker in an isolate of its own, at a time that the test tells, with what is over
 * its database.
 */
function openIsolate(now: () => number, over: (db: Db) => Db = (db) => db) {
  const { db, meter } = open();
  const logs: object[] = [];
  const known = createDeps(vars);
  const deps: Deps = {
    ...known,
    db: { ...db, metered: (another) => over(db.metered(another)) },
    meter,
    clock: { ...known.clock, now },
    log: (event) => event.event === "request" || logs.push(event),
  };
  const app = createApp({ depsOf: () => deps, jobs: [] });
  const get = async (path: string, execution?: ExecutionContext) =>
    await app.request(
      path,
      { headers: { authorization: "Bearer secret" } },
      vars,
      execution,
    );
  return { get, logs, meter };
}

/** Whatever is asked of the database waits for `before`. */
const delayed = (db: Db, before: () => Promise<void>): Db => ({
  ...db,
  all: async <Row>(query: SQL) => {
    await before();
    return await db.all<Row>(query);
  },
});
