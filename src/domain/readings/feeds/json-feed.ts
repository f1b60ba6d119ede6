// Reads the entries of a JSON Feed (jsonfeed.org/version/1.1).
import { isObject, type Json } from "#domain/json.ts";
import type { FeedEntry } from "./feed-entry.ts";

/** Null where the document is no feed. */
export function readJsonFeed(document: unknown, most: number): FeedEntry[] | null {
  if (!isObject(document) || !Array.isArray(document.items)) return null;
  const isFeed =
    typeof document.version === "string" && document.version.includes("jsonfeed.org");
  return isFeed ? document.items.filter(isObject).slice(0, most).map(readItem) : null;
}

function readItem(item: Json): FeedEntry {
  const fields = {
    title: textOf(item.title),
    link: textOf(item.url) ?? textOf(item.external_url),
    date: textOf(item.date_published) ?? textOf(item.date_modified),
    author: authorOf(item),
    text: textOf(item.content_text) ?? textOf(item.content_html) ?? textOf(item.summary),
    id: textOf(item.id),
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, text]) => text !== undefined),
  ) as FeedEntry;
}

function authorOf({ authors, author }: Json): string | undefined {
  const first: unknown = Array.isArray(authors) ? authors[0] : author;
  return isObject(first) ? textOf(first.name) : undefined;
}

/** Identifiers may be numbers. */
const textOf = (value: unknown): string | undefined => {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
};
