// Tests that a tick survives a job that fails.
import { describe, expect, it } from "vitest";
import { every, type Job } from "#jobs/job.ts";
import { registry } from "#jobs/registry.ts";
import {
  hello,
  historyOf,
  onTheDot,
  timesOf,
  waited,
  worldWith,
} from "#test/fixtures/jobs/job-history.ts";
import { isoAt, minute, second, start } from "#test/fixtures/times.ts";
import { createWorld } from "#test/fixtures/world.ts";

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

describe("a job under a lease whose invocation was killed", () => {
  it("runs again soon, and the killed run stands in its history as lost", async () => {
    const lasting: Job = {
      ...hello,
      name: "lasting",
      schedule: every("1h"),
      run: ({ deps }) => waited(deps.clock, 30 * second),
    };
    const world = await createWorld({ now: start, jobs: [lasting] });
    // The tick looks, claims, and then waits for the job.
    world.startTick({ at: 3, after: true });
    await world.runUntil(start + 3 * minute);
    const history = await historyOf(world, "lasting");
    expect(history).toMatchObject([
      { outcome: "lost", dueAt: isoAt(0), startedAt: isoAt(0), counts: {} },
      { outcome: "ok", dueAt: isoAt(0), counts: { waited: 30 * second } },
    ]);
    expect(Date.parse(history[1]?.startedAt ?? "")).toBeLessThanOrEqual(
      start + 2 * minute,
    );
  });

  it("keeps its lease while it runs, however long that takes", async () => {
    let running = 0;
    const lasting: Job = {
      ...hello,
      name: "lasting",
      schedule: every("1m"),
      async run({ deps }) {
        running += 1;
        expect(running).toBe(1);
        const counts = await waited(deps.clock, 4 * minute);
        running -= 1;
        return counts;
      },
    };
    const world = await createWorld({ now: start, jobs: [lasting] });
    await world.runUntil(start + 6 * minute);
    await world.advanceTo(start + 12 * minute);
    const history = await historyOf(world, "lasting");
    expect(history.length).toBeGreaterThan(0);
    for (const { outcome } of history) expect(outcome).toBe("ok");
  });
});
