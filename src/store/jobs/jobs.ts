// Keeps the history of jobs: one row a job and hour, appended
// once a tick. The last row of each job also has the totals of all its runs.
import { type SQL, sql } from "drizzle-orm";
import { gatheredRounds } from "#domain/jobs/gathered.ts";
import { gatheredOnce, withoutGathered } from "#domain/jobs/gathered-runs.ts";
import { countsOfRuns } from "#domain/jobs/job-counts.ts";
import { followJob } from "#domain/jobs/job-names.ts";
import type { JobRun, RecordedJob } from "#domain/jobs/job-run.ts";
import { textOfLost } from "#domain/jobs/lost-run.ts";
import { hourMs, hourOf, never } from "#domain/time/instants.ts";
import { toPairs, withAdded } from "#store/counters.ts";
import type { Db } from "#store/db.ts";
import { streakStatements } from "./streaks.ts";

/**
 * Appends runs to a job's history, and tells when it begins to fail. A repeated call
 * writes only what an earlier one did not. `wasFailing` says that the job was known to
 * fail: then it is told when it passes.
 */
export async function recordJobRuns(
  db: Db,
  job: RecordedJob,
  runs: readonly JobRun[],
  { isRepeated = false, wasFailing = false, mayTell = true } = {},
): Promise<void> {
  if (runs.length === 0) return;
  const told = gatheredOnce(runs);
  const append = appendRuns(job, told, isRepeated ? textOf(told) : null);
  await sendAll(db, append, mayTell ? streakStatements(job, runs, wasFailing) : []);
}

/** Appends a run that was lost, unless its slot has such a run already. */
export async function recordLostRun(
  db: Db,
  job: RecordedJob,
  run: JobRun,
): Promise<void> {
  const append = appendRuns(job, [run], textOfLost(run.dueAt));
  await sendAll(db, append, streakStatements(job, [run], false));
}

/** Sends one statement alone, or with what it brings about in a batch. */
async function sendAll(db: Db, append: SQL, more: readonly SQL[]): Promise<void> {
  await (more.length === 0 ? db.all(append) : db.batch([append, ...more]));
}

export const textOf = (runs: readonly JobRun[]): string =>
  runs.map((run) => `${JSON.stringify({ ...run, gathered: undefined })}\n`).join("");

/**
 * Appends runs to the row of the hour in which they finished. If runs that finished later
 * were recorded first, appends to the last row instead. So the last row always has the
 * totals, in whichever order invocations record. Appends nothing when `unless` stands in
 * one of these rows already. What runs have gathered is told once: not if another run has
 * told any of it since.
 */
export function appendRuns(
  { name, states }: RecordedJob,
  runs: readonly JobRun[],
  unless: string | null,
): SQL {
  const finishedAt = Math.max(...runs.map((run) => run.startedAt + run.durationMs));
  const bare = runs.map(withoutGathered);
  const { gathered } = runs.find((run) => run.gathered !== undefined) ?? {};
  const isUntold = sql`coalesce(totals ->> ${`$."${gatheredRounds}"`}, 0) = ${gathered?.before}`;
  const whole = (all: string, rest: string) =>
    gathered ? sql`CASE WHEN ${isUntold} THEN ${all} ELSE ${rest} END` : sql`${all}`;
  const stands = (text: string) => sql`instr(runs, ${text}) > 0`;
  const isNew =
    unless === null
      ? sql`true`
      : sql`NOT EXISTS (SELECT 1 FROM job_hours WHERE job = ${name}
          AND hour >= ${hourOf(finishedAt)}
          AND (${stands(unless)} OR ${stands(textOf(bare))}))`;
  const counts = countsOfRuns(runs, states);
  // Under the same names, since the statement has room for as many.
  const none = Object.fromEntries(Object.keys(counts).map((key) => [key, 0]));
  const rest = { ...none, ...countsOfRuns(bare, states) };
  const totals = withAdded(sql`last.totals`, sql`last.pairs`, Object.keys(counts).length);
  return sql`
    INSERT INTO job_hours (job, hour, finished_at, runs, totals)
    SELECT ${name}, max(hour, ${hourOf(finishedAt)}), ${finishedAt}, lines, ${totals} FROM (
      SELECT hour, totals, ${whole(toPairs(counts), toPairs(rest))} AS pairs,
        ${whole(textOf(runs), textOf(bare))} AS lines
      FROM (SELECT hour, totals FROM job_hours WHERE job = ${name}
        UNION ALL SELECT 0, '{}' ORDER BY hour DESC LIMIT 1)) last
    WHERE ${isNew}
    ON CONFLICT (job, hour) DO UPDATE SET runs = runs || excluded.runs,
      finished_at = max(finished_at, excluded.finished_at), totals = excluded.totals`;
}

/**
 * Rows read at once: even a job that runs every five seconds has a few megabytes of
 * history in them.
 */
const rowsAtOnce = 24;

/**
 * A run is in a row of the hour in which it began or of the next: invocations last 15
 * minutes at most.
 */
const lastHourFor = (startedAt: number): number => hourOf(startedAt) + 1;

/** A job's newest runs that began before an instant (epoch ms), at most `limit`. */
export async function listJobRuns(
  db: Db,
  name: string,
  before: number,
  limit: number,
): Promise<JobRun[]> {
  const runs: JobRun[] = [];
  for await (const { hour, found } of walkHours(db, name, lastHourFor(before))) {
    runs.push(...found.filter((run) => run.startedAt < before));
    // Runs in earlier rows began before the last row's hour.
    if (runs.filter((run) => run.startedAt >= hour * hourMs).length >= limit) break;
  }
  return runs.sort((a, b) => b.startedAt - a.startedAt).slice(0, limit);
}

/**
 * A job's runs that began from `from` up to, not including, `to` (epoch ms): a portion at
 * a time, newer hours first.
 */
export async function* walkJobRuns(
  db: Db,
  name: string,
  from: number,
  to: number,
): AsyncGenerator<JobRun[], void> {
  for await (const { found } of walkHours(db, name, lastHourFor(to), hourOf(from))) {
    yield found.filter((run) => run.startedAt >= from && run.startedAt < to);
  }
}

/**
 * The runs of rows from `last` back to `first`, some rows at a time, and the earliest
 * hour among these.
 */
async function* walkHours(
  db: Db,
  name: string,
  last: number,
  first = 0,
): AsyncGenerator<{ hour: number; found: JobRun[] }, void> {
  for (let next = last; next >= first; ) {
    const rows = await db.all<{ hour: number; runs: string }>(sql`
      SELECT hour, runs FROM job_hours WHERE job = ${name} AND hour BETWEEN ${first} AND ${next}
      ORDER BY hour DESC LIMIT ${rowsAtOnce}`);
    const hour = rows.at(-1)?.hour;
    if (hour === undefined) return;
    yield { hour, found: rows.flatMap((row) => parseLines(row.runs)) };
    if (rows.length < rowsAtOnce) return;
    next = hour - 1;
  }
}

/** Stands for the cost of runs that were recorded before costs were. */
const unknownCost = { statements: 0, rowsRead: 0, rowsWritten: 0 };

type Recorded = Omit<JobRun, keyof typeof unknownCost> & Partial<JobRun>;

/**
 * The lines of an hour, the newest first. Parsing them at once, and copying none that need
 * not be, takes a fifth of the time.
 */
export const parseLines = (lines: string): JobRun[] =>
  (JSON.parse(`[${lines.trimEnd().replaceAll("\n", ",")}]`) as Recorded[])
    .map((run) => ("statements" in run ? (run as JobRun) : { ...unknownCost, ...run }))
    .sort((a, b) => b.startedAt - a.startedAt);

/** The last run of each of the named jobs that has one. */
export async function readLastJobRuns(
  db: Db,
  names: readonly string[],
): Promise<Map<string, JobRun>> {
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

/** Wakes the job `follow` at an instant, if nothing wakes it sooner. */
export const wakeFollower = (at: number, condition: SQL): SQL => sql`
  INSERT INTO jobs (name, wake_at) SELECT ${followJob}, ${at} WHERE ${condition}
  ON CONFLICT (name) DO UPDATE SET wake_at = min(coalesce(wake_at, ${never}), excluded.wake_at)`;
