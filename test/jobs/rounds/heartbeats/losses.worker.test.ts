// Tests that a round which dies at any of its awaits, or whose record is repeated, loses
// no ping and doubles none.
import { expect, it } from "vitest";
import { emptyDatabase } from "#test/fixtures/database.ts";
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
  await emptyDatabase();
  const { world, id, ping } = await heartbeatWorld();
  await ping(`/start?rid=${rids[0]}`);
  await ping(`/start?rid=${rids[1]}`);
  await world.advanceTo(start + 20 * second);
  await ping(`/3?rid=${rids[0]}`, "broken");
  const tick = world.startTick(mishap);
  await world.advanceTo(start + 50 * second);
  await ping(`?rid=${rids[1]}`, "done");
  await world.advanceTo(start + minute);
  await world.runUntil(start + 4 * minute);
  expect(await waitingOf(id)).toEqual([]);
  const { statusSince: _, ...told } = await tellOf(world, id);
  const { body } = await world.call("GET", "/api/incidents");
  return { told: { ...told, incidents: body.items.length }, tick };
}

/** Says for each n from 1 on whether a tick with that mishap comes to what one without does. */
async function expectSame(
  count: "awaits" | "trips",
  mishapAt: (at: number) => Mishap,
): Promise<void> {
  const { told, tick } = await afterTick();
  const most = tick[count]();
  expect(most).toBeGreaterThan(3);
  for (let at = 1; at <= most; at++)
    expect({ at, ...(await afterTick(mishapAt(at))).told }).toEqual({ at, ...told });
}

it("two runs that overlap, one of them failed, are two runs and one incident", async () => {
  const { told } = await afterTick();
  expect(told.runs.items).toHaveLength(2);
  expect(told.logs.map(({ items }) => items.length)).toEqual([1, 1]);
  expect(told.incidents).toBe(1);
});

it("the ledger is the same when a round dies at any await before that takes effect", async () => {
  await expectSame("awaits", (at) => ({ at, after: false }));
});

it("the ledger is the same when a round dies at any await after that took effect", async () => {
  await expectSame("awaits", (at) => ({ at, after: true }));
});

it("the ledger is the same when any trip of a round to the database fails", async () => {
  await expectSame("trips", (at) => ({ at, fails: true }));
});

it("the ledger is the same when the answer to any trip of a round is lost", async () => {
  await expectSame("trips", (at) => ({ at, answerLost: true }));
});

it("the ledger is the same when a round stands still for longer than its lease", async () => {
  await expectSame("awaits", (at) => ({ at, stallMs: 45 * second }));
});
