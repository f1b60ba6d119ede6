// Lists the reasons for which a link is not followed, or a page not kept.

export const refusals = {
  invalid: "is not a URL",
  scheme: "is neither http nor https",
  address: "has an address that must not be fetched",
  scope: "lies outside the crawl's scope",
  excluded: "matches an exclude pattern, or no include pattern",
  "too-long": "is too long",
  "repeating-path": "repeats a path segment over and over",
  "query-variants": "is one of too many query strings for one path",
  depth: "is too many links away from the start",
  urls: "is new to a site that has as many URLs as are kept of one",
  pages: "was found after the crawl's page limit was reached",
  links: "is one of too many links on one page",
  nofollow: "is marked nofollow",
  robots: "is disallowed by robots.txt",
  redirects: "follows too many redirects",
  duplicate: "stands on a page whose content many other URLs have as well",
  "content-type": "has a content type that is not kept",
  broken: "stands beyond the place where a sitemap or feed breaks off; counts such lists",
  cut: "stands beyond the part of a page that was read; counts such pages",
} as const;

export type Refusal = keyof typeof refusals;

/** How often each reason applied. A reason that is absent never did. */
export type RefusalCounts = Partial<Record<Refusal, number>>;
