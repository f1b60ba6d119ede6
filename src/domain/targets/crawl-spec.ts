// Defines how a site is crawled. Every field is parsed, and every default is filled in.

/**
 * Which links are followed: those of the start URL's origin, host (any scheme, port),
 * registrable domain, or any.
 */
export const scopes = ["origin", "host", "site", "any"] as const;
export type Scope = (typeof scopes)[number];

export type CrawlSpec = {
  scope: Scope;
  /**
   * URL patterns (https://urlpattern.spec.whatwg.org) of which a URL must match one;
   * none: every URL of the scope.
   */
  include: readonly string[];
  /** URL patterns of which a URL must match none. */
  exclude: readonly string[];
  /** Links from the start URL, which is at depth 0. */
  maxDepth: number;
  /** Pages fetched in one crawl. */
  maxPages: number;
  /** Media types ("text/html", "image/*") that are kept; none: all. */
  contentTypes: readonly string[];
  /** What becomes of query strings; a list names the parameters that are kept. */
  query: "keep" | "drop" | readonly string[];
  /** Distinct query strings that one path may have. */
  maxQueryVariants: number;
  /** Whether images (src and srcset) count as links. */
  images: boolean;
  /** Whether sitemaps and feeds are read for links. */
  sitemaps: boolean;
  feeds: boolean;
  /** Whether robots.txt, robots meta tags, X-Robots-Tag and rel=nofollow are honoured. */
  robots: boolean;
  /** Between the starts of two requests to one host, at least. */
  delayMs: number;
};

export const usualCrawl: CrawlSpec = {
  scope: "origin",
  include: [],
  exclude: [],
  maxDepth: 50,
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
