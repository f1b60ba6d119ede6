// Tests what badges cost the database, whatever names and windows are asked for.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createApp } from "#http/app.ts";
import type { Meter } from "#store/db.ts";
import { bindings, DB } from "#test/fixtures/bindings.ts";
import { renewStorage } from "#test/fixtures/database.ts";
import { makePast } from "#test/fixtures/history/kept-history.ts";
import type { World } from "#test/fixtures/world.ts";

// Badges are kept in a cache.
beforeEach(renewStorage);
afterEach(() => vi.unstubAllGlobals());

const windows = ["24h", "7d", "30d"];
/** That of workers.dev. */
const cacheThatKeepsNothing = { match: async () => undefined, put: async () => {} };
/** The ways to write the name of the target 1, whose key is home. */
const names = ["1", "home", "key:home", "key%3Ahome", "key%3ahome", "h%6Fme"];

type Get = (path: string) => Promise<number>;

async function makeOpenPast(): Promise<World> {
  const { world } = await makePast();
  await DB.prepare("UPDATE targets SET key = 'home', badges = true WHERE id = 1").run();
  return world;
}

/** An app whose callers are under no limit, and what their requests cost. */
function openApp(world: World) {
  const meters: Meter[] = [];
  const depsOf = () => {
    const deps = world.newDeps();
    meters.push(deps.meter);
    return deps;
  };
  const app = createApp({ depsOf, jobs: [] });
  const get: Get = async (path) => {
    const answer = await app.request(`/badges/${path}`, {}, bindings);
    await answer.arrayBuffer();
    return answer.status;
  };
  /** The rows that the requests read, and the statuses that they got. */
  return async (ask: (get: Get) => Promise<number[]>) => {
    meters.length = 0;
    const statuses = new Set(await ask(get));
    const rows = meters.reduce((sum, { rowsRead }) => sum + rowsRead, 0);
    return { rows, statuses: [...statuses] };
  };
}

const inTurn = (paths: readonly string[]) => async (get: Get) => {
  const statuses: number[] = [];
  for (const path of paths) statuses.push(await get(path));
  return statuses;
};
const atOnce = (paths: readonly string[]) => async (get: Get) =>
  await Promise.all(paths.map(get));

/** 1,000 requests, no two alike, for the badges of one target. */
const manyWays = Array.from({ length: 1_000 }, (_, i) => {
  const name = names[i % names.length];
  const style = i % 4 < 2 ? "availability" : "latency";
  const slash = i % 5 === 0 ? "/" : "";
  const window = windows[i % windows.length];
  return `${name}/${style}.svg${slash}?window=${window}&label=${i}`;
});
const oneEach = windows.map((window) => `home/latency.svg?window=${window}`);
/** More than are kept. */
const unknown = Array.from({ length: 1_010 }, (_, i) => `nobody-${i}/status.svg`);

/** An id is looked up in one row, a key in the index's row and the target's. */
const rowsOfNames = 1 + 2;

describe("the badges of a target", () => {
  it("read each window once, in whatever ways they are asked for", async () => {
    const costOf = openApp(await makeOpenPast());
    const once = await costOf(inTurn(oneEach));
    expect(once.rows).toBeGreaterThan(rowsOfNames);
    const again = await costOf(inTurn(manyWays));
    expect(again.statuses).toEqual([200]);
    expect(again.rows).toBeLessThanOrEqual(rowsOfNames);
  });

  it("read no more when they are asked for at once", async () => {
    vi.stubGlobal("caches", { open: async () => cacheThatKeepsNothing });
    const world = await makeOpenPast();
    const once = await openApp(world)(inTurn(oneEach));
    const burst = await openApp(world)(atOnce(manyWays.slice(0, 200)));
    expect(burst.statuses).toEqual([200]);
    expect(burst.rows).toBeLessThanOrEqual(once.rows + rowsOfNames);
  });

  it("read a row at most for a target that is not there, and forget no other", async () => {
    vi.stubGlobal("caches", { open: async () => cacheThatKeepsNothing });
    const costOf = openApp(await makeOpenPast());
    await costOf(inTurn(manyWays.slice(0, 100)));
    const lost = await costOf(inTurn(unknown));
    expect(lost.statuses).toEqual([404]);
    expect(lost.rows).toBeLessThanOrEqual(unknown.length);
    const again = await costOf(inTurn(manyWays.slice(0, 100)));
    expect(again.rows).toBeLessThanOrEqual(rowsOfNames);
  });
});
