// Runs a job once, and judges the run by the job's conditions.
import type { Conditions } from "#domain/conditions/judge-conditions.ts";
import type { Gathered } from "#domain/jobs/gathered.ts";
import { countsOfRun } from "#domain/jobs/gathered-runs.ts";
import type { JobRun } from "#domain/jobs/job-run.ts";
import { judgeJobRun } from "#domain/jobs/judge-job-run.ts";
import { messageOf } from "#domain/runs/failure.ts";
import type { Job, JobContext } from "#jobs/job.ts";
import { createMeter } from "#store/db.ts";

export type JudgedContext = JobContext & { expected: Conditions };

/**
 * Runs a job once. Counts what it costs apart from the other jobs of the tick, which run
 * at the same time.
 */
export async function runJob(
  job: Job,
  { expected, ...context }: JudgedContext,
  trigger: JobRun["trigger"],
): Promise<JobRun> {
  const { deps, dueAt } = context;
  const startedAt = deps.clock.now();
  const cost = createMeter();
  const told: { gathered: Gathered | null } = { gathered: null };
  const gather = (gathered: Gathered) => {
    told.gathered = gathered;
  };
  const ended = (
    outcome: "ok" | "failed",
    counts: Pick<JobRun, "counts" | "gathered">,
  ): JobRun => ({
    dueAt,
    startedAt,
    durationMs: deps.clock.now() - startedAt,
    outcome,
    trigger,
    ...counts,
    ...cost,
  });
  try {
    const metered = { ...context, gather, deps: { ...deps, db: deps.db.metered(cost) } };
    const counts = await job.run(metered);
    const run = judgeJobRun(ended("ok", countsOfRun(counts, told.gathered)), expected);
    const { error } = run;
    if (error !== undefined)
      deps.log({ event: "job-failed", job: job.name, problem: error });
    return run;
  } catch (error) {
    deps.log({ event: "job-failed", job: job.name, problem: messageOf(error) });
    return { ...ended("failed", { counts: {} }), error: messageOf(error) };
  }
}
