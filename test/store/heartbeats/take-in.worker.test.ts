// Counts what each kind of ping costs the database, and checks which pings wake a round.
import { describe, expect, it } from "vitest";
import type { Ping } from "#domain/heartbeats/ping.ts";
import type { PingedBy } from "#domain/heartbeats/ping-address.ts";
import type { HeartbeatSpec } from "#domain/targets/heartbeat-spec.ts";
import { hourMs, minuteMs } from "#domain/time/instants.ts";
import { createMeter, openDb } from "#store/db.ts";
import { sendAlone } from "#store/gathering.ts";
import { takeIn } from "#store/heartbeats/take-in.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { aPing } from "#test/fixtures/heartbeats/heard.ts";
import {
  addHeartbeat,
  readHeartbeatRow,
  setPingKey,
  settleHeartbeat,
} from "#test/fixtures/heartbeats/pinged.ts";
import { createWorld } from "#test/fixtures/world.ts";

/** A heartbeat in an hour that has begun, whose success turns nothing. */
async function atRest(
  spec: Partial<HeartbeatSpec> = {},
  quiet: "success" | "fail" | null = "success",
) {
  const world = await createWorld();
  const { id, uuid } = await addHeartbeat(world, { slug: "backup", ...spec });
  await setPingKey("key");
  const now = world.now() + 20 * minuteMs;
  await settleHeartbeat(id, now, quiet);
  /** What a ping costs, and when it asks for a round. */
  const take = async (ping: Partial<Ping>, by: PingedBy = { uuid }, cameAt = now) => {
    const meter = createMeter();
    const db = openDb(DB, meter);
    const taken = await takeIn(
      { db, sendTogether: sendAlone(db) },
      by,
      aPing({ at: cameAt, method: "POST", ...ping }),
      cameAt,
    );
    const { wakeAt } = await readHeartbeatRow(id);
    const shard = await DB.prepare(
      "SELECT due_at AS dueAt FROM shards WHERE id = (SELECT shard_id FROM heartbeats WHERE target_id = ?)",
    )
      .bind(id)
      .first<{ dueAt: number }>();
    const { statements, rowsWritten, rowsRead } = meter;
    const wakesAt = wakeAt <= now + hourMs ? wakeAt - now : null;
    const dueIn = (shard?.dueAt ?? 0) - now;
    return { fate: taken.fate, statements, rowsWritten, rowsRead, wakesAt, dueIn };
  };
  return { world, id, uuid, now, take };
}

/** The row of the heartbeat. */
const oneRow = { fate: "taken", statements: 1, rowsWritten: 1 };
/** That, the shard's row and its place in the index. */
const threeRows = { fate: "taken", statements: 1, rowsWritten: 3 };
const wakesNothing = { wakesAt: null, dueIn: hourMs };
const wakesNow = { wakesAt: 0, dueIn: 0 };

describe("a ping writes one row where its hour has begun and nothing turns", () => {
  it.each([
    ["a success while all is well", "success", "success"],
    ["a failure while it is down", "fail", "fail"],
    ["a log", "log", null],
    ["a log while all is well", "log", "success"],
  ] as const)("%s", async (_, action, quiet) => {
    const { take } = await atRest({}, quiet);
    const body = "x".repeat(10_000);
    expect(await take({ action, body })).toMatchObject({ ...oneRow, ...wakesNothing });
    expect(await take({ action, body })).toMatchObject({ ...oneRow, ...wakesNothing });
  });

  it("by its slug as well", async () => {
    const { take } = await atRest();
    expect(await take({}, { key: "key", slug: "backup" })).toMatchObject({
      ...oneRow,
      ...wakesNothing,
    });
  });
});

it("three rows are written by a ping's slug too", async () => {
  const { take } = await atRest({}, null);
  expect(await take({}, { key: "key", slug: "backup" })).toMatchObject({
    ...threeRows,
    ...wakesNow,
  });
});

describe("a ping writes three rows where a round must soon see it", () => {
  it.each([
    ["a failure while all is well", "fail", "success"],
    ["a success while it is down", "success", "fail"],
    ["a success of which that is not known", "success", null],
    ["a failure of which that is not known", "fail", null],
  ] as const)("%s: now, and the next one writes one", async (_, action, quiet) => {
    const { take } = await atRest({}, quiet);
    expect(await take({ action })).toMatchObject({ ...threeRows, ...wakesNow });
    expect(await take({ action })).toMatchObject({ ...oneRow, ...wakesNow });
  });

  it("the first one of an hour: at once", async () => {
    const { take, uuid, now } = await atRest();
    const next = now + hourMs - 20 * minuteMs;
    const woken = { wakesAt: 40 * minuteMs, dueIn: 40 * minuteMs };
    expect(await take({ action: "log" }, { uuid }, next)).toMatchObject({
      ...threeRows,
      ...woken,
    });
  });

  it("the first one of an hour that tells of hours ago: at once", async () => {
    const { take, uuid, now } = await atRest();
    const next = now + hourMs - 20 * minuteMs;
    const woken = { wakesAt: 40 * minuteMs, dueIn: 40 * minuteMs };
    expect(await take({ at: now - 2 * hourMs }, { uuid }, next)).toMatchObject({
      ...threeRows,
      ...woken,
    });
  });

  it("a start: when its run must have ended", async () => {
    const { take } = await atRest({ runMaxMs: 10 * minuteMs });
    const woken = { wakesAt: 10 * minuteMs, dueIn: 10 * minuteMs };
    expect(await take({ action: "start" })).toMatchObject({ ...threeRows, ...woken });
  });

  it("a start whose run may take longer than the slot's end waits for that", async () => {
    const { take } = await atRest({ runMaxMs: 2 * hourMs });
    expect(await take({ action: "start" })).toMatchObject({ ...oneRow, dueIn: hourMs });
  });

  it("one that finds its inbox long: now", async () => {
    const { take } = await atRest();
    const body = "x".repeat(10_000);
    for (let i = 0; i < 4; i++)
      expect(await take({ body })).toMatchObject({ ...oneRow, ...wakesNothing });
    expect(await take({ body })).toMatchObject({ ...threeRows, ...wakesNow });
  });
});

it("an earlier instant at which a round must come stays", async () => {
  const { take, now } = await atRest({ runMaxMs: 10 * minuteMs });
  await take({ action: "start" });
  const later = { action: "start" as const, at: now + minuteMs };
  expect(await take(later)).toMatchObject({ ...oneRow, wakesAt: 10 * minuteMs });
  expect(await take({ action: "fail" })).toMatchObject({ ...threeRows, ...wakesNow });
});

describe("what is not taken in", () => {
  it.each([
    ["unknown", { uuid: "9b2f6c1e-57a2-4c6e-8a0d-8d1c5a3f2a10" }],
    ["unknown", { key: "key", slug: "other" }],
    ["unknown", { key: "other", slug: "backup" }],
  ] as const)("%s: nothing is written, and few rows are read", async (fate, by) => {
    const { take } = await atRest();
    const cost = await take({ body: "x".repeat(10_000) }, by);
    expect(cost).toMatchObject({ fate, rowsWritten: 0, statements: 3, ...wakesNothing });
    expect(cost.rowsRead).toBeLessThan(10);
  });

  it("of a slug that two heartbeats have: nothing is written", async () => {
    const { world, take } = await atRest();
    await addHeartbeat(world, { slug: "backup" });
    expect(await take({}, { key: "key", slug: "backup" })).toMatchObject({
      fate: "ambiguous",
      rowsWritten: 0,
    });
  });

  it("a GET where only POST pings: it is counted and does nothing", async () => {
    const { id, take } = await atRest({ postOnly: true });
    for (const method of ["GET", "HEAD"])
      expect(await take({ method, action: "fail" })).toMatchObject({
        fate: "ignored",
        rowsWritten: 1,
        ...wakesNothing,
      });
    expect(await readHeartbeatRow(id)).toMatchObject({ pings: 2, waiting: [] });
    expect(await take({ method: "POST" })).toMatchObject(oneRow);
  });

  it("of those that it does not want the latest 20 are kept, one row each", async () => {
    const { id, take } = await atRest({ postOnly: true });
    const body = "x".repeat(10_000);
    for (let i = 0; i < 23; i++)
      expect(await take({ method: "GET", body, bodyBytes: 10_000 })).toMatchObject({
        statements: 4,
        rowsWritten: 1,
      });
    const stored = await DB.prepare("SELECT ignored FROM heartbeats").first("ignored");
    const kept = JSON.parse(String(stored));
    expect(kept.map(({ n }: { n: number }) => n)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 4),
    );
    expect(kept[0]).toMatchObject({
      bodyBytes: 10_000,
      ignored: "method",
      hasBody: false,
    });
    expect(kept[0]).not.toHaveProperty("body");
    expect(await readHeartbeatRow(id)).toMatchObject({ pings: 23, waiting: [] });
  });

  it("of a paused one: nothing is written until it is resumed", async () => {
    const { id, take } = await atRest();
    await DB.prepare("UPDATE targets SET enabled = 0 WHERE id = ?").bind(id).run();
    for (const action of ["start", "success", "fail"] as const)
      expect(await take({ action })).toMatchObject({ fate: "paused", rowsWritten: 0 });
    expect(await take({ action: "log" })).toMatchObject({
      fate: "ignored",
      rowsWritten: 1,
      ...wakesNothing,
    });
  });

  it("of a paused one that only its user resumes: it is counted", async () => {
    const { id, take } = await atRest({ manualResume: true });
    await DB.prepare("UPDATE targets SET enabled = 0 WHERE id = ?").bind(id).run();
    expect(await take({ action: "fail" })).toMatchObject({
      fate: "ignored",
      rowsWritten: 1,
      ...wakesNothing,
    });
    expect(await readHeartbeatRow(id)).toMatchObject({ pings: 1, waiting: [] });
  });
});

describe("an inbox that no round takes", () => {
  const fill = async (id: number, characters: number) =>
    await DB.prepare("UPDATE heartbeats SET inbox = ? WHERE target_id = ?")
      .bind("\n".repeat(characters), id)
      .run();

  it("keeps no more bodies from 64 KB on", async () => {
    const { id, take } = await atRest();
    await fill(id, 64 * 1_024 + 1);
    expect(await take({ body: "hello", bodyBytes: 5 })).toMatchObject({ fate: "taken" });
    const { waiting } = await readHeartbeatRow(id);
    expect(waiting).toMatchObject([{ n: 1, body: null, bodyBytes: 5 }]);
  });

  it("is full from 1 MB on: pings are refused until a round has come", async () => {
    const { id, take } = await atRest();
    await fill(id, 1_024 * 1_024 + 1);
    expect(await take({})).toMatchObject({ fate: "full", rowsWritten: 0 });
    expect((await readHeartbeatRow(id)).pings).toBe(0);
  });
});

it("pings that come at once are numbered one after the other, and none is lost", async () => {
  const { id, uuid, now } = await atRest();
  const db = openDb(DB, createMeter());
  await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      takeIn(
        { db, sendTogether: sendAlone(db) },
        { uuid },
        aPing({ at: now, rid: `${i}`, body: "🌍" }),
        now,
      ),
    ),
  );
  const { waiting, inbox } = await readHeartbeatRow(id);
  expect(waiting.map(({ n }) => n)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  expect(new Set(waiting.map(({ rid }) => rid)).size).toBe(40);
  const length = await DB.prepare("SELECT length(inbox) AS n FROM heartbeats").first("n");
  expect(inbox.length).toBe(length);
});
