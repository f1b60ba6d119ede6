// Queues the links of a visited page, and gives them their numbers. No I/O.

import { type DuplicateCounts, mostDuplicates } from "#domain/sites/duplicate-counts.ts";
import { type Frontier, findKnownUrl, findUrl } from "#domain/sites/frontier/frontier.ts";
import type { QueueEntry } from "#domain/sites/frontier/queue-encoding.ts";
import type { Refusal, RefusalCounts } from "#domain/sites/links/refusal.ts";
import type { PageContent } from "#domain/sites/read-page.ts";
import type { SitePage } from "#domain/sites/site-page.ts";

/** A page's links by number, and how many were refused. */
export type FollowedLinks = { links: readonly number[]; refused: RefusalCounts };

/** Queues the links of a page that was read, as far as they are new to the crawl. */
export function followLinks(
  frontier: Frontier,
  duplicates: DuplicateCounts,
  { found, location, refused: refusedBefore }: PageContent,
  contentHash: string | null,
): FollowedLinks {
  const refused = { ...refusedBefore };
  const links: number[] = [];
  // All redirects of a server have the same body, if any.
  const isCounted = location === null && found.length > 0 && contentHash !== null;
  if (isCounted && duplicates.count(contentHash) > mostDuplicates) {
    addRefusals(refused, { duplicate: found.length });
    return { links, refused };
  }
  for (const { url, finding } of found) {
    const id = findUrl(frontier, url, finding);
    if (typeof id === "number") links.push(id);
    else addRefusals(refused, { [id]: 1 });
  }
  return { links, refused };
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
  const finding =
    known.location === null
      ? ({ depth: depth + 1, kind: "page", hops: 0 } as const)
      : ({ depth, kind: "page", hops: hops + 1 } as const);
  for (const id of known.links) {
    const refusal = findKnownUrl(frontier, id, finding);
    if (refusal !== null) addRefusals(refused, { [refusal]: 1 });
  }
  return { links: known.links, refused };
}

/** Adds to a total. */
export function addRefusals(total: RefusalCounts, more: RefusalCounts): void {
  for (const [reason, count] of Object.entries(more) as [Refusal, number][]) {
    total[reason] = (total[reason] ?? 0) + count;
  }
}
