// Folds days that are over: writes the sum of a day's hours beside them, so that whole
// days are read without their hours, and the day's heat as one entry a target.
import { type SQL, sql } from "drizzle-orm";
import type { Broken, Thing } from "#domain/apart/set-aside.ts";
import { messageOf } from "#domain/runs/failure.ts";
import { packHeat, sumHeat, unpackHeat } from "#domain/statistics/heat.ts";
import { createSummary } from "#domain/statistics/summary.ts";
import {
  packSummary,
  unpackHourSummaries,
  unpackSummary,
} from "#domain/statistics/summary-encoding.ts";
import { dayOf, hourMs } from "#domain/time/instants.ts";
import { isLeftAlone, setAside } from "#store/apart/set-aside.ts";
import type { Db } from "#store/db.ts";
import { digitParameters } from "#store/packed-bytes.ts";

/**
 * How long after its end a day is folded. Most of its slots are sealed by then; hours
 * that are sealed later are added whenever the day is read.
 */
const foldAfterMs = 2 * hourMs;

/** The bytes of a day's row, in hex. */
type DayBytes = { total: string; hours: string; heat: string };
type OpenDay = DayBytes & { owner: number; day: number };
/** A day whose bytes are null where they are many. */
type FoundDay = Omit<OpenDay, keyof DayBytes> & (DayBytes | Record<keyof DayBytes, null>);

/** Days of targets, and of shards, that may be folded at once. */
export const daysAtOnce = 250;
/** Bytes of a day up to which so many are folded at once; of larger ones a few are. */
const usualBytes = 60_000;
const largeAtOnce = 2;

/** Folding `daysAtOnce` takes this many statements at most. */
export const statementsToFold = 7;

/** A table of days. */
const tables = {
  day: {
    name: sql.raw("days"),
    owner: sql.raw("target_id"),
    unfolded: sql.raw("days_unfolded"),
    heat: sql`x''`,
    andHeat: sql``,
  },
  "shard-day": {
    name: sql.raw("shard_days"),
    owner: sql.raw("shard_id"),
    unfolded: sql.raw("shard_days_unfolded"),
    heat: sql.raw("heat"),
    andHeat: sql`, heat = unhex(own.value ->> 'heat')`,
  },
} satisfies Record<string, object>;
type Kind = keyof typeof tables;
const kinds = Object.keys(tables) as Kind[];

/**
 * Folds up to `limit` days of targets and as many of shards, and sets those apart that
 * cannot be decoded. Returns how many.
 */
export async function foldDays(db: Db, now: number, limit: number): Promise<number> {
  const found = await findBoth(db, now, limit, usualBytes);
  const usual = {
    day: found.day.filter(isUsual),
    "shard-day": found["shard-day"].filter(isUsual),
  };
  const hasUsual = usual.day.length + usual["shard-day"].length > 0;
  return await foldOpen(db, now, hasUsual ? usual : await readLarge(db, found));
}

/** A day that may be folded, without its bytes. */
export type Foldable = { kind: Kind; day: FoundDay };

/** Lists days that may be folded. */
export async function listFoldable(
  db: Db,
  now: number,
  limit: number,
): Promise<Foldable[]> {
  const found = await findBoth(db, now, limit, -1);
  return kinds.flatMap((kind) => found[kind].map((day) => ({ kind, day })));
}

/** Folds one day. Returns how many. */
export async function foldDay(
  db: Db,
  now: number,
  { kind, day }: Foldable,
): Promise<number> {
  const none = { day: [], "shard-day": [] };
  return await foldOpen(db, now, await readLarge(db, { ...none, [kind]: [day] }));
}

/** A day as a thing that can be set apart. */
export const dayThing = ({ kind, day }: Foldable): Thing => ({
  kind,
  item: `${day.owner}/${day.day}`,
});

async function findBoth(
  db: Db,
  now: number,
  limit: number,
  mostBytes: number,
): Promise<Record<Kind, FoundDay[]>> {
  const before = dayOf(now - foldAfterMs);
  const find = (kind: Kind) => findDays(kind, before, now, limit, mostBytes);
  const results = await db.batch<[FoundDay, FoundDay]>([find("day"), find("shard-day")]);
  const [day, shardDay] = results;
  return { day, "shard-day": shardDay };
}

async function foldOpen(
  db: Db,
  now: number,
  open: Record<Kind, readonly OpenDay[]>,
): Promise<number> {
  const broken: Broken[] = [];
  const updates = [
    ...foldOf("day", open.day, broken),
    ...foldOf("shard-day", open["shard-day"], broken),
    ...(broken.length > 0 ? [setAside(broken, now)] : []),
  ];
  if (updates.length > 0) await db.batch(updates);
  return open.day.length + open["shard-day"].length;
}

function findDays(
  kind: Kind,
  before: number,
  now: number,
  limit: number,
  mostBytes: number,
): SQL {
  const { name, owner, unfolded, heat } = tables[kind];
  const isSmall = sql`length(total) + length(hours) + length(${heat}) <= ${mostBytes}`;
  const ifSmall = (bytes: SQL) => sql`CASE WHEN ${isSmall} THEN hex(${bytes}) END`;
  return sql`
    SELECT ${owner} AS owner, day, ${ifSmall(sql`total`)} AS total, ${ifSmall(sql`hours`)} AS hours, ${ifSmall(heat)} AS heat
    FROM ${name} INDEXED BY ${unfolded} WHERE folded = 0 AND day < ${before}
      AND NOT ${isLeftAlone(kind, sql`${owner} || '/' || day`, now)} LIMIT ${limit}`;
}

const isUsual = (day: FoundDay): day is OpenDay => day.total !== null;

/** Reads a few of the days that are large. */
async function readLarge(
  db: Db,
  found: Record<Kind, FoundDay[]>,
): Promise<Record<Kind, OpenDay[]>> {
  if (found.day.length + found["shard-day"].length === 0)
    return { day: [], "shard-day": [] };
  const select = (kind: Kind): SQL => {
    const { name, owner, heat } = tables[kind];
    const some = found[kind].slice(0, largeAtOnce);
    return sql`
      SELECT ${owner} AS owner, day, hex(total) AS total, hex(hours) AS hours, hex(${heat}) AS heat
      FROM ${name} WHERE folded = 0 AND (${owner}, day) IN (
        SELECT value ->> 'owner', value ->> 'day' FROM json_each(${JSON.stringify(some)}))`;
  };
  const [day, shardDay] = await db.batch<[OpenDay, OpenDay]>([
    select("day"),
    select("shard-day"),
  ]);
  return { day, "shard-day": shardDay };
}

/** The statements that fold days. Adds to `broken` those that cannot be decoded. */
function foldOf(kind: Kind, days: readonly OpenDay[], broken: Broken[]): SQL[] {
  const { name, owner, andHeat } = tables[kind];
  const folded = days.flatMap((day) => {
    try {
      return [fold(day)];
    } catch (error) {
      broken.push({ ...dayThing({ kind, day }), reason: messageOf(error) });
      return [];
    }
  });
  return digitParameters(folded).map(
    (rows) => sql`
      UPDATE ${name} SET folded = own.value ->> 'size', total = unhex(own.value ->> 'total')${andHeat}
      FROM json_each(${rows}) own
      WHERE ${owner} = own.value ->> 'owner' AND day = own.value ->> 'day' AND length(hours) = own.value ->> 'size'`,
  );
}

/** Gives a day's row as it is when folded. Bytes are in hex. */
function fold({ owner, day, total, hours, heat }: OpenDay) {
  const summary = createSummary();
  unpackSummary(Uint8Array.fromHex(total), summary);
  unpackHourSummaries(Uint8Array.fromHex(hours), () => summary);
  return {
    owner,
    day,
    size: hours.length / 2,
    total: packSummary(summary).toHex(),
    heat: packHeat(sumHeat(unpackHeat(Uint8Array.fromHex(heat)))).toHex(),
  };
}
