// Tests the tick that is made at start-up.
import { expect, it } from "vitest";
import { registry } from "#jobs/registry.ts";
import { rehearseTick } from "#jobs/ticks/rehearsal.ts";
import { createWorld } from "#test/fixtures/world.ts";

it("the rehearsal goes through the same statements as the first tick of an empty database", async () => {
  const world = await createWorld({ now: 0 });
  const first = world.startTick();
  await world.advanceTo(1_000);
  await first.ended;
  const rehearsed = await rehearseTick(registry);
  expect(rehearsed.statements).toBe(first.meter.statements);
  expect(rehearsed.statements).toBeGreaterThanOrEqual(3);
});
