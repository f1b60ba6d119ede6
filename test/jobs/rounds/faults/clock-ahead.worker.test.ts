// Tests that what an isolate wrote whose clock was far ahead silences nothing once a
// clock is right.
import { describe, expect, it } from "vitest";
import { listed } from "#test/fixtures/rounds/run-history.ts";
import { hour, isoAt, minute, start } from "#test/fixtures/times.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const everyMinute = { every: "1m", startAt: isoAt(0) };
const aheads = [
  ["ten minutes", 10 * minute],
  ["an hour", hour],
  ["a year", 365 * 24 * hour],
] as const;

/** The minutes, counted from `since`, in which a host was asked. */
const minutesAsked = (world: World, host: string, since: number): number[] => [
  ...new Set(
    world.sent
      .filter(({ url, at }) => new URL(url).host === host && at >= since)
      .map(({ at }) => Math.floor((at - since) / minute)),
  ),
];

/** Ticks for three minutes, lets an isolate that is ahead tick, and kills it if wanted. */
async function afterAheadTick(
  aheadMs: number,
  { overlap = "buffer-one", killed = false } = {},
) {
  const world = await createWorld({ now: start });
  const id = await addTarget(world, { schedule: { ...everyMinute, overlap } });
  await world.runUntil(start + 3 * minute);
  const tick = world.startTick(undefined, world.now(), aheadMs);
  if (killed) {
    await world.advanceTo(world.now() + 5);
    tick.kill();
  }
  await world.advanceTo(start + 4 * minute);
  return { world, id };
}

describe("an isolate whose clock was ahead", () => {
  it.each(
    aheads.flatMap(
      (ahead) =>
        [
          [...ahead, "buffer-one"],
          [...ahead, "skip"],
        ] as const,
    ),
  )(
    "by %s keeps no page from being run (%i ms, overlap %s)",
    async (_, aheadMs, overlap) => {
      const { world, id } = await afterAheadTick(aheadMs, { overlap });
      const since = start + 25 * minute;
      await world.runUntil(since + 4 * minute);
      expect(minutesAsked(world, "site.example.com", since)).toEqual([0, 1, 2, 3]);
      const query = `from=${isoAt(25 * minute)}&to=${isoAt(29 * minute)}`;
      expect(await listed(world, id, query)).toHaveLength(4);
    },
  );

  it.each(aheads)("by %s and that died holds no lease", async (_, aheadMs) => {
    const { world } = await afterAheadTick(aheadMs, { killed: true });
    const since = start + 25 * minute;
    await world.runUntil(since + 2 * minute);
    expect(minutesAsked(world, "site.example.com", since)).toEqual([0, 1]);
  });

  it.each(aheads)(
    "by %s hides neither health nor the history of jobs",
    async (_, aheadMs) => {
      const { world } = await afterAheadTick(aheadMs);
      await world.runUntil(start + 29 * minute);
      const health = await world.call("GET", "/health");
      expect([health.status, health.body.status]).toEqual([200, "ok"]);
      const { body } = await world.call("GET", "/api/jobs/crawl/runs?limit=100");
      const recent = body.items.filter(
        ({ startedAt }: { startedAt: string }) =>
          startedAt >= isoAt(25 * minute) && startedAt < isoAt(29 * minute),
      );
      expect(recent).toHaveLength(4);
    },
  );

  it.each(aheads)("by %s lets no status stick", async (_, aheadMs) => {
    let status = 200;
    const world = await createWorld({ now: start, site: () => ({ status }) });
    const id = await addTarget(world, { schedule: everyMinute });
    await world.runUntil(start + 2 * minute);
    world.stepClock(aheadMs);
    status = 404;
    await world.call("POST", `/api/targets/${id}/run`);
    world.stepClock(-aheadMs);
    status = 200;
    await world.runUntil(start + 25 * minute);
    const { body } = await world.call("GET", `/api/targets/${id}`);
    expect(body.status).toBe("up");
  });

  it.each(aheads)("by %s keeps no job from running", async (_, aheadMs) => {
    const { world } = await afterAheadTick(aheadMs);
    await world.runUntil(start + 90 * minute);
    for (const job of ["seal", "prune"]) {
      const { body } = await world.call("GET", `/api/jobs/${job}/runs?limit=100`);
      const recent = body.items.filter(
        ({ startedAt }: { startedAt: string }) =>
          startedAt >= isoAt(25 * minute) && startedAt < isoAt(90 * minute),
      );
      expect(recent.length).toBeGreaterThanOrEqual(job === "seal" ? 3 : 1);
    }
  });

  it.each(aheads)(
    "by %s holds up no target that was created there",
    async (_, aheadMs) => {
      const world = await createWorld({ now: start });
      await world.runUntil(start + minute);
      world.stepClock(aheadMs);
      await addTarget(world, { schedule: { every: "5m" } });
      world.stepClock(-aheadMs);
      await world.runUntil(start + 80 * minute);
      expect(world.sent.length).toBeGreaterThan(0);
      expect(world.sent.length).toBeLessThan(18);
    },
  );

  it.each(aheads)("by %s holds up no crawl", async (_, aheadMs) => {
    const world = await createWorld({ now: start });
    const id = await addTarget(world, { kind: "site", schedule: everyMinute });
    await world.runUntil(start + 2 * minute);
    world.startTick(undefined, world.now(), aheadMs);
    await world.advanceTo(start + 3 * minute);
    const since = start + 25 * minute;
    await world.runUntil(since + 4 * minute);
    expect(minutesAsked(world, "site.example.com", since).length).toBeGreaterThan(1);
    expect(id).toBe(1);
  });
});

describe("an isolate whose clock is behind", () => {
  it.each(aheads)("by %s takes no slot that was served", async (_, behindMs) => {
    const world = await createWorld({ now: start });
    const id = await addTarget(world, { schedule: everyMinute });
    await world.runUntil(start + 3 * minute);
    world.startTick(undefined, world.now(), -behindMs);
    await world.advanceTo(start + 4 * minute);
    await world.runUntil(start + 6 * minute);
    expect(world.sent).toHaveLength(6);
    expect(await listed(world, id)).toHaveLength(6);
    const { body } = await world.call("GET", `/api/targets/${id}/ledger`);
    expect(body.slots).toBe(6);
  });
});
