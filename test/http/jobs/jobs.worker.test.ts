// Tests background jobs over the API and under the ticks.
import { describe, expect, it } from "vitest";
import { every, type Job } from "#jobs/job.ts";
import {
  hello,
  historyOf,
  type JobRun,
  job,
  onTheDot,
  timesOf,
  waited,
  worldWith,
} from "#test/fixtures/jobs/job-history.ts";
import { isoAt, minute, second, start } from "#test/fixtures/times.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

describe("the jobs", () => {
  it("are crawl, deliver, follow, seal, prune and vouch, each with its schedule and when it comes next", async () => {
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
      // These run on demand, and there is nothing to do for them.
      ["deliver", { every: "1m" }, null],
      ["follow", { every: "1m" }, null],
      ["seal", { cron: "3,23,43 * * * *", zone: "UTC" }, isoAt(3 * minute)],
      ["prune", { cron: "17 * * * *", zone: "UTC" }, isoAt(17 * minute)],
      ["vouch", { every: "1m" }, null],
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

  it("are not found under an unknown name", async () => {
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

  it("pages without gap or repeat when runs overlap, begin together or end in another hour", async () => {
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

  it("runs when it is asked to run now", async () => {
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
