// Reads how large the database is, and how large it was: each run of the job `prune`
// counts the size.
import { sql } from "drizzle-orm";
import { pruneJob } from "#domain/jobs/job-names.ts";
import type { JobRun } from "#domain/jobs/job-run.ts";
import type { Size } from "#domain/storage/storage-level.ts";
import { dayOf } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";

/** The name under which the job counts the size. */
export const sizeCount = "databaseBytes";

const daysBack = 30;

/**
 * The present size, and the last known one of today and of each of the thirty days
 * before. Reads a few rows a day.
 */
export async function readStorage(
  db: Db,
  now: number,
): Promise<{ bytes: number; before: Size[] }> {
  const days = Array.from({ length: daysBack + 1 }, (_, ago) => dayOf(now) - ago);
  const rows = await db.all<{ runs: string }>(sql`
    SELECT runs FROM json_each(${JSON.stringify(days)}) wanted CROSS JOIN job_hours ON job = ${pruneJob} AND hour = (
      SELECT hour FROM job_hours WHERE job = ${pruneJob} AND hour BETWEEN 24 * wanted.value AND 24 * wanted.value + 23
        AND instr(runs, ${sizeCount}) > 0
      ORDER BY hour DESC LIMIT 1)`);
  return { bytes: db.bytes(), before: rows.flatMap(({ runs }) => sizesIn(runs)) };
}

/** The last size in an hour's lines. */
function sizesIn(lines: string): Size[] {
  const sizes = lines
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as JobRun)
    .flatMap(({ startedAt, counts }) => {
      const bytes = counts[sizeCount];
      return bytes === undefined ? [] : [{ at: startedAt, bytes }];
    });
  return sizes.slice(-1);
}
