// Tests statistics of any window against what follows from every single run, wherever the
// runs are kept by then.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packEntries } from "#domain/runs/encoding/block.ts";
import { type Entry, slotOf, targetOf } from "#domain/runs/run.ts";
import {
  createSummary,
  failedOf,
  type Summary,
  summarise,
} from "#domain/statistics/summary.ts";
import { dayMs, hourMs, hourOf } from "#domain/time/instants.ts";
import { createMeter, openDb } from "#store/db.ts";
import { listRuns } from "#store/runs/history.ts";
import { readHeat } from "#store/statistics/heat.ts";
import { readStatistics } from "#store/statistics/statistics.ts";
import type { Owner } from "#store/targets/owners.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { entryIn } from "#test/fixtures/history/any-entry.ts";
import { sealAndFold as sealThenFold } from "#test/fixtures/history/sealed.ts";
import { aRun } from "#test/fixtures/runs.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

const firstDay = 20_000;
const start = firstDay * dayMs;
const hours = 60;
const owners: Owner[] = [1, 2, 3].map((id) => ({ id, shardId: id === 3 ? 2 : 1 }));

const open = () => openDb(DB, createMeter());

/**
 * Stores entries as rounds leave them: in hot blocks, of shards that are due at `dueAt`.
 */
async function store(entries: readonly Entry[], dueAt: number): Promise<void> {
  const shardOf = (entry: Entry) =>
    owners.find(({ id }) => id === targetOf(entry))?.shardId ?? 0;
  const blocks = Map.groupBy(
    entries,
    (entry) => `${shardOf(entry)} ${hourOf(slotOf(entry))}`,
  );
  await DB.batch([
    DB.prepare(
      "INSERT INTO shards (id, size, due_at) VALUES (1, 2, 0), (2, 1, 0) ON CONFLICT (id) DO NOTHING",
    ),
    DB.prepare("UPDATE shards SET due_at = ?").bind(dueAt),
    ...[...blocks].map(([name, own]) => {
      const [shard, hour] = name.split(" ").map(Number) as [number, number];
      return DB.prepare(`INSERT INTO blocks (shard_id, hour, data) VALUES (?, ?, ?)
          ON CONFLICT (shard_id, hour, part) DO UPDATE SET data = CAST(data || excluded.data AS BLOB)`).bind(
        shard,
        hour,
        packEntries(own, hour, () => undefined),
      );
    }),
  ]);
}

const sealAndFold = (now: number) => sealThenFold(open(), now);

/** A drop's slots one by one, since a boundary may lie among them. */
const singly = (entries: readonly Entry[]): Entry[] =>
  entries.flatMap((entry): Entry[] => {
    if (entry.kind === "run") return [entry];
    const { count, firstAt, lastAt } = entry.drop;
    const step = count > 1 ? (lastAt - firstAt) / (count - 1) : 0;
    return Array.from({ length: count }, (_, i): Entry => {
      const at = firstAt + i * step;
      return { kind: "drop", drop: { ...entry.drop, count: 1, firstAt: at, lastAt: at } };
    });
  });

const between = (entries: readonly Entry[], from: number, to: number): Summary =>
  summarise(entries.filter((entry) => slotOf(entry) >= from && slotOf(entry) < to));

const anyHour = fc.nat(hours - 1).map((hour) => firstDay * 24 + hour);
const anyEntries = fc.array(
  anyHour.chain((hour) => entryIn(hour, 3)),
  { maxLength: 60, size: "max" },
);
const anyInstant = fc.oneof(
  fc.nat(hours * hourMs).map((at) => start + at),
  fc.nat(hours).map((hour) => start + hour * hourMs),
  fc.nat(3).map((day) => start + day * dayMs),
);
const anyBoundaries = fc
  .uniqueArray(anyInstant, { minLength: 2, maxLength: 12, size: "max" })
  .map((instants) => instants.toSorted((a, b) => a - b));

describe("statistics", () => {
  it("of any window are those of its runs and slots, hot, sealed, folded or late", async () => {
    const scenario = fc.record({
      early: anyEntries,
      sealedAt: fc.nat(hours + 3),
      late: anyEntries,
      sealedAgainAt: fc.nat(hours + 30),
      boundaries: anyBoundaries,
      meant: fc.subarray(owners, { minLength: 1 }),
    });
    await fc.assert(
      fc.asyncProperty(
        scenario,
        async ({ early, sealedAt, late, sealedAgainAt, boundaries, meant }) => {
          await emptyDatabase();
          await store(early, start + sealedAt * hourMs);
          await sealAndFold(start + sealedAt * hourMs);
          await store(late, start + sealedAgainAt * hourMs);
          await sealAndFold(start + sealedAgainAt * hourMs);
          const ids = meant.map(({ id }) => id);
          const own = singly(
            [...early, ...late].filter((entry) => ids.includes(targetOf(entry))),
          );
          const expected = boundaries
            .slice(1)
            .map((to, i) => between(own, boundaries[i] ?? 0, to));
          expect(await readStatistics(open(), { targets: meant }, boundaries)).toEqual(
            expected,
          );
        },
      ),
      { numRuns: scenarios(40) },
    );
  });

  it("of all are the sum of every target's, by whole hours", async () => {
    await fc.assert(
      fc.asyncProperty(anyEntries, fc.nat(hours + 30), async (entries, sealedAt) => {
        await emptyDatabase();
        await store(entries, start + sealedAt * hourMs);
        await sealAndFold(start + sealedAt * hourMs);
        const boundaries = [
          start,
          start + 5 * hourMs,
          start + dayMs,
          start + hours * hourMs,
        ];
        const expected = boundaries
          .slice(1)
          .map((to, i) => between(singly(entries), boundaries[i] ?? 0, to));
        const all = await readStatistics(open(), "all", boundaries);
        const ofTargets = await readStatistics(open(), { targets: owners }, boundaries);
        expect(ofTargets).toEqual(expected);
        expect(all.map(({ slots, results }) => ({ slots, results }))).toEqual(
          wholeHours(entries, boundaries).map(({ slots, results }) => ({
            slots,
            results,
          })),
        );
      }),
      { numRuns: scenarios(15) },
    );
  });

  it("of hours that are no longer kept in detail count where the hour begins, of days where the day does", async () => {
    const entries = everyMinute(3 * 24);
    await store(entries, start + 4 * dayMs);
    await sealAndFold(start + 4 * dayMs);
    await DB.batch([
      DB.prepare("DELETE FROM hours WHERE hour < ?").bind((firstDay + 2) * 24),
      DB.prepare("UPDATE days SET hours = x'', folded = -1 WHERE day = ?").bind(firstDay),
    ]);
    const noon = 12 * hourMs;
    const half = 30 * 60_000;
    const runs = async (...boundaries: number[]) =>
      (await readStatistics(open(), { targets: [owners[0] as Owner] }, boundaries)).map(
        ({ results }) => results.ok ?? 0,
      );
    expect(await runs(start + 2 * dayMs, start + 2 * dayMs + noon + half)).toEqual([
      12 * 60 + 30,
    ]);
    expect(
      await runs(start + dayMs, start + dayMs + noon + half, start + 2 * dayMs),
    ).toEqual([13 * 60, 11 * 60]);
    expect(await runs(start, start + noon, start + dayMs)).toEqual([24 * 60, 0]);
    expect(await runs(start, start + 3 * dayMs)).toEqual([3 * 24 * 60]);
  });

  it("keep what comes after a day's hours were dropped", async () => {
    await store(everyMinute(24), start + 2 * dayMs);
    await sealAndFold(start + 2 * dayMs);
    await DB.prepare("UPDATE days SET hours = x'', folded = -1").run();
    const dueAt = start + 10 * hourMs + 500;
    const late: Entry = {
      kind: "run",
      run: aRun({ dueAt, startedAt: start + 3 * dayMs, late: true }),
    };
    await store([late], start + 3 * dayMs);
    await sealAndFold(start + 3 * dayMs);
    const [summary] = await readStatistics(open(), { targets: owners }, [
      start,
      start + dayMs,
    ]);
    expect(summary?.slots).toEqual({ ran: 1_440, late: 1, skipped: 0, missed: 0 });
  });
});

/** Target 1's runs of every minute. */
const everyMinute = (count: number): Entry[] =>
  Array.from({ length: count * 60 }, (_, i): Entry => {
    const dueAt = start + i * 60_000;
    return { kind: "run", run: aRun({ dueAt, startedAt: dueAt + 3 }) };
  });

/** What whole hours come to: a drop belongs to the hour of its first slot. */
function wholeHours(entries: readonly Entry[], boundaries: readonly number[]): Summary[] {
  return boundaries.slice(1).map((to, i) => between(entries, boundaries[i] ?? 0, to));
}

describe("heat", () => {
  it("is each target's runs and misses by day, hot or sealed", async () => {
    await fc.assert(
      fc.asyncProperty(anyEntries, fc.nat(hours + 30), async (entries, sealedAt) => {
        await emptyDatabase();
        await store(entries, start + sealedAt * hourMs);
        await sealAndFold(start + sealedAt * hourMs);
        const heat = await readHeat(open(), owners, firstDay + 1);
        for (const { id } of owners) {
          const expected = [1, 2].flatMap((i) => {
            const own = entries.filter((entry) => targetOf(entry) === id);
            const day = between(own, start + i * dayMs, start + (i + 1) * dayMs);
            if (!own.some((entry) => Math.floor(slotOf(entry) / dayMs) === firstDay + i))
              return [];
            return [
              {
                day: firstDay + i,
                ok: day.results.ok ?? 0,
                degraded: day.degraded,
                failed: failedOf(day),
                missed: day.slots.missed,
              },
            ];
          });
          expect(heat.get(id)?.days.toSorted((a, b) => a.day - b.day)).toEqual(expected);
        }
      }),
      { numRuns: scenarios(20) },
    );
  });
});

describe("runs", () => {
  it("that failed are still listed when their hours are no longer kept", async () => {
    const failure = { class: "dns" as const, host: "x" };
    const entries = everyMinute(50).map(
      (entry, i): Entry =>
        entry.kind === "run" && i % 600 === 7
          ? { kind: "run", run: { ...entry.run, failure } }
          : entry,
    );
    await store(entries, start + 4 * dayMs);
    await sealAndFold(start + 4 * dayMs);
    const query = { from: start, to: start + 3 * dayMs, outcome: null, limit: 5_000 };
    const owner = owners[0] as Owner;
    const whole = await listRuns(open(), owner, query);
    expect(whole).toHaveLength(3_000);
    await DB.prepare("DELETE FROM hours WHERE hour < ?")
      .bind((firstDay + 1) * 24)
      .run();
    const kept = whole.filter(
      ({ dueAt, failure: own }) => dueAt >= start + dayMs || own !== null,
    );
    expect(await listRuns(open(), owner, query)).toEqual(kept);
    expect(kept.filter(({ failure: own }) => own !== null)).toHaveLength(5);
    const failed = await listRuns(open(), owner, { ...query, outcome: "failed" });
    expect(failed).toEqual(whole.filter(({ failure: own }) => own !== null));
    const last = failed.at(-1)?.dueAt ?? 0;
    expect(await listRuns(open(), owner, { ...query, from: last, to: last + 1 })).toEqual(
      failed.slice(-1),
    );
  });
});

it("of a window without runs count nothing", async () => {
  expect(await readStatistics(open(), "all", [start, start + dayMs])).toEqual([
    createSummary(),
  ]);
  expect(await readStatistics(open(), { targets: [] }, [start, start + dayMs])).toEqual([
    createSummary(),
  ]);
});
