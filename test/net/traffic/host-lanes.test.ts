// Tests that traffics of several invocations, which know nothing of each other, keep a
// host's gap between them.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTraffic } from "#net/traffic/traffic.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import { createVirtualClock, type VirtualClock } from "#test/fixtures/virtual-clock.ts";

const FOREVER = Number.POSITIVE_INFINITY;
const gapMs = 100;

const waitFor = (clock: VirtualClock, ms: number) =>
  new Promise<void>((resolve) => void clock.after(ms, resolve));

function setUp(connections = 6, start = 1_000) {
  const clock = createVirtualClock(start);
  const started: { name: string; host: string; at: number }[] = [];
  const open = () => {
    const traffic = createTraffic({ clock, connections, hostGapMs: gapMs });
    const send = (name: string, host: string, durationMs = 10, startBy = FOREVER) =>
      traffic.run(host, startBy, async () => {
        started.push({ name, host: host.split(" ")[0] ?? "", at: clock.now() });
        await waitFor(clock, durationMs);
        return name;
      });
    return { traffic, send };
  };
  return { clock, started, open };
}

const gapsOf = (started: readonly { at: number }[]): number[] => {
  const instants = started.map(({ at }) => at).sort((a, b) => a - b);
  return instants.slice(1).map((at, i) => at - (instants[i] ?? 0));
};

describe("invocations that ask one host", () => {
  it("keep its gap between all of them, and each has its turn", async () => {
    const invocation = fc.record({
      tasks: fc.integer({ min: 1, max: 8 }),
      others: fc.integer({ min: 0, max: 12 }),
      answersAfterMs: fc.integer({ min: 1, max: 700 }),
      beginsAfterMs: fc.integer({ min: 0, max: 500 }),
    });
    const worlds = fc.array(invocation, { minLength: 2, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(worlds, fc.nat(1_000_000), async (invocations, start) => {
        const { clock, started, open } = setUp(6, start);
        for (const [place, one] of invocations.entries()) {
          const { traffic, send } = open();
          const of = invocations.length;
          const lane = traffic.openLane("a", { place, of, from: 0 });
          clock.after(one.beginsAfterMs, () => {
            for (let i = 0; i < one.others; i++)
              void send("other", `own-${place}-${i}`, one.answersAfterMs);
            for (let i = 0; i < one.tasks; i++)
              void send("task", lane.name, one.answersAfterMs);
          });
        }
        await clock.runAll();
        const asked = started.filter(({ host }) => host === "a");
        expect(Math.min(FOREVER, ...gapsOf(asked))).toBeGreaterThanOrEqual(gapMs);
        const wanted = invocations.reduce((sum, { tasks }) => sum + tasks, 0);
        expect(asked).toHaveLength(wanted);
      }),
      { numRuns: scenarios(60) },
    );
  });

  it("keep it while one after the other comes, serves and goes, at the same places", async () => {
    const visit = fc.record({
      tasks: fc.integer({ min: 1, max: 4 }),
      pauseMs: fc.integer({ min: 0, max: 300 }),
    });
    const ofPlace = fc.array(visit, { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.array(ofPlace, { minLength: 2, maxLength: 5 }), async (all) => {
        const { clock, started, open } = setUp();
        const serve = async (place: number, visits: (typeof all)[number]) => {
          for (const { tasks, pauseMs } of visits) {
            const { traffic, send } = open();
            const from = clock.now();
            const lane = traffic.openLane("a", { place, of: all.length, from });
            const sent = Array.from({ length: tasks }, () => send("task", lane.name));
            await Promise.all(sent);
            lane.close();
            await waitFor(clock, pauseMs);
          }
        };
        const served = Promise.all(all.map((visits, place) => serve(place, visits)));
        await clock.runAll();
        await served;
        expect(Math.min(FOREVER, ...gapsOf(started))).toBeGreaterThanOrEqual(gapMs);
      }),
      { numRuns: scenarios(60) },
    );
  });

  it("find a connection free in their moment, kept from tasks that came later", async () => {
    const { clock, started, open } = setUp(2);
    const { traffic, send } = open();
    const lane = traffic.openLane("a", { place: 0, of: 4, from: 0 });
    void send("in-lane", lane.name, 10, 1_000 + 600);
    for (let i = 0; i < 8; i++) void send("other", `own-${i}`, 5_000);
    await clock.runAll();
    expect(started.filter(({ host }) => host === "a")).toHaveLength(1);
    // The first of the others takes the other connection at once.
    expect(started.filter(({ at }) => at === 1_000)).toMatchObject([{ host: "own-0" }]);
  });

  it("give up a task that no moment comes for in time, and the others go on", async () => {
    const { clock, started, open } = setUp(1);
    const { traffic, send } = open();
    const lane = traffic.openLane("a", { place: 3, of: 64, from: FOREVER });
    const inLane = send("in-lane", lane.name, 10, 3_000);
    void send("other", "own");
    await clock.runAll();
    expect(await inLane).toBeNull();
    expect(started).toMatchObject([{ name: "other", at: 1_000 }]);
  });

  it("ask at the places of several shards, and none of them once the host is held", async () => {
    const { clock, started, open } = setUp();
    const { traffic, send } = open();
    const lanes = [0, 1, 2].map((place) =>
      traffic.openLane("a", { place, of: 3, from: 0 }),
    );
    const all = lanes.flatMap(({ name }) => [send("task", name), send("task", name)]);
    await clock.advanceBy(400);
    expect(gapsOf(started).every((gap) => gap >= gapMs)).toBe(true);
    const before = started.length;
    expect(before).toBeGreaterThan(1);
    traffic.hold("a", clock.now() + 5_000);
    await clock.advanceBy(4_999);
    expect(started).toHaveLength(before);
    await clock.runAll();
    await Promise.all(all);
    expect(started).toHaveLength(6);
  });

  it("ask again a gap after another one asked", async () => {
    const { clock, started, open } = setUp();
    const { traffic, send } = open();
    traffic.asked("a", 960);
    void send("task", "a");
    void send("task", "b");
    await clock.runAll();
    expect(started).toMatchObject([
      { host: "b", at: 1_000 },
      { host: "a", at: 1_060 },
    ]);
  });
});
