// Reads what the metrics of the service as a whole are made of from few rows: one a job,
// and one each for requests and messages.
import { type SQL, sql } from "drizzle-orm";
import type { StoredService } from "#domain/metrics/snapshot.ts";
import { never } from "#domain/time/instants.ts";
import { knownContents } from "#store/changes/contents-walk.ts";
import { requestCounters } from "#store/counters.ts";
import type { Db } from "#store/db.ts";
import { messageCounters, toMessageCounts } from "#store/jobs/message-counters.ts";

type CountedRow = {
  dueAt: number | null;
  setAside: string;
  incidents: string;
  notices: string;
  contents: string | null;
};
type JobRow = { name: string; finishedAt: number; totals: string };

/** Reads the metrics of the service, and of these jobs. */
export async function readServiceMetrics(
  db: Db,
  jobNames: readonly string[],
): Promise<StoredService> {
  const [[counted], jobs, counters] = await db.batch<
    [CountedRow, JobRow, { name: string; counts: string }]
  >([
    sql`
      SELECT min(due_at) AS dueAt, ${knownContents} AS contents, ${countedAside} AS setAside, ${openIncidents} AS incidents,
        ${countedNotices} AS notices FROM shards`,
    lastJobRows(jobNames),
    sql`SELECT name, counts FROM counters WHERE name IN (${requestCounters}, ${messageCounters})`,
  ]);
  const countsOf = (wanted: string) =>
    counters.find(({ name }) => name === wanted)?.counts ?? "{}";
  const dueAt = counted?.dueAt ?? never;
  return {
    dueAt: dueAt === never ? null : dueAt,
    jobs: jobs.map(({ name, finishedAt, totals }) => ({
      name,
      finishedAt,
      totals: JSON.parse(totals),
    })),
    setAside: JSON.parse(counted?.setAside ?? "{}"),
    incidents: JSON.parse(counted?.incidents ?? "{}"),
    notices: JSON.parse(counted?.notices ?? '{"waiting":0,"dead":0}'),
    requests: JSON.parse(countsOf(requestCounters)),
    messages: toMessageCounts(countsOf(messageCounters)).counts,
    databaseBytes: db.bytes(),
    contents: JSON.parse(counted?.contents ?? "null"),
  };
}

const countedAside = sql`(SELECT json_group_object(kind, n) FROM (
  SELECT kind, count(*) AS n FROM (SELECT kind FROM set_aside LIMIT 1000) GROUP BY kind))`;

const openIncidents = sql`(SELECT json_group_object(severity, n) FROM (
  SELECT severity, count(*) AS n FROM incidents INDEXED BY incidents_open
  WHERE closed_at IS NULL GROUP BY severity))`;

/** More than so many notices need nobody to count them: something is wrong. */
const mostNotices = 1_000;

const countedNotices = sql`json_object(
  'waiting', (SELECT count(*) FROM (SELECT 1 FROM notices INDEXED BY notices_waiting
    WHERE state = 'waiting' LIMIT ${mostNotices})),
  'dead', (SELECT count(*) FROM (SELECT 1 FROM notices INDEXED BY notices_dead
    WHERE state = 'dead' LIMIT ${mostNotices})))`;

/** The last row of each of the jobs. */
const lastJobRows = (jobs: readonly string[]): SQL => sql`
  SELECT job AS name, finished_at AS finishedAt, totals FROM json_each(${JSON.stringify(jobs)}) wanted
  CROSS JOIN job_hours ON job = wanted.value
    AND hour = (SELECT max(hour) FROM job_hours WHERE job = wanted.value)`;
