// Says which hosts a crawl may visit, and which crawls must not run at the same time.
// Knows nothing of paths: see url-pattern.ts.

import { getDomain } from "tldts";
import { memoize } from "#domain/memo.ts";
import type { CrawlSpec } from "#domain/targets/crawl-spec.ts";

type Scoped = Pick<CrawlSpec, "scope">;

/**
 * Whether a URL is of the same origin, host or site as the start URL; the start URL
 * always is.
 */
export function createScope({ scope }: Scoped, startUrl: string): (url: URL) => boolean {
  const { origin, hostname } = new URL(startUrl);
  switch (scope) {
    case "origin":
      return (url) => url.origin === origin;
    case "host":
      return (url) => url.hostname === hostname;
    case "site": {
      const site = siteOf(hostname);
      return (url) => siteOf(url.hostname) === site;
    }
    case "any":
      return () => true;
  }
}

/**
 * The site that a crawl keeps to, whatever its scope within it, or "*" if it may go
 * anywhere. Two crawls of one lane, or of which one has the lane "*", must not run at the
 * same time: between them they would ask a host too often.
 */
export function laneOf({ scope }: Scoped, startUrl: string): string {
  return scope === "any" ? "*" : siteOf(new URL(startUrl).hostname);
}

/**
 * The registrable domain by the Public Suffix List, its private part included:
 * alice.github.io and bob.github.io are two sites. What has none (addresses, localhost,
 * single labels, public suffixes) is a site of its own.
 */
const siteOf = memoize(1_000, (hostname = ""): string => {
  const domain = getDomain(hostname, {
    allowPrivateDomains: true,
    // The URL class has extracted and validated it, by rules laxer than those of tldts.
    extractHostname: false,
    validateHostname: false,
  });
  return domain ?? hostname.replace(/\.$/, "");
});
