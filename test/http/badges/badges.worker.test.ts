// Tests badges: who may see them, of which targets, and what they cost.
import { beforeEach, describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { renewStorage } from "#test/fixtures/database.ts";
import { hour, start } from "#test/fixtures/times.ts";
import { createWorld, type Site, type World } from "#test/fixtures/world.ts";

const url = "https://site.example.com/";
const minute = 60_000;

// Badges are kept in a cache.
beforeEach(renewStorage);

const openWorld = async (document: object = {}, site: Site = () => ({})) => {
  const world = await createWorld({ now: start, site });
  await world.call("POST", "/api/targets", {
    url,
    key: "home",
    badges: true,
    alarm: { recheck: null },
    ...document,
  });
  return world;
};

/** One request without a token. */
const get = (world: World, path: string, headers: Record<string, string> = {}) =>
  world.call("GET", `/badges/${path}`, undefined, { authorization: "", ...headers });

const textOf = async (world: World, path: string) =>
  /<title>(.*)<\/title>/.exec((await get(world, path)).body)?.[1];

describe("the badge of a status", () => {
  it("is an image that everybody may see and keep for a minute", async () => {
    const world = await openWorld();
    await world.runUntil(start + minute);
    const { status, headers, body } = await get(world, "home/status.svg");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("image/svg+xml; charset=utf-8");
    expect(headers.get("cache-control")).toBe("public, max-age=60");
    expect(body).toMatch(/^<svg .*<title>status: up<\/title>.*<\/svg>\n$/s);
    expect((await get(world, "1/status.svg")).body).toBe(body);
  });

  it("follows the target's status", async () => {
    let isUp = false;
    const world = await openWorld({ schedule: { every: "1m" } }, () => ({
      status: isUp ? 200 : 404,
    }));
    const text = () => textOf(world, "home/status.svg");
    expect(await text()).toBe("status: no data");
    await world.runUntil(start + 2 * minute);
    expect(await text()).toBe("status: down");
    isUp = true;
    await world.runUntil(start + 4 * minute);
    expect(await text()).toBe("status: up");
    await world.call("POST", "/api/targets/1/pause");
    await world.advanceTo(start + 5 * minute);
    expect(await text()).toBe("status: paused");
  });
});

describe("the badges of a window", () => {
  /**
   * A run every six hours for two days: the first two fail, and those of the second day
   * are quicker.
   */
  const twoDays = async () => {
    const world = await openWorld(
      { schedule: { every: "6h", startAt: "2026-03-02T00:00:00Z" } },
      () => {
        const elapsed = world.now() - start;
        return {
          status: elapsed < 12 * hour ? 500 : 200,
          afterMs: elapsed < 24 * hour ? 1_500 : 40,
        };
      },
    );
    for (let slot = 0; slot < 8; slot++) {
      await world.advanceTo(start + slot * 6 * hour);
      world.startTick();
      await world.advanceTo(world.now() + minute);
    }
    return world;
  };

  it("describe the runs of their window and name the window", async () => {
    const world = await twoDays();
    const texts = async (name: string) => {
      const shown: unknown[] = [];
      for (const query of ["", "?window=24h", "?window=7d", "?window=30d"])
        shown.push(await textOf(world, `home/${name}.svg${query}`));
      return shown;
    };
    expect(await texts("availability")).toEqual([
      "availability 24h: 100%",
      "availability 24h: 100%",
      "availability 7d: 75%",
      "availability 30d: 75%",
    ]);
    expect(await texts("latency")).toEqual([
      "p95 latency 24h: 40 ms",
      "p95 latency 24h: 40 ms",
      "p95 latency 7d: 1.5 s",
      "p95 latency 30d: 1.5 s",
    ]);
    expect((await get(world, "1/latency.svg")).headers.get("cache-control")).toBe(
      "public, max-age=300",
    );
  });

  it("say so when there were no runs, or the target is paused", async () => {
    const world = await twoDays();
    await world.advanceTo(start + 96 * hour);
    expect(await textOf(world, "home/availability.svg")).toBe(
      "availability 24h: no data",
    );
    expect(await textOf(world, "home/latency.svg")).toBe("p95 latency 24h: no data");
    await world.call("POST", "/api/targets/1/pause");
    await world.advanceTo(world.now() + 5 * minute);
    expect(await textOf(world, "home/availability.svg?window=7d")).toBe(
      "availability 7d: paused",
    );
    expect(await textOf(world, "home/latency.svg?window=7d")).toBe(
      "p95 latency 7d: paused",
    );
  });
});

describe("a badge", () => {
  it("is not found for a target that does not show it or does not exist", async () => {
    const world = await openWorld({ badges: false });
    for (const name of ["status", "availability", "latency"]) {
      const answers = await Promise.all(
        ["home", "1", "house", "2", "9".repeat(100)].map((target) =>
          get(world, `${target}/${name}.svg`),
        ),
      );
      const told = answers.map(({ status, headers, body }) => {
        const { instance, detail, ...rest } = body;
        return {
          status,
          type: headers.get("content-type"),
          cache: headers.get("cache-control"),
          rest,
        };
      });
      expect(told[0]).toMatchObject({
        status: 404,
        type: "application/problem+json",
        cache: null,
      });
      expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
    }
  });

  it("takes another label, and refuses unknown parameters", async () => {
    const world = await openWorld();
    const label = "<script>&";
    expect(
      await textOf(world, `home/status.svg?label=${encodeURIComponent(label)}`),
    ).toBe("&lt;script&gt;&amp;: no data");
    expect(await textOf(world, `home/latency.svg?label=${"x".repeat(40)}`)).toBe(
      `${"x".repeat(40)}: no data`,
    );
    for (const query of [
      `label=${"x".repeat(41)}`,
      "label=",
      "window=1h",
      "colour=red",
    ]) {
      expect((await get(world, `home/availability.svg?${query}`)).status, query).toBe(
        422,
      );
    }
    expect((await get(world, "home/status.svg?window=24h")).status).toBe(422);
    expect((await get(world, "ho%20me/status.svg")).status).toBe(422);
  });

  it("is not sent again to a client that has it", async () => {
    const world = await openWorld();
    const { headers } = await get(world, "home/status.svg");
    const etag = headers.get("etag") as string;
    const again = await get(world, "home/status.svg", { "if-none-match": etag });
    expect(again.status).toBe(304);
    expect(again.body).toBeNull();
    expect(again.headers.get("cache-control")).toBe("public, max-age=60");
    expect(again.headers.get("etag")).toBe(etag);
    await world.runUntil(start + minute);
    const later = await get(world, "home/status.svg", { "if-none-match": etag });
    expect(later.status).toBe(200);
    expect(later.headers.get("etag")).not.toBe(etag);
  });

  it.each([
    ["status", 1],
    ["availability", 5],
    ["latency", 5],
  ])(
    "with the %s is read from the database once in %i min, whatever its label",
    async (name, minutes) => {
      const world = await openWorld();
      const value = async (label: string) =>
        (await textOf(world, `home/${name}.svg?label=${label}`))?.slice(3);
      expect(await value("a")).toBe("no data");
      await DB.prepare("UPDATE targets SET status = 'paused'").run();
      await world.advanceTo(start + minutes * minute - 1);
      expect(await value("b")).toBe("no data");
      await world.advanceTo(start + minutes * minute);
      expect(await value("c")).toBe("paused");
    },
  );

  it("that does not exist is looked for once a minute", async () => {
    const world = await createWorld({ now: start });
    const status = async () => (await get(world, "home/status.svg")).status;
    expect(await status()).toBe(404);
    await world.call("POST", "/api/targets", { url, key: "home", badges: true });
    expect(await status()).toBe(404);
    await world.advanceTo(start + minute);
    expect(await status()).toBe(200);
  });
});
