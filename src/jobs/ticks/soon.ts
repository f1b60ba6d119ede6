// Makes the rounds that are due at once, for somebody who cannot wait for the next tick:
// a target was created, changed or resumed.
import type { Deps } from "#deps";
import { roundsJob } from "#domain/jobs/job-names.ts";
import { messageOf } from "#domain/runs/failure.ts";
import { minuteMs } from "#domain/time/instants.ts";
import type { Job } from "#jobs/job.ts";
import { runBriefly } from "./tick.ts";

/**
 * An invocation looks for shards no longer than this, ms: within a minute a tick has come
 * that serves what is new.
 */
const longestLookMs = minuteMs;

/**
 * So much of what an invocation has after its answer is left for the last round that
 * begins, ms: for a run with its usual timeout, and for the record.
 */
const lastRoundMs = 16_000;

/** So long before the platform ends an invocation all of its work has ended, ms. */
const spareMs = 1_000;

/** An invocation may not look again so shortly before it stops. */
const lastLookMs = 2_000;

/** How long a job that was woken may begin work, ms: a slice of a crawl takes its time. */
const beginMs = 3_000;

/**
 * Gives the function that makes the rounds. Calls that come while it does so, in the same
 * isolate, are served by the one that is under way as long as that surely looks again.
 */
export function createSoonRounds(jobs: readonly Job[]): (deps: Deps) => Promise<void> {
  const job = jobs.find(({ name }) => name === roundsJob);
  let looksUntil = 0;
  let isAskedAgain = false;

  return async (deps) => {
    const { clock, log } = deps;
    const now = clock.now();
    isAskedAgain = true;
    if (job === undefined || now < looksUntil - lastLookMs) return;
    const { afterAnswerMs } = deps.settings;
    looksUntil = now + Math.min(longestLookMs, afterAnswerMs - lastRoundMs);
    const until = looksUntil;
    const endsBy = now + afterAnswerMs - spareMs;
    try {
      while (isAskedAgain && clock.now() < until) {
        isAskedAgain = false;
        const woken = await runBriefly(deps, job, { until, endsBy });
        const others = jobs.filter(({ name }) => woken.has(name));
        const soon = Math.min(until, clock.now() + beginMs);
        for (const other of others)
          await runBriefly(deps, other, { until: soon, endsBy });
      }
    } catch (error) {
      log({ event: "rounds-not-made", problem: messageOf(error) });
    } finally {
      if (looksUntil === until) looksUntil = 0;
    }
  };
}
