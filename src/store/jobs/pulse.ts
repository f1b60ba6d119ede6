// Reads whether the rounds go on: a row of their history, and the shard that has waited
// longest.
import { sql } from "drizzle-orm";
import type { Pulse } from "#domain/jobs/health.ts";
import { roundsJob } from "#domain/jobs/job-names.ts";
import { hourOf } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";

/** Things that are set aside are counted up to here: anybody may ask. */
const mostCounted = 100;

export async function readPulse(db: Db, now: number): Promise<Pulse> {
  const [pulse] = await db.all<Pulse>(sql`
    SELECT
      (SELECT finished_at FROM job_hours WHERE job = ${roundsJob}
        AND hour <= ${hourOf(now) + 1} ORDER BY hour DESC LIMIT 1) AS lastTickAt,
      (SELECT paused_at FROM jobs WHERE name = ${roundsJob}) AS pausedAt,
      longest.due_at AS dueAt, coalesce(longest.lease_until, 0) AS leaseUntil,
      (SELECT count(*) FROM (SELECT 1 FROM set_aside LIMIT ${mostCounted})) AS setAside
    FROM (SELECT 1) LEFT JOIN (
      SELECT due_at, lease_until FROM shards ORDER BY due_at LIMIT 1) longest`);
  const none = { lastTickAt: null, pausedAt: null, dueAt: null };
  return pulse ?? { ...none, leaseUntil: 0, setAside: 0 };
}
