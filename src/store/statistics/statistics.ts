// Reads the statistics of any window: whole days from their totals, whole hours from
// their summaries, and hours that a boundary cuts from the runs themselves.
import { type SQL, sql } from "drizzle-orm";
import type { Unreadable } from "#domain/runs/readable.ts";
import { type Entry, targetOf } from "#domain/runs/run.ts";
import { createSummary, type Summary } from "#domain/statistics/summary.ts";
import {
  unpackHourSummaries,
  unpackSummary,
} from "#domain/statistics/summary-encoding.ts";
import { createTimeBuckets, type TimeBuckets } from "#domain/statistics/time-buckets.ts";
import { dayMs, dayOf, hourMs, hourOf } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { type HotPart, hotParts, readHotParts } from "#store/runs/hot-parts.ts";
import { untilSettled } from "#store/runs/packed-rows.ts";
import {
  readSealedHour,
  type SealedHour,
  sealedColumns,
} from "#store/runs/sealed-hours.ts";
import { findShards, type Owner } from "#store/targets/owners.ts";
import { type AheadEntries, aheadOf, noneAhead } from "./ahead-entries.ts";
import { ownersAtOnce } from "./portions.ts";

/**
 * Whose statistics are read: those of some targets, or of all that were ever in some
 * shards, or in any.
 */
export type Source =
  | { targets: readonly Owner[] }
  | { shards: readonly number[] }
  | "all";

/**
 * Reads one summary for each bucket between two boundaries (epoch ms, ascending, at least
 * two). Runs count by their slot. They count exactly at the boundaries as long as runs
 * are kept in detail. Where they are not, and of shards where they are sealed, an hour
 * counts as a whole where it begins. Where hours are not kept either, a day does.
 */
export const readStatistics = (
  db: Db,
  source: Source,
  boundaries: readonly number[],
  gaps: Unreadable = new Set(),
): Promise<Summary[]> =>
  readSound(async (hasDamage) => {
    const buckets = createTimeBuckets(boundaries);
    const sums = { of: () => buckets, gaps, hasDamage };
    if (source === "all") await addShards(db, await allShards(db), buckets, sums);
    else if ("shards" in source) await addShards(db, source.shards, buckets, sums);
    else await addTargets(db, source.targets, buckets, sums);
    return buckets.summaries;
  });

/** Reads such summaries of each target by itself, by its id, at no more cost. */
export const readStatisticsOfEach = (
  db: Db,
  targets: readonly Owner[],
  boundaries: readonly number[],
  gaps: Unreadable = new Set(),
): Promise<Map<number, Summary[]>> =>
  readSound(async (hasDamage) => {
    const each = new Map(targets.map(({ id }) => [id, createTimeBuckets(boundaries)]));
    await addTargets(db, targets, createTimeBuckets(boundaries), {
      of: (id) => each.get(id) ?? null,
      gaps,
      hasDamage,
    });
    return new Map([...each].map(([id, { summaries }]) => [id, summaries]));
  });

type Sums = {
  /**
   * Gives the buckets to which the rows of a target are added, or those of a shard when
   * the source is shards. Gives null for a target that is left out.
   */
  of(owner: number): TimeBuckets | null;
  /** Names rows that cannot be decoded. */
  gaps: Unreadable;
  /** Whether a day may be among the rows that cannot be decoded: it is looked for. */
  hasDamage: boolean;
};

/**
 * Reads fast, without a look at what can be decoded. When that fails, reads again, and
 * leaves out what cannot.
 */
async function readSound<T>(read: (hasDamage: boolean) => Promise<T>): Promise<T> {
  try {
    return await untilSettled(() => read(false));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return await untilSettled(() => read(true));
  }
}

async function addTargets(
  db: Db,
  targets: readonly Owner[],
  buckets: TimeBuckets,
  { of, ...rest }: Sums,
): Promise<void> {
  for (const some of portions(targets, ownersAtOnce("target", buckets))) {
    const meant = new Set(some.map(({ id }) => id));
    const ids = listOf(meant);
    const queries = {
      days: targetDays(buckets, ids),
      hours: cutHours(buckets, meant),
      hot: hotBlocks(buckets, new Set(some.map(({ shardId }) => shardId))),
    };
    // A block holds all targets of its shard, also those of other portions.
    const ofMeant = (id: number) => (meant.has(id) ? of(id) : null);
    await addRows(db, queries, { ...rest, of: ofMeant }, aheadOf(some));
  }
}

const allShards = (db: Db): Promise<number[]> =>
  findShards(db, 0, Number.MAX_SAFE_INTEGER);

async function addShards(
  db: Db,
  all: readonly number[],
  buckets: TimeBuckets,
  sums: Sums,
): Promise<void> {
  for (const some of portions(all, ownersAtOnce("shard", buckets))) {
    const shards = new Set(some);
    const queries = {
      days: shardDays(buckets, listOf(shards)),
      hours: none,
      hot: hotBlocks(buckets, shards),
    };
    await addRows(db, queries, sums);
  }
}

function* portions<T>(owners: readonly T[], atOnce: number): Generator<readonly T[]> {
  for (let at = 0; at < owners.length; at += atOnce) yield owners.slice(at, at + atOnce);
}

type DayRow = { owner: number; day: number; total: string; hours: string };

/** Adds the rows of one transaction, so that nothing is seen twice. */
async function addRows(
  db: Db,
  queries: { days: SQL; hours: SQL; hot: SQL },
  { of, gaps, hasDamage }: Sums,
  ahead: AheadEntries = noneAhead,
): Promise<void> {
  const [days, hours, hot] = await db.batch<[DayRow, SealedHour, HotPart]>([
    queries.days,
    queries.hours,
    queries.hot,
  ]);
  const detailed = new Set<string>();
  for (const row of hours) {
    const { owner, hour } = row;
    detailed.add(`${owner} ${hour}`);
    for await (const entries of readSealedHour(db, row, gaps))
      for (const entry of entries) of(owner)?.add(entry);
  }
  for (const day of days) {
    const own = of(day.owner);
    if (own === null) continue;
    if (hasDamage && !isReadable(day)) gaps.add(`day ${day.owner}/${day.day}`);
    else addDay(own, day, (hour) => detailed.has(`${day.owner} ${hour}`));
  }
  const addAll = (entries: Iterable<Entry>) => {
    for (const entry of entries) of(targetOf(entry))?.add(entry);
  };
  await readHotParts(db, hot, gaps, (_, entries) => addAll(ahead.meeting(entries)));
  addAll(ahead.unmet());
}

/** Whether a day can be decoded. */
function isReadable({ total, hours }: DayRow): boolean {
  try {
    const sum = createSummary();
    unpackSummary(Uint8Array.fromHex(total), sum);
    unpackHourSummaries(Uint8Array.fromHex(hours), () => sum);
    return true;
  } catch {
    return false;
  }
}

/** Adds a day's row, but leaves out hours whose entries are added by themselves. */
function addDay(
  { from, to, cutDays, at }: TimeBuckets,
  { day, total, hours }: DayRow,
  isDetailed: (hour: number) => boolean,
): void {
  const whole = at(day * dayMs);
  if (total !== "" && whole !== null) unpackSummary(Uint8Array.fromHex(total), whole);
  unpackHourSummaries(Uint8Array.fromHex(hours), (hourOfDay) => {
    if (!cutDays.has(day)) return whole;
    const hour = day * 24 + hourOfDay;
    const outside = (hour + 1) * hourMs <= from || hour * hourMs >= to;
    return outside || isDetailed(hour) ? null : at(hour * hourMs);
  });
}

/**
 * Selects all kept hours of a day that is cut. Of any other day, selects the total and
 * the hours that are not in the total.
 */
const dayColumns = (cut: string): SQL => {
  const isCut = sql`folded >= 0 AND day IN (SELECT value FROM json_each(${cut}))`;
  return sql`day, CASE WHEN ${isCut} THEN '' ELSE hex(total) END AS total,
    hex(CASE WHEN ${isCut} THEN hours ELSE substr(hours, max(folded, 0) + 1) END) AS hours`;
};

const listOf = (numbers: ReadonlySet<number>): string => JSON.stringify([...numbers]);

const targetDays = ({ from, to, cutDays }: TimeBuckets, ids: string): SQL => sql`
  SELECT target_id AS owner, ${dayColumns(listOf(cutDays))} FROM days
  WHERE target_id IN (SELECT value FROM json_each(${ids})) AND day BETWEEN ${dayOf(from)} AND ${dayOf(to - 1)}`;

const shardDays = ({ from, to, cutDays }: TimeBuckets, shards: string): SQL => sql`
  SELECT shard_id AS owner, ${dayColumns(listOf(cutDays))} FROM shard_days
  WHERE shard_id IN (SELECT value FROM json_each(${shards})) AND day BETWEEN ${dayOf(from)} AND ${dayOf(to - 1)}`;

const cutHours = ({ cutHours: cut }: TimeBuckets, ids: ReadonlySet<number>): SQL => sql`
  SELECT ${sealedColumns(ids.size * cut.size)} FROM hours
  WHERE target_id IN (SELECT value FROM json_each(${listOf(ids)})) AND hour IN (SELECT value FROM json_each(${listOf(cut)}))`;

const none = sql`SELECT 1 WHERE false`;

const hotBlocks = ({ from, to }: TimeBuckets, shards: ReadonlySet<number>): SQL =>
  hotParts(shards, hourOf(from), hourOf(to - 1));
