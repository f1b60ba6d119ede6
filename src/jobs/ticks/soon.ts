// Does at once what somebody cannot wait for until the next tick: makes the rounds when a
// target was created, changed or resumed, and goes on with a crawl that was asked for.
import type { Deps } from "#deps";
import { roundsJob } from "#domain/jobs/job-names.ts";
import { minuteMs, startOfMinute } from "#domain/time/instants.ts";
import type { Job } from "#jobs/job.ts";
import { createRunningJobs } from "./running-jobs.ts";
import { company, runBriefly } from "./tick.ts";

/**
 * An invocation begins work no longer than this, ms: within a minute a tick has come that
 * serves what is new.
 */
const longestLookMs = minuteMs;

/**
 * So much of what an invocation has after its answer is left for what begins last, ms:
 * for a run or a page with the usual timeout, and for the record.
 */
const lastWorkMs = 16_000;

/** So long before the platform ends an invocation all of its work has ended, ms. */
const spareMs = 1_000;

/** An invocation may not look again so shortly before it stops. */
const lastLookMs = 2_000;

/** So long before the next tick a job that it goes on with begins nothing more, ms. */
const handOverMs = 2_000;

/**
 * Gives the function that runs a job by its name, and beside it the jobs that it wakes.
 * Calls for rounds that come while rounds are made, in the same isolate, are served by
 * the invocation that does so as long as that surely looks again.
 */
export function createSoonJobs(
  jobs: readonly Job[],
): (deps: Deps, name: string) => Promise<void> {
  let looksUntil = 0;
  let isAskedAgain = false;

  return async (deps, name) => {
    const { clock, log, settings } = deps;
    const now = clock.now();
    if (name === roundsJob) {
      isAskedAgain = true;
      if (now < looksUntil - lastLookMs) return;
    }
    const until = now + Math.min(longestLookMs, settings.afterAnswerMs - lastWorkMs);
    const endsBy = now + settings.afterAnswerMs - spareMs;
    const wake = (woken: string) =>
      jobs.filter((job) => job.name === woken).forEach(running.wake);
    const shared = { deps, until, endsBy, stayUntil: until, ...company(), wake };
    const running = createRunningJobs(log, async (job, woken) => {
      const context = { ...shared, woken };
      if (job.name !== roundsJob) {
        const tickAt = startOfMinute(now) + minuteMs;
        const handedOverAt = Math.min(until, tickAt - handOverMs);
        return await runBriefly({ ...context, until: handedOverAt }, job);
      }
      looksUntil = until;
      try {
        while (isAskedAgain && clock.now() < until) {
          isAskedAgain = false;
          await runBriefly(context, job);
        }
      } finally {
        if (looksUntil === until) looksUntil = 0;
      }
    });
    wake(name);
    await running.ended();
  };
}
