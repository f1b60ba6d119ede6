// Describes the XML formats of lists of links: where their entries are, and which
// elements of an entry hold its URL and its date.

import { detached, isAbsolute, type LinkList, urlOf } from "./link-list.ts";

type FieldName = "url" | "atom-link" | "guid" | "date";

/**
 * Entries are elements called `entry` at this depth, where the root's is 1. `fields` are
 * the children of an entry that matter, by name.
 */
type ListFormat = {
  kind: LinkList["kind"];
  entry: string;
  depth: number;
  fields: ReadonlyMap<string, FieldName>;
};

const sitemapFields = new Map<string, FieldName>([
  ["loc", "url"],
  ["lastmod", "date"],
]);
const rssFields = new Map<string, FieldName>([
  ["link", "url"],
  ["guid", "guid"],
  ["pubdate", "date"],
  ["dc:date", "date"],
]);
const atomFields = new Map<string, FieldName>([
  ["link", "atom-link"],
  ["updated", "date"],
]);

const formats = new Map<string, ListFormat>([
  ["urlset", { kind: "urlset", entry: "url", depth: 2, fields: sitemapFields }],
  [
    "sitemapindex",
    { kind: "sitemapindex", entry: "sitemap", depth: 2, fields: sitemapFields },
  ],
  ["rss", { kind: "feed", entry: "item", depth: 3, fields: rssFields }],
  ["rdf", { kind: "feed", entry: "item", depth: 2, fields: rssFields }], // RSS 1.0
  ["feed", { kind: "feed", entry: "entry", depth: 2, fields: atomFields }],
]);

export const unknownFormat: ListFormat = {
  kind: "unknown",
  entry: "",
  depth: Number.NaN,
  fields: new Map(),
};

/** The format of a document, by the name of its root without a prefix. */
export const formatOf = (root: string): ListFormat => formats.get(root) ?? unknownFormat;

/** The values of an entry that have been read so far. */
export type EntryValues = {
  url: string | null;
  permalink: string | null;
  date: string | null;
};

/** A field that is being read. `text` is what it holds so far. */
export type Field = {
  name: FieldName;
  attributes: Map<string, string>;
  text: string;
};

/** The attributes that matter, of any field. */
export const readAttributes = new Set(["href", "isPermaLink", "rel"]);

const MAX_DATE_CHARS = 64;

/** Sets an entry's value to a field's, unless an earlier field has set it. */
export function setValue(values: EntryValues, { name, attributes, text }: Field): void {
  const trimmed = text.trim();
  switch (name) {
    case "url":
      values.url ??= urlOf(trimmed);
      break;
    case "atom-link":
      values.url ??= atomUrl(attributes);
      break;
    case "guid":
      if (attributes.get("isPermaLink") !== "false" && isAbsolute(trimmed))
        values.permalink ??= urlOf(trimmed);
      break;
    case "date":
      if (trimmed !== "" && trimmed.length <= MAX_DATE_CHARS)
        values.date ??= detached(trimmed);
  }
}

/** https://www.rfc-editor.org/rfc/rfc4287#section-4.2.7.2 */
const atomUrl = (attributes: ReadonlyMap<string, string>): string | null =>
  (attributes.get("rel") ?? "alternate") === "alternate"
    ? urlOf(attributes.get("href")?.trim() ?? "")
    : null;
