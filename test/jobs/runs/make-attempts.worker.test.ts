// Tests what is kept of the attempts of a run.
import { expect, it } from "vitest";
import { createAllowance } from "#domain/allowance.ts";
import { makeAttempts } from "#jobs/runs/make-attempts.ts";
import { createTraffic } from "#net/traffic/traffic.ts";
import { findTarget } from "#store/targets/targets.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";

it("no body is held while a retry waits, nor afterwards", async () => {
  const body = "x".repeat(200_000);
  const world = await createWorld({ site: () => ({ status: 500, body, afterMs: 0 }) });
  const id = await addTarget(world, { schedule: { every: "1d" } });
  const found = await findTarget(world.deps.db, id);
  if (found === null) throw new Error("there is no target");
  const { target } = found;
  const { deps } = world;
  const context = {
    deps,
    traffic: createTraffic({ clock: deps.clock, connections: 6, hostGapMs: 0 }),
    fetches: createAllowance(10),
    deadline: world.now() + 60_000,
  };
  const making = makeAttempts(context, target, {}, () => true);
  await world.advanceTo(world.now() + 60_000);
  const made = await making;
  expect(made?.tries).toHaveLength(2);
  expect(made).toMatchObject({ fetched: { status: 500, bytes: 200_000 } });
  expect(made?.fetched).toMatchObject({ body: null, contentHash: expect.any(String) });
});
