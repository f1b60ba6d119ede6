// Jobs over HTTP: what runs in the background, when, how it went, and a hand on its
// switch.
import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import type { JobRun } from "#domain/jobs/job-run.ts";
import { cursorField, encodeCursor, limitField, pageOf } from "#http/fields.ts";
import { Problem, problemResponses } from "#http/problem.ts";
import { type App, newRouter, secured } from "#http/router.ts";
import type { Job } from "#jobs/job.ts";
import { runJobNow } from "#jobs/tick.ts";
import {
  listJobRuns,
  pauseJob,
  readJobControls,
  readLastJobRuns,
  resumeJob,
} from "#store/jobs/jobs.ts";
import {
  findJob,
  JobAnswer,
  JobRunAnswer,
  jobParams,
  tags,
  toJobAnswer,
  toJobRunAnswer,
} from "./job-document.ts";

/**
 * When the last run shown began, and how many that began then were shown: runs of ticks
 * at once may begin together.
 */
const pageEnd = cursorField(z.tuple([z.int(), z.int().min(0).max(500)]));
const farFuture = 8.64e15;

function endOf(shown: readonly JobRun[]): [number, number] {
  const startedAt = shown.at(-1)?.startedAt ?? farFuture;
  return [startedAt, shown.filter((run) => run.startedAt === startedAt).length];
}

const oneJob = {
  200: {
    description: "The job.",
    content: { "application/json": { schema: JobAnswer } },
  },
};

const list = createRoute({
  ...secured,
  method: "get",
  path: "/api/jobs",
  tags,
  summary: "List the background jobs",
  responses: {
    200: {
      description: "Every job.",
      content: {
        "application/json": { schema: z.object({ items: z.array(JobAnswer) }) },
      },
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
  request: { params: jobParams },
  responses: { ...oneJob, ...problemResponses("not-found") },
});

const history = createRoute({
  ...secured,
  method: "get",
  path: "/api/jobs/{name}/runs",
  tags,
  summary: "A job's history, the newest run first",
  request: {
    params: jobParams,
    query: z.strictObject({ limit: limitField(500, 50), cursor: pageEnd }),
  },
  responses: {
    200: {
      description: "One page.",
      content: { "application/json": { schema: pageOf(JobRunAnswer) } },
    },
    ...problemResponses("not-found", "invalid"),
  },
});

const run = createRoute({
  ...secured,
  method: "post",
  path: "/api/jobs/{name}/run",
  tags,
  summary: "Run a job now, paused or not",
  request: { params: jobParams },
  responses: {
    200: {
      description: "How it went.",
      content: { "application/json": { schema: JobRunAnswer } },
    },
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
    request: { params: jobParams },
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
  const named = (name: string) => findJob(jobs, name);
  const answerFor = async (deps: Deps, job: Job) =>
    (await describe(deps, [job]))[0] as z.infer<typeof JobAnswer>;

  const router = newRouter();
  router.openapi(list, async (c) =>
    c.json({ items: await describe(c.get("deps"), jobs) }, 200),
  );
  router.openapi(read, async (c) =>
    c.json(await answerFor(c.get("deps"), named(c.req.valid("param").name)), 200),
  );
  router.openapi(history, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const job = named(c.req.valid("param").name);
    const [startedAt, shown] = cursor ?? [farFuture, 0];
    const runs = await listJobRuns(
      c.get("deps").db,
      job.name,
      startedAt + 1,
      shown + limit + 1,
    );
    const items = runs.slice(shown, shown + limit);
    const next =
      runs.length > shown + limit
        ? encodeCursor(endOf(runs.slice(0, shown + limit)))
        : null;
    return c.json({ items: items.map(toJobRunAnswer), next }, 200);
  });
  router.openapi(run, async (c) => {
    const job = named(c.req.valid("param").name);
    const done = await runJobNow(c.get("deps"), job);
    if (done === null)
      throw new Problem("conflict", `The job ${job.name} is running right now.`);
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

async function describe(
  { db, clock }: Deps,
  jobs: readonly Job[],
): Promise<z.infer<typeof JobAnswer>[]> {
  const controls = await readJobControls(db);
  const lastRuns = await readLastJobRuns(
    db,
    jobs.map((job) => job.name),
  );
  return jobs.map((job) =>
    toJobAnswer(job, controls.get(job.name), lastRuns.get(job.name), clock.now()),
  );
}
