// Jobs over HTTP: what runs in the background, when, how it went, and a hand on its switch.
import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../deps.ts";
import { nextSlot } from "../domain/schedule.ts";
import type { Job } from "../jobs/job.ts";
import { runJobNow } from "../jobs/tick.ts";
import {
  type JobControl,
  type JobRun,
  listJobRuns,
  pauseJob,
  readJobControls,
  readLastJobRuns,
  resumeJob,
} from "../store/jobs.ts";
import {
  asWritten,
  cursorField,
  encodeCursor,
  instant,
  isoOf,
  isoOrNull,
  limitField,
  orNull,
  pageOf,
} from "./fields.ts";
import { Problem, problemResponses } from "./problem.ts";
import { type App, newRouter, secured } from "./router.ts";
import { ScheduleDocument, toScheduleDocument } from "./schedule-document.ts";

const tags = ["Jobs"];

const exampleJobRun = {
  dueAt: "2026-01-31T09:00:00.000Z",
  startedAt: "2026-01-31T09:00:00.412Z",
  lagMs: 412,
  durationMs: 1_203,
  outcome: "ok",
  trigger: "schedule",
  counts: { rounds: 1, lost: 0, ran: 40, late: 0, skipped: 0, missed: 0, failed: 1, fetches: 41 },
  error: null,
};

const JobRunAnswer = z
  .object({
    dueAt: instant,
    startedAt: instant,
    lagMs: z.int(),
    durationMs: z.int(),
    outcome: z.enum(["ok", "failed", "paused"]),
    trigger: z.enum(["schedule", "manual"]),
    counts: z.record(z.string(), z.number()).openapi({ description: "What it did, by name." }),
    error: z.string().nullable(),
  })
  .openapi("JobRun", { example: exampleJobRun });

const JobAnswer = asWritten(
  z
    .object({
      name: z.string().openapi({ example: "crawl" }),
      description: z.string(),
      schedule: ScheduleDocument,
      pausedAt: instant.nullable(),
      running: z.boolean().openapi({
        description: "Some invocation holds its lease; always false for crawl and follow, which need none.",
      }),
      nextDueAt: instant
        .nullable()
        .openapi({ description: "Null when it is paused, or runs on demand and there is none." }),
      lastRun: orNull(JobRunAnswer),
    })
    .openapi("Job", {
      example: {
        name: "crawl",
        description: "Makes the rounds: fetches every target that is due and records what it saw.",
        schedule: { every: "1m" },
        pausedAt: null,
        running: false,
        nextDueAt: "2026-01-31T09:01:00.000Z",
        lastRun: exampleJobRun,
      },
    }),
);

/** When the last run shown began, and how many that began then were shown: runs of ticks at once may begin together. */
const pageEnd = cursorField(z.tuple([z.int(), z.int().min(0).max(500)]));
const farFuture = 8.64e15;

function endOf(shown: readonly JobRun[]): [number, number] {
  const startedAt = shown.at(-1)?.startedAt ?? farFuture;
  return [startedAt, shown.filter((run) => run.startedAt === startedAt).length];
}

const params = z.object({ name: z.string().openapi({ example: "crawl" }) });
const oneJob = { 200: { description: "The job.", content: { "application/json": { schema: JobAnswer } } } };

const list = createRoute({
  ...secured,
  method: "get",
  path: "/api/jobs",
  tags,
  summary: "List the background jobs",
  responses: {
    200: {
      description: "Every job.",
      content: { "application/json": { schema: z.object({ items: z.array(JobAnswer) }) } },
    },
    ...problemResponses(),
  },
});

const read = createRoute({
  ...secured,
  method: "get",
  path: "/api/jobs/{name}",
  tags,
  summary: "Read a job",
  request: { params },
  responses: { ...oneJob, ...problemResponses("not-found") },
});

const history = createRoute({
  ...secured,
  method: "get",
  path: "/api/jobs/{name}/runs",
  tags,
  summary: "A job's history, the newest run first",
  request: { params, query: z.strictObject({ limit: limitField(500, 50), cursor: pageEnd }) },
  responses: {
    200: { description: "One page.", content: { "application/json": { schema: pageOf(JobRunAnswer) } } },
    ...problemResponses("not-found", "invalid"),
  },
});

const run = createRoute({
  ...secured,
  method: "post",
  path: "/api/jobs/{name}/run",
  tags,
  summary: "Run a job now, paused or not",
  request: { params },
  responses: {
    200: { description: "How it went.", content: { "application/json": { schema: JobRunAnswer } } },
    ...problemResponses("not-found", "conflict"),
  },
});

const toggle = (verb: "pause" | "resume", description: string) =>
  createRoute({
    ...secured,
    method: "post",
    path: `/api/jobs/{name}/${verb}`,
    tags,
    summary: verb === "pause" ? "Pause a job" : "Resume a job",
    description,
    request: { params },
    responses: { ...oneJob, ...problemResponses("not-found") },
  });

const pause = toggle(
  "pause",
  "Pausing crawl stops all rounds. What comes due meanwhile is caught up with or missed.",
);
const resume = toggle(
  "resume",
  "It runs again from its next slot on; one that is overdue runs with the next tick.",
);

export function jobRoutes(jobs: readonly Job[]): App {
  const named = (name: string): Job => {
    const job = jobs.find((one) => one.name === name);
    if (job === undefined) throw new Problem("not-found", `There is no job called ${name}.`);
    return job;
  };
  const answerFor = async (deps: Deps, job: Job) => (await describe(deps, [job]))[0] as JobAnswer;

  const router = newRouter();
  router.openapi(list, async (c) => c.json({ items: await describe(c.get("deps"), jobs) }, 200));
  router.openapi(read, async (c) =>
    c.json(await answerFor(c.get("deps"), named(c.req.valid("param").name)), 200),
  );
  router.openapi(history, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const job = named(c.req.valid("param").name);
    const [startedAt, shown] = cursor ?? [farFuture, 0];
    const runs = await listJobRuns(c.get("deps").db, job.name, startedAt + 1, shown + limit + 1);
    const items = runs.slice(shown, shown + limit);
    const next = runs.length > shown + limit ? encodeCursor(endOf(runs.slice(0, shown + limit))) : null;
    return c.json({ items: items.map(toJobRunAnswer), next }, 200);
  });
  router.openapi(run, async (c) => {
    const job = named(c.req.valid("param").name);
    const done = await runJobNow(c.get("deps"), job);
    if (done === null) throw new Problem("conflict", `The job ${job.name} is running right now.`);
    return c.json(toJobRunAnswer(done), 200);
  });
  router.openapi(pause, async (c) => {
    const deps = c.get("deps");
    const job = named(c.req.valid("param").name);
    await pauseJob(deps.db, job.name, deps.clock.now());
    return c.json(await answerFor(deps, job), 200);
  });
  router.openapi(resume, async (c) => {
    const deps = c.get("deps");
    const job = named(c.req.valid("param").name);
    await resumeJob(deps.db, job.name);
    return c.json(await answerFor(deps, job), 200);
  });
  return router;
}

type JobAnswer = z.infer<typeof JobAnswer>;

async function describe({ db, clock }: Deps, jobs: readonly Job[]): Promise<JobAnswer[]> {
  const controls = await readJobControls(db);
  const lastRuns = await readLastJobRuns(
    db,
    jobs.map((job) => job.name),
  );
  return jobs.map((job) => toJobAnswer(job, controls.get(job.name), lastRuns.get(job.name), clock.now()));
}

function toJobAnswer(
  job: Job,
  control: JobControl | undefined,
  lastRun: JobRun | undefined,
  now: number,
): JobAnswer {
  const pausedAt = control?.pausedAt ?? null;
  // One that runs on demand comes next when there is work for it.
  const after = job.onDemand ? (control?.wakeAt ?? Number.POSITIVE_INFINITY) - 1 : now;
  const isWanted = after < Number.POSITIVE_INFINITY;
  const slots = { schedule: job.schedule, seed: 0, anchorAt: 0 };
  const nextAt = isWanted ? nextSlot(slots, Math.max(now, after)) : null;
  return {
    name: job.name,
    description: job.description,
    schedule: toScheduleDocument(job.schedule),
    pausedAt: isoOrNull(pausedAt),
    running: (control?.leaseUntil ?? 0) > now,
    nextDueAt: pausedAt === null ? isoOrNull(nextAt) : null,
    lastRun: lastRun ? toJobRunAnswer(lastRun) : null,
  };
}

const toJobRunAnswer = ({ error, ...run }: JobRun): z.infer<typeof JobRunAnswer> => ({
  ...run,
  dueAt: isoOf(run.dueAt),
  startedAt: isoOf(run.startedAt),
  lagMs: run.startedAt - run.dueAt,
  error: error ?? null,
});
