// Tests that an outage of ours is told once, by the first tick that comes after it.
import { expect, it } from "vitest";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { readTold } from "#test/fixtures/notices/told.ts";
import { hour, minute, start } from "#test/fixtures/times.ts";
import { addTarget, createWorld, type Mishap } from "#test/fixtures/world.ts";

/** A world with a target that is due each minute, in which two ticks came. */
async function openWorld() {
  const world = await createWorld({ now: start });
  await addTarget(world, { schedule: { every: "1m" } });
  await world.runUntil(start + 2 * minute);
  return world;
}

const outagesTold = async () =>
  (await readTold()).filter(({ kind }) => kind === "service-missed");

it("two hours without a tick are told once, from the end of the last tick to the next", async () => {
  const world = await openWorld();
  await world.advanceTo(start + 2 * hour);
  await world.runUntil(start + 2 * hour + 5 * minute);
  const [told, ...more] = await outagesTold();
  expect(told).toMatchObject({
    at: start + 2 * hour,
    targetId: null,
    labels: { kind: "service", name: "junkai", severity: "info" },
    facts: { to: start + 2 * hour },
  });
  const from = told?.kind === "service-missed" ? told.facts.from : 0;
  expect([told?.id, more]).toEqual([`service.${from}`, []]);
  expect((from - start) / minute).toBeCloseTo(1, 1);
});

it("three minutes without a tick are not told, nor hours in which rounds were paused", async () => {
  const world = await openWorld();
  await world.advanceTo(start + 4 * minute);
  await world.runUntil(start + 6 * minute);
  await world.call("POST", "/api/jobs/crawl/pause");
  await world.runUntil(start + 20 * minute);
  await world.call("POST", "/api/jobs/crawl/resume");
  await world.runUntil(start + 22 * minute);
  expect(await outagesTold()).toEqual([]);
});

it("an outage is told once, whatever befalls the ticks after it", async () => {
  for (let at = 1; at <= 7; at++) {
    const mishaps: Mishap[] = [
      { at, after: true },
      { at, after: false },
      { at, answerLost: true },
    ];
    for (const mishap of mishaps) {
      await emptyDatabase();
      const world = await openWorld();
      await world.advanceTo(start + 30 * minute);
      world.startTick(mishap);
      await world.advanceTo(start + 31 * minute);
      await world.runUntil(start + 36 * minute);
      expect(await outagesTold(), JSON.stringify(mishap)).toHaveLength(1);
    }
  }
});
