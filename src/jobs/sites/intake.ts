// Takes in what the visits of a slice gave: news, links and counts. In the queue's order,
// whichever visit ended first, so that the same site always gives the same crawl. No I/O.

import type { Failure } from "#domain/runs/failure.ts";
import { type Copies, mostCopies } from "#domain/sites/copies.ts";
import { type Progress, type StartAnswer, unanswered } from "#domain/sites/crawl.ts";
import type { Frontier } from "#domain/sites/frontier/frontier.ts";
import type { QueueEntry } from "#domain/sites/frontier/queue-encoding.ts";
import type { Refusal, RefusalCounts } from "#domain/sites/links/refusal.ts";
import type { PageContent } from "#domain/sites/read-page.ts";
import { judgePage, type SitePage } from "#domain/sites/site-page.ts";
import type { PageResult } from "#net/fetching/fetch-page.ts";
import type { Stop } from "./stop.ts";
import type { Visit } from "./visit.ts";

export type IntakeOptions = {
  frontier: Frontier;
  copies: Copies;
  /** Before the slice; not changed. */
  progress: Progress;
  revision: number;
  now: () => number;
};

export type Intake = {
  /**
   * Expects a visit of each of these, after the ones before. Gives what is to hear of
   * each, by index.
   */
  expect(stops: readonly Stop[]): (index: number, visit: Visit) => void;
  /** Of the pages that have to be written. */
  links(): number;
  /** Whether some stop's turn did not come. */
  isHeldUp(): boolean;
  /** Ends the slice: what got no turn stays in the queue. */
  close(): {
    progress: Progress;
    pages: SitePage[];
    answered: number;
    trouble: Failure | null;
  };
};

export function createIntake({
  frontier,
  copies,
  progress: before,
  revision,
  now,
}: IntakeOptions): Intake {
  const progress = structuredClone(before);
  const stops: Stop[] = [];
  const visits: Visit[] = [];
  const pages: SitePage[] = [];
  let linked = 0;
  let taken = 0;
  let answered = 0;
  let trouble: Failure | null = null;

  function takeIn(stop: Stop, visit: Visit): void {
    if (visit.fate === "seen") takeInPage(stop, visit.page, visit.content);
    else if (visit.fate === "dropped") {
      progress.dropped += 1;
      count(progress.refused, { [visit.refusal]: 1 });
      if (visit.read !== undefined)
        takeInLinks(stop, visit.read.page, visit.read.content);
      else if (isStart(stop.entry))
        progress.start = refusedStart(visit.refusal, stop.url);
    } else {
      trouble = visit.trouble ?? trouble;
      const failed = visit.fate === "again" ? 1 : 0;
      frontier.putBack({ ...stop.entry, attempts: stop.entry.attempts + failed });
      return;
    }
    answered += 1;
  }

  /** Of a page that is not kept. */
  function takeInLinks(
    { entry, url }: Stop,
    answer: PageResult,
    content: PageContent,
  ): void {
    count(progress.refused, follow(answer, content).refused);
    if (isStart(entry)) noteStart(entry, { ...answer, url }, answer);
  }

  function takeInPage(
    { entry, url, known }: Stop,
    answer: PageResult,
    content: PageContent | null,
  ): void {
    const isRead = content !== null;
    const { links, refused } = isRead
      ? follow(answer, content)
      : followAgain(entry, answer, known);
    const { contentType, contentHash, bytes } = answer;
    const hasContent = answer.failure === null && (answer.status ?? 0) < 400;
    const validators = hasContent ? answer.validators : (known ?? answer.validators);
    const { page, change, write } = judgePage(
      known,
      {
        // A 304 stands for the 200 it spares.
        status: answer.notModified ? 200 : answer.status,
        failure: answer.failure,
        etag: validators.etag,
        lastModified: validators.lastModified,
        reading: isRead
          ? { ...content, links, refused, contentType, contentHash, bytes }
          : null,
      },
      { id: entry.id, url, depth: entry.depth, revision, now: now() },
    );
    if (write) {
      pages.push(page);
      linked += page.links.length;
    }
    progress.fetched += 1;
    progress.bytes += bytes;
    progress[change] += 1;
    if (answer.notModified) progress.notModified += 1;
    if (page.failure !== null || (page.status ?? 0) >= 400) progress.failed += 1;
    count(progress.refused, refused);
    if (isStart(entry)) noteStart(entry, page, answer);
  }

  /** Numbers the links of a page that was read, and queues those that are new. */
  function follow({ contentHash }: PageResult, content: PageContent) {
    const { found, location } = content;
    const refused = { ...content.refused };
    const links: number[] = [];
    // All redirects of a server have the same body, if any.
    const hasContent = location === null && found.length > 0 && contentHash !== null;
    if (hasContent && copies.count(contentHash) > mostCopies) {
      count(refused, { duplicate: found.length });
      return { links, refused };
    }
    for (const { url, finding } of found) {
      const id = frontier.find(url, finding);
      if (typeof id === "number") links.push(id);
      else count(refused, { [id]: 1 });
    }
    return { links, refused };
  }

  /**
   * The links that a page had when it was read last: it is as it was, or cannot be read
   * at the moment.
   */
  function followAgain(
    { depth, hops }: QueueEntry,
    { status }: PageResult,
    known: SitePage | null,
  ) {
    if (known === null || status === 404 || status === 410)
      return { links: [], refused: {} };
    const refused = { ...known.refused };
    const isRedirect = known.location !== null;
    for (const id of known.links) {
      const refusal = frontier.findKnown(id, {
        depth: isRedirect ? depth : depth + 1,
        kind: "page",
        hops: isRedirect ? hops + 1 : 0,
      });
      if (refusal !== null) count(refused, { [refusal]: 1 });
    }
    return { links: known.links, refused };
  }

  /**
   * The last page at no distance from the start is the one at the end of its redirects.
   */
  function noteStart(
    { hops }: QueueEntry,
    page: Pick<SitePage, "status" | "url" | "contentType" | "contentHash">,
    answer: PageResult,
  ): void {
    progress.start = {
      firstByteMs: answer.firstByteMs,
      bodyMs: answer.bodyMs,
      status: page.status,
      redirects: hops,
      finalUrl: page.url,
      bytes: answer.bytes,
      contentType: page.contentType,
      contentHash: page.contentHash,
      notModified: false,
      failure: answer.failure,
    };
  }

  function takeInUpTo(end: number): void {
    for (; taken < end; taken++) {
      const stop = stops[taken];
      const visit = visits[taken];
      if (stop && visit) takeIn(stop, visit);
    }
  }

  return {
    expect(more) {
      const from = stops.length;
      stops.push(...more);
      return (index, visit) => {
        visits[from + index] = visit;
        let end = taken;
        while (visits[end] !== undefined && visits[end]?.fate !== "left") end += 1;
        takeInUpTo(end);
      };
    },
    links: () => linked,
    isHeldUp: () => taken < stops.length,
    close() {
      const end = visits.findLastIndex(({ fate }) => fate !== "left") + 1;
      takeInUpTo(end);
      frontier.advance(end);
      for (const visit of visits.slice(end))
        if (visit.fate === "left") trouble = visit.trouble ?? trouble;
      return { progress, pages, answered, trouble };
    },
  };
}

/** The start, and where it redirects to. */
const isStart = ({ depth, kind }: QueueEntry): boolean => depth === 0 && kind === "page";

/** What a crawl has to show whose start is not fetched, or not kept. */
const refusedStart = (refusal: Refusal, url: string): StartAnswer => ({
  ...unanswered,
  finalUrl: url,
  failure: failureOf(refusal, url),
});

function failureOf(refusal: Refusal, url: string): Failure {
  if (refusal === "robots")
    return { class: "blocked", by: "robots", url, detail: "a rule in it forbids this" };
  if (refusal === "address")
    return { class: "blocked", by: "address", url, detail: "its address is not public" };
  return { class: "assertion", detail: "the content type is among those that are kept" };
}

function count(total: RefusalCounts, counts: RefusalCounts): void {
  for (const [reason, more] of Object.entries(counts) as [Refusal, number][]) {
    total[reason] = (total[reason] ?? 0) + more;
  }
}
