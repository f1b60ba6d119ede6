// Tests slots that cannot run at their instant: they wait, run late, are skipped or
// missed.

import { describe, expect, it } from "vitest";
import { hourOf } from "#domain/time/instants.ts";
import { createMeter, openDb } from "#store/db.ts";
import { readEntries } from "#store/runs/history.ts";
import { findTarget } from "#store/targets/targets.ts";
import { auditTarget } from "#test/fixtures/audit.ts";
import { DB } from "#test/fixtures/bindings.ts";
import {
  isoAt,
  minute,
  runsOf,
  second,
  start,
  timesOf,
  watch,
} from "#test/fixtures/rounds/rounds.ts";
import { addTarget } from "#test/fixtures/world.ts";

describe("slots that come while a run goes on", () => {
  // Every 5 s, and each answer takes 15: three slots come during each run, the last as it
  // ends.
  it.each([
    [
      "buffer-one",
      [
        [0, 0],
        [5, 15],
        [20, 30],
        [35, 45],
      ],
      [10, 15, 25, 30, 40, 45, 55],
    ],
    [
      "keep-latest",
      [
        [0, 0],
        [15, 15],
        [30, 30],
        [45, 45],
      ],
      [5, 10, 20, 25, 35, 40, 50, 55],
    ],
    [
      "buffer-all",
      [
        [0, 0],
        [5, 15],
        [10, 30],
        [15, 45],
      ],
      [],
    ],
    [
      "skip",
      [
        [0, 0],
        [20, 20],
        [40, 40],
      ],
      [5, 10, 15, 25, 30, 35, 45, 50, 55],
    ],
  ])("are kept or skipped as %s says", async (overlap, times, skipped) => {
    const { world } = await watch({ site: () => ({ afterMs: 15 * second }) });
    const schedule = { every: "5s", startAt: isoAt(0), overlap };
    const id = await addTarget(world, { schedule, request: { timeout: "30s" } });
    await world.runUntil(start + 3 * minute);
    const started = await timesOf(world, id);
    expect(started.filter(([, startedAt = 0]) => startedAt < 60)).toEqual(times);
    const drops = await dropsOf(id);
    expect(drops.map(({ fate }) => fate)).not.toContain("missed");
    const slots = drops.flatMap(({ count, firstAt }) =>
      Array.from({ length: count }, (_, i) => (firstAt - start) / second + i * 5),
    );
    expect(slots.filter((slot) => slot < 60)).toEqual(skipped);
    await auditTarget(id, world.now());
  });
});

async function dropsOf(id: number) {
  const db = openDb(DB, createMeter());
  const known = await findTarget(db, id);
  if (known === null) throw new Error(`no target ${id}`);
  const entries = await readEntries(db, known.target, hourOf(start), hourOf(start) + 24);
  return entries.flatMap((entry) => (entry.kind === "drop" ? [entry.drop] : []));
}

describe("a run that starts later than its slot", () => {
  it.each([
    [10 * second, "ran"],
    [10 * second + 1, "late"],
  ])("by %i ms with a grace of 10 s counts as %s", async (delay, fate) => {
    const { world } = await watch();
    const schedule = { every: "1m", startAt: isoAt(minute), grace: "10s" };
    const id = await addTarget(world, { schedule });
    await world.advanceTo(start + minute + delay);
    await world.runUntil(start + 2 * minute);
    expect(await runsOf(world, id)).toMatchObject([
      { dueAt: isoAt(minute), lagMs: delay, fate },
    ]);
  });

  it("finds what came in an outage missed, except for the one slot it may catch up with", async () => {
    const { world } = await watch();
    const schedule = { every: "1m", startAt: isoAt(0), catchUpWindow: "5m" };
    const id = await addTarget(world, { schedule });
    await world.runUntil(start + 2 * minute);
    await world.advanceTo(start + 30 * minute);
    await world.runUntil(start + 35 * minute);
    // 2..24 are older than the window; of 25..30 the first one waited and the others came on top of it.
    expect(await auditTarget(id, world.now() - 1)).toMatchObject({
      slots: 35,
      ran: 6,
      late: 1,
      missed: 28,
    });
    expect((await timesOf(world, id)).slice(2)).toEqual([
      [25 * 60, 30 * 60],
      ...[31, 32, 33, 34].map((minutes) => [minutes * 60, minutes * 60]),
    ]);
  });
});

describe("pausing the job crawl", () => {
  it("stops all rounds; resuming goes on with them", async () => {
    const { world, sent } = await watch();
    const id = await addTarget(world, { schedule: { every: "1m", startAt: isoAt(0) } });
    await world.runUntil(start + minute);
    expect((await world.call("POST", "/api/jobs/crawl/pause")).status).toBe(200);
    await world.runUntil(start + 4 * minute);
    expect(sent).toHaveLength(1);
    expect((await world.call("POST", "/api/jobs/crawl/resume")).status).toBe(200);
    await world.runUntil(start + 6 * minute);
    // The slot of minute 1 waited; those of 2, 3 and 4 came on top of it.
    expect(await timesOf(world, id)).toEqual([
      [0, 0],
      [60, 240],
      [300, 300],
    ]);
    await auditTarget(id, world.now() - 1);
  });
});
