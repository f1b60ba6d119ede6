// Tests what the history tells of requests whose invocation died before it recorded them.
import { describe, expect, it } from "vitest";
import { listed } from "#test/fixtures/rounds/run-history.ts";
import { isoAt, minute, second, start } from "#test/fixtures/times.ts";
import { addTarget, createWorld, type Site, type World } from "#test/fixtures/world.ts";

type Told = { startedAt: string; durationMs: number | null; outcome: string };
type Run = { dueAt: string; startedAt: string; tries: Told[] };

/** A world with one page, which takes 100 ms to answer. */
async function worldWithPage(schedule: Record<string, unknown>) {
  const world = await createWorld({ now: start, site: () => ({ afterMs: 100 }) });
  const id = await addTarget(world, { schedule: { startAt: isoAt(0), ...schedule } });
  return { world, id };
}

/** A page's runs, the oldest first, once ticks have gone on for four more minutes. */
async function historyAfter(world: World, id: number): Promise<Run[]> {
  const nextMinute = world.now() - (world.now() % minute) + minute;
  await world.advanceTo(nextMinute);
  await world.runUntil(nextMinute + 4 * minute);
  return (await listed(world, id)).reverse() as unknown as Run[];
}

const unknownAt = (ms: number) => ({
  startedAt: isoAt(ms),
  durationMs: null,
  outcome: "unknown",
  status: null,
  failure: null,
});

describe("a request whose invocation died before it recorded its run", () => {
  it("is an attempt of unknown outcome of the run that was made instead", async () => {
    const { world, id } = await worldWithPage({ every: "10m" });
    const tick = world.startTick();
    await world.advanceTo(start + 50);
    tick.kill();
    const [run, ...others] = await historyAfter(world, id);
    expect(others).toEqual([]);
    expect(world.sent).toHaveLength(2);
    expect(run).toMatchObject({ attempt: 2, fate: "ran", dueAt: isoAt(0) });
    expect(run?.tries).toMatchObject([
      unknownAt(0),
      { startedAt: run?.startedAt, durationMs: 100, outcome: "ok", status: 200 },
    ]);
  });

  it("is told with each slot of the lost round, and with no other", async () => {
    const { world, id } = await worldWithPage({ every: "5s", overlap: "buffer-all" });
    const tick = world.startTick();
    // One round has recorded the slots up to second 5, another goes on up to second 15.
    await world.advanceTo(start + 12 * second);
    tick.kill();
    expect(world.sent).toHaveLength(3);
    const runs = await historyAfter(world, id);
    const lost = runs.filter(({ tries }) => tries[0]?.outcome === "unknown");
    expect(lost.map(({ dueAt, tries }) => [dueAt, tries[0]])).toEqual(
      [10 * second, 15 * second].map((ms) => [isoAt(ms), unknownAt(ms)]),
    );
    // The request of second 15 was never made, which nobody knows.
    const tries = runs.flatMap((run) => run.tries);
    expect(tries).toHaveLength(world.sent.length + 1);
  });

  it.each([
    ["keep-latest", { cron: "* * * * *" }, 0, 1],
    ["buffer-one", { every: "5s" }, 15 * second, 4],
  ] as const)(
    "is told by the run that its slot is passed over for (%s)",
    async (overlap, timing, lastAt, requests) => {
      const { world, id } = await worldWithPage({ ...timing, overlap });
      const tick = world.startTick();
      await world.advanceTo(start + lastAt + 50);
      tick.kill();
      expect(world.sent).toHaveLength(requests);
      const untilKill = world.sent.map(({ at }) => at);
      // No tick comes until other slots wait.
      await world.advanceTo(start + 3 * minute);
      const runs = await historyAfter(world, id);
      const told = runs.flatMap(({ tries }) => tries.map((one) => one.startedAt));
      for (const at of untilKill) expect(told).toContain(isoAt(at - start));
    },
  );

  it("is told once: a slot after that has attempts of its own only", async () => {
    const { world, id } = await worldWithPage({ every: "1m" });
    const tick = world.startTick();
    await world.advanceTo(start + 50);
    tick.kill();
    const runs = await historyAfter(world, id);
    const counts = runs.map(({ tries }) => tries.length);
    expect(counts).toEqual([2, ...runs.slice(1).map(() => 1)]);
    expect(runs.length).toBeGreaterThan(1);
  });

  it.each(Array.from({ length: 9 }, (_, i) => i + 1))(
    "is not forgotten, at whatever await that was (%i)",
    async (at) => {
      for (const after of [true, false]) {
        const { world, id } = await worldWithPage({ every: "10m" });
        const before = world.sent.length;
        const first = world.now();
        world.startTick({ at, after });
        const runs = await historyAfter(world, id);
        const own = runs.filter(({ dueAt }) => Date.parse(dueAt) >= first);
        const tries = own.flatMap((run) => run.tries);
        expect(own).toHaveLength(1);
        expect(tries.length).toBeGreaterThanOrEqual(world.sent.length - before);
        await world.call("DELETE", `/api/targets/${id}`);
      }
    },
  );
});

/** A tick that dies while its first requests are under way. */
async function tickThatDies(world: World, afterMs = 50): Promise<void> {
  const { kill } = world.startTick();
  await world.advanceTo(world.now() + afterMs);
  kill();
}

/** When the attempts of unknown outcome began that runs tell, ms since the start. */
const unknownOf = (runs: readonly Run[]): number[] =>
  runs
    .flatMap(({ tries }) => tries)
    .filter(({ outcome }) => outcome === "unknown")
    .map(({ startedAt }) => Date.parse(startedAt) - start);

describe("requests whose round was not recorded", () => {
  it.each([2, 3])("are each told when %i ticks die one after another", async (deaths) => {
    const { world, id } = await worldWithPage({ every: "10m" });
    const hosts = new Map([[id, "site"]]);
    for (const host of ["a", "b", "c", "d"]) {
      const url = `https://${host}.example.com/`;
      const schedule = { every: "10m", startAt: isoAt(0) };
      hosts.set(await addTarget(world, { url, schedule }), host);
    }
    for (let i = 1; i <= deaths; i++) {
      await tickThatDies(world);
      await world.advanceTo(start + i * minute);
    }
    await world.runUntil(start + 9 * minute);
    for (const [one, host] of hosts) {
      const runs = (await listed(world, one)) as unknown as Run[];
      const sent = world.sent.filter(({ url }) => url.includes(`/${host}.`));
      expect(runs).toHaveLength(1);
      expect(unknownOf(runs)).toEqual(
        expect.arrayContaining(sent.slice(0, -1).map(({ at }) => at - start)),
      );
      expect(sent.length).toBeGreaterThan(2);
    }
  });

  it("are told by the next run where their slot was dropped and no other ran", async () => {
    const { world, id } = await worldWithPage({ every: "10m", catchUpWindow: "1m" });
    await tickThatDies(world);
    await world.advanceTo(start + 5 * minute);
    await world.runUntil(start + 9 * minute);
    expect(await listed(world, id)).toEqual([]);
    await world.runUntil(start + 11 * minute);
    const [run] = (await listed(world, id)) as unknown as Run[];
    expect(run?.dueAt).toBe(isoAt(10 * minute));
    expect(run?.tries).toMatchObject([unknownAt(0), { outcome: "ok" }]);
  });

  it("are told also beyond the span of a round that a slow host kept open", async () => {
    const site: Site = ({ host }) => ({
      afterMs: host.startsWith("slow") ? 25_000 : 100,
    });
    const world = await createWorld({ now: start, site });
    const schedule = { every: "5s", startAt: isoAt(0) };
    const id = await addTarget(world, { schedule });
    await addTarget(world, {
      url: "https://slow.example.com/",
      schedule: { ...schedule, every: "10m" },
      request: { timeout: "30s" },
    });
    await tickThatDies(world, 16 * second);
    const asked = world.sent.filter(({ url }) => !url.includes("slow"));
    expect(asked.map(({ at }) => at - start)).toEqual(
      [0, 5, 10, 15].map((s) => s * second),
    );
    const unknown = unknownOf(await historyAfter(world, id));
    expect(unknown).toEqual(
      expect.arrayContaining([0, 5, 10, 15].map((s) => s * second)),
    );
  });

  it("are told although the database took no record of a round that lived", async () => {
    const { world, id } = await worldWithPage({ every: "10m" });
    world.outage.of = /due_at = .*claims = 0/s;
    world.startTick();
    await world.advanceTo(start + 25 * second);
    world.outage.of = null;
    const runs = await historyAfter(world, id);
    expect(world.sent).toHaveLength(2);
    expect(runs).toHaveLength(1);
    expect(unknownOf(runs)).toEqual([0]);
  });

  it.each([
    ["before the shard is taken over", 5 * second],
    ["after the shard is taken over", 3 * minute],
  ])("are told by the first run after a pause that ends %s", async (_, resumedAt) => {
    const { world, id } = await worldWithPage({ every: "1m" });
    await addTarget(world, { url: "https://other.example.com/" });
    await tickThatDies(world);
    await world.call("POST", `/api/targets/${id}/pause`);
    await world.advanceTo(start + second);
    await world.runUntil(start + resumedAt - (resumedAt % minute));
    await world.advanceTo(start + resumedAt);
    await world.call("POST", `/api/targets/${id}/resume`);
    const runs = await historyAfter(world, id);
    expect(unknownOf(runs)).toEqual([0]);
    expect(runs[0]?.tries[0]).toMatchObject(unknownAt(0));
  });

  it("are not told of a target that was paused before", async () => {
    const { world, id } = await worldWithPage({ every: "1m" });
    await addTarget(world, { url: "https://other.example.com/" });
    await world.runUntil(start + minute);
    await world.call("POST", `/api/targets/${id}/pause`);
    await world.runUntil(start + 5 * minute);
    await tickThatDies(world);
    await world.runUntil(start + 10 * minute);
    await world.call("POST", `/api/targets/${id}/resume`);
    expect(unknownOf(await historyAfter(world, id))).toEqual([]);
  });
});
