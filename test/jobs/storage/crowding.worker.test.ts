// Tests that somebody is told once when the database gets nearly full.
import { expect, it } from "vitest";
import type { Deps } from "#deps";
import { every, type Job } from "#jobs/job.ts";
import { prune } from "#jobs/storage/prune.ts";
import { runJobNow } from "#jobs/ticks/tick.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { readTold } from "#test/fixtures/notices/told.ts";
import { hour, minute, start } from "#test/fixtures/times.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const bytesNow = async () => (await DB.prepare("SELECT 1").run()).meta.size_after;

/** A database of whose limit at least such a share is used. */
async function filledTo(deps: Deps, share: number): Promise<Deps> {
  const { settings } = deps;
  const databaseBytes = Math.floor((await bytesNow()) / share);
  return {
    ...deps,
    settings: { ...settings, budget: { ...settings.budget, databaseBytes } },
  };
}

/** Runs the job at each of the shares, an hour apart; gives what each run cost. */
async function runAt(world: World, shares: readonly number[]) {
  const costs: { statements: number; rowsWritten: number }[] = [];
  for (const share of shares) {
    await world.advanceTo(world.now() + hour);
    const deps = await filledTo(world.newDeps(), share);
    const run = await runJobNow(deps, prune);
    if (run?.outcome !== "ok") throw new Error(JSON.stringify(run));
    costs.push({ statements: run.statements, rowsWritten: run.rowsWritten });
  }
  return costs;
}

const openWorld = () => createWorld({ now: start, jobs: [] });

it("a database that passes the share from which room is made is told once, until there was enough room", async () => {
  const world = await openWorld();
  await runAt(world, [0.5, 0.84, 0.96, 0.97, 0.94, 0.96, 0.91]);
  const [first, ...more] = await readTold();
  expect(first).toMatchObject({
    id: `storage.${start + 3 * hour}`,
    kind: "storage-nearly-full",
    at: start + 3 * hour,
    targetId: null,
    incidentId: null,
    labels: { kind: "service", name: "storage", severity: "degraded" },
    facts: { bytes: await bytesNow(), fullAt: null, usualRunsMs: 30 * 24 * hour },
  });
  const used = first?.kind === "storage-nearly-full" ? first.facts.usedShare : null;
  expect(used).toBeCloseTo(0.96, 3);
  expect(more).toEqual([]);
  await runAt(world, [0.89, 0.94, 0.95]);
  expect((await readTold()).map(({ at }) => (at - start) / hour)).toEqual([3, 10]);
});

it("only a run that finds the database nearly full, or relieved, or keeps history shorter, costs more", async () => {
  const world = await openWorld();
  await runAt(world, [0.5]);
  const costs = await runAt(world, [0.5, 0.97, 0.97, 0.5, 0.5]);
  const more = costs.map(({ statements }) => statements - (costs[0]?.statements ?? 0));
  // Somebody is told, and two documents are written; then one, in which there are more
  // steps; then one goes.
  expect(more).toEqual([0, 3, 1, 1, 0]);
  expect(costs.map(({ rowsWritten }) => rowsWritten > 0)).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});

it("that history is kept shorter is told once when it begins, and once more when that does not suffice", async () => {
  const world = await openWorld();
  await runAt(world, [0.5, 0.86, 0.86, 0.8, 0.87]);
  const [first, ...more] = await readTold();
  expect(first).toMatchObject({
    id: `storage.${start + 2 * hour}`,
    kind: "storage-nearly-full",
    // An eighth of 30 days less, and a step more from 86 % on.
    facts: { usedShare: expect.closeTo(0.86, 3), usualRunsMs: 30 * 24 * hour },
  });
  expect(more).toEqual([]);
  await runAt(world, [0.96, 0.86]);
  expect((await readTold()).map(({ at }) => (at - start) / hour)).toEqual([2, 6]);
});

/** The job, in a database that is always nearly full. */
const pruneWhenFull: Job = {
  ...prune,
  schedule: every("1h"),
  run: async (context) =>
    await prune.run({ ...context, deps: await filledTo(context.deps, 0.97) }),
};

it("a crossing is told once, wherever the run dies or an answer of the database is lost", async () => {
  for (let at = 1; at <= 12; at++) {
    for (const mishap of [
      { at, after: true },
      { at, after: false },
      { at, answerLost: true } as const,
    ]) {
      await emptyDatabase();
      const world = await createWorld({ now: start, jobs: [pruneWhenFull] });
      world.startTick(mishap);
      await world.runUntil(start + 2 * minute);
      await world.advanceTo(start + hour);
      await world.runUntil(start + hour + minute);
      const told = (await readTold()).filter((event) => event.id.startsWith("storage."));
      expect(told, JSON.stringify(mishap)).toHaveLength(1);
    }
  }
});
