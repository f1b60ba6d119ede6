// Counts what the overview reads of 5,000 targets with a month of history.
import { describe, expect, it } from "vitest";
import { hourMs } from "#domain/time/instants.ts";
import { createMeter, openDb } from "#store/db.ts";
import { type OverviewQuery, readOverview } from "#store/overview/overview.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import { storePast } from "#test/fixtures/history/past.ts";
import { everyTarget } from "#test/fixtures/overview.ts";

const now = Date.parse("2026-03-31T10:20:00Z");

async function costOf(query: Partial<OverviewQuery>) {
  const meter = createMeter();
  const overview = await readOverview(
    openDb(DB, meter),
    { ...everyTarget, ...query },
    now,
  );
  return { overview, ...meter };
}

/** Every target that is down, or first by name or number, has the first one's days. */
async function seed(): Promise<void> {
  const site = "http://site.test";
  await seedTargets(DB, { count: 5_000, site, dueAt: now, anchorAt: 0 });
  await storePast(DB, {
    targetIds: [1],
    shardId: 1,
    from: now - (now % hourMs) - 58 * hourMs,
    hours: 58,
    everyMs: 60_000,
  });
  await DB.batch([
    DB.prepare(`
      INSERT INTO days (target_id, day, folded, total, hours, failures)
      SELECT 1, d.day - ago.value, d.folded, d.total, d.hours, x''
      FROM days d CROSS JOIN json_each(?) ago
      WHERE d.target_id = 1 AND d.folded > 0 ON CONFLICT DO NOTHING`).bind(
      JSON.stringify(Array.from({ length: 90 }, (_, ago) => ago)),
    ),
    DB.prepare(`
      INSERT INTO days (target_id, day, folded, total, hours, failures)
      SELECT t.id, d.day, d.folded, d.total, d.hours, x''
      FROM days d CROSS JOIN targets t ON t.status = 'down' OR t.id <= 40
      WHERE d.target_id = 1 ON CONFLICT DO NOTHING`),
    DB.prepare(`
      INSERT INTO job_hours (job, hour, finished_at, runs, totals)
      SELECT 'crawl', ? - value, 0, '{"outcome":"ok","counts":{"ran":1}}', '{"items.ran":1}' FROM json_each(?)`).bind(
      Math.floor(now / hourMs),
      JSON.stringify(Array.from({ length: 720 }, (_, ago) => ago)),
    ),
  ]);
}

describe("the overview of 5,000 targets", () => {
  it("takes four statements and 300 rows, and more rows the longer the window", async () => {
    await seed();
    const { overview, statements, rowsRead, rowsWritten } = await costOf({});
    expect(overview.rows).toHaveLength(40);
    expect(overview.rows.every(({ figures }) => figures?.counts.ok)).toBe(true);
    expect(overview.counts.byStatus).toEqual({
      new: 0,
      up: 4_850,
      degraded: 0,
      down: 50,
      paused: 100,
      maintenance: 0,
    });
    expect({ statements, rowsWritten }).toEqual({ statements: 4, rowsWritten: 0 });
    expect(rowsRead).toBeLessThanOrEqual(300);
    for (const [window, rows] of [
      ["7d", 800],
      ["30d", 2_600],
      ["90d", 7_400],
    ] as const) {
      const longer = await costOf({ window });
      expect(longer.statements).toBe(4);
      expect(longer.rowsRead, window).toBeLessThan(rows);
      expect(longer.overview.rows.every(({ figures }) => figures?.counts.ok)).toBe(true);
    }
  });

  it("reads little more where hundreds of targets are problems of every kind", async () => {
    await seed();
    const some = (from: number) =>
      JSON.stringify(Array.from({ length: 200 }, (_, i) => from + i));
    await DB.batch([
      DB.prepare(`
        INSERT INTO set_aside (kind, item, since, retry_at, reason)
        SELECT 'target', CAST(value AS TEXT), 0, 0, '' FROM json_each(?)`).bind(
        some(1_002),
      ),
      DB.prepare(`
        INSERT INTO missed_slots (hour, shard_id, targets)
        SELECT ?, value / 40, json_group_object(CAST(value AS TEXT), 1) FROM json_each(?)
        GROUP BY 2`).bind(Math.floor(now / hourMs), some(2_002)),
    ]);
    const { overview, statements, rowsRead } = await costOf({});
    const kinds = overview.problems.shown.map(({ kind }) => kind);
    const few = (kind: string) => Array.from({ length: 5 }, () => kind);
    expect(kinds).toEqual([...few("down"), ...few("aside"), ...few("missed")]);
    expect(overview.problems.counts).toEqual({
      down: 50,
      degraded: 0,
      aside: 100,
      missed: 200,
    });
    expect(statements).toBe(4);
    // A hundred are counted of those that are set aside.
    expect(rowsRead).toBeLessThanOrEqual(300 + 100 + 50);
  });

  it("takes as few in every order that an index has, on any page", async () => {
    await seed();
    for (const sort of ["problems", "name", "newest"] as const) {
      const first = await costOf({ sort });
      const second = await costOf({ sort, place: first.overview.next });
      for (const { overview, statements, rowsRead } of [first, second]) {
        expect(overview.rows).toHaveLength(40);
        expect(statements).toBe(4);
        // Where they are not on the page, those that are down are counted and shown.
        expect(rowsRead, sort).toBeLessThanOrEqual(300 + 60);
      }
    }
  });

  it("reads a row or three for each target that it sorts without an index", async () => {
    await seed();
    for (const sort of ["slowest", "last-run"] as const)
      expect((await costOf({ sort })).rowsRead).toBeLessThan(3 * 5_000 + 400);
  });

  it("reads few rows where few targets meet a filter", async () => {
    await seed();
    const filters = [{ tags: ["tag7"] }, { text: "Page 499" }, { status: "paused" }];
    for (const filter of filters) {
      const { statements, rowsRead } = await costOf({
        filter: { ...everyTarget.filter, ...filter },
      });
      expect(statements).toBeLessThanOrEqual(5);
      expect(rowsRead, JSON.stringify(filter)).toBeLessThan(700);
    }
  });
});
