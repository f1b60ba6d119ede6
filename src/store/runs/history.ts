// Reads a target's runs back: from blocks, from sealed hours, and of hours that are gone
// the runs that failed.

import { type SQL, sql } from "drizzle-orm";
import { unpackEntries } from "#domain/runs/block.ts";
import { type Entry, type Run, targetOf } from "#domain/runs/run.ts";
import { unpackHour } from "#domain/runs/sealed-hour.ts";
import { dayOf, hourMs, hourOf } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { bytesOf, type HexPieces, hexPieces } from "#store/packed-bytes.ts";
import type { Owner } from "#store/targets/owners.ts";

export type RunQuery = {
  /** The slots lie in [from, to). Epoch ms. */
  from: number;
  to: number;
  outcome: "ok" | "failed" | null;
  limit: number;
};

type PackedHour = HexPieces & { hour: number };

/**
 * Selects a target's rows of sealed entries that begin before an instant, the newest
 * first and at most `rowsAtOnce`.
 */
type RowsBefore = (before: number) => SQL;

const rowsAtOnce = 48;

const sealedHours =
  (owner: Owner, from: number): RowsBefore =>
  (before) =>
    sql`
    SELECT hour, ${hexPieces(sql`entries`)} FROM hours
    WHERE target_id = ${owner.id} AND hour BETWEEN ${hourOf(from)} AND ${hourOf(before - 1)}
    ORDER BY hour DESC LIMIT ${rowsAtOnce}`;

/** Selects the failed runs of each day: they are kept longer than the hours. */
const failuresOfDays =
  (owner: Owner, from: number): RowsBefore =>
  (before) =>
    sql`
    SELECT day * 24 AS hour, ${hexPieces(sql`failures`)} FROM days
    WHERE target_id = ${owner.id} AND day BETWEEN ${dayOf(from)} AND ${dayOf(before - 1)} AND length(failures) > 0
    ORDER BY day DESC LIMIT ${rowsAtOnce}`;

/** Gives the sources of the wanted runs, in the order in which they are read. */
function sourcesOf(
  owner: Owner,
  { from, outcome }: RunQuery,
): [RowsBefore, ...RowsBefore[]] {
  if (outcome === "failed") return [failuresOfDays(owner, from)];
  if (outcome === "ok") return [sealedHours(owner, from)];
  return [sealedHours(owner, from), failuresOfDays(owner, from)];
}

/**
 * Lists a target's runs, the newest slot first, at most `limit`. Of hours that are no
 * longer kept it lists only failed runs.
 */
export async function listRuns(db: Db, owner: Owner, query: RunQuery): Promise<Run[]> {
  const found = collectRuns(query);
  const [first, ...others] = sourcesOf(owner, query);
  // In one transaction: an hour that is sealed meanwhile must not be seen twice.
  const [hot, rows] = await db.batch<[PackedHour, PackedHour]>([
    hotHours(owner.shardId, hourOf(query.from), hourOf(query.to - 1)),
    first(query.to),
  ]);
  for (const row of hot) found.add(hotEntries(row, owner.id), query.to);
  let earliest = await addRows(db, owner, found, { rows, before: query.to, next: first });
  for (const next of others) {
    if (found.areEnoughSince(earliest)) break;
    const older = await db.all<PackedHour>(next(earliest));
    earliest = await addRows(db, owner, found, { rows: older, before: earliest, next });
  }
  return found.newest();
}

/** Rows that begin before an instant, and how to read those before them. */
type Rows = { rows: readonly PackedHour[]; before: number; next: RowsBefore };

/**
 * Adds the runs of rows, and of the rows before them until there are enough runs. Returns
 * when the earliest of the rows begins.
 */
async function addRows(
  db: Db,
  owner: Owner,
  found: FoundRuns,
  { rows, before, next }: Rows,
): Promise<number> {
  for (const row of rows) found.add(unpackHour(bytesOf(row), owner.id, row.hour), before);
  const earliest = Math.min(before, ...rows.map(({ hour }) => hour * hourMs));
  if (rows.length < rowsAtOnce || found.areEnoughSince(earliest)) return earliest;
  const older = await db.all<PackedHour>(next(earliest));
  return await addRows(db, owner, found, { rows: older, before: earliest, next });
}

type FoundRuns = {
  /** Adds those of the entries that the query wants and that lie before an instant. */
  add(entries: Iterable<Entry>, before: number): void;
  /** Whether the query's limit is reached by the runs from an instant on. */
  areEnoughSince(since: number): boolean;
  newest(): Run[];
};

function collectRuns({ from, outcome, limit }: RunQuery): FoundRuns {
  // By slot: an hour of which more is sealed between two reads may be met twice.
  const runs = new Map<number, Run>();
  const isWanted = ({ dueAt, failure }: Run, before: number) =>
    dueAt >= from &&
    dueAt < before &&
    (outcome === null || (failure === null) === (outcome === "ok"));
  return {
    add(entries, before) {
      for (const entry of entries) {
        if (entry.kind === "run" && isWanted(entry.run, before))
          runs.set(entry.run.dueAt, entry.run);
      }
    },
    areEnoughSince: (since) =>
      [...runs.keys()].filter((dueAt) => dueAt >= since).length >= limit,
    newest: () => [...runs.values()].sort((a, b) => b.dueAt - a.dueAt).slice(0, limit),
  };
}

/** Finds the run for a slot or for a manual request; null when there is none. */
export async function findRun(db: Db, owner: Owner, dueAt: number): Promise<Run | null> {
  const [run] = await listRuns(db, owner, {
    from: dueAt,
    to: dueAt + 1,
    outcome: null,
    limit: 1,
  });
  return run ?? null;
}

/** Reads every entry of a target in [fromHour, toHour] that is kept in detail. */
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
