// Tests how many looks at schedules rounds take, also when very many slots waited.
import { Cron } from "croner";
import { describe, expect, it, vi } from "vitest";
import { auditTarget } from "#test/fixtures/audit.ts";
import { minute, start, watch } from "#test/fixtures/rounds/rounds.ts";
import { addTarget, type World } from "#test/fixtures/world.ts";

const hour = 60 * minute;

/** Searches for the slots of jobs, which a tick makes too. */
const jobs = 10;

/** Each value of minutes and of seconds is searched once. */
const fields = 2 * 61;

/** How often croner searched during the work. */
async function searches(work: () => Promise<void>): Promise<number> {
  const spies = [
    vi.spyOn(Cron.prototype, "nextRun"),
    vi.spyOn(Cron.prototype, "nextRuns"),
  ];
  await work();
  const count = spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  vi.restoreAllMocks();
  return count;
}

const oneTick = (world: World) => () => world.runUntil(world.now() + minute);

async function addCronTargets(world: World, count: number, schedule: object) {
  const ids: number[] = [];
  for (let i = 0; i < count; i++)
    ids.push(await addTarget(world, { url: `https://host${i}.example.com/`, schedule }));
  return ids;
}

describe("a round of 40 cron targets", () => {
  it("searches twice a target for a slot on time, and a few times after an hour's outage", async () => {
    const { world } = await watch();
    const ids = await addCronTargets(world, 40, { cron: "* * * * *" });
    await world.runUntil(start + 2 * minute);
    expect(await searches(oneTick(world))).toBeLessThanOrEqual(2 * 40 + jobs);
    await world.advanceTo(world.now() + hour);
    // The hour lies in two hours of the clock, and its first slot is older than the
    // catch-up window: three drops, one search each.
    const most = (2 + 3) * 40 + fields + jobs;
    expect(await searches(oneTick(world))).toBeLessThanOrEqual(most);
    for (const id of ids.slice(0, 3)) await auditTarget(id, world.now() - 1);
  });
});

describe("a round of 40 targets on the free plan", () => {
  /** Requests of the next tick, and of the one after it. */
  async function requestsAfter(outageMs: number, schedule: object) {
    const { world, sent } = await watch({ vars: { PLAN: "free" } });
    const ids = await addCronTargets(world, 40, schedule);
    await world.runUntil(start + 2 * minute);
    await world.advanceTo(world.now() + outageMs);
    const counts: number[] = [];
    for (let tick = 0; tick < 2; tick++) {
      const before = sent.length;
      await oneTick(world)();
      counts.push(sent.length - before);
    }
    for (const id of ids) await auditTarget(id, world.now() - 1);
    return counts;
  }
  const cron = { cron: "* * * * *" };
  const interval = { every: "1m", startAt: "2026-03-01T00:00:00Z" };

  it("makes fewer requests after an hour's outage, since counting takes CPU time too", async () => {
    // 640 looks, at about 25 a target: up to 6 for its drops, and 7 for each with the run.
    expect(await requestsAfter(hour, cron)).toEqual([26, 40]);
    expect(await requestsAfter(hour, interval)).toEqual([24, 45]);
  });

  it("makes all of them when one tick did not come", async () => {
    expect(await requestsAfter(minute, cron)).toEqual([40, 40]);
  });
});

describe("a target of every five seconds", () => {
  it("that may catch up with a week is accounted for hour by hour", async () => {
    const { world } = await watch();
    const schedule = { cron: "*/5 * * * * *", catchUpWindow: "7d" };
    const [id = 0] = await addCronTargets(world, 1, schedule);
    await world.runUntil(start + minute);
    await world.advanceTo(world.now() + 7 * 24 * hour);
    // 168 hours, and the slots of the tick itself.
    expect(await searches(oneTick(world))).toBeLessThanOrEqual(169 + 60 + fields + jobs);
    const { slots, ran, late, missed, skipped } = await auditTarget(id, world.now() - 1);
    expect(ran + late + missed + skipped).toBe(slots);
    expect(slots).toBeGreaterThanOrEqual(7 * 24 * 720);
  });
});

describe("a round whose looks do not suffice", () => {
  const outage = 10 * 24 * hour;

  it.each(["buffer-one", "keep-latest", "skip", "buffer-all"])(
    "goes on in the next tick, target by target, with the ledger that %s says",
    async (overlap) => {
      const { world, sent } = await watch({ vars: { PLAN: "free" } });
      const schedule = { cron: "*/30 * * * *", catchUpWindow: "2h", overlap };
      const ids = await addCronTargets(world, 40, schedule);
      await world.runUntil(start + minute);
      await world.advanceTo(start + outage);
      const before = sent.length;
      // 240 hours at two looks; each target has 16 in a tick.
      const counts: number[] = [];
      for (let tick = 0; tick < 36; tick++) counts.push(await searches(oneTick(world)));
      expect(Math.max(...counts)).toBeLessThanOrEqual(640 + 4 * 40);
      expect(sent.length).toBeGreaterThanOrEqual(before + 40);
      for (const id of ids) {
        const { slots, ran, late, missed, skipped, openAt } = await auditTarget(
          id,
          world.now() - 1,
        );
        expect(ran + late + missed + skipped).toBe(slots);
        expect(openAt).toBeGreaterThanOrEqual(world.now());
      }
    },
    60_000,
  );
});
