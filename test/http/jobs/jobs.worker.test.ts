// Background jobs over the API and under the ticks.
import { describe, expect, it } from "vitest";
import { every, type Job } from "#jobs/job.ts";
import { registry } from "#jobs/registry.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const start = Date.parse("2026-03-02T00:00:00Z");
const second = 1_000;
const minute = 60 * second;
const isoAt = (ms: number) => new Date(start + ms).toISOString();

type JobRun = {
  dueAt: string;
  startedAt: string;
  outcome: string;
  trigger: string;
  counts: Record<string, number>;
  error: string | null;
  [field: string]: unknown;
};

/** A job of one's own, as the README adds one. */
const hello: Job = {
  name: "hello",
  description: "Says hello.",
  schedule: every("5s"),
  run: async () => ({ hellos: 1 }),
};

const worldWith = (...jobs: Job[]) =>
  createWorld({ now: start, jobs: [...registry, ...jobs] });

const job = async (world: World, name: string) =>
  (await world.call("GET", `/api/jobs/${name}`)).body;

/** A job's history, the oldest run first. */
async function historyOf(
  world: World,
  name: string,
  query = "limit=500",
): Promise<JobRun[]> {
  const { status, body } = await world.call("GET", `/api/jobs/${name}/runs?${query}`);
  expect(status).toBe(200);
  return body.items.reverse();
}

/** When a job's runs were due and when they started, in seconds since the start. */
const timesOf = (runs: readonly JobRun[]) =>
  runs.map(({ dueAt, startedAt }) => [
    (Date.parse(dueAt) - start) / second,
    (Date.parse(startedAt) - start) / second,
  ]);

const onTheDot = (from: number, until: number, step: number) =>
  Array.from({ length: (until - from) / step }, (_, i) => [
    from + i * step,
    from + i * step,
  ]);

describe("the jobs", () => {
  it("are crawl, follow, seal and prune, each with its schedule and when it comes next", async () => {
    const world = await createWorld({ now: start + 30 * second });
    const { status, body } = await world.call("GET", "/api/jobs");
    expect(status).toBe(200);
    const shown = body.items.map((one: Record<string, unknown>) => [
      one.name,
      one.schedule,
      one.nextDueAt,
    ]);
    expect(shown).toMatchObject([
      ["crawl", { every: "1m" }, isoAt(minute)],
      // It runs on demand, and no site is being crawled.
      ["follow", { every: "1m" }, null],
      ["seal", { cron: "3,23,43 * * * *", zone: "UTC" }, isoAt(3 * minute)],
      ["prune", { cron: "17 * * * *", zone: "UTC" }, isoAt(17 * minute)],
    ]);
    for (const one of body.items) {
      expect(one).toMatchObject({ pausedAt: null, running: false, lastRun: null });
      expect(one.description).toMatch(/\.$/);
      expect(await job(world, one.name)).toEqual(one);
    }
  });

  it("tell what their last run did", async () => {
    const world = await createWorld({ now: start + 58 * minute });
    const url = "https://site.example.com/";
    await world.call("POST", "/api/targets", {
      url,
      schedule: { every: "1m", startAt: isoAt(0) },
    });
    await world.runUntil(start + 84 * minute);
    expect((await job(world, "crawl")).lastRun).toMatchObject({
      dueAt: isoAt(83 * minute),
      startedAt: isoAt(83 * minute),
      lagMs: 0,
      durationMs: 10,
      outcome: "ok",
      trigger: "schedule",
      counts: {
        rounds: 1,
        lost: 0,
        ran: 1,
        late: 0,
        skipped: 0,
        missed: 0,
        failed: 0,
        fetches: 1,
      },
      error: null,
    });
    expect((await job(world, "seal")).lastRun).toMatchObject({
      dueAt: isoAt(83 * minute),
      counts: { blocks: 0 },
    });
    const sealed = (await historyOf(world, "seal")).filter(({ counts }) => counts.blocks);
    expect(sealed).toMatchObject([
      { dueAt: isoAt(63 * minute), counts: { blocks: 1, rows: 1 } },
    ]);
    expect(await historyOf(world, "prune")).toMatchObject([
      { dueAt: isoAt(77 * minute), counts: { hours: 0 } },
    ]);
  });

  it("are problems when there is no such job", async () => {
    const world = await createWorld();
    for (const [method, rest] of [
      ["GET", ""],
      ["GET", "/runs"],
      ["POST", "/run"],
      ["POST", "/pause"],
      ["POST", "/resume"],
    ]) {
      expect(
        (await world.call(method as string, `/api/jobs/nothing${rest}`)).status,
      ).toBe(404);
    }
    expect(
      (await world.call("GET", "/api/jobs/crawl/runs?limit=0&cursor=x")).status,
    ).toBe(422);
  });
});

describe("a job's history", () => {
  async function paged(world: World, name: string, limit: number): Promise<JobRun[]> {
    const runs: JobRun[] = [];
    for (let cursor = ""; ; ) {
      const { body } = await world.call(
        "GET",
        `/api/jobs/${name}/runs?limit=${limit}${cursor}`,
      );
      runs.push(...body.items);
      if (body.next === null) return runs;
      cursor = `&cursor=${body.next}`;
    }
  }

  it("pages from the newest run on without gap or repeat", async () => {
    const world = await worldWith(hello);
    await world.runUntil(start + 3 * minute);
    await world.advanceTo(start + 59 * minute);
    await world.runUntil(start + 62 * minute);
    const all = (await historyOf(world, "hello")).reverse();
    expect(all.length).toBeGreaterThan(60);
    const instants = all.map(({ startedAt }) => startedAt);
    expect(instants).toEqual([...instants].sort().reverse());
    for (const limit of [7, 12, 50])
      expect(await paged(world, "hello", limit)).toEqual(all);
  });

  it("does so also when runs overlap, begin together, and end in another hour than they began", async () => {
    const world = await createWorld({
      now: start + 59 * minute,
      site: () => ({ afterMs: 90 * second }),
    });
    const document = {
      url: "https://site.example.com/",
      request: { timeout: "60s", retries: 0 },
    };
    await world.call("POST", "/api/targets", {
      ...document,
      schedule: { every: "1m", startAt: isoAt(0) },
    });
    world.startTick();
    world.startTick();
    await world.advanceTo(start + 59 * minute + 30 * second);
    await world.call("POST", "/api/jobs/crawl/run");
    await world.advanceTo(start + 60 * minute);
    await world.runUntil(start + 62 * minute);
    await world.advanceTo(start + 65 * minute);
    const all = (await historyOf(world, "crawl")).reverse();
    expect(timesOf(all).map(([, startedAt]) => startedAt)).toEqual([
      3_660, 3_600, 3_570, 3_540, 3_540,
    ]);
    for (const limit of [1, 2, 3])
      expect(await paged(world, "crawl", limit)).toEqual(all);
  });
});

describe("a paused job", () => {
  it.each(["seal", "hello"])(
    "%s is not run until it is resumed, and its pauses are on record",
    async (name) => {
      const world = await worldWith(hello);
      await world.runUntil(start + minute);
      const ran = (await historyOf(world, name)).length;
      const paused = await world.call("POST", `/api/jobs/${name}/pause`);
      expect(paused.body).toMatchObject({
        name,
        pausedAt: isoAt(minute),
        nextDueAt: null,
      });
      await world.advanceTo(start + 2 * minute);
      expect((await world.call("POST", `/api/jobs/${name}/pause`)).body.pausedAt).toBe(
        isoAt(minute),
      );
      await world.runUntil(start + 7 * minute);
      const idle = (await historyOf(world, name)).slice(ran);
      expect(idle.length).toBeGreaterThan(0);
      expect(
        idle.every(
          ({ outcome, counts }) =>
            outcome === "paused" && Object.keys(counts).length === 0,
        ),
      ).toBe(true);
      const resumed = await world.call("POST", `/api/jobs/${name}/resume`);
      expect(resumed.body).toMatchObject({ pausedAt: null });
      expect(Date.parse(resumed.body.nextDueAt)).toBeGreaterThan(world.now());
      await world.runUntil(start + 24 * minute);
      expect((await historyOf(world, name)).at(-1)).toMatchObject({ outcome: "ok" });
    },
  );

  it("runs when it is asked to", async () => {
    const world = await worldWith(hello);
    await world.call("POST", "/api/jobs/hello/pause");
    const { status, body } = await world.call("POST", "/api/jobs/hello/run");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      dueAt: isoAt(0),
      outcome: "ok",
      trigger: "manual",
      counts: { hellos: 1 },
    });
    expect(await historyOf(world, "hello")).toEqual([body]);
    expect((await job(world, "hello")).pausedAt).toBe(isoAt(0));
  });
});

describe("running a job now", () => {
  it("leaves its schedule as it is", async () => {
    const world = await worldWith(hello);
    await world.runUntil(start + minute);
    await world.advanceTo(start + minute + 2_500);
    expect((await world.call("POST", "/api/jobs/hello/run")).status).toBe(200);
    await world.advanceTo(start + 2 * minute);
    await world.runUntil(start + 3 * minute);
    const runs = await historyOf(world, "hello");
    expect(runs.filter(({ trigger }) => trigger === "manual")).toMatchObject([
      { startedAt: isoAt(62_500) },
    ]);
    // No tick came for the minute of the manual run: what was due then is caught up with
    // once.
    expect(timesOf(runs.filter(({ trigger }) => trigger === "schedule"))).toEqual([
      ...onTheDot(0, 60, 5),
      [60, 120],
      ...onTheDot(125, 180, 5),
    ]);
  });

  it("makes the rounds for what is due, and only for that", async () => {
    const world = await createWorld({ now: start });
    const add = (host: string, startAt: number) =>
      world.call("POST", "/api/targets", {
        url: `https://${host}.example.com/`,
        schedule: { every: "1h", startAt: isoAt(startAt) },
      });
    await add("due", 0);
    await add("later", 30 * minute);
    const { body } = await world.call("POST", "/api/jobs/crawl/run");
    expect(body).toMatchObject({
      outcome: "ok",
      trigger: "manual",
      counts: { rounds: 1, ran: 1, fetches: 1 },
    });
    expect(world.requests).toEqual(["https://due.example.com/"]);
    expect((await job(world, "crawl")).lastRun).toEqual(body);
  });

  it("is refused while it is running elsewhere", async () => {
    const slow: Job = {
      ...hello,
      schedule: every("1m"),
      run: ({ deps }) => waited(deps.clock, 20 * second),
    };
    const world = await worldWith(slow);
    world.startTick();
    await world.advanceTo(start + second);
    expect(await job(world, "hello")).toMatchObject({ running: true });
    const { status, body } = await world.call("POST", "/api/jobs/hello/run");
    expect(status).toBe(409);
    expect(body.detail).toContain("hello");
    await world.advanceTo(start + minute);
    expect(await job(world, "hello")).toMatchObject({ running: false });
  });
});

const waited = (clock: { after(ms: number, wake: () => void): unknown }, ms: number) =>
  new Promise<Record<string, number>>((resolve) =>
    clock.after(ms, () => resolve({ waited: ms })),
  );

describe("a failing job", () => {
  const failing: Job = {
    ...hello,
    name: "failing",
    run: async () => {
      throw new Error("the moon was full");
    },
  };

  it("is on record with its error, goes on failing on schedule, and ends nothing else", async () => {
    const world = await createWorld({ now: start, jobs: [failing, ...registry, hello] });
    await world.call("POST", "/api/targets", { url: "https://site.example.com/" });
    await world.runUntil(start + 2 * minute);
    const runs = await historyOf(world, "failing");
    expect(timesOf(runs)).toEqual(onTheDot(0, 120, 5));
    for (const run of runs)
      expect(run).toMatchObject({
        outcome: "failed",
        counts: {},
        error: "the moon was full",
      });
    expect(await historyOf(world, "hello")).toHaveLength(24);
    expect(world.requests).toHaveLength(1);
    expect(world.logs).toContainEqual({
      event: "job-failed",
      job: "failing",
      problem: "the moon was full",
    });
    const { status, body } = await world.call("POST", "/api/jobs/failing/run");
    expect([status, body.outcome, body.error]).toEqual([
      200,
      "failed",
      "the moon was full",
    ]);
  });

  it("may throw anything", async () => {
    const odd: Job = {
      ...hello,
      name: "odd",
      run: () => {
        throw "no error at all";
      },
    };
    const world = await worldWith(odd);
    await world.runUntil(start + minute);
    expect((await historyOf(world, "odd"))[0]).toMatchObject({
      outcome: "failed",
      error: "no error at all",
    });
  });
});

describe("a job of one's own", () => {
  it("has a history, statistics and metrics by itself, in which its states are not added up", async () => {
    const counting: Job = {
      ...hello,
      schedule: every("1m"),
      states: ["mood"],
      run: async () => ({ hellos: 1, mood: 7 }),
    };
    const world = await worldWith(counting);
    await world.runUntil(start + 3 * minute);
    for (const { counts } of await historyOf(world, "hello"))
      expect(counts).toEqual({ hellos: 1, mood: 7 });
    const { body: statistics } = await world.call("GET", "/api/jobs/hello/stats");
    expect(statistics.counts).toEqual({ hellos: 3 });
    const { body: flat } = await world.call("GET", "/admin/metrics.json");
    expect(flat).toMatchObject({ "jobs/hello/runs/ok": 3, "jobs/hello/items/hellos": 3 });
    expect(flat).not.toHaveProperty("jobs/hello/items/mood");
    const { body: text } = await world.call("GET", "/metrics");
    expect(text).toContain('junkai_job_items_total{job_name="hello",item="hellos"} 3\n');
    expect(text).not.toContain('item="mood"');
  });

  it("runs twelve times a minute at its instants and has a history", async () => {
    const world = await worldWith(hello);
    await world.runUntil(start + 3 * minute);
    const runs = await historyOf(world, "hello");
    expect(timesOf(runs)).toEqual(onTheDot(0, 180, 5));
    for (const run of runs) {
      expect(run).toMatchObject({
        lagMs: 0,
        outcome: "ok",
        trigger: "schedule",
        counts: { hellos: 1 },
        error: null,
      });
    }
    expect(await job(world, "hello")).toMatchObject({
      description: "Says hello.",
      schedule: { every: "5s" },
      running: false,
      nextDueAt: isoAt(185 * second),
      lastRun: runs.at(-1),
    });
  });

  it("whose tick comes in the middle of a minute begins with what is left of it", async () => {
    const world = await createWorld({ now: start + 12_300, jobs: [...registry, hello] });
    world.startTick();
    await world.advanceTo(start + minute);
    expect(timesOf(await historyOf(world, "hello"))).toEqual([
      [0, 12.3],
      ...onTheDot(15, 60, 5),
    ]);
  });

  it("that takes longer than its interval passes over what comes meanwhile", async () => {
    const slow: Job = { ...hello, run: ({ deps }) => waited(deps.clock, 12 * second) };
    const world = await worldWith(slow);
    await world.runUntil(start + minute);
    const runs = await historyOf(world, "hello");
    expect(timesOf(runs)).toEqual(onTheDot(0, 60, 15));
    expect(runs[0]).toMatchObject({ durationMs: 12_000, counts: { waited: 12_000 } });
  });

  it("keeps to its instants in the next minute although its last run went on into it", async () => {
    const slowAt = start + 55 * second;
    const slow: Job = {
      ...hello,
      run: ({ deps, dueAt }) => waited(deps.clock, dueAt === slowAt ? 8 * second : 0),
    };
    const world = await worldWith(slow);
    await world.runUntil(start + 3 * minute);
    const times = [...onTheDot(0, 60, 5), ...onTheDot(65, 180, 5)];
    expect(timesOf(await historyOf(world, "hello"))).toEqual(times);
  });

  it.each([0, 1, 4_999, 31_000])(
    "is not run twice by ticks %i ms apart",
    async (apart) => {
      const world = await worldWith(hello);
      world.startTick();
      await world.advanceTo(start + apart);
      world.startTick();
      await world.advanceTo(start + minute);
      await world.runUntil(start + 2 * minute);
      expect(timesOf(await historyOf(world, "hello"))).toEqual(onTheDot(0, 120, 5));
    },
  );

  it.each([false, true])(
    "runs again after its lease at the latest, at whichever await its invocation died (that took effect: %s)",
    async (after) => {
      for (let at = 1; at <= 20; at++) {
        await emptyDatabase();
        const world = await worldWith(hello);
        world.startTick({ at, after });
        await world.advanceTo(start + minute);
        await world.runUntil(start + 7 * minute);
        const runs = await historyOf(world, "hello");
        const started = timesOf(runs).map(([, startedAt = 0]) => startedAt);
        const gaps = started.map((startedAt, i) => startedAt - (started[i - 1] ?? 0));
        expect(Math.max(...gaps)).toBeLessThanOrEqual(300);
        expect(timesOf(runs).filter(([, startedAt = 0]) => startedAt >= 360)).toEqual(
          onTheDot(360, 420, 5),
        );
        expect(new Set(runs.map(({ dueAt }) => dueAt)).size).toBe(runs.length);
        expect((await job(world, "hello")).running).toBe(false);
      }
    },
  );
});
