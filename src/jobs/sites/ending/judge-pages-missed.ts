// Judges the pages that a crawl did not come to, when its queue is empty.
import type { Progress } from "#domain/sites/crawl.ts";
import { addBit, createBitSet, hasBit } from "#domain/sites/frontier/bit-set.ts";
import { hasReached } from "#domain/sites/frontier/frontier.ts";
import { judgeMissed } from "#domain/sites/left-out.ts";
import type { CrawlSession } from "#jobs/sites/crawl-session.ts";
import { readLinks, readLivePages } from "#store/sites/live-pages.ts";

/**
 * Says which of the pages that a crawl did not come to are gone, and which of these are
 * lost: who removes a link that led nowhere loses nothing.
 */
export async function judgePagesMissed(
  { deps: { db }, frontier, target }: CrawlSession,
  { leftOut, refused }: Progress,
): Promise<{ gone: number[]; lost: number[]; unseen: number[] }> {
  const live = await readLivePages(db, target.id, target.requestRevision);
  const isReached = (id: number) => hasReached(frontier, id);
  const missed = live.ids.filter((id) => !isReached(id));
  if (missed.length === 0) return { gone: [], lost: [], unseen: [] };
  const links =
    leftOut.ids.length === 0
      ? new Map<number, number[]>()
      : await readLinks(db, target.id, merged(leftOut.ids, missed));
  // Pages whose content is the same do not tell which of their links are nofollow.
  const spared = createBitSet();
  for (const id of live.otherRevision) addBit(spared, id);
  if (refused.nofollow !== undefined) for (const id of live.unseen) addBit(spared, id);
  const isSpared = (id: number) => hasBit(spared, id);
  const judged = judgeMissed({ missed, isSpared, leftOut, links, isReached });
  const broken = new Set(live.broken);
  return { ...judged, lost: judged.gone.filter((id) => !broken.has(id)) };
}

/** Gives both lists, nothing twice. The second may have all pages of a site. */
function merged(few: readonly number[], many: readonly number[]): number[] {
  const known = new Set(few);
  return [...few, ...many.filter((id) => !known.has(id))];
}
