// Reads the statistics of any window: whole days from their totals, whole hours from
// their summaries, and hours that a boundary cuts from the runs themselves.
import { type SQL, sql } from "drizzle-orm";
import { unpackEntries } from "#domain/runs/block.ts";
import { targetOf } from "#domain/runs/run.ts";
import { unpackHour } from "#domain/runs/sealed-hour.ts";
import type { Summary } from "#domain/statistics/summary.ts";
import {
  unpackHourSummaries,
  unpackSummary,
} from "#domain/statistics/summary-encoding.ts";
import { createTimeBuckets, type TimeBuckets } from "#domain/statistics/time-buckets.ts";
import { dayMs, dayOf, hourMs, hourOf } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { bytesOf, type HexPieces, hexPieces } from "#store/packed-bytes.ts";
import type { Owner } from "#store/targets/owners.ts";

/** Whose statistics are read: those of some targets, or of all there ever were. */
export type Source = { targets: readonly Owner[] } | "all";

/** Rows of days read at a time, one or two kilobytes each. */
const rowsAtOnce = 4_000;
/** A row of a day that is cut comes with its hours, and is as large as so many others. */
const weightOfHours = { target: 4, shard: 14 };
/** Statements that read a portion of targets or shards. */
const statementsAtOnce = 3;
/** Portions read for one answer: some seconds' work. */
const mostPortions = 100;

/** Gives how many targets or shards are read at a time. */
function ownersAtOnce(
  kind: keyof typeof weightOfHours,
  { from, to, cutDays, cutHours: cut }: TimeBuckets,
): number {
  const days = dayOf(to - 1) - dayOf(from) + 1;
  const hours = kind === "target" ? cut.size : 0;
  return Math.max(
    1,
    Math.floor(rowsAtOnce / (days + weightOfHours[kind] * cutDays.size + hours)),
  );
}

/** Gives how many targets or shards can be read at once with at most `statements`. */
export const mostOwners = (
  kind: keyof typeof weightOfHours,
  boundaries: readonly number[],
  statements: number,
): number =>
  Math.min(mostPortions, Math.floor(statements / statementsAtOnce)) *
  ownersAtOnce(kind, createTimeBuckets(boundaries));

/**
 * Reads one summary for each bucket between two boundaries (epoch ms, ascending, at least
 * two). Runs count by their slot. They count exactly at the boundaries as long as runs
 * are kept in detail. Where they are not, and of "all" where they are sealed, an hour
 * counts as a whole where it begins. Where hours are not kept either, a day does.
 */
export async function readStatistics(
  db: Db,
  source: Source,
  boundaries: readonly number[],
): Promise<Summary[]> {
  const buckets = createTimeBuckets(boundaries);
  if (source === "all") await addShards(db, buckets);
  else await addTargets(db, source.targets, buckets, () => buckets);
  return buckets.summaries;
}

/** Reads such summaries of each target by itself, by its id, at no more cost. */
export async function readStatisticsOfEach(
  db: Db,
  targets: readonly Owner[],
  boundaries: readonly number[],
): Promise<Map<number, Summary[]>> {
  const each = new Map(targets.map(({ id }) => [id, createTimeBuckets(boundaries)]));
  await addTargets(
    db,
    targets,
    createTimeBuckets(boundaries),
    (id) => each.get(id) ?? null,
  );
  return new Map([...each].map(([id, { summaries }]) => [id, summaries]));
}

/**
 * Gives the buckets to which the rows of a target are added, or those of a shard when the
 * source is "all". Gives null for a target that is left out.
 */
type BucketsOf = (owner: number) => TimeBuckets | null;

async function addTargets(
  db: Db,
  targets: readonly Owner[],
  buckets: TimeBuckets,
  bucketsOf: BucketsOf,
): Promise<void> {
  for (const some of portions(targets, ownersAtOnce("target", buckets))) {
    const meant = new Set(some.map(({ id }) => id));
    const ids = listOf(meant);
    const shards = listOf(new Set(some.map(({ shardId }) => shardId)));
    const queries = {
      days: targetDays(buckets, ids),
      hours: cutHours(buckets, ids),
      hot: hotBlocks(buckets, shards),
    };
    // A block holds all targets of its shard, also those of other portions.
    await addRows(db, queries, (id) => (meant.has(id) ? bucketsOf(id) : null));
  }
}

async function addShards(db: Db, buckets: TimeBuckets): Promise<void> {
  const all = await db.all<{ id: number }>(sql`SELECT id FROM shards`);
  for (const some of portions(all, ownersAtOnce("shard", buckets))) {
    const shards = listOf(new Set(some.map(({ id }) => id)));
    const queries = {
      days: shardDays(buckets, shards),
      hours: none,
      hot: hotBlocks(buckets, shards),
    };
    await addRows(db, queries, () => buckets);
  }
}

function* portions<T>(owners: readonly T[], atOnce: number): Generator<readonly T[]> {
  for (let at = 0; at < owners.length; at += atOnce) yield owners.slice(at, at + atOnce);
}

type DayRow = { owner: number; day: number; total: string; hours: string };
type HourRow = HexPieces & { owner: number; hour: number };
type BlockRow = HexPieces & { hour: number };

/** Adds the rows of one transaction, so that nothing is seen twice. */
async function addRows(
  db: Db,
  queries: { days: SQL; hours: SQL; hot: SQL },
  bucketsOf: BucketsOf,
): Promise<void> {
  const [days, hours, hot] = await db.batch<[DayRow, HourRow, BlockRow]>([
    queries.days,
    queries.hours,
    queries.hot,
  ]);
  const detailed = new Set<string>();
  for (const { owner, hour, ...pieces } of hours) {
    detailed.add(`${owner} ${hour}`);
    for (const entry of unpackHour(bytesOf(pieces), owner, hour))
      bucketsOf(owner)?.add(entry);
  }
  for (const day of days) {
    const own = bucketsOf(day.owner);
    if (own !== null) addDay(own, day, (hour) => detailed.has(`${day.owner} ${hour}`));
  }
  for (const { hour, ...pieces } of hot) {
    for (const entry of unpackEntries(bytesOf(pieces), hour))
      bucketsOf(targetOf(entry))?.add(entry);
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

const cutHours = ({ cutHours: cut }: TimeBuckets, ids: string): SQL => sql`
  SELECT target_id AS owner, hour, ${hexPieces(sql`entries`)} FROM hours
  WHERE target_id IN (SELECT value FROM json_each(${ids})) AND hour IN (SELECT value FROM json_each(${listOf(cut)}))`;

const none = sql`SELECT 1 WHERE false`;

const hotBlocks = ({ from, to }: TimeBuckets, shards: string): SQL => sql`
  SELECT hour, ${hexPieces(sql`data`)} FROM blocks
  WHERE shard_id IN (SELECT value FROM json_each(${shards})) AND hour BETWEEN ${hourOf(from)} AND ${hourOf(to - 1)}`;
