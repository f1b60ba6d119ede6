// Decides how long a crawl waits for what does not answer, and whether a page or its host
// is to blame. No I/O.

import type { Failure } from "#domain/runs/failure.ts";
import { isSilence } from "#domain/runs/failure.ts";
import type { Fetched } from "#domain/runs/judging/fetched.ts";
import type { Crawl } from "#domain/sites/crawl.ts";
import type { QueueEntry } from "#domain/sites/frontier/queue-encoding.ts";
import { isComplaint } from "#domain/sites/pace.ts";
import type { RoundTarget } from "#domain/targets/target.ts";

/** `crawl` is as recorded last. A trial has none: it cannot leave a page for later. */
export type RetryContext = { target: RoundTarget; crawl?: Pick<Crawl, "progress"> };

/**
 * How often a host may answer a page with 429 or 503 before the page counts as failed.
 * With the waits in between that takes a quarter of an hour.
 */
const mostComplaints = 7;
/**
 * Slices in a row without any answer after which a page is asked for only once its host
 * is known to answer.
 */
const stallsUntilHostCheck = 2;
/**
 * Slices in a row without any answer after which a crawl waits no longer for hosts beside
 * its start's: a quarter of an hour in which nothing else was left to do. A crawl ends
 * when its start's host stays silent; it goes on without any other host.
 */
const stallsUntilGivenUp = 4;

/** Whether a page of a host in trouble is left for later. */
export function waitsForHost({ crawl, target }: RetryContext, host: string): boolean {
  if (crawl === undefined) return false;
  const { stalls, start } = crawl.progress;
  const isStartsHost =
    host === target.host || (start !== null && host === new URL(start.finalUrl).host);
  return isStartsHost || stalls < stallsUntilGivenUp;
}

/** Whether the crawl no longer waits for a host in trouble. */
export const givesUpHost = (context: RetryContext, host: string): boolean =>
  context.crawl !== undefined && !waitsForHost(context, host);

/**
 * Whether it is time to find out if the host answers at all: the page has failed too
 * often, or no page answers.
 */
export const doubtsHost = (
  { target, crawl }: RetryContext,
  { attempts }: QueueEntry,
): boolean => attempts > target.request.retries || isStuck(crawl);

function isStuck(crawl: RetryContext["crawl"]): boolean {
  if (crawl === undefined) return false;
  const { stalls, trouble } = crawl.progress;
  return stalls >= stallsUntilHostCheck && trouble !== null && isSilence(trouble);
}

/** The failure of an answer that may succeed another time; null for any other answer. */
export function passingFailure(
  { target }: RetryContext,
  { failure, status }: Fetched,
): Failure | null {
  if (failure !== null)
    return isSilence(failure) || failure.class === "timeout" ? failure : null;
  if (status === null || (!isComplaint(status) && status < 500)) return null;
  return { class: "status", status, expected: target.expect.status.join(" or ") };
}

/**
 * Whether a page with a passing failure is tried again. A page whose host answers others
 * is itself to blame for its silence.
 */
export function isWorthRetrying(
  { target, crawl }: RetryContext,
  { attempts }: QueueEntry,
  { status, failure }: Pick<Fetched, "status" | "failure">,
  mayBeHostsFault: boolean,
): boolean {
  if (isComplaint(status)) return attempts < mostComplaints;
  const isSilent = failure !== null && isSilence(failure);
  if (isSilent && mayBeHostsFault) return true;
  const hasHadItsChance = isSilent && attempts > 0 && isStuck(crawl);
  return attempts < target.request.retries && !hasHadItsChance;
}
