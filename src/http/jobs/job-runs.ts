// Lists a job's runs, a page at a time.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import type { JobRun } from "#domain/jobs/job-run.ts";
import { never } from "#domain/time/instants.ts";
import { pageFields, toPage } from "#http/page.ts";
import type { Job } from "#jobs/job.ts";
import { listJobRuns } from "#store/jobs/jobs.ts";

/**
 * A cursor: when the last run shown began, and how many of the runs shown began at that
 * instant. Runs of concurrent ticks may begin in the same millisecond.
 */
const pageEnd = z.tuple([z.int(), z.int().min(0).max(500)]);

function endOf(shown: readonly JobRun[]): [number, number] {
  const startedAt = shown.at(-1)?.startedAt ?? never;
  return [startedAt, shown.filter((run) => run.startedAt === startedAt).length];
}

/** The part of a query that asks for a page of runs. */
export const runFields = pageFields(500, 50, pageEnd);

type Page = { limit: number; cursor: [number, number] | null };

/** The newest run first; `next` is the cursor of the page behind. */
export async function pageOfRuns(
  { db }: Deps,
  job: Job,
  { limit, cursor }: Page,
): Promise<{ items: JobRun[]; next: string | null }> {
  const [startedAt, shown] = cursor ?? [never, 0];
  const runs = await listJobRuns(db, job.name, startedAt + 1, shown + limit + 1);
  const cursorOf = () => endOf(runs.slice(0, shown + limit));
  return toPage(runs.slice(shown), limit, (run) => run, cursorOf);
}
