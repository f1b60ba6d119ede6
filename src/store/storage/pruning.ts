// Deleting what nobody needs any more, in small bounded steps.
import { type SQL, sql } from "drizzle-orm";
import { type Halvings, type Kept, leastMs } from "#domain/storage/retention.ts";
import { dayMs, dayOf, hourMs, hourOf, never } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";

/**
 * What is kept how long unless a target says otherwise, and how often either has been
 * halved for want of room.
 */
export type Rule = { kept: Kept; halvings: Halvings };

/**
 * How long a target `t` keeps one kind of history, in ms: its own wish or the usual,
 * halved (domain/storage/retention).
 */
function keptBy(field: keyof Kept, { kept, halvings }: Rule): SQL {
  const wished = sql`coalesce(t.retention ->> ${field}, ${kept[field]})`;
  // Failed runs are listed from where they are kept longest.
  if (field === "failuresMs")
    return sql`max(${wished}, coalesce(t.retention ->> 'runsMs', ${kept.runsMs}))`;
  const kind = field === "runsMs" ? "runs" : "hours";
  return sql`max(min(${wished}, ${leastMs[kind]}), ${wished} >> ${halvings[kind]})`;
}

/**
 * The first hour or day (whole units of `unitMs`) that a target `t` keeps; a deleted one
 * keeps none.
 */
const firstKept = (now: number, keptMs: SQL, unitMs: number): SQL =>
  sql`CASE WHEN t.id IS NULL THEN ${never} ELSE CAST((${now} - ${keptMs}) / ${unitMs} AS INTEGER) END`;

/**
 * `owners`, for WITH RECURSIVE: the ids that an index of the table begins with. Hops from
 * one to the next, so that it reads two rows for each, however many each has.
 */
const ownersIn = (table: SQL, id: SQL): SQL => sql`
  owners (id) AS (
    SELECT min(${id}) FROM ${table}
    UNION ALL
    SELECT (SELECT min(${id}) FROM ${table} WHERE ${id} > owners.id) FROM owners WHERE owners.id IS NOT NULL
  )`;

/**
 * Runs in detail that are older than their target keeps them, or of deleted targets: at
 * most `limit` rows, a target's hour each. Returns how many went.
 */
export async function pruneRuns(
  db: Db,
  now: number,
  rule: Rule,
  limit: number,
): Promise<number> {
  const rows = await db.all(sql`
    DELETE FROM hours WHERE (target_id, hour) IN (
      WITH RECURSIVE ${ownersIn(sql`hours`, sql`target_id`)}, ends (id, hour) AS (
        SELECT owners.id, ${firstKept(now, keptBy("runsMs", rule), hourMs)}
        FROM owners LEFT JOIN targets t ON t.id = owners.id
      )
      SELECT target_id, hours.hour FROM ends CROSS JOIN hours ON target_id = ends.id AND hours.hour < ends.hour
      LIMIT ${limit}) RETURNING 1`);
  return rows.length;
}

/** A table of days, its owners' ids, and what of each owner's days is due. */
type DayTable = {
  /** Under which name the place is kept that the last step got to. */
  place: string;
  table: SQL;
  owner: SQL;
  failures: SQL;
  /**
   * Of `owners`: its id, the day after which to look, whether it is gone, the first days
   * whose hours and failures stay.
   */
  ends: SQL;
};

/** What a step over a table of days has found. A place is owner * 2^20 + day. */
type Found = {
  from: number;
  seen: number;
  to: number;
  /** JSON: places and what is due there, 1 its hours, 2 its failures, 3 both. */
  due: string;
  dueCount: number;
  /** JSON: places of deleted targets. */
  gone: string;
  goneCount: number;
};

const dayBits = 20;
const dayMask = 2 ** dayBits - 1;
/** The row of `counters` that keeps the places. */
const places = "pruned";

/**
 * Drops summaries of hours and failed runs of days that are older than their target keeps
 * them, and the days of deleted targets. Only hours that are in the day's total are
 * dropped: not before it is folded, and not what came later. Each call looks at the next
 * `limit` rows that could be due, so that all of them have their turn: what it finds
 * depends neither on when it last ran nor on how long things were kept then. Returns how
 * many rows it changed.
 */
export async function pruneDays(
  db: Db,
  now: number,
  rule: Rule,
  limit: number,
): Promise<number> {
  const days: DayTable = {
    place: "days",
    table: sql.raw("days"),
    owner: sql.raw("target_id"),
    failures: sql.raw("failures"),
    ends: sql`
      SELECT owners.id, after, t.id IS NULL, ${firstKept(now, keptBy("hoursMs", rule), dayMs)},
        ${firstKept(now, keptBy("failuresMs", rule), dayMs)}
      FROM owners LEFT JOIN targets t ON t.id = owners.id`,
  };
  const found = await lookFor(db, days, limit);
  await take(db, days, found, limit, [
    sql`
      UPDATE days SET hours = CASE WHEN what & 1 THEN substr(hours, folded + 1) ELSE hours END,
        folded = CASE WHEN what & 1 THEN -1 ELSE folded END, failures = CASE WHEN what & 2 THEN x'' ELSE failures END
      FROM ${dueIn(found)} WHERE target_id = place >> ${dayBits} AND day = place & ${dayMask}`,
    sql`
      DELETE FROM days WHERE (target_id, day) IN (
        SELECT value >> ${dayBits}, value & ${dayMask} FROM json_each(${found.gone}))`,
  ]);
  return found.dueCount + found.goneCount;
}

/**
 * The same of shards, which keep the hours of their days as long as is usual, and nothing
 * else goes.
 */
export async function pruneShardDays(
  db: Db,
  now: number,
  { keptMs, limit }: { keptMs: number; limit: number },
): Promise<number> {
  const shardDays: DayTable = {
    place: "shardDays",
    table: sql.raw("shard_days"),
    owner: sql.raw("shard_id"),
    failures: sql.raw("x''"),
    ends: sql`SELECT id, after, 0, ${dayOf(now - keptMs)}, 0 FROM owners`,
  };
  const found = await lookFor(db, shardDays, limit);
  await take(db, shardDays, found, limit, [
    sql`
      UPDATE shard_days SET hours = substr(hours, folded + 1), folded = -1 FROM ${dueIn(found)}
      WHERE shard_id = place >> ${dayBits} AND day = place & ${dayMask}`,
  ]);
  return found.dueCount;
}

const dueIn = ({ due }: Found): SQL =>
  sql`(SELECT value ->> 0 AS place, value ->> 1 AS what FROM json_each(${due}))`;

async function lookFor(
  db: Db,
  { place, table, owner, failures, ends }: DayTable,
  limit: number,
): Promise<Found> {
  const [found] = await db.all<Found>(sql`
    WITH RECURSIVE start (place) AS (
      SELECT coalesce((SELECT counts ->> ${place} FROM counters WHERE name = ${places}), 0)
    ), owners (id, after) AS (
      SELECT id, CASE WHEN id = place >> ${dayBits} THEN place & ${dayMask} ELSE -1 END FROM (
        SELECT (SELECT min(${owner}) FROM ${table} WHERE ${owner} >= place >> ${dayBits}) AS id, place FROM start)
      UNION ALL
      SELECT (SELECT min(${owner}) FROM ${table} WHERE ${owner} > owners.id), -1 FROM owners WHERE owners.id IS NOT NULL
    ), ends (id, after, gone, hours_end, failures_end) AS (${ends}
    ), seen (place, gone, what) AS (
      SELECT ${owner} << ${dayBits} | day, gone,
        (day < hours_end AND folded > 0) + 2 * (day < failures_end AND length(${failures}) > 0)
      FROM ends CROSS JOIN ${table} ON ${owner} = ends.id AND day > after AND day < max(hours_end, failures_end)
      LIMIT ${limit}
    )
    SELECT (SELECT place FROM start) AS "from", count(*) AS seen, coalesce(max(place), (SELECT place FROM start)) AS "to",
      json_group_array(json_array(place, what)) FILTER (WHERE what > 0 AND NOT gone) AS due,
      count(*) FILTER (WHERE what > 0 AND NOT gone) AS dueCount,
      json_group_array(place) FILTER (WHERE gone) AS gone, count(*) FILTER (WHERE gone) AS goneCount
    FROM seen`);
  return found as Found;
}

/** Does what is to be done, and keeps the place; after the last row it begins anew. */
async function take(
  db: Db,
  { place }: DayTable,
  { from, seen, to, dueCount, goneCount }: Found,
  limit: number,
  [update, remove]: [update: SQL, remove?: SQL],
): Promise<void> {
  const next = seen < limit ? 0 : to;
  const statements = [
    ...(dueCount > 0 ? [update] : []),
    ...(goneCount > 0 && remove ? [remove] : []),
    ...(next !== from
      ? [
          sql`
            INSERT INTO counters (name, counts) VALUES (${places}, ${JSON.stringify({ [place]: next })})
            ON CONFLICT (name) DO UPDATE SET counts = json_patch(counts, excluded.counts)`,
        ]
      : []),
  ];
  if (statements.length > 0) await db.batch(statements);
}

/**
 * Jobs' histories older than `keepMs`, but for each one's last hour; creations of
 * yesterday; holds that are over.
 */
export async function pruneRest(db: Db, now: number, keepMs: number): Promise<void> {
  await db.batch([
    sql`
      DELETE FROM job_hours WHERE (job, hour) IN (
        WITH RECURSIVE ${ownersIn(sql`job_hours`, sql`job`)}
        SELECT job, hour FROM owners CROSS JOIN job_hours ON job = owners.id
          AND hour < min(${hourOf(now - keepMs)}, (SELECT max(hour) FROM job_hours WHERE job = owners.id)))`,
    sql`DELETE FROM idempotency_keys WHERE created_at < ${now - dayMs}`,
    sql`DELETE FROM host_holds WHERE until <= ${now}`,
  ]);
}

/** robots.txt files that nobody has asked for in so long go. */
const robotsMs = 30 * dayMs;

/**
 * What crawls of deleted targets left behind, and crawls older than their target keeps
 * them, usually `keepMs`, though each target keeps its last one: it says that the target
 * has pages. At most `limit` pages. Returns how many went.
 */
export async function pruneSites(
  db: Db,
  now: number,
  keepMs: number,
  limit: number,
): Promise<number> {
  const owners = ownersIn(sql`crawls`, sql`target_id`);
  const dead = sql`(
    WITH RECURSIVE ${owners}
    SELECT id AS target_id FROM owners WHERE NOT EXISTS (SELECT 1 FROM targets WHERE targets.id = owners.id))`;
  const [pages] = await db.batch<{ id: number }[]>([
    sql`
      DELETE FROM pages WHERE (target_id, id) IN (
        SELECT p.target_id, p.id FROM ${dead} dead CROSS JOIN pages p ON p.target_id = dead.target_id LIMIT ${limit})
      RETURNING id`,
    sql`DELETE FROM site_urls WHERE target_id IN ${dead}`,
    sql`DELETE FROM frontier WHERE crawl_id IN (SELECT id FROM crawls WHERE target_id IN ${dead})`,
    sql`
      DELETE FROM crawls WHERE id IN (
        WITH RECURSIVE ${owners}
        SELECT c.id FROM owners LEFT JOIN targets t ON t.id = owners.id CROSS JOIN crawls c ON c.target_id = owners.id
        WHERE CASE WHEN t.id IS NULL THEN NOT EXISTS (SELECT 1 FROM pages WHERE pages.target_id = owners.id)
          ELSE c.ended_at < ${now} - coalesce(t.retention ->> 'runsMs', ${keepMs})
            AND c.id < (SELECT max(id) FROM crawls newer WHERE newer.target_id = owners.id) END)`,
    sql`DELETE FROM robots WHERE expires_at < ${now - robotsMs}`,
  ]);
  return pages?.length ?? 0;
}
