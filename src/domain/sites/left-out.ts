// Collects what a crawl left out, and says of pages that it did not come to which are
// gone: those that cannot stand behind what was left out. No I/O.

/** What a crawl left out so far. */
export type LeftOut = {
  /**
   * URLs that the site had before, by number. Their pages are taken to link to what they
   * linked to when they were read last.
   */
  ids: readonly number[];
  /** Whether something was left out that was never read: it may link to any page. */
  unread: boolean;
};

export const nothingLeftOut: LeftOut = { ids: [], unread: false };
export const unreadLeftOut: LeftOut = { ids: [], unread: true };

/**
 * So many numbers add a few kilobytes to a crawl's row. With more of them, any page may
 * stand behind one.
 */
const mostIds = 1_000;

/** Gives both together. Where something was never read, numbers say nothing more. */
export function mergeLeftOut(a: LeftOut, b: LeftOut): LeftOut {
  if (a.unread || b.unread) return unreadLeftOut;
  if (b.ids.length === 0) return a;
  const ids = [...new Set([...a.ids, ...b.ids])];
  return ids.length > mostIds ? unreadLeftOut : { ids, unread: false };
}

/** What is known when a crawl ends whose queue is empty. */
export type MissedPages = {
  /** Pages that are not gone, and that the crawl did not come to. */
  missed: readonly number[];
  /** Whether this crawl cannot judge one of them, whatever it left out. */
  isSpared: (id: number) => boolean;
  leftOut: LeftOut;
  /**
   * The links of `missed` and of what was left out, as far as these are pages; null when
   * they are too many to be read.
   */
  links: ReadonlyMap<number, readonly number[]> | null;
  /** Whether the crawl came to a URL. */
  isReached: (id: number) => boolean;
};

/** Says which missed pages are gone. The others may still be there: they are unseen. */
export function judgeMissed({
  missed,
  isSpared,
  leftOut,
  links,
  isReached,
}: MissedPages): {
  gone: number[];
  unseen: number[];
} {
  const isUnread = (id: number) => links?.has(id) === false && !isReached(id);
  if (leftOut.unread || links === null || leftOut.ids.some(isUnread))
    return { gone: [], unseen: [...missed] };
  const behind = reachable(leftOut.ids, links);
  const isUnseen = (id: number) => behind.has(id) || isSpared(id);
  return {
    gone: missed.filter((id) => !isUnseen(id)),
    unseen: missed.filter(isUnseen),
  };
}

/** All that links lead to from the given pages on, these included. */
function reachable(
  from: readonly number[],
  links: ReadonlyMap<number, readonly number[]>,
): ReadonlySet<number> {
  const found = new Set(from);
  // A set gives what is added to it while it is walked, too.
  for (const id of found) for (const to of links.get(id) ?? []) found.add(to);
  return found;
}
