// Serves one invocation of the scheduled handler: runs the jobs whose slots lie in this
// minute, each at its instant, and keeps their history. One job's fault never ends the
// tick.

import type { Deps } from "#deps";
import type { JobRun } from "#domain/jobs/job-run.ts";
import { type Clock, sleep } from "#domain/time/clock.ts";
import { minuteMs, startOfMinute } from "#domain/time/instants.ts";
import { readCredibleControls } from "#jobs/bring-back-instants.ts";
import { type EndedRun, type Job, type JobContext, nextJobSlot } from "#jobs/job.ts";
import { type Losses, noLosses } from "#jobs/losses.ts";
import { createQuarters } from "#jobs/quarters.ts";
import { tryAgain } from "#jobs/try-again.ts";
import { createMeter } from "#store/db.ts";
import {
  conditionsOf,
  type JobControl,
  readJobControls,
} from "#store/jobs/job-control.ts";
import { statementsForStreak } from "#store/jobs/streaks.ts";
import { accountedUpTo, runUnderLease, type ServedSlots } from "./leased-job.ts";
import { recordAfter } from "./record-after.ts";
import { type JudgedContext, runJob } from "./run-job.ts";
import { createRunningJobs } from "./running-jobs.ts";

/** How long a run may go on: an invocation by cron may last 15 minutes. */
const longestStayMs = 10 * minuteMs;

/** How long a leased job may go on with the slots of later minutes. */
const longestTurnMs = 3 * minuteMs;

/** A trigger may come this much before the minute it is for. */
const earlyMs = 5_000;

/** Runs the jobs of a minute. `scheduledAt` is the minute that the trigger is for. */
export async function tick(
  ownDeps: Deps,
  jobs: readonly Job[],
  scheduledAt = ownDeps.clock.now(),
): Promise<void> {
  const deps = { ...ownDeps, clock: notBehind(ownDeps.clock, scheduledAt) };
  const now = deps.clock.now();
  const until =
    startOfMinute(Math.max(now, Math.min(scheduledAt, now + earlyMs))) + minuteMs;
  const controls = await tryAgain(deps.clock, until, () => readCredibleControls(deps));
  const ended: EndedRun[] = [];
  const running = createRunningJobs(deps.log, async (job, woken) => {
    const control = controls.get(job.name);
    const runs = await serveJob({ ...context, ended, woken }, job, control);
    ended.push(...runs.map((run) => ({ job: job.name, run })));
  });
  const context = {
    deps,
    until,
    ...company(),
    wake: (name: string) =>
      jobs
        .filter((job) => job.name === name)
        .forEach(controls.get(name)?.pausedAt ? running.start : running.wake),
  };
  const wanted = jobs.filter((job) => isWanted(job, controls.get(job.name), until));
  for (const isLast of [false, true]) {
    wanted.filter((job) => (job.afterOthers ?? false) === isLast).forEach(running.start);
    await running.ended();
  }
}

/** A clock that is behind the trigger of its tick is set to the trigger's time. */
function notBehind(clock: Clock, scheduledAt: number): Clock {
  const behindMs = scheduledAt - clock.now();
  if (behindMs <= earlyMs) return clock;
  return { now: () => clock.now() + behindMs, after: clock.after };
}

/** What the jobs of one invocation share, and what is known of lost runs at first. */
export const company = () => ({ quarters: createQuarters(), losses: noLosses });

type TickContext = Omit<JobContext, "dueAt" | "stayUntil" | "endsBy">;
type JudgedTick = TickContext & Pick<JudgedContext, "expected">;

const isWanted = (job: Job, control: JobControl | undefined, until: number): boolean =>
  !job.onDemand || (control?.wakeAt ?? until) < until;

/**
 * Recording a job's runs takes a statement, giving a lease back another one, and telling
 * that the job fails some more. A job without a lease runs each minute: what it cannot
 * tell for want of statements, its next run tells.
 */
const statementsToEnd = ({ concurrent }: Job): number =>
  concurrent ? 1 : 2 + statementsForStreak;

async function serveJob(
  context: TickContext,
  job: Job,
  control: JobControl | undefined,
): Promise<readonly JobRun[]> {
  if (control?.pausedAt) return await notePause(context, job);
  const giveBack = context.deps.statements.keep(statementsToEnd(job));
  const judged = { ...context, expected: conditionsOf(control) };
  return await serveBy(job)(judged, job, control).finally(giveBack);
}

/** How a job's slots of a tick are served; gives its runs. */
type ServeJob = (
  context: JudgedTick,
  job: Job,
  control: JobControl | undefined,
) => Promise<readonly JobRun[]>;

function serveBy({ afterOthers, concurrent }: Job): ServeJob {
  if (afterOthers) return runLast;
  return concurrent ? runHere : runLeased;
}

/** Runs a job now, whatever its schedule. Null when it is running elsewhere. */
export async function runJobNow(deps: Deps, job: Job): Promise<JobRun | null> {
  const now = deps.clock.now();
  const control = await controlOf(deps, job);
  const context = {
    deps,
    expected: conditionsOf(control),
    dueAt: now,
    until: now + 1,
    stayUntil: now + 1,
    ...company(),
    wake: () => {},
    woken: () => new Promise<void>(() => {}),
  };
  const serve = async (_: number | null, losses: Losses) => ({
    runs: [await runJob(job, { ...context, losses }, "manual")],
    accountedAt: null,
  });
  const served = await (job.concurrent
    ? recordAfter(deps, job, control, serve(null, noLosses))
    : runUnderLease(deps, job, control, serve));
  return served?.runs[0] ?? null;
}

/**
 * Runs a job at once, as a change calls for, unless it is paused. A run that finds nothing
 * to do leaves no trace in the history.
 */
export async function runBriefly(
  context: Omit<JobContext, "dueAt">,
  job: Job,
): Promise<void> {
  const { deps } = context;
  const control = await controlOf(deps, job);
  if (control?.pausedAt) return;
  const judged = { ...context, expected: conditionsOf(control) };
  const run = await runJob(job, { ...judged, dueAt: deps.clock.now() }, "change");
  const didSomething = run.outcome !== "ok" || Object.values(run.counts).some(Boolean);
  const runs = didSomething ? [run] : [];
  await recordAfter(deps, job, control, Promise.resolve({ runs, accountedAt: null }));
}

const controlOf = async ({ db }: Deps, { name }: Job): Promise<JobControl | undefined> =>
  (await readJobControls(db)).get(name);

async function notePause({ deps, until }: TickContext, job: Job): Promise<JobRun[]> {
  const startedAt = deps.clock.now();
  const dueAt = nextJobSlot(job, null, startedAt);
  if (dueAt === null || dueAt >= until) return [];
  const run = {
    dueAt,
    startedAt,
    durationMs: 0,
    trigger: "schedule",
    counts: {},
    ...createMeter(),
  } as const;
  const runs: JobRun[] = [{ ...run, outcome: "paused" }];
  const unrun = Promise.resolve({ runs, accountedAt: null });
  await recordAfter(deps, job, undefined, unrun);
  return runs;
}

const runHere: ServeJob = async (context, job, control) => {
  const { deps, until } = context;
  const served = runSlots(context, job, null, until);
  return (await recordAfter(deps, job, control, served)).runs;
};

/** Runs a job for the tick's minute, though the minute may be over. */
const runLast: ServeJob = async (context, job, control) => {
  const dueAt = context.until - minuteMs;
  const stayUntil = context.until;
  const running = runJob(job, { ...context, dueAt, stayUntil }, "schedule");
  const served = running.then((run) => ({ runs: [run], accountedAt: null }));
  return (await recordAfter(context.deps, job, control, served)).runs;
};

const runLeased: ServeJob = async (context, job, control) => {
  const { deps, until } = context;
  const now = deps.clock.now();
  const dueAt = nextJobSlot(job, accountedUpTo(control), now);
  if (dueAt === null || dueAt >= until) return [];
  const served = await runUnderLease(deps, job, control, (lastDueAt, losses) =>
    runSlots({ ...context, losses }, job, lastDueAt, now + longestTurnMs),
  );
  return served?.runs ?? [];
};

/**
 * Runs a job's slots up to `until`. Slots that come while the job is running are passed
 * over. A run that goes on into the next minute has kept that minute's tick out: up to
 * `stayUntil` the rest of that minute is served here as well.
 */
async function runSlots(
  { until, ...shared }: JudgedTick,
  job: Job,
  lastDueAt: number | null,
  stayUntil: number,
): Promise<ServedSlots> {
  const { deps } = shared;
  const { clock } = deps;
  const runs: JobRun[] = [];
  let accountedAt = lastDueAt;
  let end = until;
  const next = () => nextJobSlot(job, accountedAt, clock.now());
  for (let dueAt = next(); dueAt !== null && dueAt < end; dueAt = next()) {
    if (dueAt > clock.now()) await sleep(clock, dueAt - clock.now());
    runs.push(
      await runJob(
        job,
        { ...shared, dueAt, until: end, stayUntil: clock.now() + longestStayMs },
        "schedule",
      ),
    );
    const endedAt = clock.now();
    accountedAt = Math.max(dueAt, endedAt);
    if (endedAt >= end && endedAt < stayUntil) end = startOfMinute(endedAt) + minuteMs;
  }
  return { runs, accountedAt };
}
