// Tests jobs of which a piece of work ends the invocation: it is found and set aside, and
// the rest is done.
import { beforeEach, describe, expect, it } from "vitest";
import { auditTarget } from "#test/fixtures/audit.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { historyOf } from "#test/fixtures/jobs/job-history.ts";
import { fillShards, watch } from "#test/fixtures/rounds/rounds.ts";
import { hour, isoAt, minute, start } from "#test/fixtures/times.ts";
import { addTarget, type World } from "#test/fixtures/world.ts";

beforeEach(emptyDatabase);

const day = 24 * hour;

/** A world with four targets, each in a shard of its own, that run once an hour. */
async function watchShards() {
  const { world } = await watch();
  for (let i = 0; i < 4; i++) {
    const schedule = { every: "1h", startAt: isoAt(0) };
    await addTarget(world, { url: `https://host${i}.example.com/`, schedule });
    await fillShards();
  }
  await world.runUntil(start + minute);
  return world;
}

/** Ticks every few minutes only, as far as jobs have slots. */
async function runQuietly(world: World, until: number): Promise<void> {
  for (;;) {
    const hourAt = world.now() - (world.now() % hour);
    const slots = [0, 3, 4, 6, 17, 18, 20, 23, 24, 43, 44].map(
      (m) => hourAt + m * minute,
    );
    const next = [...slots, hourAt + hour].find((at) => at > world.now()) ?? until;
    if (next >= until) return await world.advanceTo(until);
    await world.advanceTo(next);
    world.startTick();
    await world.advanceTo(next + minute - 1);
  }
}

const aside = async () =>
  (await DB.prepare("SELECT kind, item FROM set_aside ORDER BY item").all()).results;

describe("a part of a block that ends the invocation which seals it", () => {
  const hours = async (id: number) =>
    await DB.prepare("SELECT count(*) AS n FROM hours WHERE target_id = ?")
      .bind(id)
      .first("n");

  it("is set aside, the others are sealed, and its runs can be sealed later", async () => {
    const world = await watchShards();
    const firstHour = start / hour;
    world.poisonRow.is = ({ head, shardId, hour }) =>
      head !== undefined && shardId === 2 && hour === firstHour;
    await runQuietly(world, start + 4 * hour);
    expect(await aside()).toEqual([{ kind: "block", item: `2/${firstHour}/0` }]);
    for (const id of [1, 3, 4]) expect(await hours(id)).toBeGreaterThanOrEqual(2);
    const history = await historyOf(world, "seal");
    expect(history.filter(({ outcome }) => outcome === "lost").length).toBeLessThan(5);
    expect(history).toContainEqual(
      expect.objectContaining({ counts: expect.objectContaining({ setAside: 1 }) }),
    );
    world.poisonRow.is = null;
    await runQuietly(world, start + 8 * hour);
    expect(await aside()).toEqual([]);
    for (const id of [1, 2, 3, 4]) await auditTarget(id, world.now());
  });
});

describe("a day that ends the invocation which folds it", () => {
  it.each(["day", "shard-day"])("is set aside alone: a %s", async (kind) => {
    const world = await watchShards();
    await runQuietly(world, start + day + hour);
    const isShard = kind === "shard-day";
    world.poisonRow.is = ({ owner, total, heat }) =>
      owner === 3 && typeof total === "string" && (heat !== "") === isShard;
    await runQuietly(world, start + day + 8 * hour);
    expect(await aside()).toEqual([{ kind, item: `3/${start / day}` }]);
    const unfolded = await DB.prepare(
      `SELECT count(*) AS n FROM ${isShard ? "shard_days" : "days"}
       WHERE folded = 0 AND day = ?`,
    )
      .bind(start / day)
      .first("n");
    expect(unfolded).toBe(1);
    world.poisonRow.is = null;
    await runQuietly(world, start + day + 16 * hour);
    expect(await aside()).toEqual([]);
  });
});

describe("a step of pruning that ends the invocation", () => {
  it("is set aside, and the others are made", async () => {
    const world = await watchShards();
    await runQuietly(world, start + 3 * hour);
    world.poisonRow.is = (row) => "lastOwner" in row;
    await runQuietly(world, start + 9 * hour);
    const items = ["days", "shard-days"];
    expect(await aside()).toEqual(items.map((item) => ({ kind: "prune-step", item })));
    const outcomes = (await historyOf(world, "prune")).map(({ outcome }) => outcome);
    expect(outcomes.at(-1)).toBe("ok");
  });
});

describe("a step of pruning that fails", () => {
  it("is set aside, and the others are made", async () => {
    const world = await watchShards();
    await DB.prepare("INSERT INTO counters VALUES ('pruned', 'no JSON')").run();
    await runQuietly(world, start + 3 * hour);
    const { items } = (await world.call("GET", "/api/set-aside")).body;
    expect(items).toMatchObject(
      ["days", "run-logs", "runs", "shard-days"].map((item) => ({
        kind: "prune-step",
        item,
      })),
    );
    expect(items[0].reason).toMatch(/D1_ERROR/);
    const outcomes = (await historyOf(world, "prune")).map(({ outcome }) => outcome);
    expect(new Set(outcomes)).toEqual(new Set(["ok"]));
    await DB.prepare("DELETE FROM counters WHERE name = 'pruned'").run();
    await runQuietly(world, start + 6 * hour);
    expect(await aside()).toEqual([]);
  });
});

describe("two runs of a job in a row that were killed", () => {
  it("set nothing aside", async () => {
    const world = await watchShards();
    await world.advanceTo(start + hour + 3 * minute);
    for (let i = 0; i < 2; i++) {
      const { trips } = world.startTick({ at: 8, after: true });
      await world.advanceTo(world.now() + 2 * minute);
      expect(trips()).toBeGreaterThan(3);
    }
    await runQuietly(world, start + 2 * hour);
    expect(await aside()).toEqual([]);
    const outcomes = (await historyOf(world, "seal")).map(({ outcome }) => outcome);
    expect(outcomes.slice(0, 3)).toEqual(["lost", "lost", "ok"]);
  });
});
