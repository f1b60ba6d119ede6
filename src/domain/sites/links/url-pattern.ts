// Parses and applies the patterns of include and exclude, in the syntax of
// https://urlpattern.spec.whatwg.org.

import type { CrawlSpec } from "#domain/targets/crawl-spec.ts";

/**
 * Parses a pattern. A whole one ("https://*.example.com/docs/*") is read as in the
 * standard: parts that are left out at the end match anything, and a port that is left
 * out is the scheme's own.
 *
 * A pattern that starts with a slash ("/docs/*", "/search?*") is a form of this project's
 * own. It matches the path on any scheme, host and port and, from its first question mark
 * on, the query. So "/*?*" matches every URL with a query, while the standard would read
 * "*?" as "anything or nothing". After a bracket a question mark still means "optional":
 * "/docs{/*}?".
 *
 * Null when the text is neither.
 */
export function parseUrlPattern(text: string): URLPattern | null {
  try {
    return text.startsWith("/") ? parsePathPattern(text) : new URLPattern(text);
  } catch {
    return null;
  }
}

/**
 * The first question mark that does not follow a bracket, with the backslash that the
 * standard wants before some.
 */
const queryMark = /(?<![(){}])\\?\?/;

function parsePathPattern(text: string): URLPattern {
  const mark = queryMark.exec(text);
  if (mark === null) return new URLPattern({ pathname: text });
  const search = text.slice(mark.index + mark[0].length);
  return new URLPattern({ pathname: text.slice(0, mark.index), search });
}

/** Whether a URL matches an include pattern, if there are any, and no exclude pattern. */
export function createUrlFilter(
  spec: Pick<CrawlSpec, "include" | "exclude">,
): (url: string) => boolean {
  const include = spec.include.map(trustPattern);
  const exclude = spec.exclude.map(trustPattern);
  return (url) => {
    const matches = (pattern: URLPattern) => pattern.test(url);
    return (include.length === 0 || include.some(matches)) && !exclude.some(matches);
  };
}

/** Throws for a bad pattern, which the API refuses: ignoring it would widen the crawl. */
function trustPattern(text: string): URLPattern {
  const pattern = parseUrlPattern(text);
  if (pattern === null)
    throw new TypeError(`${JSON.stringify(text)} is not a URL pattern`);
  return pattern;
}
