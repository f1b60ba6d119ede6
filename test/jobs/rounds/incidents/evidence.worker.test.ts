// Tests that an incident keeps what the run that opened it was answered.
import { expect, it } from "vitest";
import { isoAt, second, start, watch } from "#test/fixtures/rounds/rounds.ts";
import { addTarget } from "#test/fixtures/world.ts";

it("an incident has the body that opened it, though other runs of the round failed as well", async () => {
  let asked = 0;
  const site = () => ({
    status: 500,
    headers: { "content-type": "text/plain" },
    body: `answer ${++asked}`,
  });
  const { world } = await watch({ site });
  await addTarget(world, {
    schedule: { every: "29s", startAt: isoAt(0) },
    request: { retries: 0 },
  });
  await world.runUntil(start + 120 * second);
  const { body } = await world.call("GET", "/api/incidents");
  expect(body.items).toMatchObject([{ body: "answer 2" }]);
});
