// Reads whether the rounds go on: a row of their history, and the shard that has waited
// longest.
import { type SQL, sql } from "drizzle-orm";
import type { Pulse } from "#domain/jobs/health.ts";
import { roundsJob } from "#domain/jobs/job-names.ts";
import { hourOf } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { parseLines } from "./jobs.ts";
import { lastDeadAt } from "./message-counters.ts";

/** Things are counted up to here: anybody may ask. */
const mostCounted = 100;

const countOf = (rows: SQL): SQL =>
  sql`(SELECT count(*) FROM (SELECT 1 FROM ${rows} LIMIT ${mostCounted}))`;

type Row = Omit<Pulse, "isAway"> & { runs: string | null };

export async function readPulse(db: Db, now: number): Promise<Pulse> {
  const [row] = await db.all<Row>(sql`
    SELECT last.finished_at AS lastTickAt, last.runs,
      (SELECT paused_at FROM jobs WHERE name = ${roundsJob}) AS pausedAt,
      longest.due_at AS dueAt, coalesce(longest.lease_until, 0) AS leaseUntil,
      ${countOf(sql`set_aside`)} AS setAside,
      ${countOf(sql`incidents INDEXED BY incidents_open WHERE closed_at IS NULL`)} AS openIncidents,
      ${countOf(sql`notices INDEXED BY notices_dead WHERE state = 'dead'`)} AS deadNotices,
      ${lastDeadAt} AS deadMessageAt
    FROM (SELECT 1) LEFT JOIN (
      SELECT due_at, lease_until FROM shards ORDER BY due_at LIMIT 1) longest
    LEFT JOIN (SELECT finished_at, runs FROM job_hours WHERE job = ${roundsJob}
      AND hour <= ${hourOf(now) + 1} ORDER BY hour DESC LIMIT 1) last`);
  if (row === undefined) return unknownPulse;
  const { runs, ...pulse } = row;
  const [last] = runs === null ? [] : parseLines(runs);
  return { ...pulse, isAway: (last?.counts.held ?? 0) > 0 };
}

const unknownPulse: Pulse = {
  lastTickAt: null,
  pausedAt: null,
  dueAt: null,
  leaseUntil: 0,
  setAside: 0,
  openIncidents: 0,
  deadNotices: 0,
  deadMessageAt: null,
  isAway: false,
};
