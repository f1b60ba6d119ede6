// Whose fault it is when a page does not answer, its own or its host's, and for how long
// it is waited for. No I/O.

import type { Failure } from "#domain/runs/failure.ts";
import { isSilence } from "#domain/runs/failure.ts";
import type { Crawl } from "#domain/sites/crawl.ts";
import type { QueueEntry } from "#domain/sites/frontier/queue-encoding.ts";
import type { RoundTarget } from "#domain/targets/target.ts";
import type { PageResult } from "#net/fetching/fetch-page.ts";

/**
 * `crawl` is as recorded last; without one there is no later time to leave a page for.
 */
export type Circumstances = { target: RoundTarget; crawl?: Pick<Crawl, "progress"> };

/**
 * How often a host may say "not now" of one page: with the waits in between, a quarter of
 * an hour.
 */
const mostComplaints = 7;
/**
 * Silent slices in a row after which a page is asked for only once its host is known to
 * be there.
 */
const doubtfulStalls = 2;
/**
 * Slices in a row without any answer after which hosts beside the site's own are waited
 * for no longer: when nothing else has been left to do for a quarter of an hour. Without
 * its own host a crawl is nothing; without another it is.
 */
const patientStalls = 4;

/** Whether a host in trouble is worth waiting for. */
export function isPatient({ crawl, target }: Circumstances, host: string): boolean {
  if (crawl === undefined) return false;
  const { stalls, start } = crawl.progress;
  const isOwn =
    host === target.host || (start !== null && host === new URL(start.finalUrl).host);
  return isOwn || stalls < patientStalls;
}

/**
 * Whether it is time to find out if the host is there at all: the page has failed too
 * often, or nothing answers.
 */
export const isSuspect = (
  { target, crawl }: Circumstances,
  { attempts }: QueueEntry,
): boolean => attempts > target.request.retries || isStuck(crawl);

function isStuck(crawl: Circumstances["crawl"]): boolean {
  if (crawl === undefined) return false;
  const { stalls, trouble } = crawl.progress;
  return stalls >= doubtfulStalls && trouble !== null && isSilence(trouble);
}

const isBusy = ({ status }: PageResult): boolean => status === 429 || status === 503;

/** What went wrong if it may go well another time; null if it did not, or will not. */
export function transientTrouble(
  { target }: Circumstances,
  page: PageResult,
): Failure | null {
  const { failure, status } = page;
  if (failure !== null)
    return isSilence(failure) || failure.class === "timeout" ? failure : null;
  if (status === null || (!isBusy(page) && status < 500)) return null;
  return { class: "status", status, expected: target.expect.status.join(" or ") };
}

/**
 * Whether a page that failed for a passing reason is tried again. Its silence is its own
 * fault once its host is heard.
 */
export function isWorthAnother(
  { target, crawl }: Circumstances,
  { attempts }: QueueEntry,
  page: PageResult,
  mayBeHostsFault: boolean,
): boolean {
  if (isBusy(page)) return attempts < mostComplaints;
  const isSilent = page.failure !== null && isSilence(page.failure);
  if (isSilent && mayBeHostsFault) return true;
  const hasHadItsChance = isSilent && attempts > 0 && isStuck(crawl);
  return attempts < target.request.retries && !hasHadItsChance;
}
