// Tests when targets are run: at their own instants, whatever their neighbours do and
// however ticks come.

import { describe, expect, it } from "vitest";
import {
  fillShards,
  isoAt,
  minute,
  runsOf,
  second,
  start,
  timesOf,
  watch,
} from "#test/fixtures/rounds/rounds.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";

describe("an interval", () => {
  it("is first due at once and from then on at a phase of its own that never moves", async () => {
    const { world } = await watch({ now: start + 20 * second });
    const ids: number[] = [];
    for (let i = 0; i < 5; i++)
      ids.push(await addTarget(world, { schedule: { every: "10m" } }));
    await world.advanceTo(start + minute);
    await world.runUntil(start + 31 * minute);
    await world.call("PATCH", `/api/targets/${ids[0]}`, { name: "Renamed" });
    await world.advanceTo(start + 55 * minute);
    await world.runUntil(start + 90 * minute);
    const phases = new Set<number>();
    for (const id of ids) {
      const [first, ...others] = await timesOf(world, id);
      expect(first).toEqual([20, 60]);
      const phase = new Set(others.map(([dueAt = 0]) => dueAt % 600));
      expect(phase.size).toBe(1);
      for (const one of phase) phases.add(one);
      expect(others.length).toBeGreaterThanOrEqual(5);
    }
    expect(phases.size).toBeGreaterThan(1);
  });

  it.each([
    [{ every: "5s" }, 12],
    [{ every: "6s" }, 10],
    [{ every: "20s" }, 3],
    [{ every: "30s" }, 2],
    [{ cron: "*/10 * * * * *" }, 6],
    [{ cron: "7,37 * * * * *" }, 2],
  ])(
    "of %j is served at its own instants, %i times in each minute",
    async (schedule, count) => {
      const { world, sent } = await watch();
      const id = await addTarget(world, { schedule });
      await world.runUntil(start + 3 * minute);
      const times = await timesOf(world, id);
      expect(times.map(([dueAt]) => dueAt)).toEqual(
        times.map(([, startedAt]) => startedAt),
      );
      expect(sent.map(({ at }) => at)).toEqual(times.map(([dueAt]) => dueAt));
      const inSecondMinute = times.filter(([dueAt = 0]) => dueAt >= 60 && dueAt < 120);
      expect(inSecondMinute).toHaveLength(count);
    },
  );

  it.each(["the same shard", "another shard"])(
    "of seconds keeps to its instants while a host of %s is slow",
    async (place) => {
      const { world } = await watch({
        site: ({ host }) => ({ afterMs: host === "slow.example.com" ? 40 * second : 10 }),
      });
      const schedule = { every: "1m", startAt: isoAt(0) };
      const slow = await addTarget(world, {
        url: "https://slow.example.com/",
        request: { timeout: "50s" },
        schedule,
      });
      if (place === "another shard") await fillShards();
      const quick = await addTarget(world, {
        schedule: { every: "5s", startAt: isoAt(0) },
      });
      await world.runUntil(start + 2 * minute);
      expect(await timesOf(world, slow)).toEqual([
        [0, 0],
        [60, 60],
      ]);
      expect(await timesOf(world, quick)).toEqual(
        Array.from({ length: 24 }, (_, i) => [i * 5, i * 5]),
      );
    },
  );
});

describe("two ticks at once", () => {
  it.each([0, 1, 7_300, 30_000])("%i ms apart run no slot twice", async (apart) => {
    const { world, sent } = await watch({ site: () => ({ afterMs: 900 }) });
    const ids: number[] = [];
    for (const every of ["5s", "20s", "1m"]) {
      ids.push(await addTarget(world, { schedule: { every, startAt: isoAt(0) } }));
      if (every === "20s") await fillShards();
    }
    const ticks = [world.startTick()];
    await world.advanceTo(start + apart);
    ticks.push(world.startTick());
    await world.advanceTo(start + minute);
    await Promise.all(ticks.map(({ ended }) => ended));
    expect(sent).toHaveLength(12 + 3 + 1);
    for (const id of ids) {
      expect(
        (await timesOf(world, id)).every(([dueAt, startedAt]) => dueAt === startedAt),
      ).toBe(true);
    }
    expect(await runsOf(world, ids[0] as number)).toHaveLength(12);
  });
});

describe("a trigger that comes a little before its minute", () => {
  it("serves that minute's slots at their instants", async () => {
    const world = await createWorld({ now: Date.parse("2026-03-02T09:59:59.900Z") });
    await world.call("POST", "/api/targets", {
      url: "https://site.example.com/",
      schedule: { cron: "* * * * *" },
    });
    world.startTick(undefined, Date.parse("2026-03-02T10:00:00Z"));
    await world.advanceTo(Date.parse("2026-03-02T10:00:59Z"));
    const { body } = await world.call("GET", "/api/targets/1/runs");
    expect(body.items).toMatchObject([{ dueAt: "2026-03-02T10:00:00.000Z", lagMs: 0 }]);
  });
});

describe("an expired target", () => {
  it("is never due again", async () => {
    const { world, sent } = await watch();
    const schedule = { every: "1m", startAt: isoAt(0), expiresAt: isoAt(2 * minute) };
    const id = await addTarget(world, { schedule });
    await world.runUntil(start + 10 * minute);
    expect(sent.map(({ at }) => at)).toEqual([0, 60]);
    expect((await world.call("GET", `/api/targets/${id}`)).body.nextDueAt).toBeNull();
  });
});

describe("a target of every few seconds", () => {
  it("is served at each slot, also where a slow neighbour's run goes on into the next tick's minute", async () => {
    const start = Date.parse("2026-03-02T00:00:00Z");
    const world = await createWorld({
      now: start,
      site: ({ hostname }) => ({ afterMs: hostname.startsWith("slow") ? 4_000 : 10 }),
    });
    for (const [host, every, seconds] of [
      ["quick", "5s", 4],
      ["slow", "1m", 58],
    ] as const) {
      const schedule = {
        every,
        startAt: new Date(start + seconds * 1_000).toISOString(),
      };
      await world.call("POST", "/api/targets", {
        url: `https://${host}.example.com/`,
        schedule,
      });
    }
    await world.runUntil(start + 10 * 60_000);
    await world.advanceTo(start + 11 * 60_000);
    const { body } = await world.call("GET", "/api/targets/1/ledger");
    expect(body).toMatchObject({ late: 0, skipped: 0, missed: 0 });
    expect(body.ran).toBeGreaterThanOrEqual(119);
  });
});
