// Tests what is kept of the attempts of a run.
import { expect, it } from "vitest";
import { createAllowance } from "#domain/allowance.ts";
import { heldForEvidence } from "#domain/conditions/judge-conditions.ts";
import { makeAttempts } from "#jobs/runs/make-attempts.ts";
import { createTraffic } from "#net/traffic/traffic.ts";
import { findTarget } from "#store/targets/targets.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";

/** What the attempts at a page of 200,000 bytes gave. */
async function attempt(status: number, expectation: object = {}) {
  const body = "x".repeat(200_000);
  const world = await createWorld({ site: () => ({ status, body, afterMs: 0 }) });
  const id = await addTarget(world, { schedule: { every: "1d" }, expect: expectation });
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
  return await making;
}

it("no more than the evidence is held of a body while a retry waits, and afterwards", async () => {
  const made = await attempt(500);
  expect(made?.tries).toHaveLength(2);
  expect(made).toMatchObject({ fetched: { status: 500, bytes: 200_000 } });
  expect(made?.fetched.body).toHaveLength(heldForEvidence);
});

it("nothing is held of a body that no condition is about", async () => {
  const made = await attempt(200);
  expect(made?.fetched).toMatchObject({ body: null, contentHash: expect.any(String) });
  const timed = await attempt(200, { conditions: [{ duration: "< 1s" }] });
  expect(timed?.fetched.body).toHaveLength(heldForEvidence);
  const read = await attempt(200, { conditions: [{ body: "contains x" }] });
  expect(read?.fetched.body).toHaveLength(200_000);
});
