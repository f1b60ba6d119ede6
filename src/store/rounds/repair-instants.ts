// Brings back instants that were stored by an invocation whose clock was far ahead. What
// waits for such an instant would else be silent until then.
import { type SQL, sql } from "drizzle-orm";
import { longestInvocationMs } from "#domain/budget.ts";
import { mostAheadMs } from "#domain/time/clock-trust.ts";
import { hourOf } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";

/** Whether an instant that was the present when it was stored lies ahead of `now`. */
const isAhead = (column: string, now: number): SQL =>
  sql`${sql.raw(column)} > ${now + mostAheadMs}`;
/** No lease is longer than an invocation. */
const isLeasedTooLong = (now: number): SQL =>
  sql`lease_until > ${now + longestInvocationMs + mostAheadMs}`;

/** Whether a heartbeat was pinged, or its pings were taken, in what is the future. */
const isHeardAhead = (now: number): SQL =>
  sql`${isAhead("last_at", now)} OR hour > ${hourOf(now + mostAheadMs)}`;

/** Whether anything stored lies ahead of `now` that was the present. Reads whole tables. */
export async function findInstantsAhead(db: Db, now: number): Promise<boolean> {
  const [row] = await db.all<{ found: number }>(sql`
    SELECT EXISTS (SELECT 1 FROM shards WHERE ${isAhead("claimed_at", now)} OR ${isLeasedTooLong(now)})
      OR EXISTS (SELECT 1 FROM targets WHERE ${isAhead("anchor_at", now)} OR ${isAhead("updated_at", now)})
      OR EXISTS (SELECT 1 FROM heartbeats WHERE ${isHeardAhead(now)})
      OR EXISTS (SELECT 1 FROM jobs WHERE ${isAhead("last_due_at", now)} OR ${isLeasedTooLong(now)})
      OR EXISTS (SELECT 1 FROM crawls INDEXED BY crawls_open WHERE ended_at IS NULL
        AND (${isAhead("started_at", now)} OR ${isLeasedTooLong(now)})) AS found`);
  return row?.found === 1;
}

/**
 * Brings back every instant that lies ahead of `now`, and makes due what may have waited
 * for one. Waits of crawls and hosts end too, since it is not told which are right.
 */
export async function repairInstants(db: Db, now: number): Promise<void> {
  await db.batch([
    sql`
      UPDATE shards SET due_at = min(due_at, ${now}), revision = revision + 1,
        claimed_at = min(claimed_at, ${now}),
        lease_until = CASE WHEN ${isLeasedTooLong(now)} THEN 0 ELSE lease_until END
      WHERE ${isAhead("claimed_at", now)} OR ${isLeasedTooLong(now)} OR id IN (
        SELECT shard_id FROM targets WHERE ${isAhead("anchor_at", now)} OR ${isAhead("updated_at", now)}
        UNION ALL SELECT shard_id FROM heartbeats WHERE ${isHeardAhead(now)})`,
    sql`
      UPDATE heartbeats SET last_at = min(last_at, ${now}), hour = min(hour, ${hourOf(now)}),
        wake_at = iif(inbox = '', wake_at, min(wake_at, ${now}))
      WHERE ${isHeardAhead(now)}`,
    sql`
      UPDATE targets SET anchor_at = min(anchor_at, ${now}), created_at = min(created_at, ${now}),
        updated_at = min(updated_at, ${now}), status_since = min(status_since, ${now})
      WHERE ${isAhead("anchor_at", now)} OR ${isAhead("updated_at", now)} OR ${isAhead("status_since", now)}`,
    sql`
      UPDATE jobs SET last_due_at = min(last_due_at, ${now}), wake_at = min(wake_at, ${now}),
        failing_since = min(failing_since, ${now}),
        lease_until = CASE WHEN ${isLeasedTooLong(now)} THEN 0 ELSE lease_until END`,
    sql`
      UPDATE crawls SET started_at = min(started_at, ${now}), ended_at = min(ended_at, ${now}),
        next_at = min(next_at, ${now}), handed_until = min(handed_until, ${now}),
        lease_until = CASE WHEN ${isLeasedTooLong(now)} THEN 0 ELSE lease_until END
      WHERE ended_at IS NULL OR ${isAhead("ended_at", now)}`,
    sql`DELETE FROM host_holds`,
    sql`DELETE FROM robots WHERE ${isAhead("fetched_at", now)}`,
    ...moveJobHours(hourOf(now), now),
  ]);
}

/**
 * Moves histories of jobs from hours that have not begun into the hour that goes on. The
 * last row of a job has its totals.
 */
const moveJobHours = (hour: number, now: number): SQL[] => [
  sql`
    INSERT INTO job_hours (job, hour, finished_at, runs, totals)
    SELECT job, ${hour}, min(finished_at, ${now}), runs, totals FROM job_hours
    WHERE hour > ${hour} OR ${isAhead("finished_at", now)} ORDER BY hour
    ON CONFLICT (job, hour) DO UPDATE SET finished_at = min(${now}, excluded.finished_at),
      runs = CASE WHEN runs = excluded.runs THEN runs ELSE runs || excluded.runs END,
      totals = excluded.totals`,
  sql`DELETE FROM job_hours WHERE hour > ${hour}`,
];
