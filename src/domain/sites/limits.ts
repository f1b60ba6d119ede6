// Tells which refusals are limits of the crawl, and explains in sentences what they made
// it leave out. Other refusals are the user's or the site's choice.

import { mostUrls } from "#domain/sites/frontier/frontier.ts";
import type { Refusal, RefusalCounts } from "#domain/sites/links/refusal.ts";
import { MAX_URL_CHARS } from "#domain/sites/links/url-traps.ts";
import { type CrawlSpec, deepestChain } from "#domain/targets/crawl-spec.ts";

type Settings = Pick<CrawlSpec, "maxDepth"> & { maxBodyBytes: number };
type Sentence = (count: number, settings: Settings) => string;

/** How many of something there were: "1 link was", "2 links were". */
const were = (count: number, noun: string): string =>
  count === 1 ? `1 ${noun} was` : `${count} ${noun}s were`;
const some = (count: number, noun: string): string =>
  count === 1 ? `1 ${noun}` : `${count} ${noun}s`;

const limits = new Map<Refusal, Sentence>([
  ["pages", () => "The page limit was reached."],
  ["urls", () => `The site has more than ${mostUrls.toLocaleString("en")} URLs.`],
  [
    "depth",
    (count, { maxDepth }) =>
      maxDepth === null
        ? `${were(count, "link")} too deep: a chain ends after ${deepestChain} links, one of sitemap indexes after a few.`
        : `${were(count, "link")} deeper than ${maxDepth}.`,
  ],
  [
    "query-variants",
    (count) => `${some(count, "link")} had one query string too many for their path.`,
  ],
  [
    "duplicate",
    (count) =>
      `${some(count, "link")} stood on pages whose content many other URLs have as well.`,
  ],
  ["links", () => "A page or list had too many links to follow them all."],
  ["redirects", (count) => `${some(count, "redirect")} followed too many others.`],
  [
    "too-long",
    (count) => `${were(count, "link")} longer than ${MAX_URL_CHARS} characters.`,
  ],
  [
    "repeating-path",
    (count) => `${some(count, "link")} repeated a path segment over and over.`,
  ],
  [
    "broken",
    (count) =>
      count === 1
        ? "1 sitemap or feed broke off before its end."
        : `${count} sitemaps or feeds broke off before their ends.`,
  ],
  [
    "cut",
    (count, { maxBodyBytes }) =>
      `${were(count, "page")} larger than ${maxBodyBytes} bytes and ${count === 1 ? "was" : "were"} read in part.`,
  ],
]);

/** Whether a limit made the crawl leave out any of what was refused. */
export const hasLimits = (refused: RefusalCounts): boolean =>
  Object.keys(refused).some((refusal) => limits.has(refusal as Refusal));

/** What limits made a crawl leave out, a sentence for each; null for nothing. */
export function explainLimits(refused: RefusalCounts, settings: Settings): string | null {
  const sentences = [...limits].flatMap(([refusal, sentence]) => {
    const count = refused[refusal];
    return count === undefined ? [] : [sentence(count, settings)];
  });
  return sentences.length === 0 ? null : sentences.join(" ");
}
