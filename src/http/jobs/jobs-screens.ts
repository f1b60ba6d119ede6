// Serves the pages of the background jobs, and what their buttons do.
import type { Context } from "hono";
import type { Deps } from "#deps";
import type { JobRun } from "#domain/jobs/job-run.ts";
import { durationsOf } from "#domain/jobs/recent-runs.ts";
import { dayMs } from "#domain/time/instants.ts";
import type { AppContext } from "#http/router.ts";
import type { Form } from "#http/screens/form.ts";
import { leaveNotice, takeNotice } from "#http/screens/notice.ts";
import { acted, goTo, newScreens, paramsOf, shown } from "#http/screens/screen.ts";
import type { Job } from "#jobs/job.ts";
import { pauseJob, readJobControls, resumeJob } from "#store/jobs/job-control.ts";
import { readRecentJobRuns } from "#store/jobs/recent-runs.ts";
import type { JobView, ListedJob } from "#ui/jobs/job-view.ts";
import { pathOfJob, sayItems } from "#ui/jobs/job-words.tsx";
import { JobsScreen } from "#ui/jobs/jobs-screen.tsx";
import type { Notice } from "#ui/screens/notice.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatLength } from "#ui/words/format.ts";
import { jobOf, jobParams, stateOf } from "./job-answer.ts";
import { runNow } from "./jobs.ts";

type Ctx = Context<AppContext>;

export const jobScreens = newScreens();

jobScreens.get(
  "/jobs",
  shown(async (c, viewer) =>
    JobsScreen({
      viewer,
      jobs: await listJobs(c.get("deps"), c.get("jobs"), viewer.now),
      notice: takeNotice(c),
    }),
  ),
);

async function listJobs(
  { db }: Deps,
  jobs: readonly Job[],
  now: number,
): Promise<ListedJob[]> {
  const from = now - dayMs;
  const names = jobs.map(({ name }) => name);
  const controls = await readJobControls(db);
  const recent = await readRecentJobRuns(db, names, from);
  return jobs.map((job) => {
    const known = recent.get(job.name) ?? [];
    const runs = known.filter(({ startedAt }) => startedAt >= from && startedAt < now);
    const state = stateOf(job, controls.get(job.name), now);
    return { ...viewOf(job, state, known[0]), runs, durations: durationsOf(runs) };
  });
}

export const viewOf = (
  { name, description, schedule, states = [] }: Job,
  state: ReturnType<typeof stateOf>,
  lastRun: JobRun | undefined,
): JobView => ({
  name,
  description,
  schedule,
  states,
  ...state,
  lastRun: lastRun ?? null,
});

/** What is done to a job; gives what is said of it. */
type Deed = (deps: Deps, job: Job, viewer: Viewer) => Promise<Notice>;

const undoBy = (job: Job, does: "pause" | "resume"): Notice["undo"] => ({
  action: `${pathOfJob(job.name)}/${does}`,
  fields: {},
});

/** Does something to the job of the path, and leads back to where the form stood. */
const doing = (deed: Deed) =>
  acted(async (c: Ctx, viewer: Viewer, form: Form) => {
    const job = jobOf(c, paramsOf(c, jobParams).name);
    const to = form.text("to") || "/jobs";
    const { said, undo } = await deed(c.get("deps"), job, viewer);
    leaveNotice(c, { said, undo: undo && { ...undo, fields: { ...undo.fields, to } } });
    return goTo(c, to);
  });

jobScreens.post(
  "/jobs/:name/run",
  doing(async (deps, job, viewer) => {
    const run = await runNow(deps, job);
    const { ran, ranAndFailed } = viewer.words.jobs.notices;
    const took = formatLength(run.durationMs, viewer.language);
    const states = job.states ?? [];
    const said =
      run.outcome === "ok"
        ? ran(job.name, took, sayItems({ name: job.name, states }, run, viewer))
        : ranAndFailed(job.name, took);
    return { said, undo: null };
  }),
);

jobScreens.post(
  "/jobs/:name/pause",
  doing(async ({ db, clock }, job, { words }) => {
    await pauseJob(db, job.name, clock.now());
    return { said: words.jobs.notices.paused(job.name), undo: undoBy(job, "resume") };
  }),
);

jobScreens.post(
  "/jobs/:name/resume",
  doing(async ({ db }, job, { words }) => {
    await resumeJob(db, job.name);
    return { said: words.jobs.notices.resumed(job.name), undo: undoBy(job, "pause") };
  }),
);
