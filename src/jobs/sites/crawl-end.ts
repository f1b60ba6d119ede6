// The end of a crawl: the run that its slot, or its request, gets in the target's
// history.

import type { Failure } from "#domain/runs/failure.ts";
import { judge } from "#domain/runs/judge.ts";
import { type Crawl, type Progress, unanswered } from "#domain/sites/crawl.ts";
import type { Target } from "#domain/targets/target.ts";
import type { RunVerdict } from "#store/runs/record-run.ts";
import type { CrawlEnd } from "#store/sites/slices.ts";

/** How an open crawl ends. `gone` are pages that are no longer linked. */
export function endCrawl(
  target: Target,
  crawl: Crawl,
  {
    state,
    reason,
    gone = [],
  }: Pick<CrawlEnd, "state" | "reason"> & { gone?: readonly number[] },
  now: number,
): CrawlEnd {
  return {
    state,
    reason,
    at: now,
    target,
    verdict: judgeCrawl(target, crawl, state, now),
    gone,
  };
}

/**
 * Judged by the page at the start; its duration is the whole crawl's. A cancelled crawl
 * turns no status.
 */
function judgeCrawl(
  target: Target,
  crawl: Crawl,
  state: CrawlEnd["state"],
  now: number,
): RunVerdict {
  const { start, trouble } = crawl.progress;
  const answer = start ?? {
    ...unanswered,
    finalUrl: target.url,
    failure: trouble ?? notBegun(target),
  };
  const failure =
    answer.failure ?? (state === "failed" ? (trouble ?? neverServed) : null);
  const fetched = {
    ...answer,
    failure,
    bodyMs: Math.max(0, now - crawl.startedAt - answer.firstByteMs),
    validators: { etag: null, lastModified: null },
    retryAfterMs: null,
  };
  const { run, status } = judge(target, {}, fetched, {
    dueAt: crawl.dueAt,
    trigger: crawl.trigger,
    startedAt: crawl.startedAt,
    endedAt: now,
    attempts: 1,
  });
  return {
    run: { ...run, changed: hasNews(crawl.progress) },
    status: state === "cancelled" ? target.status : status,
  };
}

/** Pages of a first crawl are all new, which is no news. */
const hasNews = ({ new: found, changed, unchanged, gone }: Progress): boolean =>
  changed > 0 || gone > 0 || (found > 0 && unchanged > 0);

const notBegun = ({ url }: Target): Failure => ({
  class: "blocked",
  by: "cancel",
  url,
  detail: "the crawl was cancelled before",
});

const neverServed: Failure = { class: "internal", detail: "the crawl's turn never came" };
