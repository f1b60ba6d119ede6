// Tests that a tick survives a job that fails.
import { describe, expect, it } from "vitest";
import type { Job } from "#jobs/job.ts";
import { registry } from "#jobs/registry.ts";
import {
  hello,
  historyOf,
  onTheDot,
  timesOf,
  worldWith,
} from "#test/fixtures/jobs/job-history.ts";
import { minute, start } from "#test/fixtures/times.ts";
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
