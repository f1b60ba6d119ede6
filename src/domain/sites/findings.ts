// Finds what a crawl has found that the crawl before had not: pages that are gone, and
// links that lead nowhere. No I/O.
import { cutToChars } from "#domain/cut.ts";
import type { EventOf } from "#domain/notices/event.ts";
import { labelsOfTarget } from "#domain/notices/routing/target-labels.ts";
import type { Target } from "#domain/targets/target.ts";
import type { JudgedPage, SitePage } from "./site-page.ts";

/** What a crawl has found so far that the crawl before had not. */
export type Found = {
  /** Pages that could be read, and no longer are there. */
  gone: number;
  /** Other URLs that nobody can read, and that were not so before. */
  broken: number;
  /** A few of the URLs, each cut: a site has any number of any length. */
  examples: { gone: readonly string[]; broken: readonly string[] };
};

export const nothingFound: Found = {
  gone: 0,
  broken: 0,
  examples: { gone: [], broken: [] },
};

export const mostExamples = 5;

/** More than anybody reads of a URL in a message; a tenth of the longest one. */
const mostUrlChars = 200;

const isUnreadable = ({ status }: Pick<SitePage, "status">): boolean =>
  status === null || status >= 400;

/**
 * Says which news it is how a page answered a visit; null for none. A page that is gone is
 * not broken as well; one that was broken before is no news.
 */
export function findingOf(
  known: SitePage | null,
  { page, change }: Pick<JudgedPage, "page" | "change">,
): "gone" | "broken" | null {
  if (change === "gone") return "gone";
  const isNews = isUnreadable(page) && (known === null || !isUnreadable(known));
  return isNews ? "broken" : null;
}

/** What is found with `count` more, of which a few URLs are given. */
export function withFound(
  found: Found,
  what: "gone" | "broken",
  count: number,
  urls: readonly string[],
): Found {
  const examples = [...found.examples[what], ...urls].slice(0, mostExamples);
  const cut = examples.map((url) => cutToChars(url, mostUrlChars));
  return {
    ...found,
    [what]: found[what] + count,
    examples: { ...found.examples, [what]: cut },
  };
}

/** The event that tells what a crawl found when it ended; null when nothing is new. */
export function findingsEvent(
  target: Target,
  { id, progress }: { id: number; progress: { found: Found } },
  at: number,
): EventOf<"crawl-findings"> | null {
  const { gone, broken, examples } = progress.found;
  if (gone === 0 && broken === 0) return null;
  const url = cutToChars(target.url, mostUrlChars);
  return {
    id: `crawl.${id}`,
    kind: "crawl-findings",
    at,
    targetId: target.id,
    incidentId: null,
    labels: labelsOfTarget(target, "info"),
    facts: { url, crawlId: id, gone, broken, examples },
  };
}
