// Tests how what is set aside is shown, and how it is tried again.
import { beforeEach, describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { watch } from "#test/fixtures/rounds/rounds.ts";
import { hour, isoAt, minute, second, start } from "#test/fixtures/times.ts";
import { addTarget, type World } from "#test/fixtures/world.ts";

beforeEach(emptyDatabase);

const url = "https://page.example.com/";
const since = start + minute;
const retryAt = start + 2 * hour;

/** A world with a target that is set aside, beside another one and a day. */
async function worldWithAside() {
  const { world } = await watch();
  const schedule = { every: "1m", startAt: isoAt(0) };
  const id = await addTarget(world, { url, schedule });
  const other = await addTarget(world, { url: "https://other.example.com/", schedule });
  const insert = DB.prepare("INSERT INTO set_aside VALUES (?, ?, ?, ?, 'It broke.')");
  await DB.batch([
    insert.bind("target", `${id}`, since, retryAt),
    insert.bind("day", `${id}/20000`, since, retryAt),
  ]);
  await world.runUntil(start + 5 * minute);
  return { world, id, other };
}

const times = {
  since: new Date(since).toISOString(),
  retryAt: new Date(retryAt).toISOString(),
  reason: "It broke.",
};

const get = async (world: World, path: string) => (await world.call("GET", path)).body;

describe("a target that is set aside", () => {
  it("says so in its answer and in lists, and does not run", async () => {
    const { world, id, other } = await worldWithAside();
    expect(await get(world, `/api/targets/${id}`)).toMatchObject({
      setAside: times,
      lastRun: null,
    });
    const { items } = await get(world, "/api/targets?sort=created");
    expect(items).toMatchObject([{ setAside: times }, { id: other, setAside: null }]);
    expect(items[1].lastRun.dueAt).toBe(isoAt(4 * minute));
  });

  it("is tried again once it is changed", async () => {
    const { world, id } = await worldWithAside();
    await world.call("PATCH", `/api/targets/${id}`, { request: { timeout: "7s" } });
    await world.runUntil(start + 6 * minute);
    const { setAside, lastRun } = await get(world, `/api/targets/${id}`);
    expect(setAside).toBeNull();
    expect(lastRun).not.toBeNull();
  });

  it("is tried again once one of many edits changes it", async () => {
    const { world, id } = await worldWithAside();
    const documents = [{ key: "home", url: "https://other.example.com/b" }];
    await DB.prepare("UPDATE targets SET key = 'home' WHERE id = ?").bind(id).run();
    await world.call("POST", "/api/targets/bulk", { operation: "upsert", documents });
    await world.runUntil(start + 6 * minute);
    const { setAside, lastRun } = await get(world, `/api/targets/${id}`);
    expect(setAside).toBeNull();
    expect(lastRun).not.toBeNull();
  });

  it("is forgotten when it is deleted among many", async () => {
    const { world, id } = await worldWithAside();
    const body = { operation: "delete", targets: [id] };
    await world.call("POST", "/api/targets/bulk", body);
    const { items } = await get(world, "/api/set-aside");
    expect(items).toMatchObject([{ kind: "day" }]);
  });

  it("leaves nothing to a target that takes its id once it is deleted", async () => {
    const { world, id } = await worldWithAside();
    await world.call("DELETE", `/api/targets/${id}`);
    const { items } = await get(world, "/api/set-aside");
    expect(items).toMatchObject([{ kind: "day" }]);
  });
});

describe("what is set aside", () => {
  it("is listed in pages, and counted by /health and /metrics", async () => {
    const { world, id } = await worldWithAside();
    const first = await get(world, "/api/set-aside?limit=1");
    expect(first.items).toEqual([{ kind: "day", item: `${id}/20000`, ...times }]);
    const second = await get(world, `/api/set-aside?limit=1&cursor=${first.next}`);
    expect(second).toEqual({
      items: [{ kind: "target", item: `${id}`, ...times }],
      next: null,
    });
    expect(await get(world, "/health")).toMatchObject({ status: "ok", setAside: 2 });
    const metrics: string = await get(world, "/metrics");
    expect(metrics).toContain('junkai_set_aside{kind="target"} 1');
    expect(metrics).toContain('junkai_set_aside{kind="block"} 0');
  });

  it("is tried again when that is asked for during its shard's round", async () => {
    const { world } = await watch();
    const id = await addTarget(world, { url, schedule: { every: "1m" } });
    const slow = { every: "1d", startAt: isoAt(5 * minute) };
    await addTarget(world, { url: "https://other.example.com/", schedule: slow });
    await DB.prepare("INSERT INTO set_aside VALUES ('target', ?, ?, ?, 'It broke.')")
      .bind(`${id}`, since, retryAt)
      .run();
    await world.advanceTo(start + 5 * minute);
    world.startTick();
    await world.advanceTo(world.now() + 5);
    await world.call("POST", "/api/set-aside/retry", { kind: "target", item: `${id}` });
    await world.advanceTo(start + 6 * minute);
    await world.runUntil(start + 7 * minute);
    expect((await get(world, `/api/targets/${id}`)).setAside).toBeNull();
  });

  it("is tried again when asked for; what is not, is not found", async () => {
    const { world, id } = await worldWithAside();
    const retry = (item: string) =>
      world.call("POST", "/api/set-aside/retry", { kind: "target", item });
    expect((await retry(`${id}`)).status).toBe(204);
    await world.advanceTo(world.now() + 40 * second);
    await world.runUntil(start + 7 * minute);
    expect((await get(world, `/api/targets/${id}`)).setAside).toBeNull();
    expect((await retry(`${id}`)).status).toBe(404);
  });
});
