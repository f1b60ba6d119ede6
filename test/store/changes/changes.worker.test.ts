// Tests how changes are recorded and found, and what is marked as seen.

import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { ChangeKind } from "#domain/changes/change.ts";
import {
  type ChangeFilter,
  type ChangePlace,
  latestChange,
  listChanges,
  mostLookedAt,
  readChange,
  readChangesAround,
  recordChanges,
} from "#store/changes/changes.ts";
import { readRenewals, renewFeed } from "#store/changes/feed-keys.ts";
import { markSeen, readSeen } from "#store/changes/seen-changes.ts";
import { createMeter, type Db, type Meter, openDb } from "#store/db.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import { aChange, aContent, hashOf, keep } from "#test/fixtures/changes/kept.ts";

let db: Db;
let meter: Meter;

beforeEach(async () => {
  await seedTargets(DB, { count: 3, site: "https://a.example", dueAt: 0, anchorAt: 0 });
  meter = createMeter();
  db = openDb(DB, meter);
});

describe("a change", () => {
  it("costs three rows, and nothing when it is recorded again", async () => {
    const change = aChange();
    // The very first one makes the row of the job that tells of them.
    await keep(db, [], [{ ...aChange({ targetId: 2 }), told: false }]);
    meter.rowsWritten = 0;
    await keep(db, [], [{ ...change, told: false }]);
    expect(meter.rowsWritten).toBe(3);
    await keep(db, [], [{ ...change, kind: "minor", told: true }]);
    expect(meter.rowsWritten).toBe(3);
    expect(await readChange(db, change)).toEqual(change);
    expect(await readChange(db, { targetId: 1, at: 999 })).toBeNull();
  });

  it("of a target that is gone is not recorded, nor beyond the batch's fence", async () => {
    await keep(db, [], [aChange({ targetId: 99 })]);
    await db.batch(recordChanges([{ ...aChange(), told: true }], sql`false`));
    expect(meter.rowsWritten).toBe(0);
  });

  it("tells what was there at an instant, and what came next", async () => {
    const [first, second] = [aChange({ at: 1_000 }), aChange({ at: 2_000 })];
    await keep(db, [], [first, second, aChange({ targetId: 2, at: 1_500 })]);
    const around = (at: number) => readChangesAround(db, 1, at);
    expect(await around(999)).toEqual({ upTo: null, after: first });
    expect(await around(1_000)).toEqual({ upTo: first, after: second });
    expect(await around(9_000)).toEqual({ upTo: second, after: null });
    expect(await latestChange(db, 1)).toEqual(second);
    expect(await latestChange(db, 3)).toBeNull();
  });
});

/** All pages of a list. */
async function pagesOf(filter: ChangeFilter, limit = 100): Promise<ChangePlace[][]> {
  const pages: ChangePlace[][] = [];
  let after: ChangePlace | null = null;
  do {
    const page = await listChanges(db, filter, { after, limit });
    pages.push(page.changes.map(({ at, targetId }) => ({ at, targetId })));
    after = page.next;
  } while (after !== null);
  return pages;
}

describe("the list of changes", () => {
  const kinds: ChangeKind[] = ["first", "changed", "minor"];
  beforeEach(async () => {
    const changes = [1, 2, 3].flatMap((targetId) =>
      kinds.map((kind, i) => aChange({ targetId, at: 1_000 * (i + 1), kind })),
    );
    await keep(db, [], changes);
    meter.rowsRead = 0;
  });

  it("has those of all targets, the newest first, on pages that lead to the next", async () => {
    const pages = await pagesOf({}, 4);
    expect(pages.map((page) => page.length)).toEqual([4, 4, 1]);
    expect(pages.flat().map(({ at, targetId }) => [at, targetId])).toEqual(
      [3_000, 2_000, 1_000].flatMap((at) => [3, 2, 1].map((id) => [at, id])),
    );
  });

  it.each<[string, ChangeFilter, [number, number][]]>([
    [
      "a target",
      { targetId: 2 },
      [
        [3_000, 2],
        [2_000, 2],
        [1_000, 2],
      ],
    ],
    [
      "kinds",
      { kinds: ["first", "minor"], targetId: 1 },
      [
        [3_000, 1],
        [1_000, 1],
      ],
    ],
    [
      "a tag",
      { tags: ["tag-2"] },
      [
        [3_000, 2],
        [2_000, 2],
        [1_000, 2],
      ],
    ],
    ["a tag that is none", { tags: ["x"] }, []],
    [
      "a time",
      { from: 2_000, to: 3_000 },
      [
        [2_000, 3],
        [2_000, 2],
        [2_000, 1],
      ],
    ],
    [
      "all of these",
      { targetId: 3, tags: ["tag-3"], kinds: ["changed"], from: 2_000 },
      [[2_000, 3]],
    ],
  ])("is filtered by %s", async (_, filter, expected) => {
    await DB.prepare("UPDATE targets SET tags = json_array('tag-' || id)").run();
    const pages = await pagesOf(filter);
    expect(pages.flat().map(({ at, targetId }) => [at, targetId])).toEqual(expected);
  });

  it("reads no more than a page takes, however many there are", async () => {
    await keep(
      db,
      [],
      Array.from({ length: 3_000 }, (_, i) => aChange({ at: 10_000 + i })),
    );
    meter.rowsRead = 0;
    await listChanges(db, {}, { after: null, limit: 10 });
    await listChanges(db, { targetId: 1 }, { after: null, limit: 10 });
    expect(meter.rowsRead).toBeLessThan(100);
  });

  it("ends a page after so many looks, and goes on from there", async () => {
    const many = Array.from({ length: mostLookedAt + 10 }, (_, i) =>
      aChange({ at: 10_000 + i, kind: i === 3 ? "first" : "changed" }),
    );
    await keep(db, [], many);
    const pages = await pagesOf({ kinds: ["first"] });
    expect(pages.map((page) => page.length)).toEqual([0, 4]);
    expect(pages.flat()[0]).toEqual({ at: 10_003, targetId: 1 });
  });
});

describe("what was seen", () => {
  it("is a content that is kept, and moves with each mark", async () => {
    await keep(db, [await aContent(), await aContent({ hash: hashOf(2) })]);
    const [first, second] = [1, 2].map((n) => ({ targetId: 1, hash: hashOf(n) }));
    if (!first || !second) throw new Error("there are two");
    expect(await markSeen(db, { targetId: 1, hash: hashOf(9) }, 5)).toBe(false);
    expect(await markSeen(db, { targetId: 99, hash: hashOf(1) }, 5)).toBe(false);
    expect((await readSeen(db, [1])).size).toBe(0);
    expect(await markSeen(db, first, 5)).toBe(true);
    expect(await markSeen(db, second, 6)).toBe(true);
    expect([...(await readSeen(db, [1, 2]))]).toEqual([[1, { ...second, seenAt: 6 }]]);
  });

  it("goes with the target, and so do the renewals of its feed", async () => {
    await keep(db, [await aContent()]);
    await markSeen(db, { targetId: 1, hash: hashOf(1) }, 5);
    expect(await renewFeed(db, "target:1")).toBe(1);
    expect(await renewFeed(db, "all")).toBe(1);
    expect(await renewFeed(db, "all")).toBe(2);
    await DB.prepare("DELETE FROM targets WHERE id = 1").run();
    expect((await readSeen(db, [1])).size).toBe(0);
    expect(await readRenewals(db, "target:1")).toBe(0);
    expect(await readRenewals(db, "all")).toBe(2);
  });
});
