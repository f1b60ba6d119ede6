// One crawl of a site: what it has done so far, and what it must remember from one slice
// to the next. Plain data.
import type { Failure } from "#domain/runs/failure.ts";
import type { Fetched } from "#domain/runs/judge.ts";
import type { Trigger } from "#domain/runs/run.ts";
import type { RefusalCounts } from "#domain/sites/links/refusal.ts";
import type { Pace } from "./pace.ts";

export const crawlStates = ["running", "completed", "cancelled", "failed"] as const;
export type CrawlState = (typeof crawlStates)[number];

/** What became of the pages a crawl attended to. Every URL it found is counted once. */
export type Progress = {
  /** URLs that got their final answer, or none after every attempt. */
  fetched: number;
  /** Of those: no answer, or a status of 400 and more. */
  failed: number;
  notModified: number;
  /** Decoded bytes read. */
  bytes: number;
  new: number;
  changed: number;
  unchanged: number;
  gone: number;
  /**
   * URLs taken from the queue that were not fetched: robots.txt, address, content type.
   */
  dropped: number;
  refused: RefusalCounts;
  slices: number;
  /** Time spent in slices, ms. */
  activeMs: number;
  /** How the page at the start URL, or where that redirects to, answered. */
  start: StartAnswer | null;
  /** Why the last slice got no further; null when it did. */
  trouble: Failure | null;
  /** Slices in a row that got no further. */
  stalls: number;
  /** By host. */
  paces: Record<string, Pace>;
  /** Contents that several URLs of this crawl had: how many, by the start of the hash. */
  copies: Record<string, number>;
};

export type StartAnswer = Omit<Fetched, "validators" | "retryAfterMs">;

/** An answer that never came, but for whose and why. */
export const unanswered: Omit<StartAnswer, "finalUrl" | "failure"> = {
  firstByteMs: 0,
  bodyMs: 0,
  status: null,
  redirects: 0,
  bytes: 0,
  contentType: null,
  contentHash: null,
  notModified: false,
};

export const noProgress: Progress = {
  fetched: 0,
  failed: 0,
  notModified: 0,
  bytes: 0,
  new: 0,
  changed: 0,
  unchanged: 0,
  gone: 0,
  dropped: 0,
  refused: {},
  slices: 0,
  activeMs: 0,
  start: null,
  trouble: null,
  stalls: 0,
  paces: {},
  copies: {},
};

export type Crawl = {
  id: number;
  targetId: number;
  state: CrawlState;
  /** Why it ended early. */
  reason: string | null;
  trigger: Trigger;
  dueAt: number;
  startedAt: number;
  endedAt: number | null;
  /** When its next slice may begin. Epoch ms. */
  nextAt: number;
  requestRevision: number;
  /**
   * How far into its queue it is, and how long the queue is; entries that were put back
   * are in it twice.
   */
  position: number;
  queued: number;
  progress: Progress;
};

/** URLs found, and of these: still to visit. */
export const countFound = ({ position, queued, progress }: Crawl) => ({
  queued: queued - position,
  found: progress.fetched + progress.dropped + queued - position,
});

/**
 * Pages a second while slices were running, and when the queue is empty if it goes on as
 * it did, with all the waits between slices; null when not known.
 */
export function forecast({ startedAt, position, queued, progress }: Crawl, now: number) {
  const { fetched, dropped, activeMs } = progress;
  const perSecond = activeMs > 0 ? (fetched * 1000) / activeMs : null;
  const attended = fetched + dropped;
  const endsAt =
    attended > 0 ? now + ((queued - position) * (now - startedAt)) / attended : null;
  return { perSecond, endsAt };
}

const stallWaitMs = 60_000;
const longestStallMs = 3_600_000;

/**
 * How long a crawl waits after that many slices in a row without a single answer: it
 * doubles from a minute.
 */
export const stallDelay = (stalls: number): number =>
  Math.min(longestStallMs, stallWaitMs * 2 ** Math.max(0, stalls - 1));

/** Then it is over: after about two hours. */
export const mostStalls = 8;
