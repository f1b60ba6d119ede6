// Reads a target's runs back: from blocks, from sealed hours, and of hours that are gone
// the runs that failed.

import { type SQL, sql } from "drizzle-orm";
import { unpackHour } from "#domain/runs/encoding/sealed-hour.ts";
import { readable, type Unreadable } from "#domain/runs/readable.ts";
import {
  type Entry,
  type Outcome,
  outcomeOf,
  type Run,
  slotOf,
  targetOf,
} from "#domain/runs/run.ts";
import { dayOf, hourMs, hourOf } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { bytesOf, type HexPieces, hexPieces } from "#store/packed-bytes.ts";
import type { Owner } from "#store/targets/owners.ts";
import { type HotPart, hotParts, readHotParts } from "./hot-parts.ts";
import { bytesAlong, packed, untilSettled } from "./packed-rows.ts";
import { readSealedHour, type SealedHour, sealedColumns } from "./sealed-hours.ts";

export type RunQuery = {
  /** The slots lie in [from, to). Epoch ms. */
  from: number;
  to: number;
  outcome: Outcome | null;
  limit: number;
};

/** Rows of a target's packed entries, and how to read one of them. */
type Source = {
  /** Selects rows that begin before an instant, the newest first, `rowsAtOnce` at most. */
  before(instant: number): SQL;
  read(row: SealedHour): AsyncIterable<Iterable<Entry>>;
};

const rowsAtOnce = 48;

export const sealedHours = (
  db: Db,
  owner: Owner,
  from: number,
  gaps: Unreadable,
  atOnce = rowsAtOnce,
): Source => ({
  before: (instant) => sql`
    SELECT ${sealedColumns(atOnce)} FROM hours
    WHERE target_id = ${owner.id} AND hour BETWEEN ${hourOf(from)} AND ${hourOf(instant - 1)}
    ORDER BY hour DESC LIMIT ${atOnce}`,
  read: (row) => readSealedHour(db, row, gaps),
});

/** The failed runs of each day: they are kept longer than the hours. */
const failuresOfDays = (
  db: Db,
  owner: Owner,
  from: number,
  gaps: Unreadable,
): Source => ({
  before: (instant) => sql`
    SELECT target_id AS owner, day * 24 AS hour, 0 AS beside,
      ${packed(sql`failures`, Math.floor(bytesAlong / rowsAtOnce))} FROM days
    WHERE target_id = ${owner.id} AND day BETWEEN ${dayOf(from)} AND ${dayOf(instant - 1)} AND length(failures) > 0
    ORDER BY day DESC LIMIT ${rowsAtOnce}`,
  async *read({ hour, digits }) {
    const bytes =
      digits === null
        ? await readFailures(db, owner, hour / 24)
        : Uint8Array.fromHex(digits);
    const place = { row: `failures ${owner.id}/${hour}`, hour, hours: 24 };
    yield readable(unpackHour(bytes, owner.id, hour), place, gaps);
  },
});

/** No bytes when they were pruned meanwhile. */
async function readFailures(db: Db, { id }: Owner, day: number): Promise<Uint8Array> {
  const [row] = await db.all<HexPieces>(
    sql`SELECT ${hexPieces(sql`failures`)} FROM days WHERE target_id = ${id} AND day = ${day}`,
  );
  return row ? bytesOf(row) : new Uint8Array();
}

/** Gives the sources of the wanted runs, in the order in which they are read. */
function sourcesOf(
  db: Db,
  owner: Owner,
  { from, outcome }: RunQuery,
  gaps: Unreadable,
): [Source, ...Source[]] {
  const failures = failuresOfDays(db, owner, from, gaps);
  if (outcome === "failed") return [failures];
  const hours = sealedHours(db, owner, from, gaps);
  return outcome === null ? [hours, failures] : [hours];
}

/**
 * Lists a target's runs, the newest slot first, at most `limit`. Of hours that are no
 * longer kept it lists only failed runs. Names rows that cannot be decoded in `gaps`.
 */
export const listRuns = (
  db: Db,
  owner: Owner,
  query: RunQuery,
  gaps: Unreadable = new Set(),
): Promise<Run[]> => untilSettled(() => findRuns(db, owner, query, gaps));

async function findRuns(
  db: Db,
  owner: Owner,
  query: RunQuery,
  gaps: Unreadable,
): Promise<Run[]> {
  const found = collectRuns(query);
  const [first, ...others] = sourcesOf(db, owner, query, gaps);
  // Blocks are read before sealed hours: an hour that is sealed meanwhile is not lost.
  const [hot, rows] = await db.batch<[HotPart, SealedHour]>([
    hotPartsOf(owner, hourOf(query.from), hourOf(query.to - 1)),
    first.before(query.to),
  ]);
  found.add(owner.ahead ?? [], query.to);
  await readHotParts(db, hot, gaps, (_, entries) =>
    found.add(ofTarget(entries, owner), query.to),
  );
  let earliest = await addRows(db, found, first, { rows, before: query.to });
  for (const next of others) {
    if (found.areEnoughSince(earliest)) break;
    const older = await db.all<SealedHour>(next.before(earliest));
    earliest = await addRows(db, found, next, { rows: older, before: earliest });
  }
  return found.newest();
}

/**
 * Adds the runs of a source's rows, and of the rows before them until there are enough
 * runs. Returns when the earliest of the rows begins.
 */
async function addRows(
  db: Db,
  found: FoundRuns,
  source: Source,
  { rows, before }: { rows: readonly SealedHour[]; before: number },
): Promise<number> {
  let earliest = before;
  for (const row of rows) {
    for await (const entries of source.read(row)) found.add(entries, before);
    earliest = Math.min(earliest, row.hour * hourMs);
    if (found.areEnoughSince(earliest)) return earliest;
  }
  if (rows.length < rowsAtOnce) return earliest;
  const older = await db.all<SealedHour>(source.before(earliest));
  return await addRows(db, found, source, { rows: older, before: earliest });
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
  const isWanted = (run: Run, before: number) =>
    run.dueAt >= from &&
    run.dueAt < before &&
    (outcome === null || outcomeOf(run) === outcome);
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

/**
 * Reads the wanted ones of a target's entries in [fromHour, toHour] that are kept in
 * detail. Names rows that cannot be decoded in `gaps`.
 */
export const readEntries = (
  db: Db,
  owner: Owner,
  fromHour: number,
  toHour: number,
  isWanted: (entry: Entry) => boolean = () => true,
  gaps: Unreadable = new Set(),
): Promise<Entry[]> =>
  untilSettled(async () => {
    // By slot: what is ahead may have been recorded meanwhile.
    const wanted = new Map<number, Entry>();
    const add = (entries: Iterable<Entry>) => {
      for (const entry of entries) if (isWanted(entry)) wanted.set(slotOf(entry), entry);
    };
    add(aheadIn(owner, fromHour, toHour));
    const [hot, sealed] = await db.batch<[HotPart, SealedHour]>([
      hotPartsOf(owner, fromHour, toHour),
      sql`
        SELECT ${sealedColumns(toHour - fromHour + 1)} FROM hours
        WHERE target_id = ${owner.id} AND hour BETWEEN ${fromHour} AND ${toHour} ORDER BY hour`,
    ]);
    for (const row of sealed)
      for await (const entries of readSealedHour(db, row, gaps)) add(entries);
    await readHotParts(db, hot, gaps, (_, entries) => add(ofTarget(entries, owner)));
    return [...wanted.values()];
  });

export const hotPartsOf = ({ shardId }: Owner, from: number, to: number): SQL =>
  hotParts(new Set([shardId]), from, to);

/** The entries of hours that no round has recorded yet. */
export const aheadIn = ({ ahead = [] }: Owner, from: number, to: number): Entry[] =>
  ahead.filter((entry) => {
    const hour = hourOf(slotOf(entry));
    return from <= hour && hour <= to;
  });

export function* ofTarget(entries: Iterable<Entry>, { id }: Owner): Generator<Entry> {
  for (const entry of entries) if (targetOf(entry) === id) yield entry;
}
