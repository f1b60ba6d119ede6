// Tests that looking for crawls which may go on costs as much as is looked for, however
// many crawls are open.

import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { createMeter, openDb } from "#store/db.ts";
import { claimCrawl } from "#store/sites/crawls.ts";
import {
  letFollowerSleep,
  lookForReadyCrawls,
  takeForHandOver,
} from "#store/sites/following/ready-crawls.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import {
  putInForce,
  statistics,
  takeStatistics,
} from "#test/fixtures/plans/statistics.ts";

const now = Date.parse("2026-03-02T12:00:00Z");

/** Targets each of which has an open crawl that may go on, the first of them longest. */
async function openMany(count: number): Promise<void> {
  const site = "http://site.example";
  await seedTargets(DB, { count, site, dueAt: now, anchorAt: now });
  await DB.prepare("DELETE FROM crawls").run();
  await DB.prepare(`
    INSERT INTO crawls (id, target_id, lane, state, trigger, due_at, started_at, request_revision, next_at, progress)
    SELECT id, id, 'lane-' || id, 'running', 'schedule', 0, 0, 1, ? + id - 10000, '{}' FROM targets`)
    .bind(now)
    .run();
}

/** What may stand in the way of open crawls: most of all leases of lost invocations. */
const obstacles = {
  "of one lane, the first of which is leased": `
    UPDATE crawls SET lane = 'a', lease_token = iif(id = 1, 'x', NULL),
      lease_until = iif(id = 1, ${now + 1}, 0)`,
  "of one lane that were lost": `
    UPDATE crawls SET lane = 'a', lease_token = 'x', lease_until = ${now}`,
  "that may go anywhere and were lost": `
    UPDATE crawls SET lane = '*', lease_token = 'x', lease_until = ${now}`,
  "that may go anywhere and were lost, but for one that is leased": `
    UPDATE crawls SET lane = iif(id % 200, '*', 'z'), lease_token = 'x',
      lease_until = ${now} + (id = (SELECT max(id) FROM crawls))`,
  "that are all leased": `UPDATE crawls SET lease_token = 'x', lease_until = ${now + 1}`,
  "of paused targets": "UPDATE targets SET enabled = 0",
};

/** Rows that a look and going to sleep read with so many crawls that wait. */
async function rowsOfLook(count: number, obstacle: string): Promise<number> {
  await openMany(count);
  await DB.prepare(obstacle).run();
  const meter = createMeter();
  const db = openDb(DB, meter);
  await lookForReadyCrawls(db, now, 100);
  await letFollowerSleep(db);
  return meter.rowsRead;
}

const lease = { token: "mine", now, until: now + 60_000 };

describe.each(statistics)("with statistics %s,", (which) => {
  beforeEach(async () => {
    await takeStatistics();
    await putInForce(which);
  });

  it.each([200, 1_000])(
    "the job that follows %i open crawls reads few rows",
    async (count) => {
      await openMany(count);
      const meter = createMeter();
      const db = openDb(DB, meter);
      expect(await claimCrawl(db, 1, lease)).not.toBeNull();
      expect(await lookForReadyCrawls(db, now, 3)).toEqual([2, 3, 4]);
      await letFollowerSleep(db);
      expect(meter.rowsRead).toBeLessThanOrEqual(40);
    },
  );

  it.each(Object.entries(obstacles))(
    "ten times the open crawls %s take ten times the rows",
    async (_, obstacle) => {
      const rows = [await rowsOfLook(200, obstacle), await rowsOfLook(2_000, obstacle)];
      const [few = 0, many = 0] = rows;
      expect(few).toBeLessThanOrEqual(6 * 200);
      expect(many).toBeLessThanOrEqual(6 * 2_000);
      expect(many).toBeLessThanOrEqual(11 * few);
    },
  );
});

describe("a look for crawls", () => {
  it("leaves out paused targets', those whose time has not come, and lanes in use", async () => {
    await openMany(8);
    await DB.batch([
      DB.prepare("UPDATE targets SET enabled = 0 WHERE id = 2"),
      DB.prepare("UPDATE crawls SET lane = 'lane-1' WHERE id = 3"),
      DB.prepare("UPDATE crawls SET lane = '*' WHERE id = 4"),
      DB.prepare("UPDATE crawls SET next_at = ? WHERE id = 5").bind(now + 1),
    ]);
    const db = openDb(DB, createMeter());
    expect(await lookForReadyCrawls(db, now, 9)).toEqual([1, 3, 4, 6, 7, 8]);
    await claimCrawl(db, 1, lease);
    expect(await lookForReadyCrawls(db, now, 9)).toEqual([6, 7, 8]);
    expect(await lookForReadyCrawls(db, lease.until, 9)).toEqual([1, 3, 4, 6, 7, 8, 5]);
  });

  it.each(["ASC", "DESC"] as const)(
    "hands each crawl over once, in the order %s, and writes a row for each",
    async (order) => {
      await openMany(10);
      const span = { now, until: now + 1_000 };
      const ids = Array.from({ length: 10 }, (_, i) => i + 1);
      if (order === "DESC") ids.reverse();
      const meter = createMeter();
      const db = openDb(DB, meter);
      expect(await takeForHandOver(db, span, 8, order)).toEqual(ids.slice(0, 8));
      // What is tried again since the answer was lost is answered the same.
      expect(await takeForHandOver(db, span, 8, order)).toEqual(ids.slice(0, 8));
      expect(meter).toMatchObject({ statements: 2, rowsWritten: 16 });
      const later = { now: now + 1, until: now + 1_001 };
      expect(await takeForHandOver(db, later, 8, order)).toEqual(ids.slice(8));
      expect(await takeForHandOver(db, later, 8, order)).toEqual(ids.slice(8));
      expect(await claimCrawl(db, 5, lease)).not.toBeNull();
      await DB.prepare("UPDATE crawls SET lease_until = 0").run();
      expect(
        await takeForHandOver(db, { now: now + 2, until: now + 9 }, 8, order),
      ).toEqual([5]);
    },
  );

  it("to hand over reads few rows where many are handed over already", async () => {
    await openMany(2_000);
    await DB.prepare("UPDATE crawls SET handed_until = ? WHERE id <= 1000")
      .bind(now + 1)
      .run();
    const meter = createMeter();
    const span = { now, until: now + 9 };
    expect(await takeForHandOver(openDb(DB, meter), span, 1, "ASC")).toEqual([1_001]);
    expect(meter.rowsRead).toBeLessThanOrEqual(1_010);
  });

  it("finds nothing while a crawl is under way that may go anywhere", async () => {
    await openMany(5);
    await DB.prepare("UPDATE crawls SET lane = '*' WHERE id = 2").run();
    const db = openDb(DB, createMeter());
    await claimCrawl(db, 2, lease);
    expect(await lookForReadyCrawls(db, now, 9)).toEqual([]);
  });

  it("finds what a plain reading of the rule finds, in both orders", async () => {
    await openMany(8);
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCrawl, { minLength: 1, maxLength: 8 }),
        async (all) => {
          await store(all);
          const db = openDb(DB, createMeter());
          expect(await lookForReadyCrawls(db, now, 9)).toEqual(readyOf(all));
          expect(await lookForReadyCrawls(db, now, 9, "DESC")).toEqual(
            readyOf(all).reverse(),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

const anyCrawl = fc.record({
  lane: fc.constantFrom("a", "b", "*"),
  /** When its lease ends, from now on; null: it has none. */
  lease: fc.constantFrom(null, null, -1, 0, 1),
  nextAt: fc.integer({ min: -3, max: 1 }),
  enabled: fc.constantFrom(1, 1, 1, 0),
});
type AnyCrawl = typeof anyCrawl extends fc.Arbitrary<infer T> ? T : never;

/** Makes the first crawls such ones, and has the others ended. */
async function store(all: readonly AnyCrawl[]): Promise<void> {
  const rows = all.flatMap(({ lane, lease, nextAt, enabled }, i) => [
    DB.prepare(`
      UPDATE crawls SET ended_at = NULL, lane = ?, next_at = ?, lease_token = ?, lease_until = ?
      WHERE id = ?`).bind(
      lane,
      now + nextAt,
      lease === null ? null : "x",
      lease === null ? 0 : now + lease,
      i + 1,
    ),
    DB.prepare("UPDATE targets SET enabled = ? WHERE id = ?").bind(enabled, i + 1),
  ]);
  await DB.batch([
    DB.prepare("UPDATE crawls SET ended_at = 1, lease_token = NULL, lease_until = 0"),
    ...rows,
  ]);
}

/** The numbers of those that may go on, by the rule as it is told. */
function readyOf(all: readonly AnyCrawl[]): number[] {
  const isLeased = ({ lease }: AnyCrawl) => lease !== null && lease > 0;
  const meet = (a: string, b: string) => a === b || a === "*" || b === "*";
  return all
    .map((crawl, i) => ({ ...crawl, id: i + 1 }))
    .filter((one) => one.enabled === 1 && one.nextAt <= 0 && !isLeased(one))
    .filter((one) => !all.some((other) => isLeased(other) && meet(one.lane, other.lane)))
    .sort((a, b) => a.nextAt - b.nextAt || a.id - b.id)
    .map(({ id }) => id);
}
