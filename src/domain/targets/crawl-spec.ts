// Defines how a site is crawled. Every field is parsed, and every default is filled in.

/**
 * Which links are followed: those to the start URL's origin, to its host (any scheme and
 * port), to its registrable domain (site), or all.
 */
export const scopes = ["origin", "host", "site", "any"] as const;
export type Scope = (typeof scopes)[number];

export type CrawlSpec = {
  scope: Scope;
  /**
   * URL patterns (https://urlpattern.spec.whatwg.org) of which a URL must match one. An
   * empty list takes every URL of the scope.
   */
  include: readonly string[];
  /** URL patterns of which a URL must match none. */
  exclude: readonly string[];
  /** The most links between the start URL and a page; null: as many as there are. */
  maxDepth: number | null;
  /** The most pages fetched in one crawl. */
  maxPages: number;
  /** Media types ("text/html", "image/*") that are kept; an empty list keeps all. */
  contentTypes: readonly string[];
  /** What becomes of query strings; a list names the parameters that are kept. */
  query: "keep" | "drop" | readonly string[];
  /** The most query strings that one path may have. */
  maxQueryVariants: number;
  /** Whether images (src and srcset) count as links. */
  images: boolean;
  /** Whether sitemaps and feeds are read for links. */
  sitemaps: boolean;
  feeds: boolean;
  /** Whether robots.txt, robots meta tags, X-Robots-Tag and rel=nofollow are honoured. */
  robots: boolean;
  /** The least time between the starts of two requests to one host. */
  delayMs: number;
};

/**
 * Where an endless chain of links, such as a calendar's, ends when the user sets no
 * depth. No list of pages or archive of days that people read is nearly as long.
 */
export const deepestChain = 5_000;

export const usualCrawl: CrawlSpec = {
  scope: "origin",
  include: [],
  exclude: [],
  maxDepth: null,
  maxPages: 10_000,
  contentTypes: [],
  query: "keep",
  maxQueryVariants: 1_000,
  images: false,
  sitemaps: true,
  feeds: true,
  robots: true,
  delayMs: 250,
};

/** How a site is crawled. Throws for a target that is no site. */
export function crawlSpecOf({
  id,
  crawl,
}: {
  id: number;
  crawl: CrawlSpec | null;
}): CrawlSpec {
  if (crawl === null) throw new TypeError(`target ${id} has no crawl: it is no site`);
  return crawl;
}
