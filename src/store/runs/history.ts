// A target's runs read back: from hot blocks, from sealed hours, and of hours that are
// gone the runs that failed.

import { type SQL, sql } from "drizzle-orm";
import { unpackEntries } from "#domain/runs/block.ts";
import { type Entry, type Run, targetOf } from "#domain/runs/run.ts";
import { unpackHour } from "#domain/runs/sealed-hour.ts";
import { dayOf, hourMs, hourOf } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { bytesOf, type HexPieces, hexPieces } from "#store/packed-bytes.ts";
import type { Owner } from "#store/targets/owners.ts";

export type RunQuery = {
  /** Slots in [from, to). Epoch ms. */
  from: number;
  to: number;
  outcome: "ok" | "failed" | null;
  limit: number;
};

export type PackedHour = HexPieces & { hour: number };

/** Sealed entries in rows, each of which begins at an instant. */
type Shelf = {
  /** The rows that begin before an instant, the newest first, at most `rowsAtOnce`. */
  rowsBefore(before: number): SQL;
  startOf(row: PackedHour): number;
  entriesOf(row: PackedHour): Iterable<Entry>;
};

const rowsAtOnce = 48;

const sealedHours = (owner: Owner, from: number): Shelf => ({
  rowsBefore: (before) => sql`
    SELECT hour, ${hexPieces(sql`entries`)} FROM hours
    WHERE target_id = ${owner.id} AND hour BETWEEN ${hourOf(from)} AND ${hourOf(before - 1)}
    ORDER BY hour DESC LIMIT ${rowsAtOnce}`,
  startOf: ({ hour }) => hour * hourMs,
  entriesOf: (row) => unpackHour(bytesOf(row), owner.id, row.hour),
});

/** The failed runs of each day: they are kept longer than the hours. */
const failedRuns = (owner: Owner, from: number): Shelf => ({
  rowsBefore: (before) => sql`
    SELECT day * 24 AS hour, ${hexPieces(sql`failures`)} FROM days
    WHERE target_id = ${owner.id} AND day BETWEEN ${dayOf(from)} AND ${dayOf(before - 1)} AND length(failures) > 0
    ORDER BY day DESC LIMIT ${rowsAtOnce}`,
  startOf: ({ hour }) => hour * hourMs,
  entriesOf: (row) => unpackHour(bytesOf(row), owner.id, row.hour),
});

/**
 * A target's runs, the newest slot first, at most `limit`. Of hours that are no longer
 * kept only failed ones.
 */
export async function listRuns(db: Db, owner: Owner, query: RunQuery): Promise<Run[]> {
  const { from, to, outcome, limit } = query;
  // By slot: an hour of which more is sealed between two reads may be met twice.
  const runs = new Map<number, Run>();
  const take = (entries: Iterable<Entry>, before: number) => {
    for (const entry of entries) {
      if (entry.kind === "run" && matches(entry.run, { from, to: before, outcome }))
        runs.set(entry.run.dueAt, entry.run);
    }
  };
  const shelves = {
    ok: [sealedHours(owner, from)],
    failed: [failedRuns(owner, from)],
    any: [sealedHours(owner, from), failedRuns(owner, from)],
  }[outcome ?? "any"];

  // In one transaction: an hour that is sealed meanwhile must not be seen twice.
  let [hot, rows] = await db.batch<[PackedHour, PackedHour]>([
    hotHours(owner.shardId, hourOf(from), hourOf(to - 1)),
    (shelves[0] as Shelf).rowsBefore(to),
  ]);
  for (const row of hot) take(hotEntries(row, owner.id), to);
  let before = to;
  for (const shelf of shelves) {
    if (shelf !== shelves[0]) rows = await db.all<PackedHour>(shelf.rowsBefore(before));
    for (;;) {
      for (const row of rows) take(shelf.entriesOf(row), before);
      before = Math.min(before, ...rows.map(shelf.startOf));
      if (rows.length < rowsAtOnce || hasSince(runs.values(), before, limit)) break;
      rows = await db.all<PackedHour>(shelf.rowsBefore(before));
    }
    if (hasSince(runs.values(), before, limit)) break;
  }
  return [...runs.values()].sort((a, b) => b.dueAt - a.dueAt).slice(0, limit);
}

const matches = (
  { dueAt, failure }: Run,
  { from, to, outcome }: Omit<RunQuery, "limit">,
): boolean =>
  dueAt >= from &&
  dueAt < to &&
  (outcome === null || (failure === null) === (outcome === "ok"));

const hasSince = (runs: Iterable<Run>, since: number, count: number): boolean =>
  [...runs].filter(({ dueAt }) => dueAt >= since).length >= count;

/** The run for one slot, or for one manual request; null when there is none. */
export async function findRun(db: Db, owner: Owner, dueAt: number): Promise<Run | null> {
  const [run] = await listRuns(db, owner, {
    from: dueAt,
    to: dueAt + 1,
    outcome: null,
    limit: 1,
  });
  return run ?? null;
}

/** Every entry of a target in [fromHour, toHour] that is kept in detail. */
export async function readEntries(
  db: Db,
  owner: Owner,
  fromHour: number,
  toHour: number,
): Promise<Entry[]> {
  const [hot, sealed] = await db.batch<[PackedHour, PackedHour]>([
    hotHours(owner.shardId, fromHour, toHour),
    sql`
      SELECT hour, ${hexPieces(sql`entries`)} FROM hours
      WHERE target_id = ${owner.id} AND hour BETWEEN ${fromHour} AND ${toHour} ORDER BY hour`,
  ]);
  return [
    ...sealed.flatMap((row) => [...unpackHour(bytesOf(row), owner.id, row.hour)]),
    ...hot.flatMap((row) => hotEntries(row, owner.id)),
  ];
}

const hotHours = (shardId: number, fromHour: number, toHour: number): SQL => sql`
  SELECT hour, ${hexPieces(sql`data`)} FROM blocks
  WHERE shard_id = ${shardId} AND hour BETWEEN ${fromHour} AND ${toHour}`;

const hotEntries = ({ hour, ...pieces }: PackedHour, targetId: number): Entry[] =>
  [...unpackEntries(bytesOf(pieces), hour)].filter(
    (entry) => targetOf(entry) === targetId,
  );
