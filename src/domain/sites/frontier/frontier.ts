// Keeps what a crawl knows while it runs: every URL of the site by number, which of them
// this crawl has reached, and the queue of those still to visit. Only the newest URLs are
// held as text, so that the frontier of a large site stays small.

import type { Refusal } from "#domain/sites/links/refusal.ts";
import { createQueryVariants } from "#domain/sites/links/url-traps.ts";
import type { CrawlSpec } from "#domain/targets/crawl-spec.ts";
import { type QueueEntry, unpackQueue } from "./queue-encoding.ts";
import { hashUrl } from "./url-hash.ts";
import { createUrlIndex, urlHashBytes } from "./url-index.ts";
import { unpackRecords } from "./url-records.ts";

/** How a URL was found. */
export type Finding = Pick<QueueEntry, "depth" | "kind" | "hops">;

/** What was added since the last `settle`. */
type Additions = {
  /** At the queue's end. */
  entries: QueueEntry[];
  /** New to the site, numbered from `firstId` on. */
  urls: string[];
  firstId: number;
  /** The hashes of new URLs, eight bytes each (domain/sites/frontier/url-index). */
  hashes: Uint8Array;
};

export type Frontier = {
  /**
   * How far into the queue the crawl is, how long the queue is, and how many URLs the
   * site has.
   */
  readonly position: number;
  readonly length: number;
  readonly size: number;
  /** Gives at most `count` entries, without the first `skip` after the position. */
  peek(skip: number, count: number): QueueEntry[];
  /** Moves the position in the queue on. */
  advance(count: number): void;
  /**
   * Gives the number of a URL that a page links to, and queues the URL if it is new to
   * this crawl; or gives why it is not queued.
   */
  find(url: string, finding: Finding): number | Refusal;
  /** Does the same for a URL whose number is known; null unless it is refused. */
  findKnown(id: number, finding: Finding): Refusal | null;
  /** Queues an entry again, at the end. */
  putBack(entry: QueueEntry): void;
  hasReached(id: number): boolean;
  /** Gives a URL that was added since the last `settle`. */
  newUrl(id: number): string | undefined;
  /** Gives what was added since the last `settle`, for the caller to record. */
  settle(): Additions;
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

export function createFrontier(
  limits: Pick<CrawlSpec, "maxDepth" | "maxPages" | "maxQueryVariants">,
  recorded: Recorded,
): Frontier {
  const index = createUrlIndex();
  const variants = createQueryVariants(limits.maxQueryVariants);
  const reached = createBitSet();
  const queue: QueueEntry[] = [];
  const counts = { page: 0, list: 0 };
  let position = 0;
  let added: QueueEntry[] = [];
  let urls: string[] = [];

  for (const column of recorded.hashes) index.append(unpackRecords(column, urlHashBytes));
  for (const hash of recorded.variants.flatMap(readVariants)) variants.admit(hash);
  for (const entry of recorded.queue.flatMap(unpackQueue)) enqueue(entry);
  advance(recorded.position);
  let firstId = index.size;

  function enqueue(entry: QueueEntry): void {
    if (!reached.has(entry.id)) counts[entry.kind] += 1;
    reached.add(entry.id);
    queue.push(entry);
  }

  function advance(count: number): void {
    position += count;
    queue.splice(0, count);
  }

  function append(entry: QueueEntry): void {
    enqueue(entry);
    added.push(entry);
  }

  function objection({ depth, kind }: Finding): Refusal | null {
    if (depth > limits.maxDepth) return "depth";
    // Lists have as much room of their own: an index of sitemaps can lead to billions.
    return counts[kind] >= limits.maxPages ? "pages" : null;
  }

  function admitsQuery(url: string): boolean {
    const hash = variantOf(url);
    return hash === null || variants.admit(hash);
  }

  return {
    get position() {
      return position;
    },
    get length() {
      return position + queue.length;
    },
    get size() {
      return index.size;
    },
    peek: (skip, count) => queue.slice(skip, skip + count),
    advance,
    find(url, finding) {
      const { hi, lo } = hashUrl(url);
      const known = index.find(hi, lo);
      if (known !== -1 && reached.has(known)) return known;
      const refusal = objection(finding);
      if (refusal !== null) return refusal;
      if (known === -1 && !admitsQuery(url)) return "query-variants";
      const id = index.add(hi, lo);
      if (known === -1) urls.push(url);
      append({ ...finding, id, attempts: 0 });
      return id;
    },
    findKnown(id, finding) {
      if (reached.has(id)) return null;
      const refusal = objection(finding);
      if (refusal === null) append({ ...finding, id, attempts: 0 });
      return refusal;
    },
    putBack: append,
    hasReached: (id) => reached.has(id),
    newUrl: (id) => urls[id - firstId],
    settle() {
      const additions = {
        entries: added,
        urls,
        firstId,
        hashes: index.bytesSince(firstId),
      };
      added = [];
      urls = [];
      firstId = index.size;
      return additions;
    },
  };
}

/** Gives the hash by which a path's variants are counted; null without a query. */
export function variantOf(url: string): number | null {
  const mark = url.indexOf("?");
  return mark === -1 ? null : hashUrl(url.slice(0, mark)).hi;
}

const variantBytes = 4;

/** Packs the hashes of the paths of URLs with a query, four bytes each. */
export function packVariants(urls: readonly string[]): Uint8Array {
  const hashes = urls.map(variantOf).filter((hash) => hash !== null);
  const view = new DataView(new ArrayBuffer(hashes.length * variantBytes));
  hashes.forEach((hash, i) => {
    view.setUint32(i * variantBytes, hash);
  });
  return new Uint8Array(view.buffer);
}

function readVariants(column: Uint8Array): number[] {
  const bytes = unpackRecords(column, variantBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength / variantBytes }, (_, i) =>
    view.getUint32(i * variantBytes),
  );
}

function createBitSet() {
  let words = new Uint32Array(1_024);
  return {
    has: (bit: number) => ((words[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0,
    add(bit: number) {
      const at = bit >>> 5;
      if (at >= words.length) {
        const larger = new Uint32Array(Math.max(at + 1, 2 * words.length));
        larger.set(words);
        words = larger;
      }
      words[at] = (words[at] ?? 0) | (1 << (bit & 31));
    },
  };
}
