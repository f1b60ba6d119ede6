// Tests that looking for crawls which may go on costs as much as is looked for, however
// many crawls are open.

import { beforeEach, describe, expect, it } from "vitest";
import { createMeter, openDb } from "#store/db.ts";
import { claimCrawl, letFollowerSleep, lookForReadyCrawls } from "#store/sites/crawls.ts";
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

  it("finds nothing while a crawl is under way that may go anywhere", async () => {
    await openMany(5);
    await DB.prepare("UPDATE crawls SET lane = '*' WHERE id = 2").run();
    const db = openDb(DB, createMeter());
    await claimCrawl(db, 2, lease);
    expect(await lookForReadyCrawls(db, now, 9)).toEqual([]);
  });
});
