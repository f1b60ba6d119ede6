// Takes from each element of a page what matters to a crawler: where it links to, what it
// asks of robots. Knows nothing of the text around it.

import type { HtmlReading } from "./html-reading.ts";
import { mergeDirectives, readRobotsContent, robotName } from "./meta-robots.ts";
import { readSrcset } from "./srcset.ts";

type Attributes = ReadonlyMap<string, string>;
export type Take = (reading: HtmlReading, attributes: Attributes) => void;

export const linkingElements = new Map<string, Take>([
  ["a", takeAnchor],
  ["area", takeAnchor],
  ["base", takeBase],
  ["frame", takeSource],
  ["iframe", takeSource],
  ["link", takeLink],
  ["meta", takeMeta],
]);

export const allElements = new Map<string, Take>([
  ...linkingElements,
  ["image", takeImage], // becomes img
  ["img", takeImage],
  ["input", takeInput],
  ["source", takeSrcset],
  ["video", takePoster],
]);

/**
 * How many links of a page are held until its base is known: four times as many as are
 * followed, since many are written several times.
 */
const mostHeld = 200_000;

/** Adds a link or a feed; only counts it where there is no room left. */
function hold<T>(reading: HtmlReading, list: T[], item: T): void {
  if (reading.links.length + reading.feeds.length < mostHeld) list.push(item);
  else reading.skipped = 1 + (reading.skipped ?? 0);
}

function takeAnchor(reading: HtmlReading, attributes: Attributes): void {
  const href = attributes.get("href");
  if (href === undefined) return;
  const rel = attributes.get("rel");
  const nofollow = rel !== undefined && tokensOf(rel).includes("nofollow");
  hold(reading, reading.links, { href: strip(href), nofollow });
}

function takeBase(reading: HtmlReading, attributes: Attributes): void {
  const href = attributes.get("href");
  if (href !== undefined) reading.base ??= strip(href);
}

function takeLink(reading: HtmlReading, attributes: Attributes): void {
  const href = strip(attributes.get("href") ?? "");
  if (href === "") return;
  const rel = tokensOf(attributes.get("rel") ?? "");
  if (rel.includes("canonical")) reading.canonical ??= href;
  const isAlternate = rel.includes("alternate") && !rel.includes("stylesheet");
  if (isAlternate && feedTypes.has(mediaType(attributes)))
    hold(reading, reading.feeds, href);
  else if (isAlternate || followedRels.some((token) => rel.includes(token)))
    hold(reading, reading.links, { href, nofollow: rel.includes("nofollow") });
}

const followedRels = ["canonical", "next", "prev"];
const feedTypes = new Set(["application/rss+xml", "application/atom+xml"]);

const mediaType = (attributes: Attributes): string =>
  (attributes.get("type") ?? "").split(";", 1).join("").trim().toLowerCase();

function takeMeta(reading: HtmlReading, attributes: Attributes): void {
  const content = attributes.get("content");
  if (content === undefined) return;
  if (attributes.get("http-equiv")?.toLowerCase() === "refresh")
    push(reading, refreshUrl(content));
  const name = attributes.get("name")?.toLowerCase();
  if (name === "robots" || name === robotName) {
    reading.robots = mergeDirectives(reading.robots, readRobotsContent(content));
  }
}

/** https://html.spec.whatwg.org/#shared-declarative-refresh-steps */
function refreshUrl(content: string): string {
  const [, quote = "", url = ""] = refreshContent.exec(content) ?? [];
  return quote === "" ? url : url.split(quote, 1).join("");
}

const space = "[\\t\\n\\f\\r ]";
const refreshTime = `${space}*[\\d.]+(?=[;,]|${space})${space}*[;,]?${space}*`;
const refreshContent = new RegExp(
  `^${refreshTime}(?:url${space}*=${space}*)?(["']?)(.*)$`,
  "is",
);

function takeSource(reading: HtmlReading, attributes: Attributes): void {
  push(reading, attributes.get("src"));
}

function takeImage(reading: HtmlReading, attributes: Attributes): void {
  takeSource(reading, attributes);
  takeSrcset(reading, attributes);
}

function takeSrcset(reading: HtmlReading, attributes: Attributes): void {
  for (const url of readSrcset(attributes.get("srcset") ?? "")) push(reading, url);
}

function takeInput(reading: HtmlReading, attributes: Attributes): void {
  if (attributes.get("type")?.toLowerCase() === "image") takeSource(reading, attributes);
}

function takePoster(reading: HtmlReading, attributes: Attributes): void {
  push(reading, attributes.get("poster"));
}

/** Adds a link. For an empty URL browsers fetch nothing, unlike for that of an anchor. */
function push(reading: HtmlReading, url = ""): void {
  const href = strip(url);
  if (href !== "") hold(reading, reading.links, { href, nofollow: false });
}

export const wantedAttributes = new Set([
  "content",
  "href",
  "http-equiv",
  "name",
  "poster",
  "rel",
  "src",
  "srcset",
  "type",
]);

/** The tokens in the first thousand characters: no list of them is longer. */
const tokensOf = (text: string): string[] =>
  text
    .slice(0, 1_000)
    .toLowerCase()
    .split(/[\t\n\f\r ]+/);

/**
 * Drops white space at both ends, in a loop: a regular expression would take time in the
 * square of the white space in the middle.
 */
function strip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

const isSpace = (code: number): boolean =>
  code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d || code === 0x0c;
