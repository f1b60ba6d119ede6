// Tests that what was stored before a migration is there after it.
import { applyD1Migrations, reset } from "cloudflare:test";
import { expect, it } from "vitest";
import { packEntries } from "#domain/runs/encoding/block.ts";
import type { Entry } from "#domain/runs/run.ts";
import { hourMs } from "#domain/time/instants.ts";
import { createMeter, openDb } from "#store/db.ts";
import { readTargetMetrics } from "#store/metrics/target-metrics.ts";
import { listRuns } from "#store/runs/history.ts";
import { readStatistics } from "#store/statistics/statistics.ts";
import { bindings, plainDatabase } from "#test/fixtures/bindings.ts";
import { sealReady } from "#test/fixtures/history/sealed.ts";
import { aRun } from "#test/fixtures/runs.ts";

const { DB, TEST_MIGRATIONS } = bindings;

const hour = 490_000;
const start = hour * hourMs;

const run = (targetId: number, minute: number): Entry => {
  const dueAt = start + minute * 60_000;
  return {
    kind: "run",
    run: aRun({ targetId, dueAt, startedAt: dueAt + 5, contentHash: "ab".repeat(32) }),
  };
};
const hashless = () => undefined;

it("statistics: hours that were sealed before are sealed anew, and every run is still listed and counted", async () => {
  await reset();
  const before = TEST_MIGRATIONS.filter(({ name }) => name < "0003");
  await applyD1Migrations(plainDatabase, before);
  const minutes = Array.from({ length: 60 }, (_, i) => i);
  const [first, second] = [1, 2].map((id) => minutes.map((minute) => run(id, minute)));
  const late = [run(1, 61), run(2, 61)];
  await DB.batch([
    ...[1, 2, 3].map((id) =>
      DB.prepare(`INSERT INTO targets (id, kind, url, host, name, tags, enabled, status, status_since, shard_id,
        anchor_at, schedule, request, expect, request_revision, revision, created_at, updated_at)
        VALUES (?, 'page', 'http://a.example/', 'a.example', 'Page "A"', '["web"]', ?, 'up', 0, 1, 0, '{}', '{}', '{}', 1, 1, 0, 0)`).bind(
        id,
        id < 3 ? 1 : 0,
      ),
    ),
    DB.prepare("INSERT INTO shards (id, size, due_at) VALUES (1, 3, ?)").bind(
      start + 9 * hourMs,
    ),
    ...[first, second].map((entries, i) =>
      DB.prepare(`INSERT INTO hours (target_id, hour, ran, late, skipped, missed, failed, entries)
        VALUES (?, ?, 60, 0, 0, 0, 0, ?)`).bind(
        i + 1,
        hour,
        packEntries(entries ?? [], hour, hashless),
      ),
    ),
    DB.prepare("INSERT INTO blocks (shard_id, hour, data) VALUES (1, ?, ?)").bind(
      hour + 1,
      packEntries(late, hour + 1, hashless),
    ),
  ]);
  await applyD1Migrations(plainDatabase, TEST_MIGRATIONS);

  const db = openDb(DB, createMeter());
  const owner = { id: 1, shardId: 1 };
  const query = { from: 0, to: start + 9 * hourMs, outcome: null, limit: 500 };
  const own = [...(first ?? []), late[0] as Entry].flatMap((entry) =>
    entry.kind === "run" ? [entry.run] : [],
  );
  expect((await listRuns(db, owner, query)).reverse()).toEqual(own);
  await sealReady(db, start + 9 * hourMs);
  expect((await listRuns(db, owner, query)).reverse()).toEqual(own);
  const [summary] = await readStatistics(db, { targets: [owner] }, [
    start,
    start + 9 * hourMs,
  ]);
  expect(summary?.results).toEqual({ ok: 61 });

  const { targets } = await readTargetMetrics(db, {
    limit: 10,
    ids: null,
    tags: [],
    part: null,
  });
  expect(targets.map(({ id, name, tags }) => ({ id, name, tags }))).toEqual([
    { id: 1, name: 'Page "A"', tags: ["web"] },
    { id: 2, name: 'Page "A"', tags: ["web"] },
  ]);
});

it("places: hosts whose targets are in several shards have them, and no others", async () => {
  await reset();
  const before = TEST_MIGRATIONS.filter(({ name }) => name < "0016");
  await applyD1Migrations(plainDatabase, before);
  const shardsOfHosts = Object.entries({
    "a.example": [4, 2, 2, 9],
    "b.example": [4, 4],
  });
  const targets = shardsOfHosts.flatMap(([host, shards]) =>
    shards.map((shard) =>
      DB.prepare(`INSERT INTO targets (kind, url, host, name, tags, enabled, status, status_since, shard_id,
        anchor_at, schedule, request, expect, request_revision, revision, created_at, updated_at)
        VALUES ('page', '', ?, '', '[]', 1, 'new', 0, ?, 0, '{}', '{}', '{}', 1, 1, 0, 0)`).bind(
        host,
        shard,
      ),
    ),
  );
  await DB.batch(targets);
  await applyD1Migrations(plainDatabase, TEST_MIGRATIONS);
  const { results } = await DB.prepare(
    "SELECT host, shard_id AS shard, place, waits FROM host_places ORDER BY place",
  ).all();
  expect(results).toEqual(
    [2, 4, 9].map((shard, place) => ({ host: "a.example", shard, place, waits: "[]" })),
  );
});
