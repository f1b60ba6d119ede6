// Reads an answer: what the page says of itself, and its links, each resolved or refused.
// Decodes and parses; fetches nothing, remembers nothing.

import { decodePage } from "#domain/content/charset.ts";
import { encodeQuery } from "#domain/content/encodings/query-encoding.ts";
import { mergeDirectives, readRobotsHeader } from "#domain/content/meta-robots.ts";
import { readHtml } from "#domain/content/read-html.ts";
import type { LinkList, ListEntry } from "#domain/content/read-link-list.ts";
import type { Finding } from "#domain/sites/frontier/frontier.ts";
import { judgeSitemap, type LinkPolicy } from "#domain/sites/links/link-policy.ts";
import type { Refusal, RefusalCounts } from "#domain/sites/links/refusal.ts";
import { MAX_URL_CHARS } from "#domain/sites/links/url-traps.ts";
import type { CrawlSpec } from "#domain/targets/crawl-spec.ts";
import type { PageReading } from "./site-page.ts";

/** An answer with content. `url` is the URL of the page itself. */
export type Answer = {
  url: string;
  status: number;
  /** Gives a header by its lower-case name; null for a header that is not there. */
  header: (name: string) => string | null;
  body: Uint8Array;
  /** Whether the body is only the first part: the page is too large. */
  isCut: boolean;
};

type FoundLink = { url: string; finding: Finding };

/** What was read from a page whose links have no numbers yet. */
export type PageContent = Omit<
  PageReading,
  "links" | "contentType" | "contentHash" | "bytes"
> & {
  found: FoundLink[];
  /** URLs that the page asks not to follow. */
  unfollowed: readonly string[];
};

export type Reader = { spec: CrawlSpec; policy: LinkPolicy };

/** How many links of one page are followed. */
const mostLinks = 50_000;
/**
 * How many characters their URLs have together: a page of a few kilobytes can lead to
 * 50,000 URLs of two kilobytes each.
 */
const mostLinkChars = 5_000_000;
/** How many redirects are followed one after the other: as many as browsers follow. */
const mostRedirects = 20;
/**
 * How many sitemap indexes are followed one after the other, plus one. The protocol knows
 * one level; some sites have two.
 */
const mostIndexes = 3;

/**
 * Collects a page's links, each once, and counts those that are refused. Links that are
 * followed and links that are not share the room.
 */
function createLinkCollector({ policy }: Reader, base: string) {
  const followed = new Set<string>();
  const unfollowed = new Set<string>();
  let chars = 0;
  const found: FoundLink[] = [];
  const refused: RefusalCounts = {};
  const refuse = (refusal: Refusal, count = 1) => {
    refused[refusal] = (refused[refusal] ?? 0) + count;
  };
  /** Adds a URL; false if it was there already, or has no room. */
  const collect = (urls: Set<string>, url: string): boolean => {
    if (urls.has(url)) return false;
    const isFull = followed.size + unfollowed.size >= mostLinks;
    if (isFull || chars + url.length > mostLinkChars) {
      refuse("links");
      return false;
    }
    chars += url.length;
    urls.add(url);
    return true;
  };
  const take = (url: ReturnType<LinkPolicy["resolve"]>, finding: Finding) => {
    if (typeof url !== "string") refuse(url.refusal);
    else if (collect(followed, url)) found.push({ url, finding });
  };
  return {
    found,
    refused,
    unfollowed,
    refuse,
    add: (href: string, finding: Finding) => take(policy.resolve(href, base), finding),
    addList: (href: string, finding: Finding) => take(judgeSitemap(href, base), finding),
    /** Takes a link that the page asks not to follow. */
    leave(href: string) {
      refuse("nofollow");
      const url = policy.resolve(href, base);
      if (typeof url === "string") collect(unfollowed, url);
    },
  };
}

const blank = {
  title: null,
  location: null,
  canonical: null,
  noindex: false,
  unfollowed: [],
} as const;

/** A redirect leads to one page, at the same distance from the start. */
export function readRedirect(reader: Reader, answer: Answer, at: Finding): PageContent {
  const links = createLinkCollector(reader, answer.url);
  const href = answer.header("location") ?? "";
  const location = (URL.parse(href, answer.url)?.href ?? href).slice(0, MAX_URL_CHARS);
  if (href === "") links.refuse("invalid");
  else if (at.hops >= mostRedirects) links.refuse("redirects");
  else links.add(href, { depth: at.depth, kind: at.kind, hops: at.hops + 1 });
  return { ...blank, location, found: links.found, refused: links.refused };
}

export function readHtmlPage(reader: Reader, answer: Answer, at: Finding): PageContent {
  const { spec, policy } = reader;
  const body = answer.isCut ? upToAscii(answer.body) : answer.body;
  const { text, encoding } = decodePage(body, answer.header("content-type"));
  const inCharset = (href: string) => encodeQuery(href, encoding);
  const html = readHtml(text, { images: spec.images });
  const base = baseOf(html.base && inCharset(html.base), answer.url);
  const asked = mergeDirectives(
    html.robots,
    readRobotsHeader(answer.header("x-robots-tag") ?? ""),
  );
  const links = createLinkCollector(reader, base);
  const finding: Finding = { depth: at.depth + 1, kind: "page", hops: 0 };
  for (const { href, nofollow } of html.links) {
    if (spec.robots && (nofollow || asked.nofollow)) links.leave(inCharset(href));
    else links.add(inCharset(href), finding);
  }
  if (html.skipped !== undefined) links.refuse("links", html.skipped);
  if (answer.isCut) links.refuse("cut");
  if (spec.feeds) for (const href of html.feeds) links.add(inCharset(href), finding);
  const canonical =
    html.canonical === null ? null : policy.resolve(inCharset(html.canonical), base);
  return {
    ...blank,
    title: html.title,
    canonical:
      typeof canonical === "string" && canonical !== answer.url ? canonical : null,
    noindex: asked.noindex,
    unfollowed: [...links.unfollowed],
    found: links.found,
    refused: links.refused,
  };
}

/**
 * What links are relative to. A base with a scheme that none can be relative to does not
 * count (https://html.spec.whatwg.org/#set-the-frozen-base-url).
 */
function baseOf(written: string | null, pageUrl: string): string {
  const base = written === null ? null : URL.parse(written, pageUrl);
  return base === null || /^(data|javascript):$/.test(base.protocol)
    ? pageUrl
    : base.href;
}

/** Drops the end of a body that was cut, which may end within a character. */
const upToAscii = (body: Uint8Array): Uint8Array =>
  body.subarray(0, body.findLastIndex((byte) => byte < 0x80) + 1);

/** Gives the links of a sitemap or feed, which has nothing else. Empties the list. */
export function readLinkList(
  reader: Reader,
  answer: Pick<Answer, "url" | "isCut">,
  { kind, entries, truncated, skipped, invalid, isBroken }: LinkList,
  at: Finding,
): PageContent {
  const links = createLinkCollector(reader, answer.url);
  const isWanted = kind === "feed" ? reader.spec.feeds : reader.spec.sitemaps;
  if (!isWanted) return { ...blank, found: [], refused: {} };
  const isIndex = kind === "sitemapindex";
  if (truncated) links.refuse("links", Math.max(1, skipped));
  if (invalid !== undefined) links.refuse("invalid", invalid);
  if (answer.isCut) links.refuse("cut");
  else if (isBroken && !truncated) links.refuse("broken");
  for (const { url } of freshestFirst(entries)) {
    if (!isIndex) links.add(url, { depth: at.depth + 1, kind: "page", hops: 0 });
    else if (at.hops + 1 >= mostIndexes) links.refuse("depth");
    else links.addList(url, { depth: at.depth, kind: "list", hops: at.hops + 1 });
  }
  return { ...blank, found: links.found, refused: links.refused };
}

/**
 * Takes entries out of a list by when they changed, since the crawl may not have room for
 * all of them. Those without a date come last.
 */
function* freshestFirst(entries: ListEntry[]): Generator<ListEntry> {
  const dated = entries
    .splice(0)
    .map((entry) => ({
      entry,
      at: (entry.lastModified !== null && Date.parse(entry.lastModified)) || 0,
    }))
    .sort((a, b) => b.at - a.at)
    .reverse();
  for (let next = dated.pop(); next !== undefined; next = dated.pop()) yield next.entry;
}

/** Reads a page that is neither HTML nor a list: it has no links. */
export function readOther(answer: Answer): PageContent {
  const { noindex } = readRobotsHeader(answer.header("x-robots-tag") ?? "");
  return { ...blank, noindex, found: [], refused: {} };
}

/** How a content type is read; without one, how the first bytes look. */
export function contentKind(
  contentType: string | null,
  body: Uint8Array = new Uint8Array(),
): "html" | "list" | "other" {
  const type = mediaType(contentType);
  if (type === null)
    return body.find((byte) => byte > SPACE) === LESS_THAN ? "html" : "other";
  if (type === "text/html" || type === "application/xhtml+xml") return "html";
  return /^(application|text)\/(rss\+|atom\+|rdf\+)?xml$/.test(type) ? "list" : "other";
}

const SPACE = 0x20;
const LESS_THAN = 0x3c;

/** A content type without its parameters, in lower case; null when there is none. */
function mediaType(contentType: string | null): string | null {
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return type === "" ? null : type;
}

/**
 * Whether a media type is among those wanted ("text/html", "image/*"). If none is named,
 * all are wanted.
 */
export function isWantedType(
  wanted: readonly string[],
  contentType: string | null,
): boolean {
  if (wanted.length === 0) return true;
  const type = mediaType(contentType);
  return wanted.some((each) =>
    each.endsWith("/*")
      ? type?.startsWith(each.slice(0, -1))
      : type === each.toLowerCase(),
  );
}
