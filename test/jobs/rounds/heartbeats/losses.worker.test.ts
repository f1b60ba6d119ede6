// Tests that a round which dies at any of its awaits, or whose record is repeated, loses
// no ping and doubles none.
import { describe, expect, it } from "vitest";
import {
  heartbeatWorld,
  rids,
  tellOf,
  waitingOf,
} from "#test/fixtures/heartbeats/told.ts";
import { minute, second, start } from "#test/fixtures/times.ts";
import type { Mishap } from "#test/fixtures/world.ts";

/** Runs that overlap, one of which fails, and a tick that something befalls. */
async function afterTick(mishap?: Mishap) {
  const { world, id, ping } = await heartbeatWorld();
  await ping(`/start?rid=${rids[0]}`);
  await ping(`/start?rid=${rids[1]}`);
  await world.advanceTo(start + 20 * second);
  await ping(`/3?rid=${rids[0]}`, "broken");
  const tick = world.startTick(mishap);
  await world.advanceTo(start + 50 * second);
  await ping(`?rid=${rids[1]}`, "done");
  await world.advanceTo(start + minute);
  await world.runUntil(start + 5 * minute);
  expect(await waitingOf(id)).toEqual([]);
  const { pings: _, ...told } = await tellOf(world, id);
  const { body } = await world.call("GET", "/api/incidents");
  return { told, incidents: body.items.length, tick };
}

const { told: expected, incidents, tick } = await afterTick();

it("two runs that overlap, one of them failed, are two runs and one incident", () => {
  expect(expected.runs.items).toHaveLength(2);
  expect(expected.logs.map(({ items }) => items.length)).toEqual([1, 1]);
  expect(incidents).toBe(1);
});

describe("the ledger is the same when the round", () => {
  const awaits = Array.from({ length: tick.awaits() }, (_, i) => i + 1);
  it.each(awaits)("dies at await %i, before or after it took effect", async (at) => {
    for (const isAfter of [false, true])
      expect(await afterTick({ at, after: isAfter })).toMatchObject({ told: expected });
  });

  const trips = Array.from({ length: tick.trips() }, (_, i) => i + 1);
  it.each(trips)("meets a fault on trip %i, or gets no answer", async (at) => {
    expect(await afterTick({ at, fails: true })).toMatchObject({ told: expected });
    expect(await afterTick({ at, answerLost: true })).toMatchObject({ told: expected });
  });

  it.each(awaits.slice(0, 8))(
    "stands still for longer than its lease at await %i",
    async (at) => {
      expect(await afterTick({ at, stallMs: 45 * second })).toMatchObject({ told: expected });
    },
  );
});
