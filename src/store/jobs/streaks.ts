// Keeps since when a job fails, and records the events that tell of it, in the batch that
// records its runs. Runs that give no news take no statement.
import { type SQL, sql } from "drizzle-orm";
import type { JobRun, RecordedJob } from "#domain/jobs/job-run.ts";
import { failuresToTell, streakEvent, streakOf } from "#domain/jobs/streak.ts";

/** How many statements a job's streak takes at most. */
export const statementsForStreak = 2;

/**
 * The statements that runs take which say something new of their job: that it fails, or
 * that it passes where it was failing when somebody last looked.
 */
export function streakStatements(
  job: RecordedJob,
  runs: readonly JobRun[],
  wasFailing: boolean,
): SQL[] {
  const streak = streakOf(runs);
  if (streak.kind === "failing") return fail(job, streak.since, streak.last);
  return streak.kind === "passing" && wasFailing ? recover(job, streak.last) : [];
}

/** Two invocations that record at once have one streak: the first to come begins it. */
function fail(job: RecordedJob, since: number, run: JobRun): SQL[] {
  const isEnough =
    job.schedule !== undefined && failuresToTell(job.schedule) === 1
      ? sql`true`
      : sql`failing_since < ${run.dueAt}`;
  return [
    sql`
      INSERT INTO jobs (name, failing_since) VALUES (${job.name}, ${since})
      ON CONFLICT (name) DO UPDATE
        SET failing_since = coalesce(failing_since, excluded.failing_since)`,
    tell(job, run, isEnough),
  ];
}

/** A run that began before the job failed does not end the streak. */
function recover(job: RecordedJob, run: JobRun): SQL[] {
  const isOver = sql`failing_since <= ${run.startedAt}`;
  const wasTold = sql`EXISTS (SELECT 1 FROM events WHERE id = ${eventId("failed")})`;
  return [
    tell(job, run, sql`${isOver} AND ${wasTold}`),
    sql`UPDATE jobs SET failing_since = NULL WHERE name = ${job.name} AND ${isOver}`,
  ];
}

/** An event is known by the beginning of its streak: a streak has one of each kind. */
const eventId = (what: "failed" | "recovered"): SQL =>
  sql`'job.' || name || '.' || failing_since || ${`.${what}`}`;

function tell(job: RecordedJob, run: JobRun, condition: SQL): SQL {
  const { kind, at, labels, facts } = streakEvent(job.name, run);
  return sql`
    INSERT INTO events (id, kind, at, labels, facts)
    SELECT ${eventId(kind === "job-failed" ? "failed" : "recovered")}, ${kind}, ${at},
      ${JSON.stringify(labels)}, json_set(${JSON.stringify(facts)}, '$.since', failing_since)
    FROM jobs WHERE name = ${job.name} AND failing_since IS NOT NULL AND ${condition}
    ON CONFLICT (id) DO NOTHING`;
}
