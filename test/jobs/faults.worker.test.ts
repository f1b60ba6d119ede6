// Tests that nothing is lost and nothing doubled when the database fails, or loses an
// answer, at any one of the trips to it.

import { describe, expect, it } from "vitest";
import { auditTarget } from "#test/fixtures/audit.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { historyOf } from "#test/fixtures/jobs/job-history.ts";
import { listed } from "#test/fixtures/rounds/run-history.ts";
import { readCrawls } from "#test/fixtures/sites/crawl-audit.ts";
import { hour, isoAt, minute, start } from "#test/fixtures/times.ts";
import {
  addTarget,
  createWorld,
  type Mishap,
  type Site,
  type World,
} from "#test/fixtures/world.ts";

const faults = [{ fails: true }, { answerLost: true }] as const;

/** Answers that turn every few requests, so that there is news. */
function turning(): Site {
  let count = 0;
  return () => ({ status: count++ % 4 < 2 ? 200 : 500, afterMs: 200 });
}

async function worldOfPages(): Promise<World> {
  const world = await createWorld({ now: start, site: turning() });
  const request = { retries: 0 };
  await addTarget(world, { request, schedule: { every: "20s", startAt: isoAt(0) } });
  await addTarget(world, { request, schedule: { every: "1m", startAt: isoAt(0) } });
  return world;
}

/** A tick that is due now and which a fault may befall, up to the next minute. */
async function tickWith(world: World, mishap?: Mishap): Promise<number> {
  const { ended, trips } = world.startTick(mishap);
  await world.advanceTo(world.now() - (world.now() % minute) + minute);
  await ended;
  return trips();
}

/** Every request has its run, every run its slot, every tick its line in the history. */
async function checkPages(world: World, ticks: number): Promise<void> {
  const runs = [...(await listed(world, 1)), ...(await listed(world, 2))];
  expect(runs).toHaveLength(world.requests.length);
  for (const id of [1, 2]) {
    const { skipped, missed } = await auditTarget(id, world.now());
    expect([skipped, missed]).toEqual([0, 0]);
  }
  const history = await historyOf(world, "crawl");
  expect(history.map(({ outcome }) => outcome)).toEqual(Array(ticks).fill("ok"));
}

describe.each(faults)("a database whose fault is %j", (fault) => {
  it("at any trip of a tick costs no run", async () => {
    const trips = await tickWith(await worldOfPages());
    expect(trips).toBeGreaterThan(6);
    for (let at = 1; at <= trips; at++) {
      await emptyDatabase();
      const world = await worldOfPages();
      await tickWith(world, { at, ...fault });
      await world.runUntil(start + 3 * minute);
      await checkPages(world, 3);
    }
  });

  it("at any trip of a crawl costs no page", async () => {
    const site: Site = ({ pathname }) =>
      pathname === "/robots.txt"
        ? { status: 404 }
        : {
            headers: { "content-type": "text/html" },
            body: ["a", "b", "c"].map((path) => `<a href="/${path}">x</a>`).join(""),
          };
    const crawled = async (mishap?: Mishap): Promise<number> => {
      await emptyDatabase();
      const world = await createWorld({ now: start, site });
      await addTarget(world, {
        kind: "site",
        schedule: { every: "1d", startAt: isoAt(0) },
      });
      const trips = await tickWith(world, mishap);
      await world.runUntil(start + 4 * minute);
      expect(await readCrawls()).toMatchObject([
        { state: "completed", progress: { fetched: 4 } },
      ]);
      expect(new Set(world.requests).size).toBe(world.requests.length);
      expect(await listed(world, 1)).toHaveLength(1);
      return trips;
    };
    const trips = await crawled();
    expect(trips).toBeGreaterThan(8);
    for (let at = 1; at <= trips; at++) await crawled({ at, ...fault });
  });

  it.each(["seal", "prune"])(
    "at any trip of the job %s costs no statistics, and its history has every run once",
    async (name) => {
      const world = await worldOfPages();
      await world.runUntil(start + 3 * minute);
      // The ticks before it have served the slots that waited: the hour can be sealed.
      const nextTurn = async () => {
        await world.advanceTo(world.now() - (world.now() % hour) + hour);
        await world.runUntil(world.now() + 2 * minute);
        await world.advanceTo(world.now() + (name === "seal" ? 1 : 15) * minute);
      };
      await nextTurn();
      const ran = async (mishap?: Mishap) => {
        const before = (await historyOf(world, name)).length;
        const trips = await tickWith(world, mishap);
        await world.runUntil(world.now() + 2 * minute);
        const history = await historyOf(world, name);
        expect(history).toHaveLength(before + 1);
        for (const id of [1, 2]) await auditTarget(id, world.now());
        await nextTurn();
        return trips;
      };
      const trips = await ran();
      for (let at = 1; at <= trips; at++) await ran({ at, ...fault });
      expect((await world.call("GET", "/api/set-aside")).body.items).toEqual([]);
      if (name === "prune") return;
      const { n } = (await DB.prepare("SELECT count(*) AS n FROM hours").first()) as {
        n: number;
      };
      expect(n).toBeGreaterThan(2);
    },
  );
});

describe.each(faults)("a request to the API whose database's fault is %j", (fault) => {
  const target = { url: "https://site.example.com/" };

  it.each([
    ["POST", "/api/targets", target],
    ["PATCH", "/api/targets/1", { name: "Other" }],
    ["POST", "/api/targets/1/pause", undefined],
    ["POST", "/api/targets/1/run", undefined],
    ["GET", "/api/targets/1/stats", undefined],
    ["GET", "/api/jobs", undefined],
    ["POST", "/api/jobs/seal/run", undefined],
    ["DELETE", "/api/targets/1", undefined],
    ["GET", "/health", undefined],
  ])("succeeds or says that it failed: %s %s", async (method, path, body) => {
    for (let at = 1; at <= 6; at++) {
      await emptyDatabase();
      const world = await createWorld({ now: start + minute });
      const id = await addTarget(world, { ...target, name: "First" });
      world.spoilNextCall({ at, ...fault });
      const { status, body: answer, headers } = await world.call(method, path, body);
      if (status >= 400) {
        expect([500, 503]).toContain(status);
        expect(headers.get("content-type")).toMatch(/json/);
        expect(answer.detail ?? answer.reason).toMatch(/\w+/);
      }
      const { items } = (await world.call("GET", "/api/targets")).body;
      expect(items.length).toBeLessThanOrEqual(2);
      await world.runUntil(start + 2 * minute);
      if (items.some((item: { id: number }) => item.id === id))
        await auditTarget(id, world.now());
    }
  });
});
