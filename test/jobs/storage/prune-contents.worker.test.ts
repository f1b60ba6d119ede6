// Tests which contents and changes go, in which steps, and what a walk costs and counts.

import { beforeEach, describe, expect, it } from "vitest";
import type { Change } from "#domain/changes/change.ts";
import { putInBucket } from "#store/changes/content-bucket.ts";
import { markSeen } from "#store/changes/seen-changes.ts";
import { createMeter, type Db, type Meter, openDb } from "#store/db.ts";
import { contentStatements, pruneContents } from "#store/storage/prune-contents.ts";
import { contentsBucket as bucket, DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import { aChange, aContent, hashOf, keep } from "#test/fixtures/changes/kept.ts";

const day = 86_400_000;
const now = 20_600 * day;
const old = now - 100 * day;
const kept = { runsMs: 30 * day, hoursMs: 400 * day, failuresMs: 400 * day };
const rule = { kept, shares: { runs: 1, hours: 1 } };

let db: Db;
let meter: Meter;

beforeEach(async () => {
  await seedTargets(DB, { count: 5, site: "https://a.example", dueAt: 0, anchorAt: 0 });
  meter = createMeter();
  db = openDb(DB, meter);
  for (const { key } of (await bucket.list()).objects) await bucket.delete(key);
});

const step = (limit = 1_000, share = 1) =>
  pruneContents(
    { db, bucket },
    now,
    { ...rule, shares: { runs: share, hours: 1 } },
    limit,
  );

const keeps = (id: number, changes: object) =>
  DB.prepare("UPDATE targets SET changes = ? WHERE id = ?")
    .bind(JSON.stringify(changes), id)
    .run();

/** Contents 1 to `count`, a minute from one to the next, the last of which is old. */
const contents = (count: number, targetId = 1) =>
  Promise.all(
    Array.from({ length: count }, (_, i) =>
      aContent({ targetId, hash: hashOf(i + 1), seenAt: old + i * 60_000 }),
    ),
  );

const left = async (table: "contents" | "changes", targetId = 1) => {
  const column = table === "contents" ? "hash" : "at";
  const { results } = await DB.prepare(
    `SELECT ${column} AS key FROM ${table} WHERE target_id = ? ORDER BY 1`,
  )
    .bind(targetId)
    .all<{ key: string | number }>();
  return results.map(({ key }) =>
    typeof key === "string" ? Number.parseInt(key, 16) : key,
  );
};

const to = (n: number, change: Partial<Change> = {}) =>
  aChange({ at: old + n, from: null, to: hashOf(n), ...change });

describe("contents of a target", () => {
  it("go beyond the last that it keeps, the longest ago first", async () => {
    await keeps(1, { keepContents: 3 });
    await keep(db, await contents(5));
    expect(await step()).toBe(2);
    expect(await left("contents")).toEqual([3, 4, 5]);
    expect(await step()).toBe(0);
  });

  it("stay that a kept change refers to, a watch remembers or somebody marked", async () => {
    await keeps(1, { keepContents: 2 });
    await keep(db, await contents(9), [to(3, { from: hashOf(2) })]);
    await markSeen(db, { targetId: 1, hash: hashOf(5) }, now);
    await DB.prepare("UPDATE shards SET state = ? WHERE id = 1")
      .bind(JSON.stringify({ "1": [0, [1, 2, [hashOf(7)]]], "2": [hashOf(1)] }))
      .run();
    await step();
    expect(await left("contents")).toEqual([2, 3, 5, 7, 8, 9]);
  });

  it("stay that were seen within two days: a change to them may be under way", async () => {
    await keeps(1, { keepContents: 2 });
    const recent = [6, 7, 8, 9].map((n) =>
      aContent({ hash: hashOf(n), seenAt: now - day + n }),
    );
    await keep(db, [...(await contents(3)), ...(await Promise.all(recent))]);
    await step();
    expect(await left("contents")).toEqual([6, 7, 8, 9]);
  });

  it("are fewer where room is scarce, down to twenty", async () => {
    await keep(db, await contents(50));
    expect(await step(1_000, 1 / 2)).toBe(25);
    expect(await step(1_000, 1 / 512)).toBe(5);
    expect(await left("contents")).toHaveLength(20);
  });
});

describe("changes of a target", () => {
  it("go beyond the last that it keeps, with contents that only they referred to", async () => {
    await keeps(1, { keepContents: 2, keepChanges: 2 });
    await keep(
      db,
      await contents(6),
      [1, 2, 3, 4].map((n) => to(n)),
    );
    expect(await step()).toBe(4);
    expect(await left("changes")).toEqual([old + 3, old + 4]);
    expect(await left("contents")).toEqual([3, 4, 5, 6]);
  });

  it("stay while they wait to be told, and the last that counted stays", async () => {
    await keeps(1, { keepChanges: 1 });
    await keep(db, await contents(5), [
      to(1),
      to(2),
      { ...to(3, { kind: "minor" }), told: false },
      to(4, { kind: "minor" }),
      to(5, { kind: "minor" }),
    ]);
    await step();
    expect(await left("changes")).toEqual([old + 2, old + 3, old + 5]);
  });
});

describe("a deleted target", () => {
  it("leaves nothing, step by step, even what was seen today or waits", async () => {
    await keep(
      db,
      await contents(5),
      [1, 2, 3].map((n) => ({ ...to(n), told: false })),
    );
    await keep(db, [await aContent({ seenAt: now, hash: hashOf(9) })]);
    await keep(db, await contents(2, 2), [to(1, { targetId: 2 })]);
    await DB.prepare("DELETE FROM targets WHERE id = 1").run();
    expect(await step(2)).toBe(4);
    expect(await step(2)).toBe(3);
    expect(await step(2)).toBe(2);
    expect(await step(2)).toBe(0);
    expect([await left("contents"), await left("changes")]).toEqual([[], []]);
    expect([await left("contents", 2), await left("changes", 2)]).toEqual([
      [1, 2],
      [old + 1],
    ]);
  });
});

describe("a walk", () => {
  it("takes a portion a step, goes on there, and counts what there is", async () => {
    for (const id of [1, 2, 3, 4]) await keep(db, await contents(6, id));
    const [first] = await putInBucket(
      bucket,
      await contents(1, 5),
      () => "t",
      () => {},
    );
    if (first === undefined) throw new Error("there is one");
    await keep(db, [first]);
    const walk = async () =>
      JSON.parse(
        (await DB.prepare("SELECT value FROM documents").first<string>("value")) ??
          "null",
      );
    await step(1);
    expect(await walk()).toMatchObject({ place: 2, known: null });
    await step(1);
    expect(await walk()).toMatchObject({ place: 4, counted: { contents: 24 } });
    await step(1);
    const bytes = await DB.prepare(
      "SELECT sum(stored_bytes) AS n FROM contents WHERE object IS NULL",
    ).first("n");
    expect(await walk()).toMatchObject({
      place: 0,
      known: { contents: 25, bytes, bucketBytes: first.storedBytes, at: now },
    });
  });

  it("costs a statement and no row where there are no contents, and is bounded", async () => {
    await step();
    expect([meter.statements, meter.rowsWritten]).toEqual([1, 0]);
    await keeps(1, { keepContents: 2 });
    await keep(db, await contents(500));
    await keep(db, await contents(500, 2));
    Object.assign(meter, { statements: 0, rowsRead: 0, rowsWritten: 0 });
    expect(await step(10)).toBe(10);
    expect(meter.statements).toBeLessThanOrEqual(contentStatements);
    expect(await left("contents")).toHaveLength(490);
    // It looks at the first target alone, however many contents others have.
    const { rowsRead } = meter;
    await keep(db, await contents(500, 3));
    meter.rowsRead = 0;
    expect(await step(10)).toBe(10);
    expect(meter.rowsRead).toBeLessThanOrEqual(rowsRead);
  });
});

describe("objects in the bucket", () => {
  const put = async (hash: number, token: string) => {
    const content = await aContent({ hash: hashOf(hash), seenAt: old + hash });
    return (
      await putInBucket(
        bucket,
        [content],
        () => token,
        () => {},
      )
    )[0];
  };
  const keys = async () =>
    (await bucket.list()).objects.map(({ key }) => key.split("/")[3]);

  it("go with their rows", async () => {
    await keeps(1, { keepContents: 2 });
    const all = await Promise.all([1, 2, 3].map((n) => put(n, `t${n}`)));
    await keep(
      db,
      all.flatMap((one) => one ?? []),
    );
    await step();
    expect(await keys()).toEqual(["t2", "t3"]);
  });

  it("that never got a row go after a day, and no others", async () => {
    const named = await put(1, "named");
    await keep(db, named ? [named] : []);
    await put(1, "lost");
    await step();
    // They were put just now, by the clock of the bucket.
    expect(await keys()).toEqual(["lost", "named"]);
    await pruneContents({ db, bucket }, Date.now() + 2 * day, rule, 1_000);
    expect(await keys()).toEqual(["named"]);
  });
});
