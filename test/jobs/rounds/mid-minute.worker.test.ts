// Tests that a target of every few seconds that comes in mid-minute is served at its
// slots: by the request that created it, and by a tick that is alive.
import { describe, expect, it } from "vitest";
import type { Env } from "#deps";
import { auditTarget } from "#test/fixtures/audit.ts";
import { seconds, watch } from "#test/fixtures/rounds/rounds.ts";
import { listed } from "#test/fixtures/rounds/run-history.ts";
import { isoAt, minute, second, start } from "#test/fixtures/times.ts";
import { addTarget } from "#test/fixtures/world.ts";

/** What is new is looked at within so many seconds. */
const soon = 2;

/** A page that keeps each minute's tick alive for half of the minute. */
const twiceAMinute = { schedule: { every: "30s", startAt: isoAt(0) } };

/** A world in which another page may be, in the second minute of its ticks. */
async function inSecondMinute(vars: Partial<Env>, others: object[]) {
  const site = () => ({ afterMs: 100 });
  const { world } = await watch({ site, afterAnswers: true, vars });
  for (const document of others)
    await addTarget(world, { url: "https://other.example.com/", ...document });
  await world.runUntil(start + minute);
  return { world, tick: world.startTick() };
}

/** How the slots of a target of every five seconds fared that was created in mid-minute. */
async function fatesOfSlots(vars: Partial<Env>, others: object[], createdIn = [7]) {
  const { world } = await inSecondMinute(vars, others);
  let id = 0;
  for (const at of createdIn) {
    await world.advanceTo(start + minute + at * second);
    id = await addTarget(world, { schedule: { every: "5s" } });
  }
  await world.advanceTo(start + 2 * minute);
  await world.runUntil(start + 3 * minute);
  // The last round is recorded.
  await world.advanceTo(start + 3 * minute + 15 * second);
  const { slots } = await auditTarget(id, start + 3 * minute - 1);
  const lags = (await listed(world, id))
    .filter(({ dueAt }) => seconds(dueAt) < 180)
    .map((run) => seconds(run.startedAt) - seconds(run.dueAt));
  return { slots, onTime: lags.filter((lag) => lag <= soon).length };
}

describe("a target of every five seconds that is created in second 7 of a minute", () => {
  it.each(["paid", "free"])(
    "is served at each slot where a tick is alive: %s",
    async (PLAN) => {
      const fates = await fatesOfSlots({ PLAN }, [twiceAMinute]);
      expect(fates).toEqual({ slots: 23, onTime: 23 });
    },
  );

  it("is served at each slot where the platform lets the request's invocation go on", async () => {
    const vars = { AFTER_ANSWER_SECONDS: "90" };
    expect(await fatesOfSlots(vars, [])).toEqual({ slots: 23, onTime: 23 });
  });

  it("is served so as well where another one's request already goes on", async () => {
    const vars = { AFTER_ANSWER_SECONDS: "90" };
    const fates = await fatesOfSlots(vars, [], [7, 57]);
    expect(fates).toEqual({ slots: 13, onTime: 13 });
  });

  it("is served for 14 seconds where that ends after 30 and no tick is alive, and from the next tick on", async () => {
    expect(await fatesOfSlots({}, [])).toEqual({ slots: 23, onTime: 3 + 12 });
  });
});

describe("a tick that waits for a shard", () => {
  it("looks for others twice in half a minute", async () => {
    const { world, tick } = await inSecondMinute({}, [twiceAMinute]);
    await world.advanceTo(start + minute + 2 * second);
    const before = tick.meter.statements;
    await world.advanceTo(start + minute + 29 * second);
    expect(tick.meter.statements - before).toBe(2);
  });

  it("that has nothing to wait for costs no look", async () => {
    const { world, tick } = await inSecondMinute({}, [{ schedule: { every: "1m" } }]);
    await world.advanceTo(start + 2 * minute);
    expect(tick.meter.statements).toBe(8);
  });

  it("makes one round for what comes due at the instant when a round's span would end", async () => {
    const inTenSeconds = { schedule: { every: "1m", startAt: isoAt(10 * second) } };
    const { world } = await inSecondMinute({}, [inTenSeconds]);
    const before = world.logs.length;
    await world.advanceTo(start + 2 * minute);
    const rounds = world.logs.slice(before).filter(({ event }) => event === "round");
    expect(rounds).toMatchObject([{ ran: 1 }]);
  });
});
