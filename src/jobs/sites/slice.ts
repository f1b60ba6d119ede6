// Runs a slice of a crawl: visits the next entries of the queue, and records what they
// gave in one batch. A slice that is lost is done again from its start: nothing of it
// took effect.

import { warinessAfter } from "#domain/sites/caution.ts";
import { type Crawl, type Progress, stallDelay } from "#domain/sites/crawl.ts";
import {
  type PackedForgetting,
  packForgetting,
  unpackForgetting,
} from "#domain/sites/forgetting/forgetting-encoding.ts";
import { takeAdditions } from "#domain/sites/frontier/frontier.ts";
import { closeIntake, openIntake } from "#domain/sites/visits/intake.ts";
import type { SliceResults } from "#domain/sites/visits/take-visit.ts";
import { concludeComplete, concludeIfOver } from "#jobs/sites/ending/conclude.ts";
import { type StepsTaken, takeSteps } from "#jobs/sites/ending/forget.ts";
import { tryAgain } from "#jobs/try-again.ts";
import {
  recordSlice,
  type SliceFate,
  type SliceRecord,
  type SliceStart,
} from "#store/rounds/record-crawl.ts";
import { findCrawl } from "#store/sites/crawls.ts";
import { affordsMore, type CrawlSession } from "./crawl-session.ts";
import { keepLease, leaseForNext, sliceSpanMs } from "./slice-lease.ts";
import { prepareStartRobots, startQueue } from "./start-queue.ts";
import { visitQueue } from "./visit-queue.ts";

/**
 * What a slice has come to. waiting: the crawl is to be left alone for now. lost: another
 * invocation has the crawl, or it was cancelled.
 */
export type SliceOutcome = "more" | "waiting" | "ended" | "lost";

export async function runSlice(session: CrawlSession): Promise<SliceOutcome> {
  const { deps, crawl, frontier } = session;
  const { clock } = deps;
  const startedAt = clock.now();
  if (!(await keepLease(session))) return "lost";
  const { forgetting } = crawl.progress;
  if (forgetting !== null) return await forgetSome(session, forgetting, startedAt);
  // robots.txt says how far apart requests must be: the slice may have to be longer.
  await prepareStartRobots(session);
  if (!(await keepLease(session))) return "lost";
  const spanEnd = clock.now() + sliceSpanMs(session);
  session.isCut = session.requestsUntil < spanEnd;
  const startBy = Math.min(spanEnd, session.requestsUntil);
  const intake = openIntake(crawl.progress);
  const startTrouble =
    frontier.length === 0 ? startQueue(session, intake.results.progress) : null;
  const visited = await visitQueue(session, intake, startBy);
  const results = closeIntake(session, intake, clock.now());
  const trouble = startTrouble ?? results.trouble;
  const next = crawlAfter(session, { ...results, trouble }, visited, startedAt);
  const conclusion = await concludeIfOver(session, next);
  return await record(session, next, { ...conclusion, pages: results.pages });
}

/**
 * Runs a slice of a crawl whose queue is empty: forgets some URLs. A crawl that was lost
 * more than by chance leaves that to the next one.
 */
async function forgetSome(
  session: CrawlSession,
  packed: PackedForgetting,
  startedAt: number,
): Promise<SliceOutcome> {
  const { deps, crawl, caution } = session;
  const forgetting = unpackForgetting(packed);
  const { isDone, forgotten } =
    caution === null ? await takeSteps(session, forgetting, "write") : givenUp;
  const now = deps.clock.now();
  const progress: Progress = {
    ...crawl.progress,
    slices: crawl.progress.slices + 1,
    activeMs: crawl.progress.activeMs + now - startedAt,
    forgetting: packForgetting(forgetting),
  };
  const next = { ...crawl, nextAt: now, progress };
  const conclusion = isDone
    ? await concludeComplete(session, next)
    : { progress, end: null };
  return await record(session, next, { ...conclusion, pages: [], forgotten });
}

const givenUp: StepsTaken = { isDone: true, forgotten: null };

/** The crawl as it stands after a slice that took `visited` entries of the queue. */
function crawlAfter(
  session: CrawlSession,
  { progress, answered, trouble }: SliceResults,
  visited: number,
  startedAt: number,
): Crawl {
  const { deps, crawl, frontier, paces, duplicates, caution } = session;
  const now = deps.clock.now();
  const isLeft =
    frontier.length === 0 || (visited > 0 && frontier.position < frontier.length);
  // Without trouble it may be our own budget or time that ran out, which is not the site's
  // doing.
  const isOurs = session.isCut || !affordsMore(session);
  const isStalled = answered === 0 && isLeft && (trouble !== null || !isOurs);
  const stalls = isStalled ? progress.stalls + 1 : 0;
  return {
    ...crawl,
    position: frontier.position,
    queued: frontier.length,
    nextAt: isStalled ? Math.max(now + stallDelay(stalls), session.heldUntil()) : now,
    progress: {
      ...progress,
      slices: progress.slices + 1,
      activeMs: progress.activeMs + now - startedAt,
      trouble: isStalled ? trouble : null,
      stalls,
      paces: paces.known(),
      copies: duplicates.known(),
      wariness: warinessAfter(caution, frontier.position),
      passedOver: progress.passedOver + (caution?.passesOver ? visited : 0),
    },
  };
}

async function record(
  session: CrawlSession,
  next: Crawl,
  written: Pick<SliceRecord, "progress" | "end" | "pages" | "forgotten">,
): Promise<SliceOutcome> {
  const { deps, crawl, frontier, paces, robots, target, token } = session;
  const { progress, end } = written;
  const additions = takeAdditions(frontier);
  const { position, queued } = crawl;
  const leaseUntil = leaseForNext(session);
  const fate = await recordOnce(
    session,
    { crawlId: crawl.id, targetId: target.id, token, position, queued },
    {
      position: next.position,
      entries: additions.entries,
      urls: additions,
      robots: robots.takeLearned(),
      news: paces.holds().map((hold) => ({ kind: "host-held", ...hold })),
      at: deps.clock.now(),
      nextAt: next.nextAt,
      leaseUntil,
      ...written,
    },
  );
  if (fate === "lost") return fate;
  session.crawl = { ...next, progress };
  session.lost = 0;
  session.leaseUntil = leaseUntil;
  if (end !== null) return "ended";
  return progress.stalls > 0 || fate === "unwanted" ? "waiting" : "more";
}

/** Records a slice; tries again while the lease lasts, and reads a lost answer back. */
async function recordOnce(
  { deps, leaseUntil }: CrawlSession,
  start: SliceStart,
  record: SliceRecord,
): Promise<SliceFate> {
  const { clock, db } = deps;
  return await tryAgain(clock, leaseUntil, async (isRepeated) => {
    const fate = await recordSlice(db, start, record);
    if (fate !== "lost" || !isRepeated) return fate;
    const crawl = await findCrawl(db, start.targetId, start.crawlId);
    return crawl?.progress.slices === record.progress.slices ? "kept" : "lost";
  });
}
