// Reads how large the database is, and how large it was: each run of the job `prune`
// counts the size. Tells once when the database gets nearly full.
import { sql } from "drizzle-orm";
import { pruneJob } from "#domain/jobs/job-names.ts";
import type { JobRun } from "#domain/jobs/job-run.ts";
import type { CrowdStep, StorageEvent } from "#domain/storage/crowding.ts";
import { notShortened, type Shortening } from "#domain/storage/shortening.ts";
import type { KnownSizes, Size } from "#domain/storage/storage-level.ts";
import { dayOf } from "#domain/time/instants.ts";
import { knownContents } from "#store/changes/contents-walk.ts";
import type { Db } from "#store/db.ts";
import { recordEvents } from "#store/notices/record-events.ts";

/** The name under which the job counts the size. */
export const sizeCount = "databaseBytes";

/** And that of contents in it, as far as it is known. */
export const contentsCount = "contentBytes";

/** And that of hours for which the oldest runs had been due when it deleted them. */
export const overdueCount = "overdueHours";

const daysBack = 30;

/** The document that is there while somebody has been told that the database is crowded. */
const crowdedDocument = "storage-nearly-full";

/** The document that says by how many steps history is kept shorter: a Shortening. */
const shorteningDocument = "shortening";

type Row = {
  runs: string | null;
  crowdedSince: number | null;
  shortening: string | null;
  contents: string | null;
};

/**
 * The present size, and the last known one of today and of each of the thirty days
 * before; and since when the database is crowded, if somebody was told. Reads a few rows
 * a day.
 */
export async function readStorage(
  db: Db,
  now: number,
): Promise<KnownSizes & { crowdedSince: number | null }> {
  const days = Array.from({ length: daysBack + 1 }, (_, ago) => dayOf(now) - ago);
  const rows = await db.all<Row>(sql`
    SELECT NULL AS runs, (SELECT updated_at FROM documents WHERE name = ${crowdedDocument}) AS crowdedSince,
      (SELECT value FROM documents WHERE name = ${shorteningDocument}) AS shortening, ${knownContents} AS contents
    UNION ALL SELECT runs, NULL, NULL, NULL FROM json_each(${JSON.stringify(days)}) wanted CROSS JOIN job_hours ON job = ${pruneJob} AND hour = (
      SELECT hour FROM job_hours WHERE job = ${pruneJob} AND hour BETWEEN 24 * wanted.value AND 24 * wanted.value + 23
        AND instr(runs, ${sizeCount}) > 0
      ORDER BY hour DESC LIMIT 1)`);
  const hours = rows.flatMap(({ runs }) => (runs === null ? [] : [runsIn(runs)]));
  const sizesOf = (count: string) => hours.flatMap((runs) => lastSize(runs, count));
  const last = hours.flat().reduce<JobRun | null>(latest, null);
  return {
    bytes: db.bytes(),
    before: sizesOf(sizeCount),
    contents: JSON.parse(rows[0]?.contents ?? "null"),
    contentsBefore: sizesOf(contentsCount),
    overdueHours: last && (last.counts[overdueCount] ?? 0),
    crowdedSince: rows[0]?.crowdedSince ?? null,
    shortening: JSON.parse(rows[0]?.shortening ?? "null") ?? notShortened,
  };
}

/** Tells that the database has become crowded, or forgets that it was. */
export async function recordCrowding(db: Db, step: CrowdStep): Promise<void> {
  const isKnown = sql`EXISTS (SELECT 1 FROM documents WHERE name = ${crowdedDocument})`;
  await (step.kind === "relieved"
    ? db.all(sql`DELETE FROM documents WHERE name = ${crowdedDocument}`)
    : db.batch([
        recordEvents([step.event], sql`NOT ${isKnown}`),
        sql`
          INSERT INTO documents (name, value, updated_at)
          VALUES (${crowdedDocument}, '{}', ${step.event.at}) ON CONFLICT (name) DO NOTHING`,
      ]));
}

/** Keeps what is in force from now on; tells of it where an event is given. */
export async function recordShortening(
  db: Db,
  next: Shortening,
  event: StorageEvent | null,
  now: number,
): Promise<void> {
  const isKnown = sql`EXISTS (
    SELECT 1 FROM documents WHERE name = ${shorteningDocument} AND value ->> 'steps' > 0)`;
  await db.batch([
    ...(event === null ? [] : [recordEvents([event], sql`NOT ${isKnown}`)]),
    sql`
      INSERT INTO documents (name, value, updated_at)
      VALUES (${shorteningDocument}, ${JSON.stringify(next)}, ${now})
      ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
  ]);
}

/** An hour's lines. */
const runsIn = (lines: string): JobRun[] =>
  lines
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

/** The later of two runs, of which only those with a size came to their end. */
const latest = (last: JobRun | null, run: JobRun): JobRun | null =>
  run.counts[sizeCount] !== undefined && run.startedAt >= (last?.startedAt ?? 0)
    ? run
    : last;

/** The last size of an hour, under the name by which it is counted. */
const lastSize = (runs: readonly JobRun[], count: string): Size[] =>
  runs
    .flatMap(({ startedAt, counts }) => {
      const bytes = counts[count];
      return bytes === undefined ? [] : [{ at: startedAt, bytes }];
    })
    .slice(-1);
