// Entries of the queue, made ready to be visited.
import type { QueueEntry } from "#domain/sites/frontier/queue-encoding.ts";
import { readPages } from "#store/sites/pages.ts";
import { readUrls } from "#store/sites/site-urls.ts";
import type { CrawlSession } from "./crawl-session.ts";
import type { Stop } from "./stop.ts";

/** Entries with their URLs and what is known of their pages. */
export async function loadStops(
  session: CrawlSession,
  entries: readonly QueueEntry[],
): Promise<Stop[]> {
  const { deps, target, frontier, knownBefore } = session;
  const old = entries.map(({ id }) => id).filter((id) => id < knownBefore);
  const pages = old.length > 0 ? await readPages(deps.db, target.id, old) : new Map();
  const urlOf = (id: number): string | undefined =>
    pages.get(id)?.url ?? frontier.newUrl(id);
  const others = entries.map(({ id }) => id).filter((id) => urlOf(id) === undefined);
  const urls =
    others.length > 0
      ? await readUrls(deps.db, target.id, others)
      : new Map<number, string>();
  return entries.map((entry) => {
    const url = urlOf(entry.id) ?? urls.get(entry.id);
    if (url === undefined)
      throw new Error(`URL ${entry.id} of target ${target.id} is not there`);
    return { entry, url, known: pages.get(entry.id) ?? null };
  });
}

/**
 * Adds the stops' origins to a set; gives the stops before the first with one too many.
 */
export function collectOrigins(
  origins: Set<string>,
  stops: Stop[],
  most: number,
): Stop[] {
  for (const [i, { url }] of stops.entries()) {
    const origin = originOf(url);
    if (origins.size >= most && !origins.has(origin)) return stops.slice(0, i);
    origins.add(origin);
  }
  return stops;
}

/** Of a serialised URL: it ends at the third slash. */
const originOf = (url: string): string =>
  url.slice(0, url.indexOf("/", "https://".length));
