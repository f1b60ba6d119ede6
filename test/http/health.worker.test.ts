// Tests what /health says of the rounds.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { limitDatabase } from "#test/fixtures/rounds/limited-database.ts";
import { isoAt, minute, second, start } from "#test/fixtures/times.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const everyMinute = { schedule: { every: "1m", startAt: isoAt(0) } };
const slow = () => ({ afterMs: 3 * second });

const health = async (world: World) => {
  const { status, body } = await world.call("GET", "/health");
  return { code: status, ...body };
};

/** A world of one target and one tick. */
async function tickingWorld() {
  const world = await createWorld({ now: start, site: slow });
  await addTarget(world, everyMinute);
  const { awaits } = world.startTick();
  await world.advanceTo(start + second);
  const inRound = awaits();
  await world.advanceTo(start + minute);
  return { world, inRound };
}

describe("health", () => {
  it("is ok while rounds are under way and between them", async () => {
    const { world } = await tickingWorld();
    for (let at = minute; at < 3 * minute; at += 7 * second) {
      if (at % minute < 7 * second) world.startTick();
      await world.advanceTo(start + at);
      expect(await health(world)).toMatchObject({
        code: 200,
        status: "ok",
        reason: null,
      });
    }
  });

  it("says recovering while the slots of a killed tick wait, and ok once they are served", async () => {
    const { world, inRound } = await tickingWorld();
    world.startTick({ at: inRound, after: true });
    await world.advanceTo(start + minute + 5 * second);
    world.startTick();
    await world.advanceTo(start + minute + 25 * second);
    expect(await health(world)).toMatchObject({
      status: "recovering",
      reason: expect.stringMatching(/waited for 25 seconds.*lost/),
    });
    await world.advanceTo(start + minute + 35 * second);
    expect(await health(world)).toMatchObject({ code: 200, status: "ok", reason: null });
  });

  it("says recovering while slots wait for a tick that does not come", async () => {
    const { world } = await tickingWorld();
    await world.advanceTo(start + 2 * minute + 10 * second);
    expect(await health(world)).toMatchObject({ status: "ok" });
    await world.advanceTo(start + 2 * minute + 20 * second);
    expect(await health(world)).toMatchObject({
      status: "recovering",
      reason: expect.stringMatching(/waited for 80 seconds/),
    });
  });

  it("is ok while the rounds are paused", async () => {
    const { world } = await tickingWorld();
    await world.call("POST", "/api/jobs/crawl/pause");
    await world.runUntil(start + 10 * minute);
    expect(await health(world)).toMatchObject({ status: "ok" });
  });

  it("asks the database once in five seconds, however often it is asked", async () => {
    const limited = limitDatabase(DB, 1_000);
    const world = await createWorld({ now: start, vars: { DB: limited.database } });
    await world.runUntil(start + minute);
    const before = limited.sent();
    for (let i = 0; i < 10; i++) await health(world);
    expect(limited.sent()).toBe(before + 1);
    await world.advanceTo(start + minute + 5 * second);
    await health(world);
    expect(limited.sent()).toBe(before + 2);
  });
});
