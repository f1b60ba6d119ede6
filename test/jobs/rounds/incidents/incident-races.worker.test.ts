// Tests that an incident opens and closes once when two rounds go on at once and when the
// clock is stepped, and that crawls of sites have incidents too.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { isoAt, minute, start, watch } from "#test/fixtures/rounds/rounds.ts";
import { addTarget } from "#test/fixtures/world.ts";

const hour = 60 * minute;

const eventsOf = async (): Promise<string[]> => {
  const { results } = await DB.prepare(
    "SELECT kind FROM events WHERE kind LIKE 'incident-%' ORDER BY at, kind DESC",
  ).all<{ kind: string }>();
  return results.map(({ kind }) => kind.slice("incident-".length));
};

const openIncidents = async () =>
  await DB.prepare("SELECT count(*) AS n FROM incidents WHERE closed_at IS NULL").first(
    "n",
  );

/** A page that fails from the second minute to the fourth. */
async function sickWorld() {
  const { world } = await watch({
    site: () => {
      const at = world.now() - start;
      return at >= 2 * minute && at < 5 * minute ? { status: 500 } : {};
    },
  });
  const id = await addTarget(world, {
    schedule: { every: "1m", startAt: isoAt(0) },
    request: { retries: 0 },
  });
  return { world, id };
}

describe("an incident", () => {
  it("opens and closes once though two ticks make rounds at once, and one stands still", async () => {
    for (let at = 2; at <= 20; at += 2) {
      await DB.batch([
        DB.prepare("DELETE FROM events"),
        DB.prepare("DELETE FROM incidents"),
      ]);
      const { world } = await sickWorld();
      for (let tick = 0; tick < 8; tick++) {
        world.startTick({ at, stallMs: 70_000 });
        world.startTick();
        await world.advanceTo(world.now() + minute);
      }
      await world.runUntil(world.now() + 3 * minute);
      expect([at, ...(await eventsOf())]).toEqual([at, "opened", "closed"]);
      expect(await openIncidents()).toBe(0);
    }
  });

  it.each([
    ["ahead", hour],
    ["back", -hour],
  ])(
    "opens and closes once though the clock is stepped %s meanwhile",
    async (_, step) => {
      const { world } = await sickWorld();
      await world.runUntil(start + 3 * minute);
      expect(await eventsOf()).toEqual(["opened"]);
      world.stepClock(step);
      await world.runUntil(start + 4 * minute);
      world.stepClock(-step);
      await world.runUntil(start + 10 * minute);
      expect((await eventsOf()).toSorted()).toEqual(["closed", "opened"]);
      expect(await openIncidents()).toBe(0);
    },
  );
});

it("a crawl of a site that fails twice opens an incident, and one that passes closes it", async () => {
  let isIll = true;
  const { world } = await watch({
    site: ({ pathname }) => {
      if (pathname === "/robots.txt") return { status: 404 };
      if (isIll) return { status: 500 };
      return { body: "<title>Start</title>", headers: { "content-type": "text/html" } };
    },
  });
  await addTarget(world, {
    kind: "site",
    schedule: { every: "10m", startAt: isoAt(0) },
    request: { retries: 0 },
  });
  await world.runUntil(start + 8 * minute);
  expect(await eventsOf()).toEqual([]);
  await world.runUntil(start + 18 * minute);
  expect(await eventsOf()).toEqual(["opened"]);
  isIll = false;
  await world.runUntil(start + 28 * minute);
  expect(await eventsOf()).toEqual(["opened", "closed"]);
});
