// Tests rounds that end their invocation: whose fault that is, is found out, and the rest
// goes on.

import { beforeEach, describe, expect, it } from "vitest";
import { auditTarget } from "#test/fixtures/audit.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { historyOf } from "#test/fixtures/jobs/job-history.ts";
import { watch } from "#test/fixtures/rounds/rounds.ts";
import { isoAt, minute, start } from "#test/fixtures/times.ts";
import { addTarget, type World } from "#test/fixtures/world.ts";

beforeEach(emptyDatabase);

const urlOf = (i: number) => `https://host${i}.example.com/`;
const everyMinute = {
  schedule: { every: "1m", startAt: isoAt(0), catchUpWindow: "1h" },
  request: { retries: 0 },
};

/** A world with targets of every minute, in shards of 40. */
async function watchTargets(count: number) {
  const { world } = await watch();
  const ids: number[] = [];
  for (let i = 0; i < count; i++)
    ids.push(await addTarget(world, { ...everyMinute, url: urlOf(i) }));
  await world.runUntil(start + 2 * minute);
  return { world, ids };
}

async function aside(): Promise<Record<string, unknown>[]> {
  const { results } = await DB.prepare(
    "SELECT kind, item FROM set_aside ORDER BY CAST(item AS INTEGER)",
  ).all();
  return results;
}

/** What the runs of the rounds' job that set something aside say of it. */
const countsSetAside = async (world: World): Promise<unknown[]> =>
  (await historyOf(world, "crawl")).flatMap(({ counts }) => counts.setAside ?? []);

const thing = (id: number | undefined) => ({ kind: "target", item: `${id}` });

/** When each target ran last, in minutes after the start. */
async function openMinutes(ids: readonly number[], world: World): Promise<number[]> {
  const audits = await Promise.all(ids.map((id) => auditTarget(id, world.now())));
  return audits.map(({ openAt }) => ((openAt ?? 0) - start) / minute);
}

describe("a target whose answer ends the invocation each time", () => {
  it("alone of a shard of 40 is set aside, and the others go on", async () => {
    const { world, ids } = await watchTargets(40);
    world.poison.add(urlOf(13));
    await world.runUntil(start + 16 * minute);
    expect(await aside()).toEqual([thing(ids[13])]);
    const others = ids.filter((id) => id !== ids[13]);
    expect(new Set(await openMinutes(others, world))).toEqual(new Set([16]));
    expect(world.logs.filter(({ event }) => event === "set-aside")).toHaveLength(1);
    expect(await countsSetAside(world)).toEqual([1]);
  });

  it("is set aside when its shard has another of its kind", async () => {
    const { world, ids } = await watchTargets(40);
    for (const i of [3, 31]) world.poison.add(urlOf(i));
    await world.runUntil(start + 30 * minute);
    expect(await aside()).toEqual([thing(ids[3]), thing(ids[31])]);
    const others = ids.filter((id) => id !== ids[3] && id !== ids[31]);
    expect(new Set(await openMinutes(others, world))).toEqual(new Set([30]));
  });

  it("is set aside alone of several shards, whose slots are served in time meanwhile", async () => {
    const { world, ids } = await watchTargets(100);
    world.poison.add(urlOf(50));
    await world.runUntil(start + 16 * minute);
    expect(await aside()).toEqual([thing(ids[50])]);
    const others = ids.filter((id) => id !== ids[50]);
    expect(new Set(await openMinutes(others, world))).toEqual(new Set([16]));
    const elsewhere = ids.filter((_, i) => i < 40 || i >= 80);
    const audits = await Promise.all(elsewhere.map((id) => auditTarget(id, world.now())));
    // Two ticks were lost by chance, one with all shards that were lost so often, and one
    // before the shard's turn alone had come.
    const lost = audits.map(({ skipped, missed }) => skipped + missed);
    expect(Math.max(...lost)).toBeLessThanOrEqual(4);
  });

  it("runs again once it does no harm, and is set aside for longer while it does", async () => {
    const { world, ids } = await watchTargets(10);
    world.poison.add(urlOf(4));
    await world.runUntil(start + 14 * minute);
    expect(await aside()).toEqual([thing(ids[4])]);
    await world.runUntil(start + 80 * minute);
    expect(await aside()).toEqual([thing(ids[4])]);
    const others = ids.filter((id) => id !== ids[4]);
    expect(new Set(await openMinutes(others, world))).toEqual(new Set([80]));
    world.poison.clear();
    await world.runUntil(start + 160 * minute);
    expect(await aside()).toEqual([]);
    expect(new Set(await openMinutes(ids, world))).toEqual(new Set([160]));
  });
});

describe("a target that makes our own code throw", () => {
  it("is left alone for longer each time, and shows why", async () => {
    const { world, ids } = await watchTargets(3);
    const zone = '{"timing":{"kind":"cron","expression":"* * * * *","zone":"No/Where"}}';
    await DB.prepare("UPDATE targets SET schedule = ? WHERE id = ?")
      .bind(zone, ids[1])
      .run();
    await world.runUntil(start + 7 * 60 * minute);
    expect(await aside()).toEqual([thing(ids[1])]);
    const broken = world.logs.filter(({ event }) => event === "target-broken");
    expect(broken).toHaveLength(4);
    expect(await countsSetAside(world)).toEqual([1, 1, 1, 1]);
  });
});

describe("a target whose state cannot be decoded", () => {
  const state = (id: number | undefined) =>
    DB.prepare("SELECT state ->> ? AS own FROM shards").bind(`$."${id}"`).first("own");

  it("is left alone, shows why and keeps its state, and the others go on", async () => {
    const { world, ids } = await watchTargets(3);
    const path = `$."${ids[1]}"`;
    const known = await state(ids[1]);
    const setState = (packed: unknown) =>
      DB.prepare("UPDATE shards SET state = json_set(state, ?, json(?))")
        .bind(path, packed)
        .run();
    await setState('["9",1]');
    await world.runUntil(start + 6 * minute);
    const others = [ids[0], ids[2]].map((id) => id ?? 0);
    expect(new Set(await openMinutes(others, world))).toEqual(new Set([6]));
    expect(await aside()).toEqual([thing(ids[1])]);
    expect(await state(ids[1])).toBe('["9",1]');
    const answers = ["/api/targets", `/api/targets/${ids[1]}`, "/metrics"];
    answers.push(`/api/heat?target=${ids[1]}`);
    for (const answer of answers)
      expect((await world.call("GET", answer)).status, answer).toBe(200);
    await setState(known);
    await world.runUntil(start + 70 * minute);
    expect(await aside()).toEqual([]);
    expect(await openMinutes(ids, world)).toEqual([70, 70, 70]);
  });
});

describe("what is no target's fault", () => {
  it("sets none aside: two invocations in a row that were killed", async () => {
    const { world, ids } = await watchTargets(60);
    for (let i = 0; i < 2; i++) {
      world.startTick({ at: 10, after: true });
      await world.advanceTo(world.now() + minute);
    }
    await world.runUntil(start + 10 * minute);
    expect(await aside()).toEqual([]);
    expect(new Set(await openMinutes(ids, world))).toEqual(new Set([10]));
    const { results } = await DB.prepare("SELECT suspects, claims FROM shards").all();
    expect(results).toEqual(results.map(() => ({ suspects: null, claims: 0 })));
  });

  it("sets none aside: a database that takes no record for 20 minutes", async () => {
    const { world, ids } = await watchTargets(60);
    world.outage.of = /INSERT INTO blocks/;
    await world.runUntil(start + 22 * minute);
    expect(world.logs.filter(({ event }) => event === "set-aside")).toEqual([]);
    const { results } = await DB.prepare("SELECT suspects, claims FROM shards").all();
    expect(results).toEqual(results.map(() => ({ suspects: null, claims: 0 })));
    world.outage.of = null;
    await world.runUntil(start + 25 * minute);
    expect(await aside()).toEqual([]);
    expect(new Set(await openMinutes(ids, world))).toEqual(new Set([25]));
  });
});
