// Describes how the page at a crawl's start answered, by which the crawl is judged.

import type { Failure } from "#domain/runs/failure.ts";
import type { Fetched } from "#domain/runs/judging/fetched.ts";
import { type StartAnswer, unanswered } from "#domain/sites/crawl.ts";
import type { QueueEntry } from "#domain/sites/frontier/queue-encoding.ts";
import type { Refusal } from "#domain/sites/links/refusal.ts";
import type { SitePage } from "#domain/sites/site-page.ts";

/**
 * Whether an entry is the start or a page that the start redirects to. The last of them
 * is the page at the end of the redirects.
 */
export const isStart = ({ depth, kind }: QueueEntry): boolean =>
  depth === 0 && kind === "page";

export const answerOfStart = (
  { hops }: QueueEntry,
  page: Pick<SitePage, "status" | "url" | "contentType" | "contentHash">,
  { firstByteMs, bodyMs, bytes, failure }: Fetched,
): StartAnswer => ({
  firstByteMs,
  bodyMs,
  status: page.status,
  redirects: hops,
  finalUrl: page.url,
  bytes,
  contentType: page.contentType,
  contentHash: page.contentHash,
  notModified: false,
  failure,
});

/** Stands for the answer of a start that is not fetched, or not kept. */
export const refusedStart = (refusal: Refusal, url: string): StartAnswer => ({
  ...unanswered,
  finalUrl: url,
  failure: failureOf(refusal, url),
});

function failureOf(refusal: Refusal, url: string): Failure {
  switch (refusal) {
    case "robots":
      return { class: "blocked", by: "robots", url, detail: "a rule in it forbids this" };
    case "address":
      return {
        class: "blocked",
        by: "address",
        url,
        detail: "its address is not public",
      };
    default:
      return {
        class: "assertion",
        detail: "the content type is among those that are kept",
      };
  }
}
