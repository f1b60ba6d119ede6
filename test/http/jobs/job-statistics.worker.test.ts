// What jobs' runs have come to: totals that never go back, what each run cost, and
// statistics over the API.
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Counts } from "#domain/counts.ts";
import { countsOfRuns } from "#domain/jobs/job-counts.ts";
import type { JobRun } from "#domain/jobs/job-run.ts";
import { every, type Job } from "#jobs/job.ts";
import { registry } from "#jobs/registry.ts";
import { createMeter, openDb } from "#store/db.ts";
import { listJobRuns, readLastTickAt, recordJobRuns } from "#store/jobs/jobs.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { parseCsv } from "#test/fixtures/csv.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { aJobRun } from "#test/fixtures/jobs/job-runs.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import { createWorld, type Mishap, type World } from "#test/fixtures/world.ts";

const start = Date.parse("2026-03-02T00:00:00Z");
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const isoAt = (ms: number) => new Date(start + ms).toISOString();

const open = () => {
  const meter = createMeter();
  return { db: openDb(DB, meter), meter };
};

const aRun = (at: number, run: Partial<JobRun> = {}): JobRun =>
  aJobRun({ dueAt: start + at, startedAt: start + at, ...run });

/** A job's rows by hour: its runs and what all up to there came to. */
async function rowsOf(
  job: string,
): Promise<{ hour: number; finishedAt: number; runs: JobRun[]; totals: Counts }[]> {
  const rows = await open().db.all<{
    hour: number;
    finishedAt: number;
    runs: string;
    totals: string;
  }>(
    sql`SELECT hour, finished_at AS finishedAt, runs, totals FROM job_hours WHERE job = ${job} ORDER BY hour`,
  );
  return rows.map(({ runs, totals, ...row }) => ({
    ...row,
    runs: runs
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
    totals: JSON.parse(totals),
  }));
}

/** Holds the totals of every row against the history up to it, and gives the last. */
async function auditTotals(job: string): Promise<Counts> {
  const rows = await rowsOf(job);
  rows.forEach(({ totals }, i) => {
    expect(totals).toEqual(
      countsOfRuns(rows.slice(0, i + 1).flatMap(({ runs }) => runs)),
    );
  });
  return rows.at(-1)?.totals ?? {};
}

const expectNothingTakenBack = (before: Counts, after: Counts) => {
  for (const [name, count] of Object.entries(before))
    expect(after[name]).toBeGreaterThanOrEqual(count);
};

const anyRun = fc
  .record({
    at: fc.integer({ min: 0, max: 5 * hour }),
    durationMs: fc.integer({ min: 0, max: 20 * minute }),
    outcome: fc.constantFrom("ok", "failed", "paused"),
    counts: fc.dictionary(fc.constantFrom("ran", 'the "odd" one', "a.b"), fc.nat(9)),
    statements: fc.nat(9),
  })
  .map(({ at, ...run }) => aRun(at, run));

describe("a job's totals", () => {
  it("are what all its runs come to, in whichever order and however many at once they are recorded", async () => {
    const anyRecords = fc.array(fc.array(anyRun, { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 10,
    });
    await fc.assert(
      fc.asyncProperty(anyRecords, fc.nat(10), async (records, atOnce) => {
        await emptyDatabase();
        const { db, meter } = open();
        for (const runs of records.slice(atOnce))
          await recordJobRuns(db, { name: "some" }, runs);
        await Promise.all(
          records
            .slice(0, atOnce)
            .map((runs) => recordJobRuns(db, { name: "some" }, runs)),
        );
        await recordJobRuns(db, { name: "other" }, [aRun(0)]);
        expect(await auditTotals("some")).toEqual(countsOfRuns(records.flat()));
        expect((await auditTotals("other"))["runs.ok"]).toBe(1);
        expect(meter).toMatchObject({
          statements: records.length + 1,
          rowsWritten: records.length + 1,
        });
        expect(meter.rowsRead).toBeLessThanOrEqual(2 * (records.length + 1));
        const ends = records
          .flat()
          .map(({ startedAt, durationMs }) => startedAt + durationMs);
        expect((await rowsOf("some")).at(-1)?.finishedAt).toBe(Math.max(...ends));
      }),
      { numRuns: scenarios(40) },
    );
  });

  it("have room for as many names as a job likes", async () => {
    const names = Array.from({ length: 300 }, (_, i) => `count ${i}`);
    const run = aRun(0, {
      counts: Object.fromEntries(names.map((name, i) => [name, i])),
    });
    await recordJobRuns(open().db, { name: "some" }, [run]);
    await recordJobRuns(open().db, { name: "some" }, [run]);
    expect(await auditTotals("some")).toMatchObject({ "items.count 299": 598 });
  });

  it("begin with the next run where there is history without them", async () => {
    const line = {
      dueAt: start,
      startedAt: start,
      durationMs: 5,
      outcome: "ok",
      trigger: "schedule",
      counts: {},
    };
    await open().db.all(sql`
      INSERT INTO job_hours (job, hour, finished_at, runs)
      VALUES ('crawl', ${start / hour}, ${start + 5}, ${`${JSON.stringify(line)}\n`})`);
    const world = await createWorld({ now: start + minute });
    const { body } = await world.call("GET", "/api/jobs/crawl");
    expect(body.lastRun).toMatchObject({
      durationMs: 5,
      statements: 0,
      rowsRead: 0,
      rowsWritten: 0,
    });
    await world.runUntil(start + 3 * minute);
    expect((await rowsOf("crawl"))[0]?.totals).toMatchObject({ "runs.ok": 2 });
    const stats = await world.call("GET", "/api/jobs/crawl/stats");
    expect(stats.body).toMatchObject({ runs: { ok: 3, failed: 0, paused: 0 } });
  });

  it("survive pruning", async () => {
    const world = await createWorld({ now: start });
    await world.runUntil(start + 2 * minute);
    const before = await auditTotals("crawl");
    await world.call("POST", "/api/jobs/crawl/pause");
    await world.advanceTo(start + 400 * 24 * hour);
    await world.call("POST", "/api/jobs/prune/run");
    await world.call("POST", "/api/jobs/crawl/run");
    const [row, ...rest] = (await rowsOf("crawl")).reverse();
    expect(rest).toHaveLength(1);
    expect(row?.totals["runs.ok"]).toBe((before["runs.ok"] ?? 0) + 1);
  });

  type Act =
    | { act: "tick"; mishap: Mishap | undefined }
    | { act: "wait"; ms: number }
    | { act: "run" | "pause" | "resume"; job: string };

  const anyAct: fc.Arbitrary<Act> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ act: fc.constant("tick"), mishap: fc.constant(undefined) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        act: fc.constant("tick"),
        mishap: fc.oneof(
          fc.record({ at: fc.integer({ min: 1, max: 12 }), after: fc.boolean() }),
          fc.record({
            at: fc.integer({ min: 1, max: 12 }),
            stallMs: fc.constantFrom(20 * second, 5 * minute, 2 * hour),
          }),
        ),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        act: fc.constant("wait"),
        ms: fc.constantFrom(second, 17 * second, minute, 31 * minute, 2 * hour),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        act: fc.constantFrom("run", "pause", "resume"),
        job: fc.constantFrom("crawl", "hello"),
      }),
    },
  );

  const hello: Job = {
    name: "hello",
    description: "Says hello.",
    schedule: every("20s"),
    async run({ deps, dueAt }) {
      await deps.db.all(sql`SELECT count(*) FROM jobs`);
      if (dueAt % (3 * minute) === 0) throw new Error("hoarse");
      return { hellos: 1 };
    },
  };

  it("are their history whatever befalls ticks, and never go back", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyAct, { minLength: 1, maxLength: 12, size: "max" }),
        async (acts) => {
          await emptyDatabase();
          const world = await createWorld({ now: start, jobs: [...registry, hello] });
          await world.call("POST", "/api/targets", { url: "https://site.example.com/" });
          let known: Record<string, Counts> = {};
          const check = async () => {
            const now: Record<string, Counts> = {};
            for (const { name } of [...registry, hello]) {
              now[name] = await auditTotals(name);
              expectNothingTakenBack(known[name] ?? {}, now[name]);
            }
            known = now;
          };
          for (const one of acts) {
            await perform(world, one);
            await check();
          }
          await world.advanceTo(world.now() + 3 * hour);
          await check();
        },
      ),
      { numRuns: scenarios(30) },
    );
  });

  async function perform(world: World, one: Act): Promise<void> {
    if (one.act === "tick") world.startTick(one.mishap);
    else if (one.act === "wait") await world.advanceTo(world.now() + one.ms);
    else await world.call("POST", `/api/jobs/${one.job}/${one.act}`);
  }
});

describe("a job's history", () => {
  it("stays in order where runs were recorded late", async () => {
    const { db } = open();
    const times = Array.from({ length: 40 }, (_, i) => i * hour);
    for (const at of times) {
      await recordJobRuns(db, { name: "some" }, [aRun(at + 30 * minute)]);
      // It ended before that one, but is recorded in the hour of the next.
      if (at > 0)
        await recordJobRuns(db, { name: "some" }, [
          aRun(at - 40 * minute, { durationMs: 20 * minute }),
        ]);
    }
    const all = await listJobRuns(db, "some", Number.MAX_SAFE_INTEGER, 1_000);
    expect(all).toHaveLength(79);
    for (let limit = 1; limit < 79; limit++) {
      expect(await listJobRuns(db, "some", Number.MAX_SAFE_INTEGER, limit)).toEqual(
        all.slice(0, limit),
      );
      const { startedAt } = all[limit] as JobRun;
      expect(await listJobRuns(db, "some", startedAt, 5)).toEqual(
        all.slice(limit + 1, limit + 6),
      );
    }
  });

  it("tells when a tick last ended though a later one was recorded first", async () => {
    const { db } = open();
    await recordJobRuns(db, { name: "crawl" }, [aRun(hour, { durationMs: 7 })]);
    await recordJobRuns(db, { name: "crawl" }, [aRun(0, { durationMs: 3 * minute })]);
    expect(await readLastTickAt(db, start + hour)).toBe(start + hour + 7);
  });
});

describe("what a run costs", () => {
  const asking = (name: string, times: number): Job => ({
    name,
    description: "Asks the database.",
    schedule: every("1m"),
    async run({ deps }) {
      for (let i = 0; i < times; i++)
        await deps.db.batch([sql`SELECT 1`, sql`SELECT name FROM jobs`]);
      await deps.db.all(sql`INSERT INTO host_holds (host, until) VALUES (${name}, 1)`);
      return {};
    },
  });

  it("is its own, though jobs run at the same time, and the invocation counts it all", async () => {
    const jobs = [asking("one", 1), asking("five", 5)];
    const world = await createWorld({ now: start, jobs });
    const { ended, meter } = world.startTick();
    await world.advanceTo(start + second);
    await ended;
    const costOf = async (name: string) =>
      (await world.call("GET", `/api/jobs/${name}`)).body.lastRun;
    expect(await costOf("one")).toMatchObject({ statements: 3, rowsWritten: 1 });
    expect(await costOf("five")).toMatchObject({ statements: 11, rowsWritten: 1 });
    expect((await auditTotals("five")).statements).toBe(11);
    // Besides, what is asked of the jobs' table, and for each job its lease and its
    // record.
    expect(meter.statements).toBe(3 + 11 + 1 + 2 * (1 + 2));
  });

  it("is on record for one that failed", async () => {
    const failing: Job = {
      ...asking("failing", 1),
      async run({ deps }) {
        await deps.db.all(sql`SELECT 1`);
        throw new Error("no");
      },
    };
    const world = await createWorld({ now: start, jobs: [failing] });
    const { body } = await world.call("POST", "/api/jobs/failing/run");
    expect(body).toMatchObject({
      outcome: "failed",
      statements: 1,
      rowsRead: 0,
      rowsWritten: 0,
    });
  });
});

describe("a job's statistics", () => {
  const runs = [
    aRun(0, {
      durationMs: 100,
      counts: { ran: 3 },
      statements: 4,
      rowsRead: 5,
      rowsWritten: 4,
    }),
    aRun(10 * minute, {
      durationMs: 300,
      counts: { ran: 1, lost: 1 },
      statements: 3,
      rowsRead: 2,
      rowsWritten: 1,
    }),
    aRun(59 * minute + 59_999, {
      dueAt: start + 59 * minute,
      durationMs: 200,
      outcome: "failed",
    }),
    aRun(hour, { dueAt: start + 59 * minute, outcome: "paused" }),
    aRun(2 * hour, { durationMs: 900 }),
  ];
  const window = `from=${isoAt(0)}&to=${isoAt(2 * hour)}`;
  const empty = {
    count: 0,
    sum: 0,
    mean: null,
    min: null,
    p50: null,
    p9999: null,
    max: null,
  };

  async function worldWithRuns(): Promise<World> {
    const { db } = open();
    for (const run of runs) await recordJobRuns(db, { name: "crawl" }, [run]);
    return await createWorld({ now: start + 3 * hour });
  }

  it("are of the runs that began in the window, all together and step by step", async () => {
    const world = await worldWithRuns();
    const { status, body } = await world.call(
      "GET",
      `/api/jobs/crawl/stats?${window}&step=1h`,
    );
    expect(status).toBe(200);
    const firstHour = {
      runs: { total: 3, ok: 2, failed: 1, paused: 0 },
      duration: {
        count: 3,
        sum: 600,
        mean: 200,
        min: 100,
        p50: 200,
        p75: 300,
        p90: 300,
        p9999: 300,
        max: 300,
      },
      lag: {
        count: 3,
        sum: 59_999,
        mean: 19_999.67,
        min: 0,
        p50: 0,
        p90: 59_999,
        max: 59_999,
      },
      counts: { ran: 4, lost: 1 },
      statements: 7,
      rowsRead: 7,
      rowsWritten: 5,
    };
    expect(body).toMatchObject({
      from: isoAt(0),
      to: isoAt(2 * hour),
      ...firstHour,
      runs: { total: 4, ok: 2, failed: 1, paused: 1 },
      series: [
        { from: isoAt(0), to: isoAt(hour), ...firstHour },
        {
          from: isoAt(hour),
          to: isoAt(2 * hour),
          runs: { total: 1, ok: 0, failed: 0, paused: 1 },
          duration: empty,
          lag: empty,
          counts: {},
          statements: 0,
        },
      ],
    });
    expect(body.series).toHaveLength(2);
  });

  it("are of the last day, without a series, unless asked otherwise", async () => {
    const world = await worldWithRuns();
    const { body } = await world.call("GET", "/api/jobs/crawl/stats");
    expect([body.from, body.to]).toEqual([isoAt(-21 * hour), isoAt(3 * hour)]);
    expect(body.series).toBeUndefined();
    expect(body.runs).toEqual({ total: 5, ok: 3, failed: 1, paused: 1 });
  });

  it("begin and end with a shorter step where the window does not begin or end with one", async () => {
    const world = await worldWithRuns();
    const { body } = await world.call(
      "GET",
      `/api/jobs/crawl/stats?from=${isoAt(minute)}&to=${isoAt(100 * minute)}&step=40m`,
    );
    const series = body.series.map(({ from, runs }: { from: string; runs: object }) => [
      from,
      Object.values(runs),
    ]);
    expect(series).toEqual([
      [isoAt(minute), [1, 1, 0, 0]],
      [isoAt(40 * minute), [2, 0, 1, 1]],
      [isoAt(80 * minute), [0, 0, 0, 0]],
    ]);
    expect(body.series.at(-1).to).toBe(isoAt(100 * minute));
  });

  it("add up over the steps, whatever the window, and are those of the history", async () => {
    const world = await createWorld({ now: start + 40 * hour });
    const { db } = open();
    const anyWindow = fc.record({
      all: fc.array(anyRun, { maxLength: 30, size: "max" }),
      from: fc.integer({ min: -hour, max: 6 * hour }),
      length: fc.integer({ min: 1, max: 6 * hour }),
      step: fc.integer({ min: 1, max: 120 }),
    });
    await fc.assert(
      fc.asyncProperty(anyWindow, async ({ all, from, length, step }) => {
        await db.all(sql`DELETE FROM job_hours`);
        const endOf = ({ startedAt, durationMs }: JobRun) => startedAt + durationMs;
        for (const run of all.toSorted((a, b) => endOf(a) - endOf(b)))
          await recordJobRuns(db, { name: "crawl" }, [run]);
        const query = `from=${isoAt(from)}&to=${isoAt(from + length)}&step=${step}m`;
        const { status, body } = await world.call(
          "GET",
          `/api/jobs/crawl/stats?${query}`,
        );
        expect([status, body.errors]).toEqual([200, undefined]);
        const within = all.filter(
          ({ startedAt }) =>
            startedAt >= start + from && startedAt < start + from + length,
        );
        const ran = within.filter(({ outcome }) => outcome !== "paused");
        expect(body.statements).toBe(
          within.reduce((sum, run) => sum + run.statements, 0),
        );
        expect(body.duration).toMatchObject({
          count: ran.length,
          sum: ran.reduce((sum, { durationMs }) => sum + durationMs, 0),
        });
        const totalOf = (field: (point: typeof body) => number) =>
          body.series.reduce((sum: number, point: typeof body) => sum + field(point), 0);
        expect(totalOf((point) => point.duration.sum)).toBe(body.duration.sum);
        expect(totalOf((point) => point.runs.failed)).toBe(body.runs.failed);
        expect(totalOf((point) => point.counts.ran ?? 0)).toBe(body.counts.ran ?? 0);
      }),
      { numRuns: scenarios(30) },
    );
  });

  it("come from a month's history in few statements", async () => {
    const { db } = open();
    const lines = Array.from(
      { length: 744 },
      (_, i) => `${JSON.stringify(aRun(i * hour))}\n`,
    );
    await db.all(sql`
      INSERT INTO job_hours (job, hour, finished_at, runs)
      SELECT 'crawl', ${start / hour} + key, 0, value FROM json_each(${JSON.stringify(lines)})`);
    const world = await createWorld({ now: start + 31 * 24 * hour });
    const { body } = await world.call(
      "GET",
      `/api/jobs/crawl/stats?from=${isoAt(0)}&step=1d`,
    );
    expect(body.runs.ok).toBe(744);
    expect(body.series.map(({ runs }: { runs: { ok: number } }) => runs.ok)).toEqual(
      Array(31).fill(24),
    );
  });

  it("as CSV are the series", async () => {
    const world = await worldWithRuns();
    const { body } = await world.call("GET", `/api/jobs/crawl/stats?${window}&step=1h`);
    const csv = await world.call("GET", `/api/jobs/crawl/stats.csv?${window}`);
    expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(csv.headers.get("content-disposition")).toBe(
      'attachment; filename="job-crawl-stats.csv"',
    );
    const [names = [], ...rows] = parseCsv(csv.body as string);
    expect(names.slice(0, 6)).toEqual(["from", "to", "runs", "ok", "failed", "paused"]);
    expect(rows).toHaveLength(2);
    const cell = (row: number, name: string) => rows[row]?.[names.indexOf(name)];
    expect([cell(0, "from"), cell(0, "failed"), cell(0, "duration.p99")]).toEqual([
      isoAt(0),
      "1",
      "300",
    ]);
    expect([
      cell(0, "counts.ran"),
      cell(0, "counts.lost"),
      cell(1, "counts.ran"),
    ]).toEqual(["4", "1", "0"]);
    expect([cell(1, "duration.p50"), cell(1, "statements")]).toEqual(["", "0"]);
    expect(cell(0, "lag.mean")).toBe(String(body.series[0].lag.mean));
  });

  it.each([
    [`from=${isoAt(hour)}&to=${isoAt(hour)}`, "from"],
    [`from=${isoAt(hour)}&to=${isoAt(0)}`, "from"],
    [`from=${isoAt(33 * 24 * hour)}&to=${isoAt(34 * 24 * hour)}`, "from"],
    [`from=${isoAt(0)}&to=${isoAt(31 * 24 * hour + 1)}`, "from"],
    [`from=${isoAt(0)}&to=${isoAt(1_001 * minute)}&step=1m`, "step"],
    ["step=59s", "step"],
    ["step=soon", "step"],
    ["to=yesterday", "to"],
    ["every=1h", "every"],
  ])("are refused for %s", async (query, parameter) => {
    const world = await createWorld({ now: start + 32 * 24 * hour });
    for (const path of ["stats", "stats.csv"]) {
      const { status, body } = await world.call(
        "GET",
        `/api/jobs/crawl/${path}?${query}`,
      );
      expect(status).toBe(422);
      expect(body.errors).toMatchObject([{ parameter }]);
    }
  });

  it("have as many as 1,000 points, and are no page of a job that is not there", async () => {
    const world = await createWorld({ now: start + 1_000 * minute });
    const query = `from=${isoAt(0)}&to=${isoAt(1_000 * minute)}&step=1m`;
    const { status, body } = await world.call("GET", `/api/jobs/crawl/stats?${query}`);
    expect([status, body.series.length]).toEqual([200, 1_000]);
    expect((await world.call("GET", "/api/jobs/nothing/stats")).status).toBe(404);
    expect((await world.call("GET", "/api/jobs/nothing/stats.csv")).status).toBe(404);
  });
});
