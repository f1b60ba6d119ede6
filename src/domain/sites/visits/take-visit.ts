// Adds what one visit gave to the results of a slice: pages, links and counts. No I/O.

import type { Failure } from "#domain/runs/failure.ts";
import type { Fetched } from "#domain/runs/judging/fetched.ts";
import type { Progress } from "#domain/sites/crawl.ts";
import type { DuplicateCounts } from "#domain/sites/duplicate-counts.ts";
import { findingOf, withFound } from "#domain/sites/findings.ts";
import { type Frontier, queueAgain } from "#domain/sites/frontier/frontier.ts";
import {
  type LeftOut,
  mergeLeftOut,
  nothingLeftOut,
  unreadLeftOut,
} from "#domain/sites/left-out.ts";
import type { PageContent } from "#domain/sites/read-page.ts";
import {
  isCut,
  type JudgedPage,
  judgePage,
  missPage,
  type SitePage,
} from "#domain/sites/site-page.ts";
import type { RoundTarget } from "#domain/targets/target.ts";
import {
  addRefusals,
  type FollowedLinks,
  followKnownLinks,
  followLinks,
} from "./follow-links.ts";
import { answerOfStart, isStart, refusedStart } from "./start-answer.ts";
import type { QueuedPage, Visit } from "./visit.ts";
import { mayHaveLinks } from "./visit-decisions.ts";

/** What a crawl remembers of the site while it is under way. */
export type CrawlMemory = {
  frontier: Frontier;
  duplicates: DuplicateCounts;
  target: Pick<RoundTarget, "requestRevision">;
};

/** What the visits of a slice have given so far. */
export type SliceResults = {
  progress: Progress;
  /** Pages that have to be written, and how many links they have. */
  pages: SitePage[];
  linkCount: number;
  /** Entries of the queue that are done with. */
  answered: number;
  /** Why entries were put back or left, by the last one that says so. */
  trouble: Failure | null;
};

/** The results of a slice that has just begun. */
export const noResults = (before: Progress): SliceResults => ({
  progress: structuredClone(before),
  pages: [],
  linkCount: 0,
  answered: 0,
  trouble: null,
});

/** Adds a visit to the results, and changes the queue and the counts of the memory. */
export function takeVisit(
  memory: CrawlMemory,
  results: SliceResults,
  queued: QueuedPage,
  visit: Visit,
  now: number,
): void {
  if (visit.fate === "again" || visit.fate === "left") {
    results.trouble = visit.trouble ?? results.trouble;
    putBack(memory.frontier, queued, visit.fate === "again" ? 1 : 0);
    return;
  }
  if (visit.fate === "seen") takePage(memory, results, queued, visit, now);
  else takeDropped(memory, results, queued, visit, now);
  results.answered += 1;
}

const putBack = (frontier: Frontier, { entry }: QueuedPage, failed: number): void =>
  queueAgain(frontier, { ...entry, attempts: entry.attempts + failed });

function takeDropped(
  { frontier, duplicates }: CrawlMemory,
  { progress, pages }: SliceResults,
  { entry, url, known }: QueuedPage,
  { refusal, read }: Extract<Visit, { fate: "dropped" }>,
  now: number,
): void {
  progress.dropped += 1;
  addRefusals(progress.refused, { [refusal]: 1 });
  const missed = missPage(known, now);
  if (missed !== null) pages.push(missed);
  if (known?.goneAt === null) progress.unseen += 1;
  if (read === undefined && known !== null)
    leaveOut(progress, { ids: [entry.id], unread: false });
  if (read !== undefined) {
    const { answer, content } = read;
    const followed = followLinks(frontier, duplicates, content, answer.contentHash);
    addRefusals(progress.refused, followed.refused);
    leaveOut(progress, followed.leftOut);
    if (isStart(entry)) progress.start = answerOfStart(entry, { ...answer, url }, answer);
  } else if (isStart(entry)) {
    progress.start = refusedStart(refusal, url);
  }
}

function leaveOut(progress: Progress, leftOut: LeftOut): void {
  progress.leftOut = mergeLeftOut(progress.leftOut, leftOut);
}

type SeenPage = Extract<Visit, { fate: "seen" }>;

function takePage(
  memory: CrawlMemory,
  results: SliceResults,
  queued: QueuedPage,
  seen: SeenPage,
  now: number,
): void {
  const { answer, content } = seen;
  const followed = follow(memory, queued, answer, content);
  const { requestRevision } = memory.target;
  const judged = judge(queued, seen, followed, requestRevision, now);
  const { page } = judged;
  if (judged.write) {
    results.pages.push(page);
    results.linkCount += page.links.length;
  }
  countPage(results.progress, judged, answer);
  // Whether the start can be read is what the crawl's own run tells.
  if (!isStart(queued.entry)) noteFinding(results.progress, queued.known, judged);
  addRefusals(results.progress.refused, followed.refused);
  leaveOut(results.progress, followed.leftOut);
  if (isStart(queued.entry))
    results.progress.start = answerOfStart(queued.entry, page, answer);
}

/** A page that is gone for good has no links, even if it had some. */
function follow(
  { frontier, duplicates }: CrawlMemory,
  { entry, known }: QueuedPage,
  answer: Fetched,
  content: PageContent | null,
): FollowedLinks {
  const { status, contentHash } = answer;
  if (content !== null) return followLinks(frontier, duplicates, content, contentHash);
  const wasRead = known !== null && (known.links.length > 0 || hasContent(known));
  if (wasRead && status !== 404 && status !== 410)
    return followKnownLinks(frontier, known, entry);
  const isUnread = !wasRead && mayHaveLinks(answer);
  return {
    links: [],
    refused: {},
    leftOut: isUnread ? unreadLeftOut : nothingLeftOut,
  };
}

const hasContent = (page: SitePage): boolean =>
  page.contentHash !== null || page.location !== null || isCut(page);

function judge(
  { entry, url, known }: QueuedPage,
  { answer, content, readingHash }: SeenPage,
  { links, refused }: FollowedLinks,
  revision: number,
  now: number,
): JudgedPage {
  const { contentType, bytes, failure } = answer;
  const isWell = failure === null && (answer.status ?? 0) < 400;
  // What was cut, or what no step reads, has no hash of its own: the last one stays.
  const own = readingHash === undefined ? answer.contentHash : readingHash;
  const hasOwn = !isCut({ refused }) && readingHash !== null;
  const contentHash = hasOwn ? own : (known?.contentHash ?? null);
  const { etag, lastModified } = isWell
    ? answer.validators
    : (known ?? answer.validators);
  return judgePage(
    known,
    {
      // A 304 stands for the 200 that it makes unnecessary.
      status: answer.notModified ? 200 : answer.status,
      failure,
      etag,
      lastModified,
      reading: content && { ...content, links, refused, contentType, contentHash, bytes },
    },
    { id: entry.id, url, depth: entry.depth, revision, now },
  );
}

function noteFinding(
  progress: Progress,
  known: SitePage | null,
  judged: JudgedPage,
): void {
  const what = findingOf(known, judged);
  if (what !== null)
    progress.found = withFound(progress.found, what, 1, [judged.page.url]);
}

function countPage(
  progress: Progress,
  { page, change }: JudgedPage,
  { bytes, notModified }: Fetched,
): void {
  progress.fetched += 1;
  progress.bytes += bytes;
  progress[change] += 1;
  if (notModified) progress.notModified += 1;
  if (page.failure !== null || (page.status ?? 0) >= 400) progress.failed += 1;
}
