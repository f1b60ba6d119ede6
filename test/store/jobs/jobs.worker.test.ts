// Tests what is stored of jobs: totals, history and costs.
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Counts } from "#domain/counts.ts";
import { countsOfRuns } from "#domain/jobs/job-counts.ts";
import type { JobRun } from "#domain/jobs/job-run.ts";
import { streakOf } from "#domain/jobs/streak.ts";
import { every, type Job } from "#jobs/job.ts";
import { registry } from "#jobs/registry.ts";
import { listJobRuns, recordJobRuns } from "#store/jobs/jobs.ts";
import { readPulse } from "#store/jobs/pulse.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { anyRun, aRun, open } from "#test/fixtures/jobs/recorded-jobs.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import { hour, minute, second, start } from "#test/fixtures/times.ts";
import { createWorld, type Mishap, type World } from "#test/fixtures/world.ts";

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
        const failing = records.filter((runs) => streakOf(runs).kind === "failing");
        const record = (runs: JobRun[]) =>
          recordJobRuns(failing.includes(runs) ? open().db : db, { name: "some" }, runs);
        for (const runs of records.slice(atOnce)) await record(runs);
        await Promise.all(records.slice(0, atOnce).map(record));
        await recordJobRuns(db, { name: "other" }, [aRun(0)]);
        expect(await auditTotals("some")).toEqual(countsOfRuns(records.flat()));
        expect((await auditTotals("other"))["runs.ok"]).toBe(1);
        const quiet = records.length - failing.length + 1;
        expect(meter).toMatchObject({ statements: quiet, rowsWritten: quiet });
        expect(meter.rowsRead).toBeLessThanOrEqual(2 * quiet);
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

  it("are their history whatever happens to ticks, and never go back", async () => {
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
    expect((await readPulse(db, start + hour)).lastTickAt).toBe(start + hour + 7);
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
