// Judges how a crawl ends: makes the run of the slot or the request that opened it.

import type { CrawlFigures } from "#domain/conditions/answer.ts";
import { statusFound } from "#domain/rounds/news.ts";
import type { Failure } from "#domain/runs/failure.ts";
import { judge, type Verdict } from "#domain/runs/judge.ts";
import { type Crawl, type Progress, unanswered } from "#domain/sites/crawl.ts";
import { findingsEvent } from "#domain/sites/findings.ts";
import type { Target } from "#domain/targets/target.ts";
import type { CrawlEnd } from "#store/rounds/record-crawl.ts";

/**
 * The end of an open crawl, at `now`. `gone` are pages that are no longer linked, and
 * `unseen` those that may still be. A cancelled crawl leaves its target's status as it is
 * and tells nobody what it found.
 */
export function endCrawl(
  target: Target,
  crawl: Crawl,
  {
    state,
    reason,
    gone = [],
    unseen = [],
  }: Pick<CrawlEnd, "state" | "reason"> & Partial<Pick<CrawlEnd, "gone" | "unseen">>,
  now: number,
): CrawlEnd {
  const verdict = judgeCrawl(target, crawl, state, now);
  const run = { ...verdict.run, changed: hasChanged(crawl.progress) };
  const isWanted = state !== "cancelled";
  const news = isWanted ? [statusFound(target.status, verdict)] : [];
  const found = isWanted ? findingsEvent(target, crawl, now) : null;
  const outside = { shardId: target.shardId, run, news };
  const events = found === null ? [] : [found];
  return { state, reason, at: now, outside, gone, unseen, events };
}

/**
 * Judges a crawl by the answer of the page at its start. The duration is the whole
 * crawl's.
 */
function judgeCrawl(
  target: Target,
  crawl: Crawl,
  state: CrawlEnd["state"],
  now: number,
): Verdict {
  const { start, trouble } = crawl.progress;
  const answer = start ?? {
    ...unanswered,
    finalUrl: target.url,
    failure: trouble ?? notBegun(target),
  };
  const failure =
    answer.failure ?? (state === "failed" ? (trouble ?? neverServed) : null);
  const durationMs = Math.max(0, now - crawl.startedAt);
  const fetched = {
    ...answer,
    failure,
    bodyMs: Math.max(0, durationMs - answer.firstByteMs),
    crawl: figuresOf(crawl, durationMs),
    validators: { etag: null, lastModified: null },
    retryAfterMs: null,
  };
  return judge(state === "cancelled" ? withoutConditions(target) : target, {}, fetched, {
    dueAt: crawl.dueAt,
    trigger: crawl.trigger,
    startedAt: crawl.startedAt,
  });
}

const figuresOf = ({ progress }: Crawl, duration: number): CrawlFigures => ({
  duration,
  pages: progress.fetched,
  broken: progress.failed,
  gone: progress.gone,
});

/** A crawl that was cut short says nothing of what a whole one would have found. */
const withoutConditions = (target: Target): Target => ({
  ...target,
  expect: { ...target.expect, conditions: [] },
});

/** Whether a crawl found its site changed. All pages of a first crawl are new. */
const hasChanged = ({ new: found, changed, unchanged, gone }: Progress): boolean =>
  changed > 0 || gone > 0 || (found > 0 && unchanged > 0);

const notBegun = ({ url }: Target): Failure => ({
  class: "blocked",
  by: "cancel",
  url,
  detail: "the crawl was cancelled before",
});

const neverServed: Failure = { class: "internal", detail: "the crawl's turn never came" };
