// Keeps the control of jobs: which are paused, which are leased and up to when their
// slots are accounted for.
import { type SQL, sql } from "drizzle-orm";
import { deliverJob } from "#domain/jobs/job-names.ts";
import type { JobRun, RecordedJob } from "#domain/jobs/job-run.ts";
import { mostAheadMs } from "#domain/time/clock-trust.ts";
import type { Db } from "#store/db.ts";
import { appendRuns, textOf } from "./jobs.ts";
import { streakStatements } from "./streaks.ts";

export type JobControl = {
  name: string;
  pausedAt: number | null;
  leaseUntil: number;
  lastDueAt: number | null;
  /** When there is work for it, if it runs on demand. */
  wakeAt: number | null;
  /** Claims since a run of it was recorded last, and when the latest came. */
  claims: number;
  claimedAt: number | null;
  /** JSON: what a run is at that follows lost ones. */
  bookmark: string | null;
  /** When the first run of those was due that fail; null while it passes. Epoch ms. */
  failingSince: number | null;
  /** JSON: the lines of its conditions; null without any. */
  expect: string | null;
};

/** The lines of a job's conditions. */
export const conditionsOf = (control: JobControl | undefined): readonly string[] =>
  control?.expect ? JSON.parse(control.expect) : [];

const columnsWith = (wakeAt: SQL): SQL => sql`name, paused_at AS pausedAt,
  lease_until AS leaseUntil, last_due_at AS lastDueAt, ${wakeAt} AS wakeAt, claims,
  claimed_at AS claimedAt, bookmark, failing_since AS failingSince, expect`;

const controlColumns = columnsWith(sql`wake_at`);

/**
 * Who dies after a round recorded a change has not woken the job that tells of it: its row
 * is there since then (a trigger of 0011), and its work is looked for here.
 */
const changesWait = sql`CASE WHEN name = ${deliverJob} THEN (
  SELECT at FROM changes INDEXED BY changes_waiting WHERE told = 0 ORDER BY at LIMIT 1) END`;

export async function readJobControls(db: Db): Promise<Map<string, JobControl>> {
  const wakeAt = sql`coalesce(min(wake_at, ${changesWait}), wake_at, ${changesWait})`;
  const rows = await db.all<JobControl>(sql`SELECT ${columnsWith(wakeAt)} FROM jobs`);
  return new Map(rows.map((row) => [row.name, row]));
}

/**
 * Leases a job for one invocation. Null when another holds it. Claiming again with the
 * same token gives the lease again.
 */
export async function claimJob(
  db: Db,
  name: string,
  { token, now, until }: { token: string; now: number; until: number },
): Promise<JobControl | null> {
  const rows = await db.all<JobControl>(sql`
    INSERT INTO jobs (name, lease_token, lease_until, claims, claimed_at)
    VALUES (${name}, ${token}, ${until}, 1, ${now})
    ON CONFLICT (name) DO UPDATE SET lease_token = excluded.lease_token,
      lease_until = excluded.lease_until, claimed_at = excluded.claimed_at,
      claims = claims + (lease_token IS NOT excluded.lease_token)
    WHERE lease_until <= ${now} OR lease_token = excluded.lease_token
      OR lease_until > ${until + mostAheadMs}
    RETURNING ${controlColumns}`);
  return rows[0] ?? null;
}

/** Notes what the run of a job is at whose lease is the caller's. */
export async function markJob(
  db: Db,
  name: string,
  token: string,
  bookmark: string | null,
): Promise<void> {
  await db.all(sql`
    UPDATE jobs SET bookmark = ${bookmark}
    WHERE name = ${name} AND lease_token = ${token}`);
}

/** Prolongs a job's lease. False when another invocation has it. */
export async function prolongJob(
  db: Db,
  name: string,
  { token, until }: { token: string; until: number },
): Promise<boolean> {
  const rows = await db.all(sql`
    UPDATE jobs SET lease_until = ${until}
    WHERE name = ${name} AND lease_token = ${token} RETURNING name`);
  return rows.length === 1;
}

/** What a lease was used for. `wasFailing` says that the job was known to fail. */
type LeasedRuns = {
  runs: readonly JobRun[];
  lastDueAt: number | null;
  wasFailing: boolean;
};

/**
 * Appends runs and gives the lease back; the job will next be due after `lastDueAt`. A
 * repeated call writes only what an earlier one did not.
 */
export async function releaseJob(
  db: Db,
  job: RecordedJob,
  token: string,
  { runs, lastDueAt, wasFailing }: LeasedRuns,
  isRepeated = false,
): Promise<void> {
  const unless = isRepeated ? textOf(runs) : null;
  const release = sql`
    UPDATE jobs SET lease_token = NULL, lease_until = 0, claims = 0, bookmark = NULL,
      last_due_at = coalesce(${lastDueAt}, last_due_at)
    WHERE name = ${job.name} AND lease_token = ${token}`;
  const record =
    runs.length > 0
      ? [appendRuns(job, runs, unless), ...streakStatements(job, runs, wasFailing)]
      : [];
  await db.batch([...record, release]);
}

export async function pauseJob(db: Db, name: string, at: number): Promise<void> {
  await db.all(sql`
    INSERT INTO jobs (name, paused_at) VALUES (${name}, ${at})
    ON CONFLICT (name) DO UPDATE SET paused_at = coalesce(paused_at, excluded.paused_at)`);
}

/** Says what the job's runs are judged by from now on. */
export async function expectOfJob(
  db: Db,
  name: string,
  conditions: readonly string[],
): Promise<void> {
  const lines = conditions.length === 0 ? null : JSON.stringify(conditions);
  await db.all(sql`
    INSERT INTO jobs (name, expect) VALUES (${name}, ${lines})
    ON CONFLICT (name) DO UPDATE SET expect = excluded.expect`);
}

export async function resumeJob(db: Db, name: string): Promise<void> {
  await db.all(sql`UPDATE jobs SET paused_at = NULL WHERE name = ${name}`);
}
