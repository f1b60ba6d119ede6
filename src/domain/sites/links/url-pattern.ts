// Parses and applies the patterns of include and exclude, in the syntax of
// https://urlpattern.spec.whatwg.org.

import type { CrawlSpec } from "#domain/targets/crawl-spec.ts";
import { compileComponent, type Delimiter } from "./component-pattern.ts";

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
  const include = spec.include.map((text) => compilePattern(trustPattern(text)));
  const exclude = spec.exclude.map((text) => compilePattern(trustPattern(text)));
  if (include.length + exclude.length === 0) return () => true;
  return (url) => {
    const parsed = URL.parse(url);
    const matches = (pattern: UrlTest) => parsed !== null && pattern(parsed);
    return (include.length === 0 || include.some(matches)) && !exclude.some(matches);
  };
}

type UrlTest = (url: URL) => boolean;

/** The standard's components, and what ends a segment of each. */
const delimiters = {
  protocol: { ends: "", isPrefix: false },
  username: { ends: "", isPrefix: false },
  password: { ends: "", isPrefix: false },
  hostname: { ends: ".", isPrefix: false },
  port: { ends: "", isPrefix: false },
  pathname: { ends: "/", isPrefix: true },
  search: { ends: "", isPrefix: false },
  hash: { ends: "", isPrefix: false },
} as const satisfies Partial<Record<keyof URLPattern, Delimiter>>;

/** What stands around a component in the fields of a URL, and not in patterns. */
const marks = { protocol: /:$/, search: /^\?/, hash: /^#/ } as const;

/**
 * Gives whether a URL matches, in time that no URL can stretch: the URLPattern itself
 * would try all ways to share a text among its stars. Only a regular expression, which
 * the API refuses, is left to it.
 */
function compilePattern(pattern: URLPattern): UrlTest {
  if (pattern.hasRegExpGroups) return (url) => pattern.test(url);
  const bounded = Object.entries(delimiters).filter(
    ([name]) => pattern[name as keyof typeof delimiters] !== "*",
  );
  const tests = bounded.map(([key, delimiter]) => {
    const name = key as keyof typeof delimiters;
    const matches = compileComponent(pattern[name], delimiter);
    const mark = name in marks ? marks[name as keyof typeof marks] : null;
    return (url: URL) => matches(mark ? url[name].replace(mark, "") : url[name]);
  });
  return (url) => tests.every((test) => test(url));
}

/** Throws for a bad pattern, which the API refuses: ignoring it would widen the crawl. */
function trustPattern(text: string): URLPattern {
  const pattern = parseUrlPattern(text);
  if (pattern === null)
    throw new TypeError(`${JSON.stringify(text)} is not a URL pattern`);
  return pattern;
}
