// Tests the parts of an hour: no row becomes larger than D1 takes, whatever is appended,
// and everything is read back, hot, sealed and late.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addedBytes, partBytes } from "#domain/runs/parts.ts";
import { type Entry, slotOf, targetOf } from "#domain/runs/run.ts";
import { summarise } from "#domain/statistics/summary.ts";
import { dayMs, hourMs } from "#domain/time/instants.ts";
import { createMeter, openDb } from "#store/db.ts";
import { claimShards } from "#store/rounds/claim-shards.ts";
import {
  recordShard,
  recordShardAgain,
  statementsToRecordShard,
} from "#store/rounds/record-round.ts";
import { recordManualRun } from "#store/rounds/record-run.ts";
import { listRuns, readEntries } from "#store/runs/history.ts";
import { readSealable } from "#store/runs/sealable.ts";
import { sealBlocks } from "#store/runs/sealing.ts";
import { readStatistics } from "#store/statistics/statistics.ts";
import { pruneRuns } from "#store/storage/prune-runs.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { sealReady } from "#test/fixtures/history/sealed.ts";
import { aRun } from "#test/fixtures/runs.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

const hour = 480_000;
const start = hour * hourMs;
const later = start + dayMs;

const open = () => openDb(DB, createMeter());

const aShard = () =>
  DB.prepare("INSERT INTO shards (id, size, due_at) VALUES (1, 1, ?)").bind(later).run();

/** A scheduled run of a slot of the hour, with so many characters of its own. */
const scheduled = (targetId: number, slot: number, chars: number): Entry => ({
  kind: "run",
  run: aRun({
    targetId,
    dueAt: start + slot * 1_000,
    startedAt: start + slot * 1_000,
    finalUrl: `${targetId}/${slot}/`.padEnd(chars, "x"),
  }),
});

/** Claims the shard, and gives what its round would record. */
async function claim() {
  const token = crypto.randomUUID();
  const lease = { token, now: start, until: start + 60_000 };
  const { shards } = await claimShards(open(), [1], lease);
  const [shard] = shards;
  if (shard === undefined) throw new Error("the shard is leased");
  const recordOf = (entries: readonly Entry[]) => {
    const state = { ...shard.state };
    for (const entry of entries) {
      if (entry.kind === "run")
        state[entry.run.targetId] = { ...state[entry.run.targetId], last: entry.run };
    }
    return { entries, state, news: [], dueAt: later };
  };
  return { token, shard, recordOf };
}

async function recordRound(entries: readonly Entry[]): Promise<number> {
  const { token, shard, recordOf } = await claim();
  const meter = createMeter();
  const db = openDb(DB, meter);
  expect(await recordShard(db, token, shard, recordOf(entries), start)).toBe(true);
  return meter.statements;
}

const many = (from: number, count: number, chars: number): Entry[] =>
  Array.from({ length: count }, (_, i) => scheduled(1 + (i % 3), from + i, chars));

const sizesIn = async (table: string, column: string): Promise<number[]> => {
  const { results } = await DB.prepare(
    `SELECT length(${column}) AS n FROM ${table} ORDER BY 1`,
  ).all<{ n: number }>();
  return results.map(({ n }) => n);
};

const bySlot = (entries: readonly Entry[]): Entry[] =>
  entries.toSorted((a, b) => slotOf(a) - slotOf(b) || targetOf(a) - targetOf(b));

/** Holds all that can be read of three targets against what was put in. */
async function expectStored(put: readonly Entry[]): Promise<void> {
  for (const id of [1, 2, 3]) {
    const owner = { id, shardId: 1 };
    const own = put.filter((entry) => targetOf(entry) === id);
    const read = await readEntries(open(), owner, hour - 1, hour + 1);
    expect(bySlot(read)).toEqual(bySlot(own));
    const [summary] = await readStatistics(open(), { targets: [owner] }, [
      start + 1,
      start + hourMs,
    ]);
    expect(summary).toEqual(summarise(own.filter((entry) => slotOf(entry) > start)));
  }
}

describe("a block of more than one part", () => {
  it("takes more rounds than a row has room for, and gives back every run", async () => {
    await aShard();
    const rounds = [0, 1, 2, 3, 4, 5].map((i) => many(i * 400, 400, 1_000));
    for (const round of rounds) await recordRound(round);
    const sizes = await sizesIn("blocks", "data");
    expect(sizes.length).toBeGreaterThan(2);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(partBytes);
    await expectStored(rounds.flat());
  });

  it("begins with whole runs of every target, so that its parts are sealed one by one", async () => {
    await aShard();
    // What the last target saw stays the same: it is written as a difference.
    const same = (slot: number): Entry => ({
      kind: "run",
      run: aRun({
        targetId: 3,
        dueAt: start + slot * 1_000,
        startedAt: start + slot * 1_000,
        finalUrl: "same".repeat(70),
      }),
    });
    const put: Entry[] = [];
    for (let i = 0; i < 9; i++) {
      const round = [
        ...many(i * 300, 298, 1_000).filter((entry) => targetOf(entry) < 3),
        ...(i % 3 === 0 ? [same(i * 300)] : []),
      ];
      await recordRound(round);
      put.push(...round);
    }
    expect((await sizesIn("blocks", "data")).length).toBeGreaterThan(1);
    await DB.prepare("UPDATE shards SET due_at = ?").bind(later).run();
    const db = open();
    let parts = 0;
    for (;;) {
      const ready = await readSealable(db, later, { shardId: 0, hour: 0, part: 0 }, 1);
      if (ready.length === 0) break;
      await sealBlocks(db, ready, 100);
      await expectStored(put);
      parts += 1;
    }
    expect(parts).toBeGreaterThan(1);
  });

  it("grows past the limit neither by manual runs nor by rounds that knew of none", async () => {
    await aShard();
    await recordRound(many(0, 700, 1_000));
    const { token, shard, recordOf } = await claim();
    const manual = Array.from({ length: 300 }, (_, i) =>
      aRun({
        trigger: "manual",
        dueAt: start + i * 1_000 + 1,
        startedAt: start + i * 1_000 + 1,
        finalUrl: `${i}`.padEnd(1_000, "m"),
      }),
    );
    for (const run of manual)
      await recordManualRun(open(), { shardId: 1, run, news: [] }, start);
    const round = many(700, 300, 1_000);
    const meter = createMeter();
    const db = openDb(DB, meter);
    expect(await recordShard(db, token, shard, recordOf(round), start)).toBe(true);
    expect(meter.statements).toBeLessThanOrEqual(statementsToRecordShard);
    const sizes = await sizesIn("blocks", "data");
    expect(Math.max(...sizes)).toBeLessThanOrEqual(partBytes);
    const put = [
      ...many(0, 700, 1_000),
      ...manual.map((run): Entry => ({ kind: "run", run })),
      ...round,
    ];
    await expectStored(put);
  });

  it("gives back what was put in, whatever the sizes, the order and the seals", async () => {
    const size = fc.constantFrom(10, 300, 20_000, 200_000);
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          ids: fc.array(fc.nat(2), { minLength: 1, maxLength: 5 }),
          size,
        }),
      },
      { weight: 1, arbitrary: fc.constant("manual" as const) },
      { weight: 1, arbitrary: fc.constant("seal" as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        await emptyDatabase();
        await aShard();
        const put: Entry[] = [];
        let slot = 0;
        for (const one of steps) {
          if (one === "seal") await sealReady(open(), later);
          else if (one === "manual") {
            const dueAt = start + 1_000 * slot++ + 1;
            const run = aRun({ trigger: "manual", dueAt, startedAt: dueAt });
            await recordManualRun(open(), { shardId: 1, run, news: [] }, start);
            put.push({ kind: "run", run });
          } else {
            const round = one.ids.map((id) => scheduled(id + 1, slot++, one.size));
            // The clock of a round that comes late is beyond the hour.
            const isSealed = (await sizesIn("hours", "entries")).length > 0;
            const { token, shard, recordOf } = await claim();
            const at = isSealed ? later : start;
            expect(await recordShard(open(), token, shard, recordOf(round), at)).toBe(
              true,
            );
            await DB.prepare("UPDATE shards SET due_at = ?").bind(later).run();
            put.push(...round);
          }
        }
        await expectStored(put);
        await sealReady(open(), later);
        await expectStored(put);
      }),
      {
        numRuns: scenarios(30),
        // A round that fills more than a part: what is in the first one is no base.
        examples: [
          [
            [
              { ids: [1, 0], size: 10 },
              { ids: [0, 1, 0, 0, 0], size: 200_000 },
              { ids: [1], size: 10 },
              { ids: [0], size: 10 },
            ],
          ],
        ],
      },
    );
  });
});

describe("a target's sealed hour of more than a row", () => {
  it("stands in further rows, which are listed, counted and pruned with it", async () => {
    await aShard();
    const put: Entry[] = [];
    for (let i = 0; i < 5; i++) {
      const round = Array.from({ length: 600 }, (_, n) =>
        scheduled(1, i * 600 + n, 1_000),
      );
      await recordRound(round);
      put.push(...round);
    }
    await DB.prepare("UPDATE shards SET due_at = ?").bind(later).run();
    await sealReady(open(), later);
    expect(await sizesIn("blocks", "data")).toEqual([]);
    expect((await sizesIn("hour_parts", "entries")).length).toBeGreaterThan(1);
    for (const size of await sizesIn("hour_parts", "entries"))
      expect(size).toBeLessThanOrEqual(partBytes);
    await expectStored(put);
    const query = { from: start, to: later, outcome: null, limit: 10_000 };
    const runs = await listRuns(open(), { id: 1, shardId: 1 }, query);
    expect(runs).toHaveLength(3_000);
    const kept = { runsMs: hourMs, hoursMs: dayMs, failuresMs: dayMs };
    const rule = { kept, shares: { runs: 1, hours: 1 } };
    expect(await pruneRuns(open(), later, rule, 100)).toMatchObject({ rows: 1 });
    expect(await sizesIn("hour_parts", "entries")).toEqual([]);
  });
});

describe("recording a round again whose outcome is not known", () => {
  const round = many(0, 3, 10);

  it("tells that the first record took effect, and writes nothing twice", async () => {
    await aShard();
    const { token, shard, recordOf } = await claim();
    const record = [open(), token, shard, recordOf(round), start] as const;
    expect(await recordShard(...record)).toBe(true);
    expect(await recordShardAgain(...record)).toBe(true);
    // The same is told after rounds of others.
    for (const i of [1, 2, 3]) await recordRound(many(i * 10, 3, 10));
    expect(await recordShardAgain(...record)).toBe(true);
    await expectStored([0, 1, 2, 3].flatMap((i) => many(i * 10, 3, 10)));
  });

  it("tells that it is lost when another round took the shard over", async () => {
    await aShard();
    const { token, shard, recordOf } = await claim();
    await DB.prepare("UPDATE shards SET lease_until = 0").run();
    await recordRound(many(10, 3, 10));
    const record = [open(), token, shard, recordOf(round), start] as const;
    expect(await recordShardAgain(...record)).toBe(false);
    await expectStored(many(10, 3, 10));
  });

  it("does the work when the first record failed, and ends the count of claims", async () => {
    await aShard();
    const { token, shard, recordOf } = await claim();
    await DB.prepare("UPDATE shards SET claims = 3").run();
    const record = [open(), token, shard, recordOf(round), start] as const;
    expect(await recordShardAgain(...record)).toBe(true);
    await expectStored(round);
    expect(await DB.prepare("SELECT claims FROM shards").first("claims")).toBe(0);
  });
});

it("the bytes that a round takes in are counted as they are stored, or as more", async () => {
  await aShard();
  const entries = many(0, 500, 300);
  const byTarget = [...Map.groupBy(entries, targetOf).values()];
  const counted = byTarget.reduce((sum, own) => sum + addedBytes(undefined, own), 0);
  await recordRound(entries);
  const [stored = 0] = await sizesIn("blocks", "data");
  expect(stored).toBeLessThanOrEqual(counted);
  expect(stored).toBeGreaterThan(0.9 * counted);
});
