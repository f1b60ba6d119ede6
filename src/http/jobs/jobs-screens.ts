// Serves the pages of the background jobs, and what their buttons do.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Deps } from "#deps";
import { roundsJob } from "#domain/jobs/job-names.ts";
import type { JobRun } from "#domain/jobs/job-run.ts";
import { deadIn } from "#domain/jobs/message-counts.ts";
import { durationsOf } from "#domain/jobs/recent-runs.ts";
import { quantileOf, type Sketch } from "#domain/statistics/sketch.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { dayMs, hourMs } from "#domain/time/instants.ts";
import { parseMoment } from "#domain/time/moment.ts";
import type { AppContext } from "#http/router.ts";
import type { Form } from "#http/screens/form.ts";
import { leaveNotice, takeNotice } from "#http/screens/notice.ts";
import {
  acted,
  goTo,
  newScreens,
  paramsOf,
  queryOf,
  shown,
} from "#http/screens/screen.ts";
import type { Job } from "#jobs/job.ts";
import {
  conditionsOf,
  pauseJob,
  readJobControls,
  resumeJob,
} from "#store/jobs/job-control.ts";
import { readMessageCounts } from "#store/jobs/message-counters.ts";
import { readRecentJobRuns } from "#store/jobs/recent-runs.ts";
import {
  type JobFigures,
  JobScreen,
  type JobWindow,
  jobWindows,
} from "#ui/jobs/job-screen.tsx";
import type { JobView, ListedJob, TypedConditions } from "#ui/jobs/job-view.ts";
import { pathOfJob, sayItems, titleOfJob } from "#ui/jobs/job-words.tsx";
import { JobsScreen } from "#ui/jobs/jobs-screen.tsx";
import type { LatencyPoint } from "#ui/screens/drawings/latency-paths.ts";
import { noRefusals } from "#ui/screens/fields.tsx";
import type { Notice } from "#ui/screens/notice.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatLength } from "#ui/words/format.ts";
import { jobOf, jobParams, stateOf } from "./job-answer.ts";
import { pageOfRuns, runFields } from "./job-runs.ts";
import { sumUp } from "./job-statistics.ts";
import { runNow } from "./jobs.ts";

type Ctx = Context<AppContext>;

export const jobScreens = newScreens();

jobScreens.get(
  "/jobs",
  shown(async (c, viewer) =>
    JobsScreen({
      viewer,
      jobs: await listJobs(c.get("deps"), c.get("jobs"), viewer.now),
      dead: await deadMessages(c.get("deps"), viewer.now),
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

/** The page tells of the last 24 hours. */
async function deadMessages({ db }: Deps, now: number) {
  const { counts, deadAt } = await readMessageCounts(db);
  return deadAt === null || deadAt < now - dayMs
    ? null
    : { count: deadIn(counts), lastAt: deadAt };
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

/** The steps of the chart, by window. */
const steps = { "24h": hourMs, "7d": 6 * hourMs, "30d": dayMs } as const;

const query = z.strictObject({
  window: z.enum(jobWindows).default("24h"),
  cursor: runFields.cursor,
});

/** So many runs stand on a page. */
const runsAPage = 50;

jobScreens.get(
  "/jobs/:name",
  shown((c, viewer) => {
    const job = jobOf(c, paramsOf(c, jobParams).name);
    return showJob(c, viewer, job, { conditions: null, refusals: noRefusals });
  }),
);

/** The page of a job, with what was typed in its form. */
export async function showJob(c: Ctx, viewer: Viewer, job: Job, typed: TypedConditions) {
  const deps = c.get("deps");
  const { window, cursor } = queryOf(c, query);
  const controls = await readJobControls(deps.db);
  const page = await pageOfRuns(deps, job, { limit: runsAPage, cursor });
  const last =
    cursor === null ? page : await pageOfRuns(deps, job, { limit: 1, cursor: null });
  const figures = await figuresOf(deps, job, window);
  const control = controls.get(job.name);
  const state = stateOf(job, control, viewer.now);
  return JobScreen({
    viewer,
    job: viewOf(job, state, last.items[0]),
    window,
    figures,
    runs: page.items,
    next: page.next,
    csv: `/api${pathOfJob(job.name)}/stats.csv?from=-${window}&step=${formatDuration(steps[window])}`,
    notice: takeNotice(c),
    conditions: conditionsOf(control),
    typed,
  });
}

async function figuresOf(deps: Deps, job: Job, window: JobWindow): Promise<JobFigures> {
  const step = steps[window];
  const asked = { from: parseMoment(`-${window}`) ?? undefined, step };
  const { from, to, total, points } = await sumUp(deps, job, asked);
  const { runs, degraded, duration, lag, items, ...cost } = total;
  return {
    from,
    to,
    runs,
    degraded,
    durations: percentilesOf(duration),
    lagP95: quantileOf(lag, 0.95),
    items,
    ...cost,
    points: points.map(({ sum, ...point }) => ({
      ...point,
      runs: sum.duration.count,
      failed: sum.runs.failed,
      degraded: sum.degraded,
      missed: 0,
      durations: percentilesOf(sum.duration),
    })),
  };
}

function percentilesOf(sketch: Sketch): LatencyPoint["durations"] {
  if (sketch.count === 0) return null;
  const at = (share: number) => quantileOf(sketch, share) ?? 0;
  return { p10: at(0.1), p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

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
    const name = titleOfJob(job.name, viewer);
    const said =
      run.outcome === "ok"
        ? ran(name, took, sayItems({ name: job.name, states }, run, viewer))
        : ranAndFailed(name, took);
    return { said, undo: null };
  }),
);

jobScreens.post(
  "/jobs/:name/pause",
  doing(async ({ db, clock }, job, viewer) => {
    await pauseJob(db, job.name, clock.now());
    const { paused, roundsPaused } = viewer.words.jobs.notices;
    const say = job.name === roundsJob ? roundsPaused : paused;
    return { said: say(titleOfJob(job.name, viewer)), undo: undoBy(job, "resume") };
  }),
);

jobScreens.post(
  "/jobs/:name/resume",
  doing(async ({ db }, job, viewer) => {
    await resumeJob(db, job.name);
    const name = titleOfJob(job.name, viewer);
    return { said: viewer.words.jobs.notices.resumed(name), undo: undoBy(job, "pause") };
  }),
);
