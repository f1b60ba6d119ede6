// Tests the statistics of jobs over the API.
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JobRun } from "#domain/jobs/job-run.ts";
import { recordJobRuns } from "#store/jobs/jobs.ts";
import { parseCsv } from "#test/fixtures/content/csv.ts";
import { anyRun, aRun, open } from "#test/fixtures/jobs/recorded-jobs.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import { hour, isoAt, minute, start } from "#test/fixtures/times.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

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
    expect(body.runs).toEqual({
      total: 5,
      ok: 3,
      failed: 1,
      paused: 1,
      lost: 0,
      degraded: 0,
    });
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
      [isoAt(minute), [1, 1, 0, 0, 0, 0]],
      [isoAt(40 * minute), [2, 0, 1, 1, 0, 0]],
      [isoAt(80 * minute), [0, 0, 0, 0, 0, 0]],
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
