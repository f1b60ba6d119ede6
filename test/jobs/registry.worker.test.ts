// Tests a job that somebody adds to the registry.
import { describe, expect, it } from "vitest";
import { every, type Job } from "#jobs/job.ts";
import { registry } from "#jobs/registry.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import {
  hello,
  historyOf,
  job,
  onTheDot,
  timesOf,
  waited,
  worldWith,
} from "#test/fixtures/jobs/job-history.ts";
import { isoAt, minute, second, start } from "#test/fixtures/times.ts";
import { createWorld } from "#test/fixtures/world.ts";

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
        // The slot of a run that was lost is run again.
        const made = runs.filter(({ outcome }) => outcome !== "lost");
        expect(new Set(made.map(({ dueAt }) => dueAt)).size).toBe(made.length);
        expect((await job(world, "hello")).running).toBe(false);
      }
    },
  );
});
