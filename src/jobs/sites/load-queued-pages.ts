// Loads what visits need: the URLs of entries of the queue, and their pages as the last
// crawl left them.

import { newUrlOf } from "#domain/sites/frontier/frontier.ts";
import type { QueueEntry } from "#domain/sites/frontier/queue-encoding.ts";
import type { SitePage } from "#domain/sites/site-page.ts";
import type { QueuedPage } from "#domain/sites/visits/visit.ts";
import { wasList } from "#domain/sites/visits/visit-decisions.ts";
import { readPages } from "#store/sites/pages.ts";
import { readUrls } from "#store/sites/site-urls.ts";
import type { CrawlSession } from "./crawl-session.ts";

/** Loads the first of the entries: up to the one whose page has one link too many. */
export async function loadQueuedPages(
  session: CrawlSession,
  queued: readonly QueueEntry[],
  mostLinks: number,
): Promise<QueuedPage[]> {
  const { deps, target, frontier, knownBefore } = session;
  const old = queued.map(({ id }) => id).filter((id) => id < knownBefore);
  const pages =
    old.length > 0
      ? await readPages(deps.db, target.id, old, mostLinks)
      : new Map<number, SitePage>();
  const entries = upToLast(queued, pages, mostLinks);
  const urlOf = (id: number): string | undefined =>
    pages.get(id)?.url ?? newUrlOf(frontier, id);
  const others = entries.map(({ id }) => id).filter((id) => urlOf(id) === undefined);
  const urls =
    others.length > 0
      ? await readUrls(deps.db, target.id, others)
      : new Map<number, string>();
  return entries.map((entry) => {
    const url = urlOf(entry.id) ?? urls.get(entry.id);
    if (url === undefined)
      throw new Error(`URL ${entry.id} of target ${target.id} is not there`);
    const known = pages.get(entry.id) ?? null;
    // Known links do not tell which of them lead to lists.
    const isList = known !== null && wasList(known);
    return { entry: isList ? { ...entry, kind: "list" } : entry, url, known };
  });
}

/** The entries that are loaded with these pages: all of them, unless the pages are full. */
function upToLast(
  entries: readonly QueueEntry[],
  pages: ReadonlyMap<number, SitePage>,
  mostLinks: number,
): readonly QueueEntry[] {
  if (countLinks([...pages.values()]) < mostLinks) return entries;
  return entries.slice(0, 1 + entries.findLastIndex(({ id }) => pages.has(id)));
}

/** How many links pages had when they were read last. */
export const countLinks = (pages: readonly (Pick<SitePage, "links"> | null)[]): number =>
  pages.reduce((sum, page) => sum + (page?.links.length ?? 0), 0);

/**
 * Adds the pages' origins to a set; gives the pages before the first whose origin would
 * be one too many.
 */
export function collectOrigins(
  origins: Set<string>,
  pages: QueuedPage[],
  most: number,
): QueuedPage[] {
  for (const [i, { url }] of pages.entries()) {
    const origin = originOf(url);
    if (origins.size >= most && !origins.has(origin)) return pages.slice(0, i);
    origins.add(origin);
  }
  return pages;
}

/** The origin of a serialised URL ends at the third slash. */
const originOf = (url: string): string =>
  url.slice(0, url.indexOf("/", "https://".length));
