// Describes what runs are judged by: what an attempt at fetching gave, and what earlier
// runs have left. Types only.
import type { CrawlFigures } from "#domain/conditions/answer.ts";
import type { ReadValues } from "#domain/conditions/read-value.ts";
import type { Reading, WholeReading } from "#domain/readings/reading.ts";
import type { Failure } from "#domain/runs/failure.ts";
import type { Run } from "#domain/runs/run.ts";
import type { ContentSince } from "./content-since.ts";

/**
 * What one attempt at fetching gave. Durations in ms. With a failure there is no hash and
 * nothing to validate by.
 */
export type Fetched = {
  /** From the start to the final response's headers; the whole duration if none came. */
  firstByteMs: number;
  /** The rest of the duration. */
  bodyMs: number;
  /** Null if the last request got no answer. */
  status: number | null;
  redirects: number;
  /** The last URL asked, without fragment. */
  finalUrl: string;
  /** Decoded bytes that were read. */
  bytes: number;
  contentType: string | null;
  /** Lower-case hexadecimal SHA-256 of the body; null without one. */
  contentHash: string | null;
  /**
   * What to send next time. Null after a redirect: the validators would be those of
   * another URL than the given one.
   */
  validators: { etag: string | null; lastModified: string | null };
  notModified: boolean;
  /** How long the host asked to be left alone, with a 429 or a 5xx. */
  retryAfterMs: number | null;
  /** A failure of the transport only: the status is judged here. */
  failure: Failure | null;
};

/** What of an answer is only there until it is judged. */
export type AnswerContent = {
  headers?: Pick<Headers, "get"> | null;
  /** The body, or how it begins; null where nothing of it was held. */
  body?: Uint8Array | null;
  /** Of a crawl that this was the start of. */
  crawl?: CrawlFigures;
  /** What the target's steps made of it; null where there was nothing to read. */
  read?: ReadAnswer | null;
};

/**
 * What a target's steps made of an answer: a reading, with the whole of it unless the one
 * of before stands; or the failure that they found nothing.
 */
export type ReadAnswer = AnswerReading | { unread: Failure };
export type AnswerReading = {
  reading: Reading;
  values: ReadValues | null;
  whole: WholeReading | null;
};

/**
 * The last content that a scheduled run saw: the body's hash, which is empty of an answer
 * without one, and what the target's steps read of it.
 */
export type SeenContent = { requestRevision: number; hash: string; reading?: Reading };

/** What of the watch on a target's contents matters to its requests. */
export type WatchedContent = {
  revision: number;
  /** The first one is the content that is known to be there. */
  recent: readonly { hash: string }[];
  /** Another one, which is still to be confirmed; null for none. */
  pending: object | null;
};

/**
 * What the last whole answer offered for conditional requests, and the content that this
 * stands for.
 */
export type Validators = {
  requestRevision: number;
  etag: string | null;
  lastModified: string | null;
  contentType: string | null;
  contentHash: string | null;
};

/** What earlier runs have left for judging the next one. */
export type Known = {
  content?: SeenContent;
  validators?: Validators;
  contentSince?: ContentSince;
  contents?: WatchedContent;
  /** The last scheduled run. */
  last?: Run;
};
