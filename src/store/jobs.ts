// Control and history of jobs. History is one row a job and hour, appended once a tick.
import { sql } from "drizzle-orm";
import { hourOf } from "../domain/run.ts";
import type { Db } from "./db.ts";

export type JobControl = {
  name: string;
  pausedAt: number | null;
  leaseUntil: number;
  lastDueAt: number | null;
  /** When there is work for it, if it runs on demand. */
  wakeAt: number | null;
};

export type JobRun = {
  dueAt: number;
  startedAt: number;
  durationMs: number;
  outcome: "ok" | "failed" | "paused";
  trigger: "schedule" | "manual";
  counts: Record<string, number>;
  /** What went wrong, when the outcome is "failed". */
  error?: string;
};

const controlColumns = sql.raw(
  "name, paused_at AS pausedAt, lease_until AS leaseUntil, last_due_at AS lastDueAt, wake_at AS wakeAt",
);

export async function readJobControls(db: Db): Promise<Map<string, JobControl>> {
  const rows = await db.all<JobControl>(sql`SELECT ${controlColumns} FROM jobs`);
  return new Map(rows.map((row) => [row.name, row]));
}

/** Leases a job for one invocation. Null when another holds it. */
export async function claimJob(
  db: Db,
  name: string,
  lease: { token: string; now: number; until: number },
): Promise<JobControl | null> {
  const rows = await db.all<JobControl>(sql`
    INSERT INTO jobs (name, lease_token, lease_until) VALUES (${name}, ${lease.token}, ${lease.until})
    ON CONFLICT (name) DO UPDATE SET lease_token = excluded.lease_token, lease_until = excluded.lease_until
    WHERE lease_until <= ${lease.now}
    RETURNING ${controlColumns}`);
  return rows[0] ?? null;
}

/** Appends runs to a job's history. */
export async function recordJobRuns(db: Db, name: string, runs: readonly JobRun[]): Promise<void> {
  if (runs.length > 0) await db.all(appendRuns(name, runs));
}

/** Appends runs and gives the lease back; the job will next be due after `lastDueAt`. */
export async function releaseJob(
  db: Db,
  name: string,
  token: string,
  lastDueAt: number | null,
  runs: readonly JobRun[],
): Promise<void> {
  const release = sql`
    UPDATE jobs SET lease_token = NULL, lease_until = 0, last_due_at = coalesce(${lastDueAt}, last_due_at)
    WHERE name = ${name} AND lease_token = ${token}`;
  await db.batch(runs.length > 0 ? [appendRuns(name, runs), release] : [release]);
}

function appendRuns(name: string, runs: readonly JobRun[]) {
  const finishedAt = Math.max(...runs.map((run) => run.startedAt + run.durationMs));
  const lines = runs.map((run) => `${JSON.stringify(run)}\n`).join("");
  return sql`
    INSERT INTO job_hours (job, hour, finished_at, runs) VALUES (${name}, ${hourOf(finishedAt)}, ${finishedAt}, ${lines})
    ON CONFLICT (job, hour) DO UPDATE SET runs = runs || excluded.runs, finished_at = max(finished_at, excluded.finished_at)`;
}

export async function pauseJob(db: Db, name: string, at: number): Promise<void> {
  await db.all(sql`
    INSERT INTO jobs (name, paused_at) VALUES (${name}, ${at})
    ON CONFLICT (name) DO UPDATE SET paused_at = coalesce(paused_at, excluded.paused_at)`);
}

export async function resumeJob(db: Db, name: string): Promise<void> {
  await db.all(sql`UPDATE jobs SET paused_at = NULL WHERE name = ${name}`);
}

/** A job's runs that began before `before` (epoch ms), the newest first, at most `limit`. */
export async function listJobRuns(db: Db, name: string, before: number, limit: number): Promise<JobRun[]> {
  const runs: JobRun[] = [];
  let hour = hourOf(before) + 2;
  while (runs.length < limit) {
    const rows = await db.all<{ hour: number; runs: string }>(sql`
      SELECT hour, runs FROM job_hours WHERE job = ${name} AND hour < ${hour} ORDER BY hour DESC LIMIT 24`);
    runs.push(...rows.flatMap((row) => parseLines(row.runs)).filter((run) => run.startedAt < before));
    const last = rows.at(-1);
    if (last === undefined) break;
    hour = last.hour;
  }
  return runs.sort((a, b) => b.startedAt - a.startedAt).slice(0, limit);
}

/** The lines of an hour, the newest first. */
const parseLines = (lines: string): JobRun[] =>
  lines
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as JobRun)
    .sort((a, b) => b.startedAt - a.startedAt);

/** The last run of each of the named jobs that has one. */
export async function readLastJobRuns(db: Db, names: readonly string[]): Promise<Map<string, JobRun>> {
  const rows = await db.all<{ job: string; runs: string }>(sql`
    SELECT job, runs FROM json_each(${JSON.stringify(names)}) wanted
    JOIN job_hours ON job = wanted.value AND hour = (SELECT max(hour) FROM job_hours WHERE job = wanted.value)`);
  return new Map(
    rows.flatMap(({ job, runs }) =>
      parseLines(runs)
        .slice(0, 1)
        .map((run) => [job, run] as const),
    ),
  );
}

/** When a tick last finished anything, epoch ms; null when none ever did. */
export async function readLastTickAt(db: Db, now: number): Promise<number | null> {
  const [row] = await db.all<{ finishedAt: number }>(sql`
    SELECT finished_at AS finishedAt FROM job_hours WHERE job = 'crawl' AND hour <= ${hourOf(now) + 1}
    ORDER BY hour DESC LIMIT 1`);
  return row?.finishedAt ?? null;
}
