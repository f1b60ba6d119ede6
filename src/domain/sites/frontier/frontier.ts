// Keeps what a crawl knows while it runs: every URL of the site by number, which of them
// this crawl has reached, and the queue of those still to visit. Only the newest URLs are
// held as text, so that the frontier of a large site stays small.

import type { Refusal } from "#domain/sites/links/refusal.ts";
import {
  createQueryVariants,
  type QueryVariants,
} from "#domain/sites/links/url-traps.ts";
import { type CrawlSpec, deepestChain } from "#domain/targets/crawl-spec.ts";
import { hashText } from "#domain/text-hash.ts";
import { addBit, type BitSet, createBitSet, hasBit } from "./bit-set.ts";
import {
  createEntryQueue,
  dropEntries,
  type EntryQueue,
  peekEntries,
  pushEntry,
} from "./entry-queue.ts";
import { loadHashes } from "./placed-urls.ts";
import { type QueueEntry, unpackQueue } from "./queue-encoding.ts";
import {
  addHash,
  countIndexed,
  createUrlIndex,
  findHash,
  hashesSince,
  type UrlIndex,
} from "./url-index.ts";
import { unpackVariants, variantOf } from "./variant-encoding.ts";

/** How a URL was found. */
export type Finding = Pick<QueueEntry, "depth" | "kind" | "hops">;

type Limits = Pick<CrawlSpec, "maxDepth" | "maxPages" | "maxQueryVariants"> & {
  /** The most URLs that the site may have; `mostUrls` unless given. */
  maxUrls?: number;
};

/**
 * The most URLs that a site may have, those of earlier crawls included. A crawl holds all
 * of them, in 20 to 50 bytes each, and has a third of the 128 MB of an isolate for them
 * (developers.cloudflare.com/workers/platform/limits).
 */
export const mostUrls = 1_000_000;

/** Changed only by the functions of this file. */
export type Frontier = {
  readonly limits: Limits;
  /** The site's URLs by number. */
  readonly index: UrlIndex;
  readonly variants: QueryVariants;
  /** The URLs that this crawl has queued, by number. */
  readonly reached: BitSet;
  /** How many URLs of each kind this crawl has queued. */
  readonly counts: Record<QueueEntry["kind"], number>;
  /** The entries of the queue from `position` on. */
  readonly queue: EntryQueue;
  /** How far into the queue the crawl is. */
  position: number;
  /** How long the queue is, the entries before `position` included. */
  length: number;
  added: Omit<Additions, "hashes">;
};

/** What was added since additions were last taken. */
type Additions = {
  /** At the queue's end. */
  entries: QueueEntry[];
  /** URLs that are new to the site, numbered from `firstId` on. */
  urls: string[];
  firstId: number;
  /** Those of new URLs that have numbers of forgotten ones, by number. */
  reused: Map<number, string>;
  /** The hashes of `urls`, eight bytes each (domain/sites/frontier/url-index). */
  hashes: Uint8Array;
};

/**
 * What is stored of a frontier, as packed columns: hashes of all URLs, hashes of the
 * paths of those with a query, the queue, and the position in it.
 */
export type Recorded = {
  hashes: readonly Uint8Array[];
  variants: readonly Uint8Array[];
  queue: readonly Uint8Array[];
  position: number;
};

/** `urls` is how many URLs are expected. */
export function createFrontier(limits: Limits, recorded: Recorded, urls = 0): Frontier {
  const frontier: Frontier = {
    limits,
    index: createUrlIndex(urls),
    variants: createQueryVariants(limits.maxQueryVariants),
    reached: createBitSet(),
    counts: { page: 0, list: 0 },
    queue: createEntryQueue(),
    position: recorded.position,
    length: 0,
    added: noAdditions(0),
  };
  loadRecorded(frontier, recorded);
  return frontier;
}

const noAdditions = (firstId: number): Frontier["added"] => ({
  entries: [],
  urls: [],
  firstId,
  reused: new Map(),
});

/** Loads more of what is recorded, before anything is added. */
export function loadRecorded(
  frontier: Frontier,
  { hashes, variants, queue }: Omit<Recorded, "position">,
): void {
  const { index } = frontier;
  for (const column of hashes) loadHashes(index, column);
  for (const column of variants)
    for (const hash of unpackVariants(column)) frontier.variants.admit(hash);
  for (const piece of queue)
    for (const entry of unpackQueue(piece)) enqueue(frontier, entry);
  frontier.added.firstId = index.size;
}

/** Gives at most `count` entries, without the first `skip` after the position. */
export const peekQueue = (
  { queue }: Frontier,
  skip: number,
  count: number,
): QueueEntry[] => peekEntries(queue, skip, count);

/** Moves the position in the queue on. */
export function advanceQueue(frontier: Frontier, count: number): void {
  frontier.position += count;
  dropEntries(frontier.queue, count);
}

/**
 * Gives the number of a URL that a page links to, and queues the URL if it is new to this
 * crawl. Gives a refusal for a URL that may not be queued.
 */
export function findUrl(
  frontier: Frontier,
  url: string,
  finding: Finding,
): number | Refusal {
  const { index, reached, added, limits } = frontier;
  const { hi, lo } = hashText(url);
  const known = findHash(index, hi, lo);
  if (known !== -1 && hasBit(reached, known)) return known;
  const refusal = objection(frontier, finding);
  if (refusal !== null) return refusal;
  const isNew = known === -1;
  if (isNew && countIndexed(index) >= (limits.maxUrls ?? mostUrls)) return "urls";
  if (isNew && !admitsQuery(frontier, url)) return "query-variants";
  const id = addHash(index, hi, lo);
  if (isNew && id < added.firstId) added.reused.set(id, url);
  else if (isNew) added.urls.push(url);
  append(frontier, { ...finding, id, attempts: 0 });
  return id;
}

/** Does the same for a URL whose number is known. Gives null unless it is refused. */
export function findKnownUrl(
  frontier: Frontier,
  id: number,
  finding: Finding,
): Refusal | null {
  if (hasReached(frontier, id)) return null;
  const refusal = objection(frontier, finding);
  if (refusal === null) append(frontier, { ...finding, id, attempts: 0 });
  return refusal;
}

/** Queues an entry again, at the end. */
export const queueAgain = (frontier: Frontier, entry: QueueEntry): void =>
  append(frontier, entry);

/** Gives the number of a URL that the site has; null for a new one. */
export function numberOf({ index }: Frontier, url: string): number | null {
  const { hi, lo } = hashText(url);
  const known = findHash(index, hi, lo);
  return known === -1 ? null : known;
}

export const hasReached = ({ reached }: Frontier, id: number): boolean =>
  hasBit(reached, id);

/** Gives a URL that was added since additions were last taken. */
export const newUrlOf = ({ added }: Frontier, id: number): string | undefined =>
  added.urls[id - added.firstId] ?? added.reused.get(id);

/** Gives what was added since the last call, for the caller to record. */
export function takeAdditions(frontier: Frontier): Additions {
  const { index, added } = frontier;
  frontier.added = noAdditions(index.size);
  return { ...added, hashes: hashesSince(index, added.firstId) };
}

function append(frontier: Frontier, entry: QueueEntry): void {
  enqueue(frontier, entry);
  frontier.added.entries.push(entry);
}

function enqueue(frontier: Frontier, entry: QueueEntry): void {
  const { reached, counts, queue } = frontier;
  if (!hasBit(reached, entry.id)) counts[entry.kind] += 1;
  addBit(reached, entry.id);
  if (frontier.length >= frontier.position) pushEntry(queue, entry);
  frontier.length += 1;
}

function objection({ limits, counts }: Frontier, finding: Finding): Refusal | null {
  if (finding.depth > (limits.maxDepth ?? deepestChain)) return "depth";
  // Lists have as much room of their own: an index of sitemaps can lead to billions.
  return counts[finding.kind] >= limits.maxPages ? "pages" : null;
}

function admitsQuery({ variants }: Frontier, url: string): boolean {
  const hash = variantOf(url);
  return hash === null || variants.admit(hash);
}
