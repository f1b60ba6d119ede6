// Counts what recording takes, and checks what it leaves undone when the lease is lost
// and what news mean that come late.
import { describe, expect, it } from "vitest";
import { type News, statusFound } from "#domain/rounds/news.ts";
import { noProgress } from "#domain/sites/crawl.ts";
import { hourMs, hourOf } from "#domain/time/instants.ts";
import { roundContentBytes } from "#jobs/rounds/changes/see-content.ts";
import { createMeter, openDb } from "#store/db.ts";
import { recordPlan } from "#store/rounds/lost-rounds.ts";
import {
  recordSlice,
  type SliceRecord,
  type SliceStart,
  statementsToRecordSlice,
} from "#store/rounds/record-crawl.ts";
import {
  recordShard,
  type ShardRecord,
  statementsToRecordShard,
} from "#store/rounds/record-round.ts";
import { recordManualRun } from "#store/rounds/record-run.ts";
import { findTarget } from "#store/targets/targets.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { aChange, aContent, hashOf } from "#test/fixtures/changes/kept.ts";
import { anEvent } from "#test/fixtures/notices/events.ts";
import { aRun } from "#test/fixtures/runs.ts";
import { aPage } from "#test/fixtures/sites/stored-pages.ts";
import { createWorld } from "#test/fixtures/world.ts";

const now = Date.parse("2026-03-02T10:00:00Z");

/** One item of each kind, about the first target. */
const newsByKind: { [Kind in News["kind"]]: Extract<News, { kind: Kind }> } = {
  "status-turned": {
    kind: "status-turned",
    targetId: 1,
    status: "down",
    at: now,
    recency: 2 * now + 1,
    confirms: false,
  },
  "incident-turned": {
    kind: "incident-turned",
    event: "incident-opened",
    targetId: 1,
    incidentId: "1-a",
    at: now,
    severity: "down",
    facts: { severity: "down", startedAt: now, openedAt: now },
    base: null,
  },
  "content-seen": { kind: "content-seen", content: await aContent() },
  "content-changed": { kind: "content-changed", change: aChange(), told: false },
  "host-held": { kind: "host-held", host: "site.example", until: now + 60_000 },
  "crawl-opened": {
    kind: "crawl-opened",
    targetId: 1,
    lane: "site.example",
    trigger: "schedule",
    dueAt: now,
    requestRevision: 1,
  },
  "pings-taken": {
    kind: "pings-taken",
    targetId: 1,
    length: 0,
    hour: 0,
    quiet: null,
    recent: [],
  },
  "run-logged": { kind: "run-logged", targetId: 1, dueAt: now, n: 1, body: "done" },
};
const everyNews = Object.values(newsByKind);

const metered = () => {
  const meter = createMeter();
  return { db: openDb(DB, meter), meter };
};

const first = async <Row>(query: string) => await DB.prepare(query).first<Row>();
const readStatus = () =>
  first<{ status: string; at: number }>(
    "SELECT status, status_since AS at FROM targets WHERE id = 1",
  );

/** A page, whose shard has this lease. */
async function leasedTarget(token: string): Promise<void> {
  const world = await createWorld({ now: now - 60_000 });
  const document = { url: "https://site.example/", schedule: { every: "1m" } };
  expect((await world.call("POST", "/api/targets", document)).status).toBe(201);
  await DB.prepare("UPDATE shards SET lease_token = ? WHERE id = 1").bind(token).run();
}

const record = (part: Partial<ShardRecord> = {}): ShardRecord => ({
  entries: [{ kind: "run", run: aRun({ dueAt: now, startedAt: now }) }],
  state: { 1: { cursor: now } },
  news: everyNews,
  dueAt: now + 60_000,
  ...part,
});

const recordAs = async (token: string, part: Partial<ShardRecord> = {}) => {
  const { db, meter } = metered();
  const shard = {
    id: 1,
    revision: 1,
    lostClaims: [],
    paused: [],
    lost: 0,
    suspicion: null,
    state: {},
    undecodable: {},
    parts: {},
    recorders: "",
    counted: {},
    places: [],
    targets: [],
  };
  const isKept = await recordShard(db, token, shard, record(part), now);
  return { isKept, statements: meter.statements };
};

describe("recording the plan of a round", () => {
  const found = [{ kind: "target", item: "1", reason: "It broke." }] as const;
  const planAs = (token: string) =>
    recordPlan(metered().db, { id: 1, token }, { suspicion: null }, found, now);
  const aside = () => first("SELECT item FROM set_aside");

  it("sets aside whom it has found", async () => {
    await leasedTarget("mine");
    expect(await planAs("mine")).toBe(true);
    expect(await aside()).toEqual({ item: "1" });
  });

  it("that lost its lease writes nothing", async () => {
    await leasedTarget("another's");
    expect(await planAs("mine")).toBe(false);
    expect(await aside()).toBeNull();
  });
});

describe("recording a round", () => {
  it("writes news of every kind, within the statements that are kept back for it", async () => {
    await leasedTarget("mine");
    // The run, eight kinds of news, the anchors, the lease.
    expect(await recordAs("mine")).toEqual({ isKept: true, statements: 11 });
    for (const table of ["contents", "changes"])
      expect(await first(`SELECT count(*) AS rows FROM ${table}`)).toEqual({ rows: 1 });
    expect(await readStatus()).toEqual({ status: "down", at: now });
    expect(await first("SELECT until FROM host_holds")).toEqual({ until: now + 60_000 });
    expect(await first("SELECT due_at FROM crawls")).toEqual({ due_at: now });
  });

  it("writes very much content besides, within the same statements", async () => {
    await leasedTarget("mine");
    const small = await aContent();
    const bytes = [290_000, 665_000, 290_000, 605_000];
    expect(bytes.reduce((sum, n) => sum + n)).toBe(roundContentBytes);
    const contents = bytes.map((storedBytes, i): News => {
      const reading = new Uint8Array(storedBytes);
      const content = { ...small, hash: hashOf(i + 7), reading, storedBytes };
      return { kind: "content-seen", content };
    });
    const others = everyNews.filter(({ kind }) => kind !== "content-seen");
    expect(await recordAs("mine", { news: [...others, ...contents] })).toEqual({
      isKept: true,
      statements: statementsToRecordShard,
    });
    expect(await first("SELECT count(*) AS rows FROM contents")).toEqual({ rows: 4 });
  });

  it("notes which targets had missed slots for a day, the last of them, and no other slots", async () => {
    await leasedTarget("mine");
    const drop = (targetId: number, fate: "missed" | "skipped", lastAt: number) =>
      ({
        kind: "drop",
        drop: { targetId, fate, count: 1, firstAt: lastAt, lastAt },
      }) as const;
    const at = now - hourMs / 2;
    await DB.prepare("INSERT INTO missed_slots VALUES (?, 9, '{}'), (?, 9, '{}')")
      .bind(hourOf(now) - 25, hourOf(now) + 9_000)
      .run();
    for (const entries of [
      [drop(1, "missed", at), drop(1, "skipped", at + 9)],
      [drop(1, "missed", at - 1), drop(2, "missed", at + 2)],
      [drop(1, "skipped", at + 9)],
    ]) {
      await recordAs("mine", { entries, news: [] });
      await DB.prepare("UPDATE shards SET lease_token = 'mine', revision = 1").run();
    }
    const { results } = await DB.prepare("SELECT * FROM missed_slots").all();
    expect(results).toEqual([
      { hour: hourOf(now), shard_id: 1, targets: JSON.stringify({ 1: at, 2: at + 2 }) },
    ]);
  });

  it("that lost its lease writes nothing, with all statements kept back for it", async () => {
    await leasedTarget("another's");
    const news = [
      newsByKind["status-turned"],
      newsByKind["incident-turned"],
      newsByKind["pings-taken"],
      newsByKind["run-logged"],
    ];
    const { isKept, statements } = await recordAs("mine", { news });
    expect({ isKept, statements }).toEqual({
      isKept: false,
      statements: statementsToRecordShard,
    });
    expect(await readStatus()).toMatchObject({ status: "new" });
    for (const table of ["blocks", "host_holds", "crawls", "missed_slots"])
      expect(await first(`SELECT count(*) AS rows FROM ${table}`)).toEqual({ rows: 0 });
    expect(await first("SELECT state FROM shards")).toEqual({ state: "{}" });
  });

  it("keeps the last of a target's turns, and holds that are not over", async () => {
    await leasedTarget("mine");
    const { "status-turned": turn, "host-held": hold } = newsByKind;
    const news: News[] = [
      turn,
      { ...turn, status: "up", at: now + 5_000, recency: 2 * now + 10_000 },
      { ...hold, until: now },
    ];
    // The run, its turn, the lease: no statement for a hold that is over.
    expect(await recordAs("mine", { news })).toEqual({ isKept: true, statements: 3 });
    expect(await readStatus()).toEqual({ status: "up", at: now + 5_000 });
    expect(await first("SELECT * FROM host_holds")).toBeNull();
  });
});

describe("a turn that is recorded late", () => {
  it("does not hide a later one, whoever recorded that", async () => {
    await leasedTarget("mine");
    const { db } = metered();
    const run = aRun({ trigger: "manual", dueAt: now + 1, startedAt: now + 1 });
    const news: News[] = [statusFound("up", { run, status: "up" })];
    await recordManualRun(db, { shardId: 1, run, news }, now + 1);
    expect((await recordAs("mine")).isKept).toBe(true);
    expect(await readStatus()).toEqual({ status: "up", at: now + 1 });
  });
});

describe("recording a manual run", () => {
  it("keeps it apart from the last run of the schedule", async () => {
    await leasedTarget("mine");
    const { db } = metered();
    const scheduled = aRun({ dueAt: now, startedAt: now });
    await recordAs("mine", { state: { 1: { cursor: now, last: scheduled } } });
    const manual = aRun({
      trigger: "manual",
      dueAt: now + 1_234,
      startedAt: now + 1_234,
    });
    await recordManualRun(db, { shardId: 1, run: manual, news: [] }, now + 1_234);
    const { state } = (await findTarget(db, 1)) ?? {};
    expect(state).toMatchObject({ cursor: now, last: scheduled, manual });
  });
});

describe("recording a slice", () => {
  const start: SliceStart = {
    crawlId: 1,
    targetId: 1,
    token: "mine",
    position: 0,
    queued: 0,
  };
  const slice: SliceRecord = {
    position: 1,
    entries: [{ id: 1, depth: 1, kind: "page", hops: 0, attempts: 0 }],
    urls: { firstId: 0, urls: ["http://site.example/"], hashes: new Uint8Array(8) },
    pages: [aPage(0)],
    robots: [],
    news: [newsByKind["host-held"]],
    progress: noProgress,
    at: now,
    nextAt: now,
    leaseUntil: now,
    end: {
      state: "completed",
      reason: null,
      at: now,
      outside: { shardId: 1, run: aRun(), news: [newsByKind["status-turned"]] },
      gone: [2],
      unseen: [3],
      events: [anEvent("crawl-findings")],
    },
  };

  it("that ends its crawl takes the statements kept back for it, and one a robots.txt", async () => {
    const robots = {
      origin: "http://site.example",
      verdict: "rules" as const,
      body: new Uint8Array(),
      fetchedAt: now,
      expiresAt: now,
    };
    for (const files of [[], [robots, robots]]) {
      const { db, meter } = metered();
      expect(await recordSlice(db, start, { ...slice, robots: files })).toBe("lost");
      expect(meter.statements).toBe(statementsToRecordSlice + files.length);
    }
  });
});
