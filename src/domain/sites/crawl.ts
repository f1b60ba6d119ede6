// Describes one crawl of a site: what it has done so far, and what it must remember from
// one slice to the next. Plain data.

import type { Failure } from "#domain/runs/failure.ts";
import type { Fetched } from "#domain/runs/judging/fetched.ts";
import type { Trigger } from "#domain/runs/run.ts";
import type { PackedForgetting } from "#domain/sites/forgetting/forgetting-encoding.ts";
import type { RefusalCounts } from "#domain/sites/links/refusal.ts";
import type { Wariness } from "./caution.ts";
import { type Found, nothingFound } from "./findings.ts";
import { type LeftOut, nothingLeftOut } from "./left-out.ts";
import type { Pace } from "./pace.ts";

/** incomplete: it came to its end, but had to leave something out (sites/left-out). */
export const crawlStates = [
  "running",
  "completed",
  "cancelled",
  "failed",
  "incomplete",
] as const;
export type CrawlState = (typeof crawlStates)[number];

/** What a crawl has done with the URLs that it found. Each of them is counted once. */
export type Progress = {
  /** URLs that gave their final answer, or none after the last attempt. */
  fetched: number;
  /** How many of those gave no answer, or a status of 400 or more. */
  failed: number;
  notModified: number;
  /** Decoded bytes read. */
  bytes: number;
  new: number;
  changed: number;
  unchanged: number;
  gone: number;
  /** What is told when it ends. */
  found: Found;
  /** Pages that may still be there, though the crawl did not come to them. */
  unseen: number;
  /** URLs that were not fetched or not kept: robots.txt, address, content type. */
  dropped: number;
  refused: RefusalCounts;
  leftOut: LeftOut;
  slices: number;
  /** Slices that were lost: some of their pages may have been asked for twice. */
  lostSlices: number;
  /** Time spent in slices, ms. */
  activeMs: number;
  /** How the page at the start URL, or where that redirects to, answered. */
  start: StartAnswer | null;
  /** Why the last slice got no further; null when it did. */
  trouble: Failure | null;
  /** Slices in a row without any answer. */
  stalls: number;
  /** How far apart requests are, by host. */
  paces: Record<string, Pace>;
  /** Contents that several URLs had: how many URLs, by the start of the hash. */
  copies: Record<string, number>;
  /** Set while slices are smaller, after some were lost. */
  wariness: Wariness | null;
  /** Pages that were left unread because slices were lost with them. */
  passedOver: number;
  /**
   * What is known, once the crawl came to its end, on the way to forgetting URLs; null
   * before that, and when the crawl has ended.
   */
  forgetting: PackedForgetting | null;
};

export type StartAnswer = Omit<Fetched, "validators" | "retryAfterMs">;

/** Stands for an answer that never came; its URL and the failure are added. */
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
  found: nothingFound,
  unseen: 0,
  dropped: 0,
  refused: {},
  leftOut: nothingLeftOut,
  slices: 0,
  lostSlices: 0,
  activeMs: 0,
  start: null,
  trouble: null,
  stalls: 0,
  paces: {},
  copies: {},
  wariness: null,
  passedOver: 0,
  forgetting: null,
};

export type Crawl = {
  id: number;
  targetId: number;
  state: CrawlState;
  /** Why the crawl ended early; null when it did not. */
  reason: string | null;
  trigger: Extract<Trigger, "schedule" | "manual">;
  dueAt: number;
  startedAt: number;
  endedAt: number | null;
  /** When the next slice may begin. Epoch ms. */
  nextAt: number;
  requestRevision: number;
  /**
   * How many entries of the queue are done with, and how many it has had. An entry that
   * was put back is in it twice.
   */
  position: number;
  queued: number;
  progress: Progress;
};

/** How many URLs were found, and how many of them are still to be visited. */
export const countFound = ({ position, queued, progress }: Crawl) => ({
  queued: queued - position,
  found: progress.fetched + progress.dropped + queued - position,
});

/**
 * How many pages a second were fetched while slices were running, and when the queue will
 * be empty at the speed so far, waits between slices included. Null when not known.
 */
export function estimateEnd(
  { startedAt, position, queued, progress }: Crawl,
  now: number,
) {
  const { fetched, dropped, activeMs } = progress;
  const perSecond = activeMs > 0 ? (fetched * 1000) / activeMs : null;
  const done = fetched + dropped;
  const endsAt = done > 0 ? now + ((queued - position) * (now - startedAt)) / done : null;
  return { perSecond, endsAt };
}

/** What keeps an open crawl from going on: a pause, or why the last slice got no further. */
export const hindrance = (
  { progress }: Pick<Crawl, "progress">,
  { enabled }: { enabled: boolean },
): "pause" | Failure | null => (enabled ? progress.trouble : "pause");

const stallWaitMs = 60_000;
const longestStallMs = 3_600_000;

/**
 * How long a crawl waits after that many slices in a row without any answer: a minute at
 * first, then twice as long each time.
 */
export const stallDelay = (stalls: number): number =>
  Math.min(longestStallMs, stallWaitMs * 2 ** Math.max(0, stalls - 1));

/** A crawl fails after that many slices without any answer: after about two hours. */
export const mostStalls = 8;
