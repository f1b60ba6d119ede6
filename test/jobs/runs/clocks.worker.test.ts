// Tests runs whose clock steps while they go on.
import { describe, expect, it } from "vitest";
import { listed } from "#test/fixtures/rounds/run-history.ts";
import { hour, isoAt, minute, second, start } from "#test/fixtures/times.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";

/** A body whose end comes when the test says so. */
function openBody() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  return { readable, end: async () => await writer.close() };
}

describe("a clock that steps back", () => {
  it.each([-1, -700, -5 * second, -hour, -400 * 24 * hour])(
    "by %i ms during a request leaves its shard's hour readable",
    async (ms) => {
      const world = await createWorld({ now: start, site: () => ({ afterMs: 500 }) });
      const schedule = { every: "1m", startAt: isoAt(0) };
      const id = await addTarget(world, { schedule });
      const other = await addTarget(world, {
        url: "https://other.example.com/",
        schedule,
      });
      await world.runUntil(start + minute);
      world.startTick();
      await world.advanceTo(start + minute + 200);
      world.stepClock(ms);
      await world.advanceTo(start + minute + 10 * second);
      world.stepClock(-ms);
      await world.runUntil(start + 3 * minute);
      for (const runs of [await listed(world, id), await listed(world, other)]) {
        expect(runs.map(({ dueAt }) => dueAt)).toEqual(
          [2, 1, 0].map((m) => isoAt(m * minute)),
        );
        const [last, stepped, first] = runs.map(({ durationMs }) => durationMs as number);
        expect([first, last]).toEqual([500, 500]);
        // What passes between two readings is lost when the clock steps between them.
        expect(stepped).toBeGreaterThanOrEqual(0);
        expect(stepped).toBeLessThanOrEqual(500);
      }
    },
  );

  it("while a body is read makes no negative duration", async () => {
    const { readable, end } = openBody();
    const world = await createWorld({ now: start, site: () => ({ body: readable }) });
    const id = await addTarget(world, { schedule: { every: "1h", startAt: isoAt(0) } });
    world.startTick();
    await world.advanceTo(start + second);
    world.stepClock(-minute);
    await end();
    await world.advanceTo(start + 10 * second);
    const [run] = await listed(world, id);
    expect(run).toMatchObject({ outcome: "ok", firstByteMs: 10 });
    expect(run?.bodyMs).toBeGreaterThanOrEqual(0);
  });

  it("between a request's attempts makes a run whose parts are told", async () => {
    let count = 0;
    const site = () => (count++ === 0 ? new Error("Network connection lost.") : {});
    const world = await createWorld({ now: start, site });
    const id = await addTarget(world, { schedule: { every: "1h", startAt: isoAt(0) } });
    world.startTick();
    await world.advanceTo(start + 500);
    world.stepClock(-hour);
    await world.advanceTo(start + 10 * second);
    expect(await listed(world, id)).toMatchObject([
      { attempt: 2, outcome: "ok", lagMs: 0, durationMs: 10 },
    ]);
  });
});
