// A slice of a crawl: the next entries of the queue visited, and what they gave recorded
// in one batch. A slice that is lost is done again from its start: nothing of it took
// effect.

import { explainFailure, messageOf } from "#domain/runs/failure.ts";
import {
  type Crawl,
  mostStalls,
  type Progress,
  stallDelay,
} from "#domain/sites/crawl.ts";
import {
  type CrawlEnd,
  recordSlice,
  type SliceRecord,
} from "#store/rounds/record-crawl.ts";
import { readLiveIds } from "#store/sites/pages.ts";
import { silence } from "./ask-page.ts";
import { endCrawl } from "./crawl-end.ts";
import type { CrawlSession } from "./crawl-session.ts";
import { createIntake, type Intake } from "./intake.ts";
import { collectOrigins, loadStops } from "./load-stops.ts";
import { askRobots, seedCrawl } from "./seed-crawl.ts";
import { gapOf, keepLease, leaseForNext, spanOf } from "./slice-time.ts";
import type { Stop } from "./stop.ts";
import { type Visit, type VisitContext, visit } from "./visit.ts";

/**
 * So that what a slice holds in memory, and writes in one batch, stays small: pages,
 * their links, robots.txt files.
 */
const mostStops = 1_000;
const mostLinks = 200_000;
const mostOrigins = 100;
/**
 * Stops of a wave at full speed: between waves it is seen whether there is room for
 * another.
 */
const stopsAtOnce = 250;

/**
 * What a slice has come to. waiting: its crawl is to be left alone for now. lost: another
 * invocation has the crawl, or it was cancelled.
 */
export type SliceOutcome = "more" | "waiting" | "ended" | "lost";

export async function runSlice(session: CrawlSession): Promise<SliceOutcome> {
  const { deps, crawl, frontier, copies, target } = session;
  const { clock } = deps;
  const startedAt = clock.now();
  if (!(await keepLease(session))) return "lost";
  // It says how far apart requests must be: a slice has to be longer.
  await askRobots(session);
  if (!(await keepLease(session))) return "lost";
  const startBy = clock.now() + spanOf(session);
  const unseeded = frontier.length === 0 ? seedCrawl(session) : null;
  const { progress } = crawl;
  const { requestRevision: revision } = target;
  const intake = createIntake({ frontier, copies, progress, revision, now: clock.now });
  const stopped = await makeStops(session, intake, startBy);
  const taken = intake.close();
  const next = goOnFrom(session, {
    ...taken,
    trouble: unseeded ?? taken.trouble,
    stopped,
    startedAt,
  });
  return await record(session, next, taken.pages);
}

/**
 * Visits entry after entry as far as time and budget go. Gives how many were attended to.
 */
async function makeStops(
  session: CrawlSession,
  intake: Intake,
  startBy: number,
): Promise<number> {
  const { clock } = session.deps;
  const context = { ...session, startBy };
  const most = mostStopsOf(session);
  const wave = gapOf(session) === 0 ? stopsAtOnce : most;
  const origins = new Set<string>();
  const goesOn = () =>
    clock.now() < startBy && affordsMore(session) && !intake.isHeldUp();
  let stopped = 0;
  while (stopped < most && intake.links() < mostLinks && goesOn()) {
    // What this wave finds is the next one's, so that a chain of pages is not a chain of
    // slices.
    const entries = session.frontier.peek(stopped, Math.min(wave, most - stopped));
    // Each origin's robots.txt may take a statement to be kept.
    const room = Math.min(mostOrigins, session.spareStatements());
    const stops = collectOrigins(origins, await loadStops(session, entries), room);
    if (stops.length === 0) break;
    stopped += stops.length;
    const heard = intake.expect(stops);
    if (session.reader.spec.robots) await session.robots.prepare([...origins], startBy);
    await Promise.all(
      stops.map(async (stop, i) => heard(i, await visitSafely(context, stop))),
    );
  }
  return stopped;
}

type Taken = Omit<ReturnType<Intake["close"]>, "pages"> & {
  stopped: number;
  startedAt: number;
};

/** The crawl as it stands after a slice. */
function goOnFrom(
  session: CrawlSession,
  { progress, answered, trouble, stopped, startedAt }: Taken,
): Crawl {
  const { deps, crawl, frontier, paces, copies } = session;
  const now = deps.clock.now();
  const isLeft =
    frontier.length === 0 || (stopped > 0 && frontier.position < frontier.length);
  // Without trouble it may be our own budget that ran out, which is not the site's doing.
  const isStalled =
    answered === 0 && isLeft && (trouble !== null || affordsMore(session));
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
      copies: copies.known(),
    },
  };
}

/** Whether there are requests left, and statements for more than recording. */
const affordsMore = ({ fetches, spareStatements }: CrawlSession): boolean =>
  fetches.left() > 0 && spareStatements() >= 0;

/**
 * A page that our own code cannot take is one that failed: it must not hold up its crawl
 * for ever.
 */
async function visitSafely(
  context: VisitContext & CrawlSession,
  stop: Stop,
): Promise<Visit> {
  const { clock, log } = context.deps;
  try {
    return await visit(context, stop);
  } catch (error) {
    const detail = messageOf(error);
    log({
      event: "page-broken",
      target: context.target.id,
      url: stop.url,
      problem: detail,
    });
    const page = silence(stop.url, { class: "internal", detail }, clock.now());
    return { fate: "seen", page, content: null };
  }
}

async function record(
  session: CrawlSession,
  next: Crawl,
  pages: SliceRecord["pages"],
): Promise<SliceOutcome> {
  const { deps, crawl, frontier, paces, robots, target, token } = session;
  const { progress, end } = await concludeIfOver(session, next);
  const additions = frontier.settle();
  const { position, queued } = crawl;
  const leaseUntil = leaseForNext(session);
  const fate = await recordSlice(
    deps.db,
    { crawlId: crawl.id, targetId: target.id, token, position, queued },
    {
      position: next.position,
      entries: additions.entries,
      urls: additions,
      pages,
      robots: robots.news(),
      news: paces.holds().map((hold) => ({ kind: "host-held", ...hold })),
      progress,
      at: deps.clock.now(),
      nextAt: next.nextAt,
      leaseUntil,
      end,
    },
  );
  if (fate === "lost") return fate;
  session.crawl = next;
  session.leaseUntil = leaseUntil;
  if (end !== null) return "ended";
  return progress.stalls > 0 || fate === "unwanted" ? "waiting" : "more";
}

/**
 * How many entries to take: no more than can be visited, where that is known beforehand.
 */
function mostStopsOf(session: CrawlSession): number {
  const { reader, fetches } = session;
  const gap = gapOf(session);
  const inTime =
    gap > 0 && reader.spec.scope === "origin"
      ? Math.ceil(spanOf(session) / gap)
      : mostStops;
  return Math.max(0, Math.min(mostStops, fetches.left(), inTime));
}

/**
 * Whether the crawl is over, and how; what is gone is known only when nothing was left
 * out.
 */
async function concludeIfOver(
  { deps, frontier, target }: CrawlSession,
  next: Crawl,
): Promise<{ progress: Progress; end: CrawlEnd | null }> {
  const { progress } = next;
  const now = deps.clock.now();
  if (progress.stalls >= mostStalls) {
    const reason =
      progress.trouble === null
        ? "Its turn never came."
        : explainFailure(progress.trouble);
    return { progress, end: endCrawl(target, next, { state: "failed", reason }, now) };
  }
  if (frontier.length === 0 || frontier.position < frontier.length)
    return { progress, end: null };
  const isWhole = progress.refused.pages === undefined;
  const gone = isWhole
    ? (await readLiveIds(deps.db, target.id)).filter((id) => !frontier.hasReached(id))
    : [];
  const reason = isWhole ? null : "The page limit was reached.";
  return {
    progress: { ...progress, gone: progress.gone + gone.length },
    end: endCrawl(target, next, { state: "completed", reason, gone }, now),
  };
}
