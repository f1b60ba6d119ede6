// Tests what is pruned when, what it costs to find it, and that nothing else goes.
import { describe, expect, it } from "vitest";
import { createDeps } from "#deps";
import { hoursToCatchUp } from "#domain/storage/pruning-rate.ts";
import { leastMs, type Shares, shortened } from "#domain/storage/retention.ts";
import { noLosses } from "#jobs/losses.ts";
import { createQuarters } from "#jobs/quarters.ts";
import { prune } from "#jobs/storage/prune.ts";
import { runJobNow } from "#jobs/ticks/tick.ts";
import type { Meter } from "#store/db.ts";
import type { RetentionRule } from "#store/storage/kept-ages.ts";
import { pruneDays, pruneShardDays } from "#store/storage/prune-days.ts";
import { pruneRest } from "#store/storage/prune-rest.ts";
import { pruneRunLogs } from "#store/storage/prune-run-logs.ts";
import { pruneRuns } from "#store/storage/prune-runs.ts";
import { pruneSites } from "#store/storage/prune-sites.ts";
import { prunings } from "#store/storage/pruning.ts";
import { sealSecrets } from "#store/storage/seal-secrets.ts";
import { bindingsWith } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import { aContent, keep } from "#test/fixtures/changes/kept.ts";
import { lostObjects } from "#test/fixtures/changes/lost-objects.ts";
import { createWorld } from "#test/fixtures/world.ts";

const world = bindingsWith({ API_TOKEN: "secret", PLAN: "free" });
const { DB } = world;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Days and hours since the epoch. */
const today = 20_600;
const now = today * dayMs + 5 * hourMs + 17 * 60_000;
const thisHour = 24 * today + 5;
const kept = { runsMs: 30 * dayMs, hoursMs: 400 * dayMs, failuresMs: 400 * dayMs };
const rule: RetentionRule = { kept, shares: { runs: 1, hours: 1 } };

const targets = (count: number) =>
  seedTargets(DB, { count, site: "http://site.example", dueAt: 0, anchorAt: now });
const setRetention = (id: number, retention: object) =>
  DB.prepare("UPDATE targets SET retention = ? WHERE id = ?")
    .bind(JSON.stringify(retention), id)
    .run();
const deleteTarget = (id: number) =>
  DB.prepare("DELETE FROM targets WHERE id = ?").bind(id).run();

/**
 * Rows of owners 1 to `owners`, one for each step from `from` up to, not including, `to`.
 */
const spread = (owners: number, from: number, to: number) => `
  (WITH RECURSIVE owner (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM owner WHERE id < ${owners}),
    step (at) AS (SELECT ${from} UNION ALL SELECT at + 1 FROM step WHERE at < ${to - 1})
  SELECT id, at FROM owner, step)`;

const seedHours = (owners: number, from: number, to: number) =>
  DB.prepare(
    `INSERT INTO hours (target_id, hour, entries) SELECT id, at, x'00' FROM ${spread(owners, from, to)}`,
  ).run();

/**
 * Days that were folded: a total of 200 bytes, hours of 1,200, and every third day
 * failures of 80.
 */
const seedDays = (owners: number, from: number, to: number) =>
  DB.prepare(`
    INSERT INTO days (target_id, day, folded, total, hours, failures)
    SELECT id, at, 1200, zeroblob(200), zeroblob(1200), CASE WHEN at % 3 = 0 THEN zeroblob(80) ELSE x'' END
    FROM ${spread(owners, from, to)}`).run();

const seedShardDays = (owners: number, from: number, to: number) =>
  DB.prepare(`
    INSERT INTO shard_days (shard_id, day, folded, total, hours, heat)
    SELECT id, at, 1200, zeroblob(200), zeroblob(1200), zeroblob(50) FROM ${spread(owners, from, to)}`).run();

/** The one number that a query gives. */
const count = async (query: string) =>
  (await DB.prepare(query).first<number>("n")) as number;

/** By owner, from which hour or day on it still has something. */
async function firstOf(query: string): Promise<Record<number, number>> {
  const { results } = await DB.prepare(query).all<{ id: number; first: number }>();
  return Object.fromEntries(results.map(({ id, first }) => [id, first]));
}
const firstHours = () =>
  firstOf("SELECT target_id AS id, min(hour) AS first FROM hours GROUP BY target_id");
const firstWith = (column: "hours" | "failures" | "total") =>
  firstOf(
    `SELECT target_id AS id, min(day) AS first FROM days WHERE length(${column}) > 0 GROUP BY target_id`,
  );

/** What a step cost. */
async function costOf(
  step: (deps: ReturnType<typeof createDeps>) => Promise<unknown>,
): Promise<Meter> {
  const deps = createDeps(world);
  await step(deps);
  return deps.meter;
}

const openDb = () => createDeps(world).db;

describe("runs in detail", () => {
  it("go when they are older than the deployment or their target keeps them, or their target is gone", async () => {
    await targets(4);
    await setRetention(2, { runsMs: 2 * dayMs });
    await setRetention(3, { runsMs: 50 * dayMs, hoursMs: dayMs });
    await deleteTarget(4);
    await seedHours(4, thisHour - 60 * 24, thisHour);
    const { rows: deleted } = await pruneRuns(openDb(), now, rule, 10_000);
    expect(await firstHours()).toEqual({
      1: thisHour - 30 * 24,
      2: thisHour - 2 * 24,
      3: thisHour - 50 * 24,
    });
    expect(deleted).toBe((30 + 58 + 10 + 60) * 24);
  });

  it("go in steps, and no step takes more than it may", async () => {
    await targets(3);
    await seedHours(3, thisHour - 31 * 24, thisHour);
    const { db } = createDeps(world);
    const steps = [];
    for (let i = 0; i < 4; i++) steps.push(await pruneRuns(db, now, rule, 30));
    // Three targets have a day each to lose. The second step begins within the second
    // one's day.
    expect(steps).toEqual([
      { rows: 30, overdueHours: 24 },
      { rows: 30, overdueHours: 24 },
      { rows: 12, overdueHours: 12 },
      { rows: 0, overdueHours: 0 },
    ]);
  });

  const shares: Shares[] = [0, 1, 3, 40].map((steps) => {
    const share = (7 / 8) ** steps;
    return { runs: share, hours: share };
  });

  it.each(shares)(
    "and hours are kept shorter as the rule has it, for each target: %j",
    async (shares) => {
      await targets(4);
      const own = [30 * dayMs, dayMs, 365 * dayMs, 37 * hourMs];
      for (const [i, ms] of own.entries())
        await setRetention(i + 1, { runsMs: ms, hoursMs: ms });
      await seedHours(4, thisHour - 366 * 24, thisHour);
      await seedDays(4, today - 366, today);
      const db = openDb();
      await pruneRuns(db, now, { kept, shares }, 100_000);
      await pruneDays(db, now, { kept, shares }, 100_000);
      const firstKept = (unitMs: number, share: number, least: number) =>
        Object.fromEntries(
          own.map((ms, i) => [
            i + 1,
            Math.floor((now - shortened(ms, share, least)) / unitMs),
          ]),
        );
      expect(await firstHours()).toEqual(firstKept(hourMs, shares.runs, leastMs.runs));
      expect(await firstWith("hours")).toEqual(
        firstKept(dayMs, shares.hours, leastMs.hours),
      );
    },
  );
});

it("logs of runs go with the runs' age, and those of deleted targets, in steps", async () => {
  await targets(3);
  await setRetention(2, { runsMs: 2 * dayMs });
  await deleteTarget(3);
  await DB.prepare(`
    INSERT INTO run_logs (target_id, due_at, n, body)
    SELECT id, ${now} - ${hourMs} * at, at, 'done' FROM ${spread(3, 1, 24 * 31 + 1)}`).run();
  const db = openDb();
  const steps = [];
  for (let i = 0; i < 4; i++) steps.push(await pruneRunLogs(db, now, rule, 1_000));
  // A day of the first, 29 days of the second, all of the third.
  expect(steps).toEqual([1_000, 24 + 29 * 24 + 31 * 24 - 1_000, 0, 0]);
  expect(
    await firstOf(
      "SELECT target_id AS id, max(n) AS first FROM run_logs GROUP BY target_id",
    ),
  ).toEqual({ 1: 30 * 24, 2: 2 * 24 });
});

describe("days", () => {
  it("lose their hours and their failed runs each in its time, and keep their total", async () => {
    await targets(3);
    await setRetention(2, { hoursMs: 90 * dayMs });
    await setRetention(3, { failuresMs: 60 * dayMs });
    await seedDays(3, today - 450, today);
    // In each: 50 days of hours, in every third of them failures.
    const changed = await pruneDays(openDb(), now, rule, 10_000);
    expect(await firstWith("hours")).toEqual({
      1: today - 400,
      2: today - 90,
      3: today - 400,
    });
    // The first day from there on that had any.
    expect(await firstWith("failures")).toEqual({
      1: today - 398,
      2: today - 398,
      3: today - 59,
    });
    expect(await firstWith("total")).toEqual({
      1: today - 450,
      2: today - 450,
      3: today - 450,
    });
    expect(await count("SELECT count(*) AS n FROM days WHERE folded = -1")).toBe(
      50 + 360 + 50,
    );
    expect(
      await count(
        "SELECT count(*) AS n FROM days WHERE folded = -1 AND length(hours) > 0",
      ),
    ).toBe(0);
    // The third target has 113 days that lose failures after the 50 that lose hours.
    expect(changed).toBe(50 + 360 + 50 + 113);
  });

  it("keep failed runs as long as runs in detail, since that is where they are listed from", async () => {
    await targets(2);
    await setRetention(1, { runsMs: 60 * dayMs, failuresMs: 7 * dayMs });
    await setRetention(2, { failuresMs: 7 * dayMs });
    // Every third day has failed runs.
    await seedDays(2, today - 100, today);
    await pruneDays(openDb(), now, rule, 100_000);
    expect(await firstWith("failures")).toEqual({ 1: today - 59, 2: today - 29 });
  });

  it("keep hours that are not in the total: all before they are folded, and later the late ones", async () => {
    await targets(1);
    await DB.prepare(`
      INSERT INTO days (target_id, day, folded, total, hours, failures)
      VALUES (1, 100, 0, x'', x'0102', x''), (1, 101, 2, x'aa', x'0102', x''), (1, 102, 2, x'aa', x'01020304', x'')`).run();
    const db = openDb();
    const rowsOf = async () =>
      (
        await DB.prepare(
          "SELECT day, folded, hex(total) AS total, hex(hours) AS hours FROM days",
        ).all()
      ).results;
    expect(await pruneDays(db, now, rule, 100)).toBe(2);
    const after = [
      { day: 100, folded: 0, total: "", hours: "0102" },
      { day: 101, folded: -1, total: "AA", hours: "" },
      { day: 102, folded: -1, total: "AA", hours: "0304" },
    ];
    expect(await rowsOf()).toEqual(after);
    expect(await pruneDays(db, now, rule, 100)).toBe(0);
    await DB.prepare("UPDATE days SET folded = 2, total = x'aa' WHERE day = 100").run();
    expect(await pruneDays(db, now, rule, 100)).toBe(1);
    expect((await rowsOf())[0]).toEqual({ day: 100, folded: -1, total: "AA", hours: "" });
  });

  it("of deleted targets go whole, however young, and those of their shards stay", async () => {
    await targets(3);
    await seedDays(3, today - 10, today + 1);
    await seedShardDays(1, today - 10, today + 1);
    await deleteTarget(2);
    const db = openDb();
    expect(await pruneDays(db, now, rule, 10_000)).toBe(11);
    expect(await pruneShardDays(db, now, rule, 10_000)).toBe(0);
    expect(Object.keys(await firstWith("total"))).toEqual(["1", "3"]);
    expect(await count("SELECT count(*) AS n FROM shard_days")).toBe(11);
  });

  it("of shards lose their hours and nothing else", async () => {
    await seedShardDays(2, today - 405, today);
    expect(await pruneShardDays(openDb(), now, rule, 10_000)).toBe(2 * 5);
    expect(
      await count(
        "SELECT count(*) AS n FROM shard_days WHERE folded = -1 AND hours = x''",
      ),
    ).toBe(2 * 5);
    expect(
      await count("SELECT min(day) AS n FROM shard_days WHERE length(hours) > 0"),
    ).toBe(today - 400);
    expect(
      await count("SELECT count(*) AS n FROM shard_days WHERE length(total) = 200"),
    ).toBe(2 * 405);
    expect(
      await count("SELECT count(*) AS n FROM shard_days WHERE length(heat) = 50"),
    ).toBe(2 * 405);
  });

  it("are looked through in steps, each going on where the one before ended, whatever happens in between", async () => {
    await targets(5);
    await seedDays(5, today - 410, today);
    const { db, meter } = createDeps(world);
    const steps: number[] = [];
    const costs: number[] = [];
    for (let i = 0; i < 9; i++) {
      const before = meter.rowsRead;
      steps.push(await pruneDays(db, now, rule, 7));
      costs.push(meter.rowsRead - before);
    }
    // Five targets have ten days each to lose: 50 rows are seven steps of 7 and one of 1.
    // The ninth begins anew.
    expect(steps).toEqual([7, 7, 7, 7, 7, 7, 7, 1, 0]);
    expect(Math.max(...costs)).toBeLessThan(3 * 7 * 2 + 5 * 5);

    // Now a target in the middle wants less, after its turn: the next time round it gets
    // it.
    await setRetention(2, { hoursMs: 380 * dayMs });
    for (let i = 0; i < 20; i++) await pruneDays(db, now, rule, 7);
    expect(await firstWith("hours")).toEqual({
      1: today - 400,
      2: today - 380,
      3: today - 400,
      4: today - 400,
      5: today - 400,
    });
  });

  it("are caught up with after weeks in which nothing ran", async () => {
    await targets(2);
    await seedDays(2, today - 400, today);
    const { db } = createDeps(world);
    expect(await pruneDays(db, now, rule, 100)).toBe(0);
    const later = now + 21 * dayMs;
    expect(await pruneDays(db, later, rule, 100)).toBe(2 * 21);
    expect(await firstWith("hours")).toEqual({ 1: today - 379, 2: today - 379 });
  });
});

it("each job's last hour of history stays, since it has its totals, and so do counters", async () => {
  const history = ["crawl", "prune", "seal"].flatMap((job) =>
    [1, 2, 3].map((hour) => [job, hour]),
  );
  await DB.prepare(`
    INSERT INTO job_hours (job, hour, finished_at, runs, totals)
    SELECT value ->> 0, value ->> 1, 0, '', '{}' FROM json_each(?)`)
    .bind(
      JSON.stringify([...history, ["crawl", thisHour - 24 * 30], ["crawl", thisHour]]),
    )
    .run();
  await DB.prepare("INSERT INTO counters (name, counts) VALUES ('requests', '{}')").run();
  await pruneRest(openDb(), now, rule, 100);
  const { results } = await DB.prepare("SELECT job, hour FROM job_hours").all();
  expect(results).toEqual([
    { job: "crawl", hour: thisHour - 24 * 30 },
    { job: "crawl", hour: thisHour },
    { job: "prune", hour: 3 },
    { job: "seal", hour: 3 },
  ]);
  expect(await count("SELECT count(*) AS n FROM counters")).toBe(1);
});

it("crawls go when they are older than the deployment or their target keeps them, but for the last", async () => {
  await targets(2);
  await setRetention(2, { runsMs: 3 * dayMs });
  const ended = [1, 2].flatMap((id) =>
    [40, 20, 10, 5].map((days) => [id, now - days * dayMs]),
  );
  await DB.prepare(`
    INSERT INTO crawls (target_id, lane, state, trigger, due_at, started_at, ended_at, request_revision, next_at, progress)
    SELECT value ->> 0, '', 'completed', 'schedule', 0, 0, value ->> 1, 1, 0, '{}' FROM json_each(?)`)
    .bind(JSON.stringify(ended))
    .run();
  await pruneSites(openDb(), now, rule, 100);
  const { results } = await DB.prepare(
    "SELECT target_id AS id, count(*) AS n FROM crawls GROUP BY target_id",
  ).all();
  expect(results).toEqual([
    { id: 1, n: 3 },
    { id: 2, n: 1 },
  ]);
});

describe("the job", () => {
  const world = (at = now) => createWorld({ now: at, vars: { PLAN: "free" } });

  it("prunes all of it within its plan's rows, detail first, and says how much", async () => {
    await targets(2);
    await seedHours(2, thisHour - 60 * 24, thisHour);
    await seedDays(2, today - 450, today);
    await seedShardDays(1, today - 450, today);
    const runs = [];
    for (let i = 0; i < 2; i++)
      runs.push(await runJobNow((await world()).newDeps(), prune));
    // 30 days too many of two targets are 1,440 hours; 50 days too many of two targets
    // and a shard are 150 rows.
    expect(runs).toMatchObject([
      { outcome: "ok", counts: { hours: 1_440, days: 150, pages: 0, shortening: 0 } },
      { outcome: "ok", counts: { hours: 0, days: 0, pages: 0, shortening: 0 } },
    ]);
    await seedHours(2, 0, 999);
    await seedHours(1, 1_000, 1_010);
    await seedShardDays(1, 0, 5);
    await deleteTarget(1);
    // They are all that the free plan's 2,000 rows are enough for.
    const full = await runJobNow((await world()).newDeps(), prune);
    expect(full?.counts).toMatchObject({ hours: 2_000, days: 0 });
  });

  it("takes few statements, also when there is something of every kind to delete", async () => {
    await targets(3);
    await seedHours(3, 0, 5);
    await seedDays(3, 0, 5);
    await seedShardDays(3, 0, 5);
    await deleteTarget(3);
    await sealAll();
    const busy = await costOf((deps) => runOnce(deps));
    const idle = await costOf((deps) => runOnce(deps));
    expect(busy.statements).toBe(31);
    expect(idle.statements).toBe(26);
    expect(idle.rowsWritten).toBe(0);
  });

  it("sends for each step no more statements than the table of prunings says", async () => {
    await targets(3);
    await seedHours(3, 0, 5);
    await seedDays(3, 0, 5);
    await seedShardDays(3, 0, 5);
    await seedLostContents(3);
    await deleteTarget(3);
    await DB.prepare(
      `INSERT INTO run_logs (target_id, due_at, n, body) SELECT id, 0, at, '' FROM ${spread(3, 0, 5)}`,
    ).run();
    const bucket = lostObjects();
    for (const { count, statements, step } of prunings) {
      const cost = await costOf((deps) => step(deps.db, now, rule, 11, bucket));
      expect([count, cost.statements]).toEqual([count, statements]);
    }
  });

  const seedLostContents = async (targetId: number) =>
    await keep(openDb(), [await aContent({ targetId })]);

  /** What an earlier run has done, once and for all. */
  const sealAll = async () => {
    const { db, vault } = createDeps(bindingsWith({ API_TOKEN: "secret", PLAN: "free" }));
    await sealSecrets(db, vault, now, 2_000);
  };

  /** At `now`, without the lease and the history around it. */
  const runOnce = (deps: ReturnType<typeof createDeps>) =>
    prune.run({
      deps: { ...deps, clock: { now: () => now, after: () => () => {} } },
      dueAt: now,
      until: now,
      stayUntil: now,
      quarters: createQuarters(),
      losses: noLosses,
      wake: () => {},
      woken: () => new Promise<void>(() => {}),
    });

  it("reads nine rows a target of 1,000 and not their 400 days, when nothing is due", async () => {
    await targets(1_000);
    await seedDays(1_000, today - 400, today - 390);
    await seedHours(1_000, thisHour - 30 * 24, thisHour - 29 * 24);
    await sealAll();
    const idle = await costOf(runOnce);
    // Twice a hop of 2, the target and the first row that is not due; what the days' owners
    // are kept in; and the places of 25 shards at one host.
    expect(idle.rowsRead).toBeLessThan(9 * 1_000 + 200 + 25 * 4);
    expect(idle.rowsWritten).toBe(0);
  });

  it("reads and writes a few more in the steady state, in which an hour of each target comes due", async () => {
    await targets(1_000);
    await seedDays(1_000, today - 430, today - 400);
    await DB.prepare("UPDATE days SET folded = -1, hours = x'', failures = x''").run();
    await seedDays(1_000, today - 400, today - 395);
    await seedHours(1_000, thisHour - 30 * 24 - 1, thisHour - 29 * 24);
    await sealAll();
    const steady = await costOf(runOnce);
    // Runs: a hop of 2, the target, the row twice and its list. Days: three rows for each of
    // the plan's 2,000 that may change, twice.
    expect(steady.rowsRead).toBeLessThan(7 * 1_000 + 2 * 3 * 2_000);
    // The hours, and two places: that of a second step for them, and that which the look
    // through days that have lost all they had to lose got to.
    expect(steady.rowsWritten).toBe(1_000 + 2);
  });

  /** A run of the paid plan whose hour has so many rows. */
  const runWith = async (prunedRows: number) => {
    const deps = createDeps(bindingsWith({ API_TOKEN: "secret", PLAN: "paid" }));
    const { settings, meter } = deps;
    const budget = { ...settings.budget, prunedRows };
    const counts = await runOnce({ ...deps, settings: { ...settings, budget } });
    return { hours: counts.hours, overdueHours: counts.overdueHours ?? 0, ...meter };
  };

  it("catches up in as many runs as its rate says, in steps of 10,000 rows", async () => {
    await targets(40);
    await seedHours(40, thisHour - 30 * 24 - 1_500, thisHour - 30 * 24);
    await sealAll();
    const needed = hoursToCatchUp(40 * 1_500, 40, 25_000);
    expect(needed).toBe(3);
    const runs = [];
    for (let i = 0; i < (needed ?? 0); i++) runs.push(await runWith(25_000));
    expect(runs.map(({ hours }) => hours)).toEqual([25_000, 25_000, 10_000]);
    expect(runs.map(({ overdueHours }) => overdueHours)).toEqual([1_500, 1_500, 0]);
    expect(await count("SELECT count(*) AS n FROM hours")).toBe(0);
    // A row is found, listed, looked up and deleted.
    for (const { hours, rowsRead } of runs)
      expect(rowsRead).toBeLessThan(5 * Number(hours) + 2_000);
    expect((await runWith(25_000)).overdueHours).toBe(0);
  });

  it("looks at as many targets a run as it may delete rows, and comes to all of them in turn", async () => {
    await targets(1_000);
    await seedHours(1_000, thisHour - 10, thisHour - 9);
    await DB.prepare("INSERT INTO hours VALUES (950, 7, x'00')").run();
    await sealAll();
    const runs = [];
    for (let i = 0; i < 11; i++) runs.push(await runWith(100));
    expect(runs.map(({ hours }) => hours)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
    // Of each a hop of two and the target; of all 1,000 that would be 3,000. And the 25
    // places of their host, three rows each.
    expect(Math.max(...runs.map(({ rowsRead }) => rowsRead))).toBeLessThan(500 + 25 * 4);
  });
});
