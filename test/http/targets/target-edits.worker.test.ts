import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const url = "https://site.example.com/page";
const start = Date.parse("2026-03-02T00:00:00Z");

/** A database, and the writing statements that it was given. */
function watchWrites() {
  const writes: string[] = [];
  const prepare = (statement: string) => {
    // The count of requests is kept whatever they do.
    if (!/^\s*(SELECT|INSERT INTO counters)\b/.test(statement)) writes.push(statement);
    return DB.prepare(statement);
  };
  const db = {
    prepare,
    batch: (statements: D1PreparedStatement[]) => DB.batch(statements),
  };
  return { writes, db: db as unknown as D1Database };
}

/** A property makes more requests than a caller may make in a minute. */

const tables = ["targets", "shards", "jobs", "target_tags", "heartbeats"];

/** All that is stored of targets and of what sets them going. */
const readAll = async () =>
  Promise.all(
    tables.map(
      async (table) => (await DB.prepare(`SELECT * FROM ${table}`).all()).results,
    ),
  );

const isoFrom = (hours: number) => new Date(start + hours * 3_600_000).toISOString();

const schedules = fc.oneof(
  fc.constant({}),
  fc.record(
    {
      every: fc.constantFrom("5s", "90s", "1h30m", "PT5M"),
      startAt: fc.constantFrom(null, isoFrom(-1), isoFrom(1)),
      // Expires before the document is put again.
      expiresAt: fc.constantFrom(null, isoFrom(2), isoFrom(4_000)),
      overlap: fc.constantFrom("buffer-one", "keep-latest", "buffer-all", "skip"),
      catchUpWindow: fc.constantFrom("0s", "1h", "7d"),
      grace: fc.constantFrom("0s", "1m"),
    },
    { requiredKeys: [] },
  ),
  fc.record(
    {
      cron: fc.constantFrom("*/15 9-17 * * mon-fri", "30 0 3 * * *", " 0 3 * * * "),
      zone: fc.constantFrom("UTC", "Europe/Berlin"),
      window: fc.constantFrom(null, { from: "01:00" }, { weekdays: ["sun", "mon"] }),
    },
    { requiredKeys: ["cron"] },
  ),
);

const documents = fc.record(
  {
    url: fc.constantFrom(url, "HTTPS://Site.Example.com:443/a b#part", `${url}?q=ü`),
    name: fc.constantFrom("Home", "  Home ", "site.example.com/page"),
    tags: fc.array(fc.constantFrom("web", "prod", "web"), { maxLength: 4 }),
    enabled: fc.boolean(),
    schedule: schedules,
    request: fc.record(
      {
        headers: fc.constantFrom(
          { Authorization: "Bearer hidden", accept: "text/html" },
          { b: "1", A: "2" },
        ),
        timeout: fc.constantFrom("10s", "PT3S"),
        firstByteTimeout: fc.constant("2s"),
        maxBodyBytes: fc.constantFrom(1, 2_097_152),
        retries: fc.constantFrom(0, 1),
      },
      { requiredKeys: [] },
    ),
    expect: fc.constantFrom({}, { status: [200] }, { status: ["2xx", "301-304"] }),
    retention: fc.constantFrom({}, { runs: "7d", hours: null }, { failures: "P3650D" }),
    badges: fc.boolean(),
  },
  { requiredKeys: ["url"] },
);

const sites = fc.record(
  {
    url: fc.constant(url),
    kind: fc.constant("site"),
    crawl: fc.constantFrom(
      {},
      { exclude: ["/b"], query: ["page"], delay: "1s", contentTypes: ["Text/HTML"] },
    ),
  },
  { requiredKeys: ["url", "kind"] },
);

const heartbeats = fc.record(
  {
    kind: fc.constant("heartbeat"),
    name: fc.constantFrom("backup", " Nightly import "),
    tags: fc.constantFrom([], ["prod"]),
    enabled: fc.boolean(),
    schedule: fc.constantFrom({}, { every: "90s" }, { cron: "0 3 * * *", zone: "UTC" }),
    heartbeat: fc.record(
      {
        slug: fc.constantFrom(null, "backup"),
        grace: fc.constantFrom("1m", "PT1H"),
        startGrace: fc.constantFrom(null, "10m"),
        runMax: fc.constantFrom(null, "2h"),
        runMin: fc.constantFrom(null, "5s"),
        early: fc.constantFrom("0s", "1m"),
        unusual: fc.constantFrom(null, 1.5),
        keepAlive: fc.boolean(),
        uuid: fc.constant("6F1C2D7E-0D52-4D0F-9F0A-2B6A1A5A9C11"),
      },
      { requiredKeys: [] },
    ),
    alarm: fc.constantFrom({}, { failAfter: 2, recheck: null }),
  },
  { requiredKeys: ["kind", "name"] },
);

const put = (world: World, document: object, headers = {}) =>
  world.call("PUT", "/api/targets/by-key/home", document, headers);

describe("the same document again", () => {
  it("changes nothing, writes nothing and moves no slot, whatever it says and however it is sent", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(documents, sites, heartbeats), async (document) => {
        await DB.batch(
          [...tables, "crawls", "blocks"].map((table) =>
            DB.prepare(`DELETE FROM ${table}`),
          ),
        );
        const { db, writes } = watchWrites();
        const world = await createWorld({ now: start, vars: { DB: db } });
        const first = await put(world, document);
        expect(first.status).toBe(201);
        await world.runUntil(world.now() + 90_000);
        await world.advanceTo(start + 3 * 3_600_000);
        const before = await readAll();
        writes.length = 0;
        const {
          id,
          status,
          statusSince,
          nextDueAt,
          nextRunAt,
          lastRun,
          incident,
          content,
          setAside,
          state,
          pingUrl,
          reported,
          createdAt,
          updatedAt,
          ...rest
        } = first.body;
        const { revision, ...answered } = rest;
        const path = `/api/targets/${id}`;
        const answers = [
          await put(world, document),
          await world.call("PUT", path, { ...document, key: "home" }),
          await world.call("PUT", path, answered),
          await world.call("PATCH", path, document),
          await world.call("PATCH", path, {}),
          await world.call("POST", `${path}/${rest.enabled ? "resume" : "pause"}`),
        ];
        expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200));
        expect(answers.map(({ headers }) => headers.get("etag"))).toEqual(
          answers.map(() => first.headers.get("etag")),
        );
        expect(answers.map(({ body }) => [body.revision, body.updatedAt])).toEqual(
          answers.map(() => [revision, updatedAt]),
        );
        expect(writes).toEqual([]);
        expect(await readAll()).toEqual(before);
      }),
      { numRuns: scenarios(60) },
    );
  });

  it("is one whose weekdays are named in another order, or twice", async () => {
    const world = await createWorld();
    const withDays = (...weekdays: string[]) =>
      put(world, { url, schedule: { every: "1h", window: { weekdays } } });
    const first = await withDays("mon", "fri");
    expect(first.body.schedule.window.weekdays).toEqual(["mon", "fri"]);
    const second = await withDays("fri", "mon", "fri");
    expect(second.headers.get("etag")).toBe(first.headers.get("etag"));
  });

  it("runs no target at once: a synchronisation of all of them makes no request", async () => {
    const world = await createWorld();
    const synchronise = async () => {
      for (let n = 0; n < 5; n++)
        await world.call("PUT", `/api/targets/by-key/k${n}`, {
          url: `${url}/${n}`,
          schedule: { every: "1d" },
        });
    };
    await synchronise();
    await world.runUntil(world.now() + 60_000);
    expect(world.requests).toHaveLength(5);
    await synchronise();
    await world.runUntil(world.now() + 120_000);
    expect(world.requests).toHaveLength(5);
  });
});

type Stored = {
  anchor_at: number;
  request_revision: number;
  due_at: number;
  revision: number;
  state: string;
  labels: string;
};

const readSlots = () =>
  DB.prepare(
    "SELECT anchor_at, request_revision, due_at, s.revision, state, labels FROM targets, shards s",
  ).first<Stored>() as Promise<Stored>;

describe("an edit from any document to any other", () => {
  it("moves slots, voids validators and relabels as its fields say, and touches nothing else", async () => {
    const anyDocument = fc.oneof(documents, sites);
    await fc.assert(
      fc.asyncProperty(anyDocument, anyDocument, async (from, to) => {
        await DB.batch(
          [...tables, "crawls", "blocks"].map((table) =>
            DB.prepare(`DELETE FROM ${table}`),
          ),
        );
        const world = await createWorld({ now: start });
        const { body: a } = await put(world, from);
        await world.runUntil(world.now() + 30_000);
        const before = await readSlots();
        const { status, body: b } = await put(world, to);
        expect(status).toBe(200);
        const after = await readSlots();
        const differs = (...names: string[]) =>
          names.some((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
        const isResumed = b.enabled && !a.enabled;
        const restarts = differs("schedule", "kind", "url") || isResumed;
        const voids = differs("request", "url", "crawl");
        const now = world.now();
        expect(after).toEqual({
          ...before,
          ...(restarts && {
            anchor_at: now,
            due_at: Math.min(before.due_at, now),
            revision: before.revision + 1,
          }),
          request_revision: before.request_revision + (voids ? 1 : 0),
          labels: JSON.stringify(
            b.enabled ? { [b.id]: [b.name, b.url, b.kind, b.key, b.tags] } : {},
          ),
        });
      }),
      { numRuns: scenarios(90) },
    );
  });
});

describe("an edit", () => {
  const edited = async (changes: object) => {
    const world = await createWorld();
    const document = { url, tags: ["web"], schedule: { every: "1h" } };
    const { body } = await put(world, document);
    await world.runUntil(world.now() + 60_000);
    const slots = () =>
      DB.prepare(
        "SELECT anchor_at, due_at, state, s.revision FROM targets, shards s",
      ).all();
    const before = await slots();
    const { body: after } = await world.call("PATCH", "/api/targets/home", changes);
    expect(after.revision).toBe(body.revision + 1);
    return { before: before.results, after: (await slots()).results, world };
  };

  it.each([
    [{ name: "Other" }],
    [{ tags: ["web", "prod"] }],
    [{ key: "other" }],
    [{ badges: true }],
    [{ retention: { runs: "1d" } }],
    [{ expect: { status: [404] } }],
    [{ request: { timeout: "3s" } }],
    [{ enabled: false }],
  ])("of %j touches no slot", async (changes) => {
    const { before, after } = await edited(changes);
    expect(after).toEqual(before);
  });

  it.each([
    [{ schedule: { every: "2h" } }],
    [{ schedule: { grace: "2m" } }],
    [{ kind: "site" }],
    [{ url: `${url}/other` }],
  ])("of %j makes the target due at once", async (changes) => {
    const { after, world } = await edited(changes);
    expect(after).toMatchObject([{ anchor_at: world.now(), due_at: world.now() }]);
  });

  it("of a name or tags shows in the labels of the metrics", async () => {
    const { world } = await edited({ name: "Other", tags: ["prod"] });
    const { body } = await world.call("GET", "/metrics?tag=prod");
    expect(body).toContain('name="Other"');
  });
});
