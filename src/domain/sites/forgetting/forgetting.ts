// Finds out which URLs of a site are forgotten when a crawl of it came to its end: those
// that the crawl did not come to, of which no page is kept, and to which no kept page
// links. Goes step by step, and what it knows can be stored between any two steps. No I/O.
import {
  addBit,
  type BitSet,
  createBitSet,
  firstBits,
  hasBit,
  removeBit,
} from "#domain/sites/frontier/bit-set.ts";
import { type Frontier, hasReached } from "#domain/sites/frontier/frontier.ts";
import { keepUrls, type UrlColumns } from "#domain/sites/frontier/placed-urls.ts";
import { isFree } from "#domain/sites/frontier/url-index.ts";
import { urlsInChunk } from "#domain/sites/frontier/url-records.ts";

export type Forgetting = {
  /** Numbers of the URLs that are kept, as far as is known. Free numbers are among them. */
  kept: BitSet;
  /**
   * Pages that were not seen for as long as is kept. They are kept if a kept page leads
   * to them; until that is known, their links do not count.
   */
  unseen: BitSet;
  /** Pages from this number on are still to be looked at; null when none is. */
  fromPage: number | null;
  /** How many rows of URLs, from the first on, are still to be rewritten. */
  chunksLeft: number;
};

/** What is to be done next. */
export type ForgettingStep =
  | { do: "look-at-pages"; from: number }
  | { do: "look-at-unseen"; ids: number[] }
  | { do: "delete-pages"; ids: number[] }
  /** Rows of URLs behind the last one that is kept go. */
  | { do: "delete-chunks"; from: number }
  /** Other rows are rewritten, the last ones first. */
  | { do: "rewrite-chunks"; chunks: number[] };

export const onlyReads = (step: ForgettingStep): boolean =>
  step.do === "look-at-pages" || step.do === "look-at-unseen";

/** So many pages, or rows of URLs, are written in one batch at most. */
const pagesInStep = 500;
const chunksInStep = 64;

/** Begins, when a crawl's queue is empty. Null when the crawl came to all URLs there are. */
export function beginForgetting(
  frontier: Frontier,
  leftOut: readonly number[],
): Forgetting | null {
  const { index } = frontier;
  const kept = createBitSet();
  for (const id of leftOut) addBit(kept, id);
  let missed = 0;
  for (let id = 0; id < index.size; id++) {
    if (hasReached(frontier, id) || isFree(index, id)) addBit(kept, id);
    else if (!hasBit(kept, id)) missed += 1;
  }
  if (missed === 0) return null;
  const chunksLeft = Math.ceil(index.size / urlsInChunk);
  return { kept, unseen: createBitSet(), fromPage: 0, chunksLeft };
}

/** Gives the next step; null when nothing is left to do. */
export function nextStep(
  forgetting: Forgetting,
  frontier: Frontier,
): ForgettingStep | null {
  const { kept, unseen, fromPage } = forgetting;
  if (fromPage !== null) return { do: "look-at-pages", from: fromPage };
  const linked = firstBits(unseen, pagesInStep, (id) => hasBit(kept, id));
  if (linked.length > 0) return { do: "look-at-unseen", ids: linked };
  const lost = firstBits(unseen, pagesInStep);
  if (lost.length > 0) return { do: "delete-pages", ids: lost };
  return nextChunks(forgetting, frontier);
}

/** Rows from the last one on, so that whatever goes leaves no gap between rows. */
function nextChunks(
  { kept, chunksLeft }: Forgetting,
  { index }: Frontier,
): ForgettingStep | null {
  const isUsed = (id: number) => hasBit(kept, id) && !isFree(index, id);
  const rows = countRows(index.size, isUsed);
  if (chunksLeft > rows)
    return { do: "delete-chunks", from: Math.max(rows, chunksLeft - pagesInStep) };
  const isForgotten = (id: number) => id < index.size && !hasBit(kept, id);
  const chunks: number[] = [];
  for (let chunk = chunksLeft - 1; chunk >= 0 && chunks.length < chunksInStep; chunk--)
    if (hasAny(chunk, isForgotten)) chunks.push(chunk);
  return chunks.length === 0 ? null : { do: "rewrite-chunks", chunks };
}

/** How many rows it takes, from the first on, to have all that are used. */
function countRows(size: number, isUsed: (id: number) => boolean): number {
  let rows = Math.ceil(size / urlsInChunk);
  while (rows > 0 && !hasAny(rows - 1, isUsed)) rows -= 1;
  return rows;
}

function hasAny(chunk: number, isWanted: (id: number) => boolean): boolean {
  const first = chunk * urlsInChunk;
  for (let id = first; id < first + urlsInChunk; id++) if (isWanted(id)) return true;
  return false;
}

/** What was read of some pages. */
export type PageReferences = {
  /** Numbers of pages, and of what these link to: four bytes each, the highest first. */
  kept: Uint8Array;
  /** Pages that were not seen for as long as is kept. */
  unseen: readonly number[];
  /** Where pages are still to be looked at; null when all have been. */
  next: number | null;
};

/** Takes what pages refer to. */
export function takeReferences(
  forgetting: Forgetting,
  { kept, unseen, next }: PageReferences,
): void {
  keepAll(forgetting, kept);
  for (const id of unseen) addBit(forgetting.unseen, id);
  forgetting.fromPage = next;
}

/** Takes what unseen pages that are kept refer to. */
export function takeUnseenReferences(
  forgetting: Forgetting,
  { ids, kept }: { ids: readonly number[]; kept: Uint8Array },
): void {
  for (const id of ids) removeBit(forgetting.unseen, id);
  keepAll(forgetting, kept);
}

/** What a step writes. Either pages or rows of URLs are deleted, or rows are rewritten. */
export type Forgotten = {
  pages: readonly number[];
  /** All rows of URLs from this one on; null for none. */
  chunksFrom: number | null;
  rewritten: readonly (UrlColumns & { chunk: number })[];
};

const nothingForgotten: Forgotten = { pages: [], chunksFrom: null, rewritten: [] };

export function deletePages(forgetting: Forgetting, pages: readonly number[]): Forgotten {
  for (const id of pages) removeBit(forgetting.unseen, id);
  return { ...nothingForgotten, pages };
}

export function deleteChunks(forgetting: Forgetting, from: number): Forgotten {
  forgetting.chunksLeft = from;
  return { ...nothingForgotten, chunksFrom: from };
}

/**
 * Packs rows of URLs anew, without those that are forgotten. `wanted` are the rows that
 * were asked for, and `rows` the first of them.
 */
export function rewriteChunks(
  forgetting: Forgetting,
  wanted: readonly number[],
  rows: readonly { chunk: number; urls: Uint8Array }[],
): Forgotten {
  const { kept } = forgetting;
  const rewritten = rows.map(({ chunk, urls }) => ({
    chunk,
    ...keepUrls(urls, (offset) => hasBit(kept, chunk * urlsInChunk + offset)),
  }));
  forgetting.chunksLeft = rows.at(-1)?.chunk ?? wanted.at(-1) ?? 0;
  return { ...nothingForgotten, rewritten };
}

function keepAll({ kept, chunksLeft }: Forgetting, numbers: Uint8Array): void {
  const view = new DataView(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  const end = chunksLeft * urlsInChunk;
  for (let at = 0; at < numbers.length; at += 4) {
    const id = view.getUint32(at);
    if (id < end) addBit(kept, id);
  }
}
