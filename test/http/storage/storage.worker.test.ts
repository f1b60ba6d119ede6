// Tests how full the database is: what the API reports, what the log warns of, and what
// is deleted when room is scarce.
import { describe, expect, it } from "vitest";
import { createDeps, type Deps } from "#deps";
import { budgets } from "#domain/budget.ts";
import { createApp } from "#http/app.ts";
import { registry } from "#jobs/registry.ts";
import { prune } from "#jobs/storage/prune.ts";
import { runJobNow } from "#jobs/ticks/tick.ts";
import { readStorage } from "#store/storage/storage.ts";
import { bindingsWith, DB } from "#test/fixtures/bindings.ts";
import { aContent, hashOf, keep } from "#test/fixtures/changes/kept.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const today = 20_600;
/** A quarter past midnight. */
const now = today * dayMs + 0.25 * hourMs;
const megabyte = 1_000_000;

const openWorld = () => createWorld({ now, vars: { PLAN: "free" } });
const bytesNow = async () => (await DB.prepare("SELECT 1").run()).meta.size_after;

/**
 * Runs of the job, hours ago, and the sizes they found; one without a size has failed.
 */
const seedSizes = (
  runs: readonly (readonly [hoursAgo: number, bytes: number | null])[],
) =>
  DB.prepare(`
    INSERT INTO job_hours (job, hour, finished_at, runs)
    SELECT 'prune', value ->> 0, value ->> 1, value ->> 2 FROM json_each(?) WHERE true
    ON CONFLICT (job, hour) DO UPDATE SET runs = runs || excluded.runs`)
    .bind(
      JSON.stringify(
        runs.map(([hoursAgo, databaseBytes]) => {
          const startedAt = now - hoursAgo * hourMs;
          const counts = databaseBytes === null ? {} : { hours: 0, databaseBytes };
          const outcome = databaseBytes === null ? "failed" : "ok";
          const run = {
            dueAt: startedAt,
            startedAt,
            durationMs: 5,
            outcome,
            trigger: "schedule",
            counts,
          };
          return [
            Math.floor(startedAt / hourMs),
            startedAt + 5,
            `${JSON.stringify(run)}\n`,
          ];
        }),
      ),
    )
    .run();

/**
 * Each day of the last `days`, hourly, a database that has grown by `perDay` since, up to
 * what it has now.
 */
const seedGrowth = (days: number, bytes: number, perDay: number) =>
  seedSizes(
    Array.from(
      { length: 24 * days },
      (_, i) => [i + 1, Math.round(bytes - ((i + 1) / 24) * perDay)] as const,
    ),
  );

/** The same dependencies with a database that may have fewer bytes. */
function limited(deps: Deps, databaseBytes: number): Deps {
  const { settings } = deps;
  return {
    ...deps,
    settings: { ...settings, budget: { ...settings.budget, databaseBytes } },
  };
}

/** What the API answers with such a limit. */
async function askWith(world: World, databaseBytes: number) {
  const app = createApp({
    depsOf: () => limited(world.newDeps(), databaseBytes),
    jobs: registry,
  });
  const answer = await app.request(
    "/api/storage",
    { headers: { authorization: "Bearer secret" } },
    {},
  );
  return (await answer.json()) as Record<string, unknown>;
}

/** Runs the job with a limit of which the database uses a share. */
async function pruneAt(world: World, usedShare: number) {
  const deps = limited(world.newDeps(), Math.floor((await bytesNow()) / usedShare));
  return (await runJobNow(deps, prune))?.counts ?? {};
}

describe("the storage", () => {
  it("of a new deployment is told with its plan's limit, and that nothing is known of its growth", async () => {
    const world = await openWorld();
    const { status, body } = await world.call("GET", "/api/storage");
    expect(status).toBe(200);
    const bytes = await bytesNow();
    expect(bytes).toBeGreaterThan(100_000);
    expect(body).toEqual({
      bytes,
      limitBytes: 500_000_000,
      usedShare: bytes / 500_000_000,
      level: "ok",
      growth: null,
      contents: null,
      fullAt: null,
      retention: { runs: "30d", hours: "400d", failures: "400d" },
      shortened: null,
      adapts: {
        fromBytes: 425_000_000,
        ...{ beginsAt: null, steps: 0, since: null, isShortest: false },
      },
      // 2,000 rows for 960 targets of which 1,041 rows come due an hour.
      deleting: { rowsPerHour: 2_000, keepsUpWith: 1_844, overdueHours: null },
      message: expect.stringMatching(
        /^The database has \d+\.\d kB of 500\.0 MB \(0\.\d %\)\. Too little is known yet/,
      ),
    });
  });

  it("tells contents apart, once the job has counted them", async () => {
    const world = await openWorld();
    await addTarget(world, { url: "https://a.example/", schedule: { every: "1d" } });
    const { db } = world.newDeps();
    const content = await aContent();
    await keep(db, [content, { ...content, hash: hashOf(2), object: "contents/1/2/3" }]);
    await runJobNow(world.newDeps(), prune);
    const { body } = await world.call("GET", "/api/storage");
    expect(body.contents).toEqual({
      ...{ count: 2, bytes: content.storedBytes, bucketBytes: content.storedBytes },
      countedAt: new Date(world.now()).toISOString(),
      growth: null,
    });
    expect(body.message).toContain("Contents have 0.0 kB of it.");
    const metrics = await world.call("GET", "/metrics");
    expect(metrics.body).toContain("junkai_contents 2");
    // The next run notes how large they were: what growth is told by.
    await runJobNow(world.newDeps(), prune);
    const known = await readStorage(db, world.now());
    expect(known.contentsBefore).toMatchObject([{ bytes: content.storedBytes }]);
  });

  it("has ten gigabytes with the paid plan", async () => {
    const world = await createWorld({ vars: { PLAN: "paid" } });
    expect((await world.call("GET", "/api/storage")).body.limitBytes).toBe(
      10_000_000_000,
    );
  });

  it("is told with what the deployment's variables keep", async () => {
    const vars = {
      RETENTION_DAYS: "7",
      RETENTION_HOURS_DAYS: "60",
      RETENTION_FAILURES_DAYS: "1000",
    };
    const world = await createWorld({ vars });
    const { body } = await world.call("GET", "/api/storage");
    expect(body.retention).toEqual({ runs: "7d", hours: "60d", failures: "1000d" });
  });

  it.each(["RETENTION_DAYS", "RETENTION_HOURS_DAYS", "RETENTION_FAILURES_DAYS"])(
    "is kept for whole days by %s, and nothing else is taken for them",
    (name) => {
      for (const value of ["0", "3651", "1.5", "a year"]) {
        const vars = bindingsWith({ [name]: value });
        expect(() => createDeps(vars)).toThrow(`The variable ${name} is not valid`);
      }
    },
  );

  it("grows as the history of its job tells, and is full when that has used up what is left", async () => {
    const world = await openWorld();
    const bytes = await bytesNow();
    await seedGrowth(30, 100 * megabyte, megabyte);
    // What the database really has is much less than it is made to have had.
    const { body } = await world.call("GET", "/api/storage");
    expect(body.growth.days).toBe(29);
    expect(body.growth.bytesPerDay).toBeLessThan(megabyte);

    await DB.prepare("DELETE FROM job_hours").run();
    await seedGrowth(30, bytes, 1_000);
    const grown = await bytesNow();
    const answer = await askWith(world, grown + 45_000);
    const { bytesPerDay } = answer.growth as { bytesPerDay: number };
    // The rows that tell of it have made it larger.
    expect(bytesPerDay).toBeGreaterThanOrEqual(1_000);
    expect(answer.bytes).toBe(grown);
    expect(answer.fullAt).toBe(
      new Date(Math.round(now + (45_000 / bytesPerDay) * dayMs)).toISOString(),
    );
  });

  it("reads three rows a day of that history, of which the last that has a size counts", async () => {
    await seedGrowth(40, 100 * megabyte, megabyte);
    // Yesterday's last hours: one in which the job ran twice, one in which it failed, and
    // two without it.
    await DB.prepare("DELETE FROM job_hours WHERE hour >= ?")
      .bind(24 * today - 4)
      .run();
    await seedSizes([
      [4, 70 * megabyte],
      [4, 71 * megabyte],
      [3, null],
    ]);
    const { db, meter } = (await openWorld()).newDeps();
    const { before } = await readStorage(db, now);
    expect(before).toHaveLength(30);
    expect(before.slice(0, 2)).toEqual([
      { at: now - 4 * hourMs, bytes: 71 * megabyte },
      // The last hour of the day before.
      { at: now - 25 * hourMs, bytes: Math.round(100 * megabyte - (25 / 24) * megabyte) },
    ]);
    expect(meter.rowsRead).toBeLessThanOrEqual(3 * 31 + 5);
    expect(meter.statements).toBe(1);
  });

  it("is counted by each run of the job, so that its history costs nothing extra", async () => {
    const world = await openWorld();
    const { databaseBytes } = (await runJobNow(world.newDeps(), prune))?.counts ?? {};
    expect(databaseBytes).toBe(await bytesNow());
    const { before } = await readStorage(world.newDeps().db, now);
    expect(before).toEqual([{ at: now, bytes: databaseBytes }]);
    const { body } = await world.call("GET", "/api/storage");
    expect(body.deleting.overdueHours).toBe(0);
  });
});

describe("what deleted rows took", () => {
  it("is free again, and no longer counted", async () => {
    const empty = await bytesNow();
    const fill =
      "INSERT INTO hours (target_id, hour, entries) SELECT value, 0, zeroblob(100000) FROM json_each(?)";
    await DB.prepare(fill).bind("[1,2,3,4,5,6,7,8,9,10]").run();
    expect((await bytesNow()) - empty).toBeGreaterThanOrEqual(1_000_000);
    await DB.prepare("DELETE FROM hours").run();
    expect((await bytesNow()) - empty).toBeLessThan(10_000);
  });
});

describe("when room is scarce", () => {
  /** Two targets: 30 days of runs, 400 of days; a site's page, jobs' history. */
  async function seedHistory(world: World) {
    for (const name of ["a", "b"])
      await world.call("POST", "/api/targets", { url: `https://${name}.example/` });
    const steps =
      "WITH RECURSIVE step (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM step WHERE i < ?1)";
    await DB.batch([
      DB.prepare(
        `${steps} INSERT INTO hours SELECT id, ?2 - i, zeroblob(300) FROM step, targets`,
      ).bind(30 * 24, 24 * today),
      DB.prepare(
        `${steps} INSERT INTO days SELECT id, ?2 - i, 900, zeroblob(100), zeroblob(900), x'00' FROM step, targets`,
      ).bind(400, today),
      DB.prepare(
        `${steps} INSERT INTO shard_days SELECT 1, ?2 - i, 900, zeroblob(100), zeroblob(900), x'00' FROM step`,
      ).bind(400, today),
      DB.prepare(`
        INSERT INTO pages (target_id, id, url, bytes, noindex, depth, revision, found_at, changed_at, links, refused)
        VALUES (1, 1, 'https://a.example/', 0, 0, 0, 1, 0, 0, x'', '{}')`),
    ]);
  }

  const oldest = async () =>
    await DB.prepare(`SELECT
      (SELECT ?1 - min(hour) FROM hours) / 24.0 AS runs,
      (SELECT ?2 - min(day) FROM days WHERE length(hours) > 0) AS hours,
      (SELECT ?2 - min(day) FROM shard_days WHERE length(hours) > 0) AS shardHours,
      (SELECT ?2 - min(day) FROM days WHERE length(failures) > 0) AS failures,
      (SELECT count(*) FROM days WHERE length(total) = 100) AS days,
      (SELECT count(*) FROM shard_days WHERE length(total) = 100 AND length(heat) = 1) AS shardDays,
      (SELECT count(*) FROM pages) AS pages`)
      .bind(24 * today, today)
      .first();
  const news = { failures: 400, days: 800, shardDays: 400, pages: 1 };
  const logsOf = (world: World) => world.logs.filter(({ event }) => event === "storage");

  it("nothing goes before its time, and the log says nothing, below 80 %", async () => {
    const world = await openWorld();
    await seedHistory(world);
    expect(await pruneAt(world, 0.79)).toMatchObject({
      hours: 0,
      days: 0,
      shortening: 0,
    });
    expect(logsOf(world)).toEqual([]);
    expect(await oldest()).toEqual({ runs: 30, hours: 400, shardHours: 400, ...news });
  });

  it("the log warns from 80 % on, and nothing goes before its time up to 85 %", async () => {
    const world = await openWorld();
    await seedHistory(world);
    const bytes = await bytesNow();
    expect(await pruneAt(world, 0.84)).toMatchObject({
      hours: 0,
      days: 0,
      shortening: 0,
    });
    expect(logsOf(world)).toEqual([
      {
        event: "storage",
        level: "warning",
        bytes,
        limitBytes: Math.floor(bytes / 0.84),
        growthBytesPerDay: null,
        fullAt: null,
      },
    ]);
    expect(await oldest()).toEqual({ runs: 30, hours: 400, shardHours: 400, ...news });
  });

  it("the log warns of a database that would be full within 30 days", async () => {
    const world = await openWorld();
    await seedGrowth(10, await bytesNow(), 20_000);
    const bytes = await bytesNow();
    await runJobNow(limited(world.newDeps(), 2 * bytes), prune);
    expect(logsOf(world)).toMatchObject([{ level: "warning", limitBytes: 2 * bytes }]);
    const [{ fullAt }] = logsOf(world) as [{ fullAt: string }];
    expect(Date.parse(fullAt) - now).toBeLessThan(30 * dayMs);
  });

  it("runs in detail go first, an eighth of them, and all that is said of it agrees", async () => {
    const world = await openWorld();
    await seedHistory(world);
    const bytes = await bytesNow();
    const counts = await pruneAt(world, 0.851);
    expect(counts).toMatchObject({ shortening: 1, days: 0 });
    expect(counts.databaseBytes).toBeLessThan(bytes);
    // A quarter past midnight less 26 days and 6 hours: of that hour less than all is left.
    const runs = 30 * (7 / 8);
    expect(await oldest()).toEqual({ runs, hours: 400, shardHours: 400, ...news });
    expect(logsOf(world)).toMatchObject([
      { level: "warning", runsKept: "26d6h", hoursKept: "400d" },
    ]);
    const answer = await askWith(world, Math.floor(bytes / 0.851));
    expect(answer).toMatchObject({
      retention: { runs: "30d", hours: "400d" },
      shortened: { runs: "26d6h", hours: "400d" },
      adapts: { steps: 1, since: new Date(now).toISOString(), beginsAt: null },
    });
    expect(answer.message).toContain(
      "To make room it keeps runs for 26d6h instead of 30d",
    );
  });

  it("a step follows each hour while too much is used, and none where there is room", async () => {
    const world = await openWorld();
    await seedHistory(world);
    const steps: unknown[] = [];
    for (const share of [0.851, 0.851, 0.84, 0.75, 0.869, 0.889, 0.8])
      steps.push((await pruneAt(world, share)).shortening);
    expect(steps).toEqual([1, 2, 2, 2, 3, 6, 6]);
  });

  it("hours go when runs are down to two days, and news stay whatever happens", async () => {
    const world = await openWorld();
    await seedHistory(world);
    // One step, and one for each hundredth from 86 % on.
    expect(await pruneAt(world, 1.065)).toMatchObject({ shortening: 21 });
    expect(await oldest()).toEqual({ runs: 2, hours: 400, shardHours: 400, ...news });
    expect(await pruneAt(world, 3)).toMatchObject({ shortening: 61 });
    for (let hour = 0; hour < 2; hour++) await pruneAt(world, 3);
    expect(await oldest()).toEqual({ runs: 2, hours: 2, shardHours: 2, ...news });
    expect(logsOf(world).at(-1)).toMatchObject({
      level: "critical",
      runsKept: "2d",
      hoursKept: "2d",
    });
    expect((await askWith(world, await bytesNow())).adapts).toMatchObject({
      isShortest: true,
    });
  });

  it("the usual retention comes back step by step, each when history is as old as it is kept", async () => {
    const world = await openWorld();
    await seedHistory(world);
    await pruneAt(world, 0.871);
    const steps: unknown[] = [];
    for (let day = 0; day < 9; day++) {
      await world.advanceTo(world.now() + dayMs);
      steps.push((await pruneAt(world, 0.5)).shortening);
    }
    // After 2.9 days 26.25 instead of 23, which takes 3.3 days to fill; then 30.
    expect(steps).toEqual([2, 2, 1, 1, 1, 1, 0, 0, 0]);
    const answer = await askWith(world, budgets.free.databaseBytes);
    expect(answer).toMatchObject({ level: "ok", shortened: null });
  });
});
