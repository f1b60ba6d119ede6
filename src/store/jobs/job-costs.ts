// Reads what the runs of all jobs have counted since an instant, without reading the runs:
// each hour's row has the totals up to its end.
import { sql } from "drizzle-orm";
import type { Counts } from "#domain/counts.ts";
import { hourOf } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";

/** A job's totals now and at an earlier instant (domain/jobs/job-counts). */
export type JobTotals = { job: string; now: Counts; before: Counts };

/** The totals of the named jobs; `from` (epoch ms) is a whole hour. Reads two rows a job. */
export async function readJobTotals(
  db: Db,
  names: readonly string[],
  from: number,
): Promise<JobTotals[]> {
  const rows = await db.all<{ job: string; now: string; before: string }>(sql`
    SELECT wanted.value AS job,
      coalesce((SELECT totals FROM job_hours WHERE job = wanted.value
        ORDER BY hour DESC LIMIT 1), '{}') AS now,
      coalesce((SELECT totals FROM job_hours WHERE job = wanted.value AND hour < ${hourOf(from)}
        ORDER BY hour DESC LIMIT 1), '{}') AS before
    FROM json_each(${JSON.stringify(names)}) wanted`);
  return rows.map(({ job, now, before }) => ({
    job,
    now: JSON.parse(now),
    before: JSON.parse(before),
  }));
}
