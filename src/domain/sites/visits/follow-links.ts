// Queues the links of a visited page, and gives them their numbers. Notes what is left
// out. No I/O.

import { type DuplicateCounts, mostDuplicates } from "#domain/sites/duplicate-counts.ts";
import {
  type Frontier,
  findKnownUrl,
  findUrl,
  hasReached,
  numberOf,
} from "#domain/sites/frontier/frontier.ts";
import type { QueueEntry } from "#domain/sites/frontier/queue-encoding.ts";
import type { LeftOut } from "#domain/sites/left-out.ts";
import { hasLimits } from "#domain/sites/limits.ts";
import type { Refusal, RefusalCounts } from "#domain/sites/links/refusal.ts";
import type { PageContent } from "#domain/sites/read-page.ts";
import type { SitePage } from "#domain/sites/site-page.ts";

/** A page's links by number, how many were refused, and what was left out of them. */
export type FollowedLinks = {
  links: readonly number[];
  refused: RefusalCounts;
  leftOut: LeftOut;
};

/** Queues the links of a page that was read, as far as they are new to the crawl. */
export function followLinks(
  frontier: Frontier,
  duplicates: DuplicateCounts,
  { found, location, refused: refusedBefore, unfollowed }: PageContent,
  contentHash: string | null,
): FollowedLinks {
  const refused = { ...refusedBefore };
  const links: number[] = [];
  const leftOut: string[] = [];
  // All redirects of a server have the same body, if any.
  const isCounted = location === null && found.length > 0 && contentHash !== null;
  if (isCounted && duplicates.count(contentHash) > mostDuplicates) {
    addRefusals(refused, { duplicate: found.length });
    leftOut.push(...found.map(({ url }) => url));
  } else {
    for (const { url, finding } of found) {
      const id = findUrl(frontier, url, finding);
      if (typeof id === "number") links.push(id);
      else {
        addRefusals(refused, { [id]: 1 });
        leftOut.push(url);
      }
    }
  }
  const { ids, isNew } = numbersOf(frontier, leftOut);
  return {
    links,
    refused,
    leftOut: {
      ids: [...ids, ...numbersOf(frontier, unfollowed).ids],
      unread: isNew || hasLimits(refusedBefore),
    },
  };
}

/** The URLs that the crawl has not reached, by number, and whether one is new. */
function numbersOf(frontier: Frontier, urls: readonly string[]) {
  const known = urls.map((url) => numberOf(frontier, url));
  return {
    ids: known.filter((id) => id !== null).filter((id) => !hasReached(frontier, id)),
    isNew: known.includes(null),
  };
}

/**
 * Queues the links that a page had when it was read last: its content is the same, or
 * cannot be read at the moment.
 */
export function followKnownLinks(
  frontier: Frontier,
  known: SitePage,
  { depth, hops }: QueueEntry,
): FollowedLinks {
  const refused = { ...known.refused };
  const ids: number[] = [];
  const finding =
    known.location === null
      ? ({ depth: depth + 1, kind: "page", hops: 0 } as const)
      : ({ depth, kind: "page", hops: hops + 1 } as const);
  for (const id of known.links) {
    const refusal = findKnownUrl(frontier, id, finding);
    if (refusal === null) continue;
    addRefusals(refused, { [refusal]: 1 });
    ids.push(id);
  }
  const leftOut = { ids, unread: hasLimits(known.refused) };
  return { links: known.links, refused, leftOut };
}

/** Adds to a total. */
export function addRefusals(total: RefusalCounts, more: RefusalCounts): void {
  for (const [reason, count] of Object.entries(more) as [Refusal, number][]) {
    total[reason] = (total[reason] ?? 0) + count;
  }
}
