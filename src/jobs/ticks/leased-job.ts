// Runs a job under its lease, which is prolonged while the job runs. Tells a run that was
// lost when it takes the lease over.

import type { Deps } from "#deps";
import { longestInvocationMs } from "#domain/budget.ts";
import type { JobRun } from "#domain/jobs/job-run.ts";
import { lostRun } from "#domain/jobs/lost-run.ts";
import { minuteMs, startOfMinute } from "#domain/time/instants.ts";
import { type Job, nextJobSlot } from "#jobs/job.ts";
import { createLeaseKeeper } from "#jobs/kept-leases.ts";
import { type Losses, lossesOf } from "#jobs/losses.ts";
import { tryAgain } from "#jobs/try-again.ts";
import {
  claimJob,
  type JobControl,
  prolongJob,
  releaseJob,
} from "#store/jobs/job-control.ts";
import { recordLostRun } from "#store/jobs/jobs.ts";

/** The job of an invocation that was lost waits this long. */
const leaseMs = minuteMs;

/** The lease of a job that goes on is prolonged when so much of it is left. */
const spareMs = 20_000;

/**
 * Up to when a job's slots are accounted for. A first run that was lost leaves open the
 * minute in which it was claimed. Null when there was none. Epoch ms.
 */
export function accountedUpTo(control: JobControl | undefined): number | null {
  const { claimedAt = null, claims = 0, lastDueAt = null } = control ?? {};
  const isLost = claims > 0 && claimedAt !== null;
  return lastDueAt ?? (isLost ? startOfMinute(claimedAt) - 1 : null);
}

/** Runs that were made, and up to when the job's slots are accounted for. Epoch ms. */
export type ServedSlots = { runs: JobRun[]; accountedAt: number | null };

/**
 * Makes a job's runs and records them. `before` is the job's control as the caller has
 * read it. Null when another invocation has the job.
 */
export async function runUnderLease(
  deps: Deps,
  job: Job,
  before: JobControl | undefined,
  serve: (lastDueAt: number | null, losses: Losses) => Promise<ServedSlots>,
): Promise<ServedSlots | null> {
  const { clock, db } = deps;
  const now = clock.now();
  const lease = { token: deps.newToken(), now, until: now + leaseMs };
  const claimed = await tryAgain(clock, lease.until, () => claimJob(db, job.name, lease));
  if (claimed === null) return null;
  const kept = createLeaseKeeper<string>({
    clock,
    lengthMs: leaseMs,
    spareMs,
    async prolong([term]) {
      return term && (await prolongJob(db, job.name, term)) ? [job.name] : [];
    },
  }).keep({ id: job.name, ...lease }, now + longestInvocationMs);
  try {
    const isLost = await tellLost(deps, job, before, claimed);
    const losses = lossesOf(deps, claimed, lease.token);
    const served = await serve(claimed.lastDueAt ?? accountedUpTo(before), losses);
    const { runs, accountedAt: lastDueAt } = served;
    const wasFailing = isLost || claimed.failingSince !== null;
    await tryAgain(clock, kept.until(), (isRepeated) =>
      releaseJob(db, job, lease.token, { runs, lastDueAt, wasFailing }, isRepeated),
    );
    return served;
  } finally {
    kept.end();
  }
}

/** Gives whether the run before this one was lost. */
async function tellLost(
  { clock, db }: Deps,
  job: Job,
  before: JobControl | undefined,
  { claims }: JobControl,
): Promise<boolean> {
  if (!before?.claimedAt || before.claims === 0 || claims !== before.claims + 1)
    return false;
  const { claimedAt } = before;
  const dueAt = nextJobSlot(job, accountedUpTo(before), claimedAt) ?? claimedAt;
  const run = lostRun(Math.min(dueAt, claimedAt), claimedAt, {});
  await tryAgain(clock, clock.now() + leaseMs, () => recordLostRun(db, job, run));
  return true;
}
