// Serves one invocation of the scheduled handler: runs the jobs whose slots lie in this
// minute, each at its instant, and keeps their history. One job's fault never ends the
// tick.
import type { Deps } from "#deps";
import type { JobRun } from "#domain/jobs/job-run.ts";
import { messageOf } from "#domain/runs/failure.ts";
import { nextSlot } from "#domain/schedules/slots.ts";
import { type Clock, sleep } from "#domain/time/clock.ts";
import { isCredible } from "#domain/time/clock-trust.ts";
import { createMeter } from "#store/db.ts";
import {
  claimJob,
  type JobControl,
  readJobControls,
  recordJobRuns,
  releaseJob,
} from "#store/jobs/jobs.ts";
import { bringBackInstants } from "./bring-back-instants.ts";
import type { Job, JobContext } from "./job.ts";

const minuteMs = 60_000;
/**
 * Longer than a job should take. The job of an invocation that was lost waits this long.
 */
const leaseMs = 5 * minuteMs;

/** How long a run may go on: an invocation by cron may last 15 minutes. */
const longestStayMs = 10 * minuteMs;

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
  const controls = await readControls(deps);
  const started = new Map<Job, Promise<void>>();
  const context: TickContext = {
    deps,
    until,
    wake: (name) => jobs.filter((job) => job.name === name).forEach(start),
  };
  function start(job: Job): void {
    if (started.has(job)) return;
    const ended = serveJob(context, job, controls.get(job.name)).catch((error: unknown) =>
      deps.log({ event: "job-broken", job: job.name, problem: messageOf(error) }),
    );
    started.set(job, ended);
  }
  jobs.filter((job) => isWanted(job, controls.get(job.name), until)).forEach(start);
  // A job may wake another one while it runs.
  for (let awaited = 0; awaited < started.size; ) {
    awaited = started.size;
    await Promise.all(started.values());
  }
}

/** A clock that is behind the trigger of its tick is set to the trigger's time. */
function notBehind(clock: Clock, scheduledAt: number): Clock {
  const behindMs = scheduledAt - clock.now();
  if (behindMs <= earlyMs) return clock;
  return { now: () => clock.now() + behindMs, after: clock.after };
}

/** Reads the control of jobs. A slot of a job that lies ahead shows a clock that did. */
async function readControls(deps: Deps): Promise<Map<string, JobControl>> {
  const { db, clock } = deps;
  const controls = await readJobControls(db);
  const now = clock.now();
  const isAhead = ({ lastDueAt }: JobControl) => !isCredible(lastDueAt ?? now, now);
  if (![...controls.values()].some(isAhead)) return controls;
  await bringBackInstants(deps);
  return await readJobControls(db);
}

type TickContext = Pick<JobContext, "deps" | "until" | "wake">;

const isWanted = (job: Job, control: JobControl | undefined, until: number): boolean =>
  !job.onDemand || (control?.wakeAt ?? until) < until;

async function serveJob(
  context: TickContext,
  job: Job,
  control: JobControl | undefined,
): Promise<void> {
  if (control?.pausedAt) return await notePause(context, job);
  return await (job.concurrent
    ? runHere(context, job)
    : runLeased(context, job, control));
}

/** Runs a job now, whatever its schedule. Null when it is running elsewhere. */
export async function runJobNow(deps: Deps, job: Job): Promise<JobRun | null> {
  const now = deps.clock.now();
  const lease = { token: deps.newToken(), now, until: now + leaseMs };
  if (!job.concurrent && (await claimJob(deps.db, job.name, lease)) === null) return null;
  const run = await runJob(
    job,
    { deps, dueAt: now, until: now + 1, stayUntil: now + 1, wake: () => {} },
    "manual",
  );
  if (job.concurrent) await recordJobRuns(deps.db, job, [run]);
  else await releaseJob(deps.db, job, lease.token, null, [run]);
  return run;
}

const startOfMinute = (at: number): number => at - (at % minuteMs);

/** The job's slot after `after`. A job that never ran starts with the current minute. */
function nextJobSlot(job: Job, after: number | null, now: number): number | null {
  return nextSlot(
    { schedule: job.schedule, seed: 0, anchorAt: 0 },
    after ?? startOfMinute(now) - 1,
  );
}

async function notePause({ deps, until }: TickContext, job: Job): Promise<void> {
  const startedAt = deps.clock.now();
  const dueAt = nextJobSlot(job, null, startedAt);
  if (dueAt === null || dueAt >= until) return;
  const run = {
    dueAt,
    startedAt,
    durationMs: 0,
    trigger: "schedule",
    counts: {},
    ...createMeter(),
  } as const;
  await recordJobRuns(deps.db, job, [{ ...run, outcome: "paused" }]);
}

async function runHere(context: TickContext, job: Job): Promise<void> {
  const { runs } = await runSlots(context, job, null, context.until);
  await recordJobRuns(context.deps.db, job, runs);
}

async function runLeased(
  context: TickContext,
  job: Job,
  control: JobControl | undefined,
): Promise<void> {
  const { deps, until } = context;
  const { clock, db } = deps;
  const now = clock.now();
  const dueAt = nextJobSlot(job, control?.lastDueAt ?? null, now);
  if (dueAt === null || dueAt >= until) return;
  const lease = { token: deps.newToken(), now, until: now + leaseMs };
  const claimed = await claimJob(db, job.name, lease);
  if (claimed === null) return;
  const stayUntil = lease.until - 2 * minuteMs;
  const { runs, accountedAt } = await runSlots(
    context,
    job,
    claimed.lastDueAt,
    stayUntil,
  );
  await releaseJob(db, job, lease.token, accountedAt, runs);
}

/**
 * Runs a job's slots up to `until`. Slots that come while the job is running are passed
 * over. A run that goes on into the next minute has kept that minute's tick out: up to
 * `stayUntil` the rest of that minute is served here as well.
 */
async function runSlots(
  { deps, until, wake }: TickContext,
  job: Job,
  lastDueAt: number | null,
  stayUntil: number,
): Promise<{ runs: JobRun[]; accountedAt: number | null }> {
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
        { deps, dueAt, until: end, stayUntil: deps.clock.now() + longestStayMs, wake },
        "schedule",
      ),
    );
    const endedAt = clock.now();
    accountedAt = Math.max(dueAt, endedAt);
    if (endedAt >= end && endedAt < stayUntil) end = startOfMinute(endedAt) + minuteMs;
  }
  return { runs, accountedAt };
}

/**
 * Runs a job once. Counts what it costs apart from the other jobs of the tick, which run
 * at the same time.
 */
async function runJob(
  job: Job,
  context: JobContext,
  trigger: JobRun["trigger"],
): Promise<JobRun> {
  const { deps, dueAt } = context;
  const startedAt = deps.clock.now();
  const cost = createMeter();
  const ended = (outcome: "ok" | "failed", counts: JobRun["counts"]): JobRun => ({
    dueAt,
    startedAt,
    durationMs: deps.clock.now() - startedAt,
    outcome,
    trigger,
    counts,
    ...cost,
  });
  try {
    return ended(
      "ok",
      await job.run({ ...context, deps: { ...deps, db: deps.db.metered(cost) } }),
    );
  } catch (error) {
    deps.log({ event: "job-failed", job: job.name, problem: messageOf(error) });
    return { ...ended("failed", {}), error: messageOf(error) };
  }
}
