// Tests that triggers give each shard its own place at a host that several shards ask, that
// places nobody needs are given back, and what that costs.
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { minuteMs } from "#domain/time/instants.ts";
import { createApp } from "#http/app.ts";
import { claimShards } from "#store/rounds/claim-shards.ts";
import { tidyPlaces } from "#store/shards/host-places.ts";
import { bindings, DB } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

beforeEach(emptyDatabase);

type Place = { host: string; shard: number; place: number };

const readPlaces = async (): Promise<Place[]> => {
  const { results } = await DB.prepare(
    "SELECT host, shard_id AS shard, place FROM host_places ORDER BY host, place",
  ).all<Place>();
  return results;
};

/** The shards that have targets of a host, by host. */
const readShards = async (): Promise<Map<string, Set<number>>> => {
  const { results } = await DB.prepare(
    "SELECT DISTINCT host, shard_id AS shard FROM targets WHERE host <> ''",
  ).all<Omit<Place, "place">>();
  const byHost = Map.groupBy(results, ({ host }) => host);
  return new Map(
    [...byHost].map(([host, rows]) => [host, new Set(rows.map(({ shard }) => shard))]),
  );
};

const tidy = (world: World, limit = 1_000) =>
  world.newDeps().db.batch(tidyPlaces(world.now(), limit));

const lease = (world: World, ids: number[]) => {
  const now = world.now();
  return claimShards(
    world.newDeps().db,
    ids,
    { token: `${now} ${ids}`, now, until: now + minuteMs / 2 },
    true,
  );
};

const fillShards = () => DB.prepare("UPDATE shards SET size = 40").run();
const url = (host: number) => `https://host-${host}.example.com/`;

/** Adds a target of each of these hosts, each in a shard of its own. */
const addApart = async (world: World, hosts: readonly number[]) => {
  for (const [i, host] of hosts.entries()) {
    await addTarget(world, { key: `key-${i}`, url: url(host) });
    await fillShards();
  }
};

describe("places at hosts", () => {
  it("are the same as a recount finds, whatever becomes of targets", async () => {
    const operation = fc.record({
      what: fc.constantFrom(
        "add",
        "add",
        "full",
        "bulk",
        "move",
        "delete",
        "pause",
        "tidy",
        "hold",
      ),
      host: fc.nat(2),
      number: fc.nat(60),
    });
    const operations = fc.array(operation, { minLength: 10, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(operations, async (drawn) => {
        await emptyDatabase();
        const world = await createWorld();
        let count = 0;
        const fresh = (host: number) => ({ key: `key-${count++}`, url: url(host) });
        for (const { what, host, number } of drawn) {
          const path = `/api/targets/key-${number % Math.max(1, count)}`;
          if (what === "add") await addTarget(world, fresh(host));
          if (what === "full") await fillShards();
          if (what === "bulk") {
            const documents = Array.from({ length: number + 1 }, () => fresh(host));
            await world.call("POST", "/api/targets/bulk", {
              operation: "create",
              documents,
            });
          }
          if (what === "move") await world.call("PATCH", path, { url: url(host) });
          if (what === "delete") await world.call("DELETE", path);
          if (what === "pause") await world.call("PATCH", path, { enabled: false });
          if (what === "tidy") await tidy(world);
          if (what === "hold") await lease(world, [1 + (number % 3)]);
          if (what === "hold") await world.advanceTo(world.now() + 20_000);
          const places = Map.groupBy(await readPlaces(), (place) => place.host);
          for (const [name, shards] of await readShards()) {
            const own = places.get(name) ?? [];
            const known = new Set(own.map(({ shard }) => shard));
            if (shards.size > 1)
              expect([...shards].filter((id) => !known.has(id))).toEqual([]);
            expect(new Set(own.map(({ place }) => place)).size).toBe(own.length);
          }
        }
        await world.advanceTo(world.now() + minuteMs);
        // A place that could not move while it was known moves now.
        await tidy(world);
        await tidy(world);
        const shards = await readShards();
        for (const [name, own] of Map.groupBy(await readPlaces(), ({ host }) => host)) {
          expect(own.map(({ place }) => place)).toEqual(own.map((_, i) => i));
          expect(new Set(own.map(({ shard }) => shard))).toEqual(shards.get(name));
        }
      }),
      { numRuns: scenarios(45) },
    );
  });

  it("are none where one shard asks the host", async () => {
    const world = await createWorld();
    await addApart(world, [0, 1, 2]);
    expect(await readPlaces()).toEqual([]);
    const { shards } = await lease(world, [1, 2, 3]);
    expect(shards.map(({ places }) => places)).toEqual([[], [], []]);
  });

  it("wait for the rounds from which they take moments, and for no others", async () => {
    const world = await createWorld();
    await addApart(world, [0, 0, 0]);
    await lease(world, [1, 2]);
    await addTarget(world, { url: url(0) });
    await fillShards();
    await addTarget(world, { url: url(0) });
    // Place 3 takes moments from places 1 and 0, and so does place 2 from place 0.
    const waiting = async () => {
      const { shards } = await lease(world, [3, 4, 5]);
      return shards.flatMap(({ places }) =>
        places.map(({ place, waits }) => [place, waits]),
      );
    };
    expect(await waiting()).toEqual([
      [2, 0],
      [3, 1],
      [4, 1],
    ]);
    await world.advanceTo(world.now() + minuteMs);
    expect(await waiting()).toEqual([
      [2, 0],
      [3, 0],
      [4, 0],
    ]);
  });

  it("stay as they are while a round knows them", async () => {
    const world = await createWorld();
    await addApart(world, [0, 0, 0]);
    await world.call("DELETE", "/api/targets/key-0");
    await lease(world, [1]);
    await tidy(world);
    expect((await readPlaces()).map(({ shard }) => shard)).toEqual([1, 2, 3]);
    await world.advanceTo(world.now() + minuteMs);
    await lease(world, [3]);
    await tidy(world);
    expect((await readPlaces()).map(({ shard }) => shard)).toEqual([1, 2, 3]);
    await world.advanceTo(world.now() + minuteMs);
    await tidy(world);
    expect((await readPlaces()).map(({ shard }) => shard)).toEqual([3, 2]);
  });

  it("cost a host of 1,000 targets as few rows a further shard as one of 200", async () => {
    const world = await createWorld();
    let count = 0;
    const costOf = async (most: number) => {
      const documents = Array.from({ length: most }, () => ({
        key: `key-${count++}`,
        url: url(0),
      }));
      const deps = world.newDeps();
      const app = createApp({ depsOf: () => deps, jobs: [] });
      const headers = {
        authorization: "Bearer secret",
        "content-type": "application/json",
      };
      const body = JSON.stringify({ operation: "create", documents });
      await app.request("/api/targets/bulk", { method: "POST", headers, body }, bindings);
      return { read: deps.meter.rowsRead, written: deps.meter.rowsWritten };
    };
    await costOf(200);
    const few = await costOf(400);
    await costOf(400);
    const many = await costOf(400);
    expect(await readPlaces()).toHaveLength(35);
    // A place waits for as many others as its number has bits.
    expect(many.written).toBe(few.written);
    expect(many.read - few.read).toBeLessThan(10 * 8);
    const claimCost = async (withPlaces: boolean) => {
      const { db, meter } = world.newDeps();
      const terms = { token: "own", now: world.now(), until: world.now() + 1 };
      await claimShards(db, [7], terms, withPlaces);
      return meter.rowsRead;
    };
    const without = await claimCost(false);
    expect((await claimCost(true)) - without).toBeLessThanOrEqual(8);
  });
});
