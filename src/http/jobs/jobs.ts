// Serves the background jobs: when they run and how their runs went. Runs, pauses and
// resumes a job.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Deps } from "#deps";
import type { JobRun } from "#domain/jobs/job-run.ts";
import { pageOf } from "#http/page.ts";
import { Problem } from "#http/problem.ts";
import { type AppContext, json, jsonBody, newRouter, route } from "#http/router.ts";
import type { Job } from "#jobs/job.ts";
import { runJobNow } from "#jobs/ticks/tick.ts";
import {
  expectOfJob,
  pauseJob,
  readJobControls,
  resumeJob,
} from "#store/jobs/job-control.ts";
import { readLastJobRuns } from "#store/jobs/jobs.ts";
import {
  JobAnswer,
  JobRunAnswer,
  jobOf,
  jobParams,
  tag,
  toJobAnswer,
  toJobRunAnswer,
} from "./job-answer.ts";
import { JobPatch } from "./job-conditions.ts";
import { pageOfRuns, runFields } from "./job-runs.ts";

/** The operations on one job that answer with the job. */
const ofOneJob = {
  request: { params: jobParams },
  answers: { 200: json("The job.", JobAnswer) },
  problems: ["not-found"],
} as const;

export const jobRoutes = newRouter();

const list = route("get", "/api/jobs", tag, {
  summary: "List the background jobs",
  answers: { 200: json("Every job.", z.object({ items: z.array(JobAnswer) })) },
  problems: [],
});

jobRoutes.openapi(list, async (c) =>
  c.json({ items: await describe(c.get("deps"), c.get("jobs")) }, 200),
);

const read = route("get", "/api/jobs/{name}", tag, {
  summary: "Read a job",
  ...ofOneJob,
});

jobRoutes.openapi(read, async (c) => answerJob(c, c.req.valid("param").name));

const change = route("patch", "/api/jobs/{name}", tag, {
  summary: "Change what a job's runs are judged by",
  description: "Its runs are judged so from the next tick on.",
  request: { params: jobParams, body: jsonBody(JobPatch) },
  answers: { 200: json("The job.", JobAnswer) },
  problems: ["not-found", "invalid"],
});

jobRoutes.openapi(change, async (c) => {
  const { conditions } = c.req.valid("json").expect;
  return answerJob(c, c.req.valid("param").name, ({ db }, { name }) =>
    expectOfJob(db, name, conditions),
  );
});

const history = route("get", "/api/jobs/{name}/runs", tag, {
  summary: "A job's history, the newest run first",
  request: {
    params: jobParams,
    query: z.strictObject(runFields),
  },
  answers: { 200: json("One page.", pageOf(JobRunAnswer)) },
  problems: ["not-found", "invalid"],
});

jobRoutes.openapi(history, async (c) => {
  const job = jobOf(c, c.req.valid("param").name);
  const { items, next } = await pageOfRuns(c.get("deps"), job, c.req.valid("query"));
  return c.json({ items: items.map(toJobRunAnswer), next }, 200);
});

const run = route("post", "/api/jobs/{name}/run", tag, {
  summary: "Run a job now, paused or not",
  request: { params: jobParams },
  answers: { 200: json("How it went.", JobRunAnswer) },
  problems: ["not-found", "conflict"],
});

jobRoutes.openapi(run, async (c) => {
  const job = jobOf(c, c.req.valid("param").name);
  return c.json(toJobRunAnswer(await runNow(c.get("deps"), job)), 200);
});

const pause = route("post", "/api/jobs/{name}/pause", tag, {
  summary: "Pause a job",
  description:
    "Pausing crawl stops all rounds. What comes due meanwhile is caught up with or missed.",
  ...ofOneJob,
});

jobRoutes.openapi(pause, async (c) =>
  answerJob(c, c.req.valid("param").name, ({ db, clock }, { name }) =>
    pauseJob(db, name, clock.now()),
  ),
);

const resume = route("post", "/api/jobs/{name}/resume", tag, {
  summary: "Resume a job",
  description:
    "It runs again from its next slot on; one that is overdue runs with the next tick.",
  ...ofOneJob,
});

jobRoutes.openapi(resume, async (c) =>
  answerJob(c, c.req.valid("param").name, ({ db }, { name }) => resumeJob(db, name)),
);

/** Throws the Problem `conflict` while the job is running elsewhere. */
export async function runNow(deps: Deps, job: Job): Promise<JobRun> {
  const done = await runJobNow(deps, job);
  if (done !== null) return done;
  throw new Problem("conflict", `The job ${job.name} is running right now.`);
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

/** Answers with a job as it stands after `change`, which changes nothing unless given. */
async function answerJob(
  c: Context<AppContext>,
  name: string,
  change: (deps: Deps, job: Job) => Promise<void> = async () => {},
) {
  const deps = c.get("deps");
  const job = jobOf(c, name);
  await change(deps, job);
  const [described] = await describe(deps, [job]);
  return c.json(described as z.infer<typeof JobAnswer>, 200);
}
