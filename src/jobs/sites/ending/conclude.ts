// Concludes whether a crawl is over after a slice, and how it ended: complete, incomplete
// or failed.
import { explainFailure } from "#domain/runs/failure.ts";
import { mostPassedOver } from "#domain/sites/caution.ts";
import { type Crawl, mostStalls, type Progress } from "#domain/sites/crawl.ts";
import { type Found, mostExamples, withFound } from "#domain/sites/findings.ts";
import { beginForgetting, type Forgetting } from "#domain/sites/forgetting/forgetting.ts";
import { packForgetting } from "#domain/sites/forgetting/forgetting-encoding.ts";
import { nothingLeftOut } from "#domain/sites/left-out.ts";
import { explainLimits } from "#domain/sites/limits.ts";
import type { CrawlSession } from "#jobs/sites/crawl-session.ts";
import type { CrawlEnd } from "#store/rounds/record-crawl.ts";
import { readPageUrls } from "#store/sites/pages.ts";
import { endCrawl } from "./end-crawl.ts";
import { takeSteps } from "./forget.ts";
import { judgePagesMissed } from "./judge-pages-missed.ts";

/** A crawl and, when it is over, how it ended. */
type Conclusion = { progress: Progress; end: CrawlEnd | null };

/** Ends a crawl after a slice that leaves it nothing to do, or no way to go on. */
export async function concludeIfOver(
  session: CrawlSession,
  next: Crawl,
): Promise<Conclusion> {
  const { frontier } = session;
  const { progress } = next;
  if (progress.stalls >= mostStalls) return fail(session, next, "Its turn never came.");
  if (progress.passedOver >= mostPassedOver) return fail(session, next, endedTooOften);
  const isOver = frontier.length > 0 && frontier.position === frontier.length;
  if (!isOver) return { progress, end: null };
  const forgetting = await findForgotten(session, progress);
  return forgetting === null
    ? await concludeComplete(session, next)
    : { progress: { ...progress, forgetting: packForgetting(forgetting) }, end: null };
}

/**
 * Begins to find out which URLs are forgotten; null when none is. They are forgotten in
 * slices of their own, once this one's URLs are recorded.
 */
async function findForgotten(
  session: CrawlSession,
  { leftOut }: Progress,
): Promise<Forgetting | null> {
  const begun =
    session.caution === null ? beginForgetting(session.frontier, leftOut.ids) : null;
  if (begun === null) return null;
  const { isDone } = await takeSteps(session, begun, "read");
  return isDone ? null : begun;
}

const endedTooOften = `Reading ${mostPassedOver} of its pages ended the invocation.`;

function fail({ deps, target }: CrawlSession, next: Crawl, why: string): Conclusion {
  const { progress } = next;
  const { trouble } = progress;
  const reason = trouble === null ? why : explainFailure(trouble);
  const end = endCrawl(target, next, { state: "failed", reason }, deps.clock.now());
  return { progress, end };
}

/** What was found, with pages that are gone since nothing links to them any more. */
async function withMissed(
  { deps, target }: CrawlSession,
  { found }: Progress,
  lost: readonly number[],
): Promise<Found> {
  if (lost.length === 0) return found;
  const some = lost.slice(0, mostExamples);
  const urls = await readPageUrls(deps.db, target.id, some);
  return withFound(found, "gone", lost.length, urls);
}

/** Ends a crawl whose queue is empty. */
export async function concludeComplete(
  session: CrawlSession,
  next: Crawl,
): Promise<Conclusion> {
  const { deps, reader, target } = session;
  const { gone, lost, unseen } = await judgePagesMissed(session, next.progress);
  const progress = {
    ...next.progress,
    gone: next.progress.gone + gone.length,
    found: await withMissed(session, next.progress, lost),
    unseen: next.progress.unseen + unseen.length,
    leftOut: nothingLeftOut,
    forgetting: null,
  };
  const { maxBodyBytes } = target.request;
  const reason = explainLimits(progress.refused, { ...reader.spec, maxBodyBytes });
  const state = reason === null ? "completed" : "incomplete";
  const ended = { ...next, progress };
  const end = endCrawl(target, ended, { state, reason, gone, unseen }, deps.clock.now());
  return { progress, end };
}
