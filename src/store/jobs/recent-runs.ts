// Reads the last runs of several jobs with one statement.
import { sql } from "drizzle-orm";
import type { JobRun } from "#domain/jobs/job-run.ts";
import { hourOf } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { parseLines } from "./jobs.ts";

/**
 * The runs of the named jobs that are in rows from the hour of `from` (epoch ms) on, the
 * newest first. A job without any has those of its last row. Reads a row a job and hour.
 */
export async function readRecentJobRuns(
  db: Db,
  names: readonly string[],
  from: number,
): Promise<Map<string, JobRun[]>> {
  const rows = await db.all<{ job: string; runs: string }>(sql`
    SELECT job, runs FROM json_each(${JSON.stringify(names)}) wanted
    CROSS JOIN job_hours ON job = wanted.value
      AND hour >= min(${hourOf(from)}, (SELECT max(hour) FROM job_hours WHERE job = wanted.value))`);
  const byJob = new Map<string, JobRun[]>();
  for (const { job, runs } of rows) {
    const known = byJob.get(job) ?? [];
    byJob.set(job, known);
    known.push(...parseLines(runs));
  }
  for (const runs of byJob.values()) runs.sort((a, b) => b.startedAt - a.startedAt);
  return byJob;
}

/**
 * A job's runs in the last two of its rows up to the hour of an instant (epoch ms): among
 * them is the newest run that began before that instant.
 */
export async function readJobRunsBefore(
  db: Db,
  name: string,
  before: number,
): Promise<JobRun[]> {
  const rows = await db.all<{ runs: string }>(sql`
    SELECT runs FROM job_hours WHERE job = ${name} AND hour <= ${hourOf(before)}
    ORDER BY hour DESC LIMIT 2`);
  return rows.flatMap(({ runs }) => parseLines(runs));
}
