// Records the runs of a job that has no lease, once they have ended.
import type { Deps } from "#deps";
import { never } from "#domain/time/instants.ts";
import type { Job } from "#jobs/job.ts";
import { tryAgain } from "#jobs/try-again.ts";
import type { JobControl } from "#store/jobs/job-control.ts";
import { recordJobRuns } from "#store/jobs/jobs.ts";
import { statementsForStreak } from "#store/jobs/streaks.ts";
import type { ServedSlots } from "./leased-job.ts";

/** Gives what was served; tells a streak of failed runs when statements are left. */
export async function recordAfter(
  { clock, db, statements }: Deps,
  job: Job,
  control: JobControl | undefined,
  serving: Promise<ServedSlots>,
): Promise<ServedSlots> {
  const served = await serving;
  const wasFailing = (control?.failingSince ?? null) !== null;
  const mayTell = statements.left() >= statementsForStreak;
  await tryAgain(clock, never, (isRepeated) =>
    recordJobRuns(db, job, served.runs, { isRepeated, wasFailing, mayTell }),
  );
  return served;
}
