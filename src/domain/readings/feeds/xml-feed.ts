// Reads the entries of a feed in XML: RSS, RDF or Atom. Expands no entities that a
// document defines, and stops where it is nested as no feed is.
import { Parser } from "htmlparser2";
import type { FeedField } from "#domain/readings/step.ts";
import { type FeedEntry, longestField } from "./feed-entry.ts";

/** Closing a tag takes time in proportion to the depth. */
const deepest = 100;

/**
 * The elements of an entry that a field is taken from, the best first. A name without a
 * prefix is of RSS or Atom.
 */
const sources: Readonly<Record<FeedField, readonly string[]>> = {
  title: ["title", "dc:title"],
  link: ["link"],
  date: ["pubdate", "published", "dc:date", "updated", "dcterms:modified"],
  author: ["author", "dc:creator", "itunes:author"],
  text: ["content:encoded", "content", "description", "summary"],
  id: ["guid", "id"],
};

const roots = new Set(["rss", "rdf:rdf", "feed"]);
const entryNames = new Set(["item", "entry"]);

type Attributes = Readonly<Record<string, string>>;

/** What an entry has of texts, by the names of their elements. */
type Elements = Map<string, string>;

/** Null where the document is no feed. */
export function readXmlFeed(text: string, most: number): FeedEntry[] | null {
  const reader = new FeedReader(most);
  const parser = new Parser(
    {
      onopentag: (name, attributes) => reader.open(name, attributes),
      ontext: (part) => reader.take(part),
      onclosetag: () => reader.close(),
    },
    { xmlMode: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  for (let at = 0; at < text.length && !reader.isDone; at += chunk)
    parser.write(text.slice(at, at + chunk));
  return reader.isFeed ? reader.entries : null;
}

/** Characters after which it is looked whether enough was read. */
const chunk = 16_384;

class FeedReader {
  readonly entries: FeedEntry[] = [];
  isFeed = false;
  isDone = false;
  readonly #most: number;
  /** The root's prefix with its colon. */
  #prefix = "";
  #depth = 0;
  #entry: { depth: number; elements: Elements } | null = null;
  #field: { depth: number; name: string; text: string } | null = null;

  constructor(most: number) {
    this.#most = most;
  }

  open(name: string, attributes: Attributes): void {
    if (this.isDone) return;
    this.#depth += 1;
    if (this.#depth === 1) this.#openRoot(name);
    if (this.#depth > deepest) this.isDone = true;
    const own = this.#ownName(name);
    if (this.#entry === null) {
      if (entryNames.has(own)) this.#entry = { depth: this.#depth, elements: new Map() };
    } else if (this.#depth === this.#entry.depth + 1) this.#openField(own, attributes);
    else if (this.#field?.name === "author" && own === "name")
      this.#field = { depth: this.#depth, name: "author", text: "" };
  }

  take(part: string): void {
    if (this.#field !== null && this.#field.text.length < longestField)
      this.#field.text += part;
  }

  close(): void {
    if (this.isDone) return;
    if (this.#field?.depth === this.#depth) this.#endField(this.#field);
    if (this.#entry?.depth === this.#depth) this.#endEntry(this.#entry.elements);
    this.#depth -= 1;
  }

  #openRoot(name: string): void {
    this.#prefix = name === "rdf:rdf" ? "" : name.slice(0, name.indexOf(":") + 1);
    this.isFeed = roots.has(name) || roots.has(this.#ownName(name));
    this.isDone = !this.isFeed;
  }

  /** The name without the root's prefix. */
  #ownName(name: string): string {
    return this.#prefix !== "" && name.startsWith(this.#prefix)
      ? name.slice(this.#prefix.length)
      : name;
  }

  #openField(name: string, { href, rel = "alternate" }: Attributes): void {
    this.#field = { depth: this.#depth, name, text: "" };
    if (name === "link" && href !== undefined)
      this.#keep(rel === "alternate" ? "link" : `link ${rel}`, href);
  }

  #endField({ name, text }: { name: string; text: string }): void {
    this.#field = null;
    this.#keep(name, text.trim());
  }

  /** The first element of a name counts. */
  #keep(name: string, text: string): void {
    const elements = this.#entry?.elements;
    if (text !== "" && elements?.has(name) === false) elements.set(name, text);
  }

  #endEntry(elements: Elements): void {
    this.#entry = null;
    this.entries.push(toEntry(elements));
    if (this.entries.length >= this.#most) this.isDone = true;
  }
}

function toEntry(elements: Elements): FeedEntry {
  const entry: FeedEntry = {};
  for (const [field, names] of Object.entries(sources)) {
    const found = names.find((name) => elements.has(name));
    if (found !== undefined) entry[field as FeedField] = elements.get(found) ?? "";
  }
  // An identifier of RSS is usually the address.
  const { id = "" } = entry;
  if (entry.link === undefined && /^https?:/.test(id)) entry.link = id;
  return entry;
}
