// Describes jobs as the API answers them. Finds the job that a request names.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type JobRun, outcomes, triggers } from "#domain/jobs/job-run.ts";
import { nextSlot } from "#domain/schedules/slots.ts";
import { ConditionAnswer } from "#http/conditions-field.ts";
import { asWritten, instant, isoOf, isoOrNull, orNull } from "#http/fields.ts";
import { Problem } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import {
  ScheduleDocument,
  toScheduleDocument,
} from "#http/schedules/schedule-document.ts";
import { every, type Job } from "#jobs/job.ts";
import { conditionsOf, type JobControl } from "#store/jobs/job-control.ts";
import type { JobState } from "#ui/jobs/job-view.ts";
import { JobExpectation, toJobExpectation } from "./job-conditions.ts";

/** The tag and the parameters of all operations on jobs. */
export const tag = "Jobs";
export const jobParams = z.object({ name: z.string().openapi({ example: "crawl" }) });

/** The job of that name. Throws the Problem `not-found` when there is none. */
export function jobOf(c: Context<AppContext>, name: string): Job {
  const job = c.get("jobs").find((one) => one.name === name);
  if (job === undefined)
    throw new Problem("not-found", `There is no job called ${name}.`);
  return job;
}

const exampleJobRun = {
  dueAt: "2026-01-31T09:00:00.000Z",
  startedAt: "2026-01-31T09:00:00.412Z",
  lagMs: 412,
  durationMs: 1_203,
  outcome: "ok",
  trigger: "schedule",
  counts: {
    rounds: 1,
    lost: 0,
    ran: 40,
    late: 0,
    skipped: 0,
    missed: 0,
    failed: 1,
    fetches: 41,
  },
  statements: 4,
  rowsRead: 5,
  rowsWritten: 4,
  error: null,
  conditions: [],
};

const withoutRecording = "Without the recording of the run itself.";

export const JobRunAnswer = z
  .object({
    dueAt: instant,
    startedAt: instant,
    lagMs: z.int(),
    durationMs: z.int(),
    outcome: z.enum(outcomes).openapi({
      description:
        "lost: the invocation ended before the run did; the next one that takes over tells it.",
    }),
    trigger: z.enum(triggers).openapi({
      description:
        "change: a target was created, changed or resumed, and looked at without a tick.",
    }),
    counts: z
      .record(z.string(), z.number())
      .openapi({ description: "What it did, by name." }),
    statements: z
      .int()
      .openapi({ description: `What the database was sent. ${withoutRecording}` }),
    rowsRead: z.int().openapi({
      description: `Rows that the database bills as read. ${withoutRecording}`,
    }),
    rowsWritten: z
      .int()
      .openapi({ description: `Rows that it bills as written. ${withoutRecording}` }),
    error: z.string().nullable(),
    conditions: z.array(ConditionAnswer).openapi({
      description: "How the job's conditions turned out.",
    }),
  })
  .openapi("JobRun", { example: exampleJobRun });

export const JobAnswer = asWritten(
  z
    .object({
      name: z.string().openapi({ example: "crawl" }),
      description: z.string(),
      schedule: ScheduleDocument,
      pausedAt: instant.nullable(),
      running: z.boolean().openapi({
        description:
          "Some invocation holds its lease; always false for crawl and follow, which need none.",
      }),
      nextDueAt: instant.nullable().openapi({
        description:
          "Null when the job is paused, and when a job that runs on demand has nothing to do.",
      }),
      failingSince: instant.nullable().openapi({
        description:
          "When the first run was due of those that failed or were lost since the job passed last; null while it passes.",
      }),
      expect: JobExpectation,
      lastRun: orNull(JobRunAnswer),
    })
    .openapi("Job", {
      example: {
        name: "crawl",
        description:
          "Makes the rounds: fetches every target that is due and records what it saw.",
        schedule: toScheduleDocument(every("1m")),
        pausedAt: null,
        running: false,
        nextDueAt: "2026-01-31T09:01:00.000Z",
        failingSince: null,
        expect: { conditions: [] },
        lastRun: exampleJobRun,
      },
    }),
);

/** `lastRun` is undefined when the job has not run yet. */
export function toJobAnswer(
  job: Job,
  control: JobControl | undefined,
  lastRun: JobRun | undefined,
  now: number,
): z.infer<typeof JobAnswer> {
  const { pausedAt, isRunning, nextAt } = stateOf(job, control, now);
  return {
    name: job.name,
    description: job.description,
    schedule: toScheduleDocument(job.schedule),
    pausedAt: isoOrNull(pausedAt),
    running: isRunning,
    nextDueAt: isoOrNull(nextAt),
    failingSince: isoOrNull(control?.failingSince ?? null),
    expect: toJobExpectation(conditionsOf(control)),
    lastRun: lastRun ? toJobRunAnswer(lastRun) : null,
  };
}

/** Whether a job is paused or running, and when it comes next. */
export function stateOf(
  job: Job,
  control: JobControl | undefined,
  now: number,
): JobState {
  const pausedAt = control?.pausedAt ?? null;
  // A job that runs on demand is due when there is work for it.
  const after = job.onDemand ? (control?.wakeAt ?? Number.POSITIVE_INFINITY) - 1 : now;
  const isWanted = after < Number.POSITIVE_INFINITY;
  const slots = { schedule: job.schedule, seed: 0, anchorAt: 0 };
  const nextAt = isWanted ? nextSlot(slots, Math.max(now, after)) : null;
  return {
    pausedAt,
    isRunning: (control?.leaseUntil ?? 0) > now,
    nextAt: pausedAt === null ? nextAt : null,
  };
}

export const toJobRunAnswer = (run: JobRun): z.infer<typeof JobRunAnswer> => ({
  dueAt: isoOf(run.dueAt),
  startedAt: isoOf(run.startedAt),
  lagMs: run.startedAt - run.dueAt,
  durationMs: run.durationMs,
  outcome: run.outcome,
  trigger: run.trigger,
  counts: run.counts,
  statements: run.statements,
  rowsRead: run.rowsRead,
  rowsWritten: run.rowsWritten,
  error: run.error ?? null,
  conditions: [...(run.conditions ?? [])],
});
