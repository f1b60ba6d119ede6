// Names what a crawl visits, and how a visit can end.

import type { Failure } from "#domain/runs/failure.ts";
import type { Fetched } from "#domain/runs/judging/fetched.ts";
import { unanswered } from "#domain/sites/crawl.ts";
import type { QueueEntry } from "#domain/sites/frontier/queue-encoding.ts";
import type { Refusal } from "#domain/sites/links/refusal.ts";
import type { PageContent } from "#domain/sites/read-page.ts";
import type { SitePage } from "#domain/sites/site-page.ts";

/** An entry of the queue with its URL. `known` is the page as the last crawl left it. */
export type QueuedPage = { entry: QueueEntry; url: string; known: SitePage | null };

/** How the visit of a queued page ended. */
export type Visit =
  /**
   * seen: the page answered, or failed for good. `content` is null when the page has
   * none, or has the same as before. `readingHash` is there where the target's steps read
   * the page; null where they found nothing.
   */
  | {
      fate: "seen";
      answer: Fetched;
      content: PageContent | null;
      readingHash?: string | null;
    }
  /**
   * dropped: the page may not be fetched, or is not kept. `read` is set when the links of
   * a page that is not kept are followed.
   */
  | {
      fate: "dropped";
      refusal: Refusal;
      read?: { answer: Fetched; content: PageContent };
    }
  /** again: the page failed and goes to the end of the queue. */
  | { fate: "again"; trouble: Failure }
  /** left: the page's turn did not come. `trouble` says why, where that is known. */
  | { fate: "left"; trouble: Failure | null };

/** Stands for the answer of a page that gave none. */
export const noAnswer = (finalUrl: string, failure: Failure): Fetched => ({
  ...unanswered,
  finalUrl,
  failure,
  validators: { etag: null, lastModified: null },
  retryAfterMs: null,
});
