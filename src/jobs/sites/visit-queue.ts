// Visits the queue of a crawl, wave after wave, as far as a slice's time and budget go.

import { messageOf } from "#domain/runs/failure.ts";
import { mostPages } from "#domain/sites/caution.ts";
import { peekQueue } from "#domain/sites/frontier/frontier.ts";
import type { QueueEntry } from "#domain/sites/frontier/queue-encoding.ts";
import type { PageContent } from "#domain/sites/read-page.ts";
import {
  expectVisits,
  type Intake,
  isHeldUp,
  noteVisit,
} from "#domain/sites/visits/intake.ts";
import { noAnswer, type QueuedPage, type Visit } from "#domain/sites/visits/visit.ts";
import { affordsMore, type CrawlSession } from "./crawl-session.ts";
import { collectOrigins, countLinks, loadQueuedPages } from "./load-queued-pages.ts";
import { sliceSpanMs, startHostGapMs } from "./slice-lease.ts";
import { type VisitContext, visit } from "./visit.ts";

/**
 * Like the most pages, these keep small what a slice holds in memory and writes in one
 * batch: links, robots.txt files.
 */
const mostWrittenLinks = 200_000;
/** The links that a slice's pages had before are held as well. */
const mostKnownLinks = 200_000;
const mostOrigins = 100;
/**
 * Pages of a wave at full speed. Between waves the slice looks whether there is room for
 * another.
 */
const pagesAtOnce = 250;

/** Visits the queue; gives how many of its entries were visited. */
export async function visitQueue(
  session: CrawlSession,
  intake: Intake,
  startBy: number,
): Promise<number> {
  const { clock } = session.deps;
  const most = mostPagesOf(session);
  const waveSize = startHostGapMs(session) === 0 ? pagesAtOnce : most;
  const origins = new Set<string>();
  session.linkRoom.clear();
  let linksLeft = mostKnownLinks;
  const goesOn = () =>
    intake.pages.length < most &&
    intake.results.linkCount < mostWrittenLinks &&
    linksLeft > 0 &&
    !session.linkRoom.isFull() &&
    clock.now() < startBy &&
    affordsMore(session) &&
    !isHeldUp(intake);
  while (goesOn()) {
    const count = Math.min(waveSize, most - intake.pages.length);
    const entries = peekQueue(session.frontier, intake.pages.length, count);
    const wave = await loadWave(session, entries, linksLeft, origins);
    if (wave.length === 0) break;
    linksLeft -= countLinks(wave.map(({ known }) => known));
    await visitWave(session, intake, wave, origins, startBy);
  }
  return intake.pages.length;
}

/**
 * The pages of the next wave. What one wave finds is visited by the next one, so that a
 * chain of pages takes one slice, not one slice a page.
 */
async function loadWave(
  session: CrawlSession,
  entries: readonly QueueEntry[],
  mostLinks: number,
  origins: Set<string>,
): Promise<QueuedPage[]> {
  // Each origin's robots.txt may take a statement to be stored.
  const most = Math.min(mostOrigins, session.spareStatements());
  const pages = await loadQueuedPages(session, entries, mostLinks);
  return collectOrigins(origins, pages, most);
}

async function visitWave(
  session: CrawlSession,
  intake: Intake,
  wave: readonly QueuedPage[],
  origins: ReadonlySet<string>,
  startBy: number,
): Promise<void> {
  const { clock } = session.deps;
  const context = { ...session, startBy };
  const from = expectVisits(intake, wave);
  await session.heedHolds([...origins].map((origin) => new URL(origin).host));
  if (session.reader.spec.robots) await session.robots.prepare([...origins], startBy);
  await Promise.all(
    wave.map(async (page, i) => {
      const ended = await visitSafely(context, page);
      noteVisit(session, intake, from + i, ended, clock.now());
    }),
  );
}

/**
 * Visits a page. One that makes our own code throw counts as failed, so that it does not
 * hold up its crawl.
 */
async function visitSafely(
  context: VisitContext & CrawlSession,
  page: QueuedPage,
): Promise<Visit> {
  try {
    if (context.caution?.passesOver) throw new Error(endsInvocation);
    return takeIfRoom(context, await visit(context, page));
  } catch (error) {
    const { url, entry } = page;
    const { deps, target } = context;
    const problem = messageOf(error);
    // The URL may hold secrets.
    deps.log({ event: "page-broken", target: target.id, page: entry.id, problem });
    const failure = { class: "internal", detail: problem } as const;
    return { fate: "seen", answer: noAnswer(url, failure), content: null };
  }
}

const endsInvocation = "reading this page ended the invocation each time";

/** Leaves a page for the next slice if others have taken the room for its links. */
function takeIfRoom({ linkRoom }: CrawlSession, visited: Visit): Visit {
  const content = contentOf(visited);
  if (content === null) return visited;
  if (linkRoom.isFull()) return { fate: "left", trouble: null };
  linkRoom.take(content);
  return visited;
}

function contentOf(visited: Visit): PageContent | null {
  if (visited.fate === "seen") return visited.content;
  return visited.fate === "dropped" ? (visited.read?.content ?? null) : null;
}

/** How many entries a slice takes: no more than it can visit, where that is known. */
function mostPagesOf(session: CrawlSession): number {
  const { reader, fetches } = session;
  const gap = startHostGapMs(session);
  const inTime =
    gap > 0 && reader.spec.scope === "origin"
      ? Math.ceil(sliceSpanMs(session) / gap)
      : mostPages;
  const careful = session.caution?.pages ?? mostPages;
  return Math.max(0, Math.min(careful, fetches.left(), inTime));
}
