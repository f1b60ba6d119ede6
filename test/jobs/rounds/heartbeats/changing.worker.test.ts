// Tests that pings which wait are heard for what they were sent to, whatever is changed
// of their heartbeat meanwhile.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import {
  heartbeatWorld,
  readJson,
  tellOf,
  waitingOf,
} from "#test/fixtures/heartbeats/told.ts";
import { hour, minute, second, start } from "#test/fixtures/times.ts";

/** A heartbeat whose second ping of the hour no round takes by itself. */
async function waiting(ending = "") {
  const made = await heartbeatWorld();
  const { world, ping } = made;
  await world.advanceTo(start + 10 * minute);
  await ping();
  await world.runUntil(start + 12 * minute);
  await ping(ending, "waits");
  expect(await waitingOf(made.id)).toHaveLength(1);
  return made;
}

const runsOf = async (
  world: Awaited<ReturnType<typeof waiting>>["world"],
  path: string,
): Promise<{ startedAt: string }[]> => (await readJson(world, `${path}/runs`)).items;

describe("pings that wait while their heartbeat is paused", () => {
  it("are told, then taken by a round, and the ledger has them", async () => {
    const { world, id, path } = await waiting();
    const before = await tellOf(world, id);
    expect(before.runs.items).toHaveLength(2);
    await world.call("POST", `${path}/pause`);
    const paused = await tellOf(world, id);
    expect(paused).toMatchObject({ status: "paused", runs: before.runs });
    await world.runUntil(start + 14 * minute);
    expect(await waitingOf(id)).toEqual([]);
    expect(await tellOf(world, id)).toEqual(paused);
    expect(paused.logs[0]).toMatchObject({ items: [{ body: "waits" }] });
  });

  it("end no slot that came after the pause", async () => {
    const { world, id, path } = await waiting();
    await world.call("POST", `${path}/pause`);
    await world.runUntil(start + 5 * hour);
    expect(await tellOf(world, id)).toMatchObject({
      status: "paused",
      ledger: { missed: 0 },
    });
    await world.advanceTo(world.now() + second);
    await world.call("POST", `${path}/resume`);
    await world.runUntil(start + 6 * hour);
    expect(await runsOf(world, path)).toHaveLength(2);
  });

  it("are in the ledger when it is resumed before a round has come", async () => {
    const { world, id, path } = await waiting();
    await world.call("POST", `${path}/pause`);
    await world.advanceTo(world.now() + second);
    await world.call("POST", `${path}/resume`);
    await world.runUntil(start + 20 * minute);
    expect(await waitingOf(id)).toEqual([]);
    expect(await runsOf(world, path)).toHaveLength(2);
  });
});

describe("pings that wait while their heartbeat is changed", () => {
  it.each([
    ["its schedule", { schedule: { every: "10m" } }],
    ["its grace", { heartbeat: { grace: "2m" } }],
    ["its name", { name: "other" }],
  ])("are in the ledger: %s", async (_, patch) => {
    const { world, id, path } = await waiting();
    await world.advanceTo(world.now() + second);
    const answer = await world.call("PATCH", path, patch);
    expect(answer.status).toBe(200);
    expect(await runsOf(world, path)).toHaveLength(2);
    await world.runUntil(start + 3 * hour);
    expect(await waitingOf(id)).toEqual([]);
    expect(await runsOf(world, path)).toHaveLength(2);
  });

  it("go with their target when it is deleted", async () => {
    const { world, path } = await waiting();
    await world.call("DELETE", path);
    await world.runUntil(start + 14 * minute);
    expect(await DB.prepare("SELECT count(*) AS rows FROM heartbeats").first()).toEqual({
      rows: 0,
    });
  });
});
