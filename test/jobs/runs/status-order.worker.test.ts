// Tests that a target's status follows its latest run, whoever recorded that, and in
// whichever order runs are recorded.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { listed } from "#test/fixtures/rounds/run-history.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import { isoAt, minute, second, start } from "#test/fixtures/times.ts";
import { type Answer, addTarget, createWorld } from "#test/fixtures/world.ts";

const good = { status: 200 };
const bad = { status: 404 };

/** A world whose page gives these answers, one after another. */
async function worldWith(answers: readonly Answer[], every = "1h") {
  let count = 0;
  const site = (): Answer => answers[Math.min(count++, answers.length - 1)] ?? {};
  const world = await createWorld({ now: start, site });
  const id = await addTarget(world, {
    schedule: { every, startAt: isoAt(0) },
    alarm: { recheck: null },
  });
  const statusOf = async () => (await world.call("GET", `/api/targets/${id}`)).body;
  /** Asks for a run at an instant, and does not wait for it. */
  const ask = async (ms: number) => {
    await world.advanceTo(start + ms);
    return world.call("POST", `/api/targets/${id}/run`);
  };
  return { world, id, statusOf, ask };
}

describe("a target's status", () => {
  it.each([
    ["a round's run that began before it", good, bad],
    ["a round's run that began before it and failed", bad, good],
  ])(
    "follows a run that was asked for, although %s is recorded later",
    async (_, slow, fast) => {
      const answers = [good, { ...slow, afterMs: 5 * second }, fast];
      const { world, statusOf, ask } = await worldWith(answers, "1m");
      await world.runUntil(start + minute);
      world.startTick();
      await world.advanceTo(start + minute + second);
      const { body } = await ask(minute + second);
      await world.advanceTo(start + minute + 50 * second);
      const { status, lastRun } = await statusOf();
      expect(status).toBe(fast === good ? "up" : "down");
      expect(lastRun).toEqual(body);
    },
  );

  it("follows a run of a round, although a run asked for before is recorded later", async () => {
    for (const [slow, fast] of [
      [good, bad],
      [bad, good],
    ]) {
      await emptyDatabase();
      const answers = [good, { ...slow, afterMs: 9 * second }, { ...fast }];
      const { world, statusOf, ask } = await worldWith(answers, "1m");
      await world.runUntil(start + minute - second);
      const asked = ask(minute - second);
      await world.advanceTo(start + minute);
      world.startTick();
      await asked;
      await world.advanceTo(start + minute + 50 * second);
      expect((await statusOf()).status).toBe(fast === good ? "up" : "down");
    }
  });

  it("follows the run that began last of all that overlap, and a failed one of two that began together", async () => {
    const answer = fc.record({
      status: fc.constantFrom(200, 404),
      afterMs: fc.oneof(fc.constant(10), fc.nat(9_000)),
    });
    const instant = fc.oneof(
      fc.nat(60).map((seconds) => seconds * second),
      fc.nat(minute),
    );
    const scenario = fc.record({
      answers: fc.array(answer, { minLength: 30, maxLength: 30 }),
      asked: fc.array(instant, { minLength: 1, maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ answers, asked }) => {
        await emptyDatabase();
        const { world, id, statusOf, ask } = await worldWith(answers, "5s");
        world.startTick();
        const running: Promise<unknown>[] = [];
        for (const ms of asked.toSorted((a, b) => a - b)) {
          await world.advanceTo(start + ms);
          running.push(ask(ms));
        }
        await Promise.all(running);
        await world.advanceTo(start + 3 * minute);
        const runs = await listed(world, id);
        const rank = (run: (typeof runs)[number]) =>
          2 * Date.parse(run.startedAt) + (run.outcome === "failed" ? 1 : 0);
        const [latest] = runs.toSorted((a, b) => rank(b) - rank(a));
        const { status, lastRun } = await statusOf();
        expect(status).toBe(latest?.outcome === "ok" ? "up" : "down");
        expect(rank(lastRun)).toBe(rank(latest as (typeof runs)[number]));
      }),
      { numRuns: scenarios(60) },
    );
  });
});
