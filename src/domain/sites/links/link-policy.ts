// Decides what becomes of an href on a page: the URL to visit, or why it is refused.
// Looks at texts alone. Others decide about robots.txt, depth, limits of pages and
// queries, and private addresses.

import { type CrawlSpec, usualCrawl } from "#domain/targets/crawl-spec.ts";
import { normaliseUrl } from "./normalise-url.ts";
import type { Refusal } from "./refusal.ts";
import { createScope } from "./site-scope.ts";
import { createUrlFilter } from "./url-pattern.ts";
import { MAX_URL_CHARS, repeatsPath } from "./url-traps.ts";

type Refused = Readonly<{ refusal: Refusal }>;

export type LinkPolicy = {
  /**
   * The normalised URL that an href on a page with this base URL means, or why it is not
   * followed.
   */
  resolve(href: string, base: string): string | Refused;
};

/** Remembers its decisions, since a site's pages mostly link to the same pages. */
export function createLinkPolicy(spec: CrawlSpec, startUrl: string): LinkPolicy {
  const judge = createLinkJudge(spec, startUrl);
  const memo = createMemo();
  let base: Base | null = null;
  return {
    resolve(href, baseUrl) {
      if (base?.given !== baseUrl) base = describeBase(baseUrl);
      const text = base === null ? null : completeHref(href, base);
      if (text === null || text.length > MAX_URL_CHARS)
        return judge(URL.parse(href, baseUrl));
      return memo.find(text) ?? memo.keep(text, judge(URL.parse(text)));
    },
  };
}

const refused = Object.freeze({
  invalid: Object.freeze({ refusal: "invalid" }),
  scheme: Object.freeze({ refusal: "scheme" }),
  address: Object.freeze({ refusal: "address" }),
  tooLong: Object.freeze({ refusal: "too-long" }),
  scope: Object.freeze({ refusal: "scope" }),
  excluded: Object.freeze({ refusal: "excluded" }),
  repeatingPath: Object.freeze({ refusal: "repeating-path" }),
} as const satisfies Record<string, Refused>);

/**
 * Decides about a URL as the URL class parsed it, or null where it could not. The first
 * refusal that applies is given. The start URL is always in scope and never excluded.
 */
export function createLinkJudge(
  spec: CrawlSpec,
  startUrl: string,
): (url: URL | null) => string | Refused {
  const start = normaliseUrl(new URL(startUrl), spec.query);
  const isInScope = createScope(spec, startUrl);
  const isWanted = createUrlFilter(spec);
  return (url) => {
    if (url === null) return refused.invalid;
    if (url.protocol !== "http:" && url.protocol !== "https:") return refused.scheme;
    const text = normaliseUrl(url, spec.query);
    const root = rootOf(text);
    if (text.lastIndexOf("@", root) !== -1) return refused.address;
    if (text.length > MAX_URL_CHARS) return refused.tooLong;
    if (text === start) return text;
    if (!isInScope(url)) return refused.scope;
    if (!isWanted(text)) return refused.excluded;
    return repeatsPath(beforeQuery(text).slice(root)) ? refused.repeatingPath : text;
  };
}

const judgeAnywhere = createLinkJudge({ ...usualCrawl, scope: "any" }, "https://x/");

/**
 * Decides about the URL of a sitemap: scope and patterns are about pages, and a sitemap
 * may lie on another host than its pages.
 */
export const judgeSitemap = (href: string, base: string): string | Refused =>
  judgeAnywhere(URL.parse(href, base));

/** Where the path of a serialised http or https URL begins. */
const rootOf = (url: string): number => url.indexOf("/", "https://".length);

function beforeQuery(url: string): string {
  const mark = url.indexOf("?");
  return mark === -1 ? url : url.slice(0, mark);
}

/** A page's base URL, and its beginnings that hrefs of each kind continue. */
type Base = {
  given: string;
  origin: string;
  directory: string;
  path: string;
  whole: string;
};

/** Null for a base that is not http or https: its hrefs are left to the URL class. */
function describeBase(given: string): Base | null {
  const url = URL.parse(given);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  const whole = beforeFragment(url.href);
  const path = beforeQuery(whole);
  const directory = path.slice(0, path.lastIndexOf("/") + 1);
  return { given, origin: path.slice(0, rootOf(path)), directory, path, whole };
}

/**
 * Gives an absolute URL, not yet parsed, that means what the href means: so one memo
 * serves every page and spelling. Null when that takes a parser. Each case is a state of
 * https://url.spec.whatwg.org/#url-parsing that takes the base as it is and goes on with
 * the href.
 */
function completeHref(href: string, base: Base): string | null {
  const text = beforeFragment(href);
  const first = text.charCodeAt(0);
  if (text === "") return base.whole;
  if (first <= SPACE || first === BACKSLASH) return null;
  if (first === SLASH)
    return startsAuthority(text.charCodeAt(1)) ? null : base.origin + text;
  if (first === QUESTION_MARK) return base.path + text;
  if (absolute.test(text)) return text;
  return schemeLike.test(text) ? null : continueDirectory(text, base);
}

const SPACE = 0x20;
const SLASH = 0x2f;
const QUESTION_MARK = 0x3f;
const BACKSLASH = 0x5c;

/**
 * Whether a slash and this character are "//" to the parser, which takes \ for / and
 * skips control characters.
 */
const startsAuthority = (second: number): boolean =>
  second <= SPACE || second === SLASH || second === BACKSLASH;

/** Hrefs that need no base. "http:page" is relative to a base of that scheme. */
const absolute = /^(?:https?:\/\/|(?!https?:)[a-z][a-z\d+.-]*:)/i;

/** A colon before the first slash may end a scheme, even one with tabs and newlines. */
const schemeLike = /^[^/?]*:/;

/** Resolves leading "./" and "../", so that "../x" on many pages becomes one text. */
function continueDirectory(text: string, { origin, directory }: Base): string {
  let from = 0;
  let end = directory.length;
  for (;;) {
    if (text.startsWith("../", from)) {
      // In the root directory it stays there.
      end = Math.max(directory.lastIndexOf("/", end - 2) + 1, origin.length + 1);
      from += 3;
    } else if (text.startsWith("./", from)) {
      from += 2;
    } else {
      return directory.slice(0, end) + text.slice(from);
    }
  }
}

/**
 * Cuts off the fragment. A text with a space before "#" is not cut: the parser would trim
 * the space, which belongs to the path.
 */
function beforeFragment(text: string): string {
  const hash = text.indexOf("#");
  return hash === -1 || (hash > 0 && text.charCodeAt(hash - 1) <= SPACE)
    ? text
    : text.slice(0, hash);
}

/** About 10,000 links of a usual length. Two generations are held at most, some 5 MB. */
const MEMO_CHARS = 2_000_000;
/** What an entry costs besides its characters, counted in characters. */
const ENTRY_CHARS = 64;

/**
 * Remembers in two generations: when the young one is full it becomes the old one, and
 * the old one is forgotten. V8 gives the keys of a Map strings of their own, so a page
 * does not stay in memory because hrefs were cut out of it.
 */
function createMemo() {
  let young = new Map<string, string | Refused>();
  let old = young;
  let chars = 0;

  function keep(text: string, result: string | Refused): string | Refused {
    if (chars > MEMO_CHARS) {
      old = young;
      young = new Map();
      chars = 0;
    }
    chars += text.length + (typeof result === "string" ? result.length : 0) + ENTRY_CHARS;
    young.set(text, result);
    return result;
  }

  function find(text: string): string | Refused | undefined {
    const known = young.get(text);
    if (known !== undefined) return known;
    const aged = old.get(text);
    return aged === undefined ? undefined : keep(text, aged);
  }
  return { find, keep };
}
