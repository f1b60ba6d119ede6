// Collects the entries of a list of links: a sitemap or a feed.

export type ListEntry = {
  url: string;
  /** As written. */
  lastModified: string | null;
};

export type LinkList = {
  /** As the content tells. An unknown list has no entries. */
  kind: "urlset" | "sitemapindex" | "feed" | "text" | "unknown";
  entries: ListEntry[];
  /** Whether the list went on after the last entry given. */
  truncated: boolean;
  /** How many more entries were counted. */
  skipped: number;
  /** How many lines of text are no URLs; absent for none. */
  invalid?: number;
  /** Set when the list broke off: its root element has no end. */
  isBroken?: true;
};

/** A list while it is read. `bytes` is about what its entries take in memory. */
export type ListInProgress = LinkList & { bytes: number };

/** Reads the parts of one list as they arrive. */
export type ListParser = { write(text: string): void; end(): void };

// The protocol limits sitemaps to these (https://www.sitemaps.org/protocol.html).
const MAX_ENTRIES = 50_000;
const MAX_URL_CHARS = 2_048;

// 50,000 entries have room for URLs of ninety characters with their dates.
const MAX_LIST_BYTES = 9_000_000;
/** What an entry takes besides its texts: an object, two strings' heads, its place. */
const ENTRY_BYTES = 64;

/** Adds an entry; only counts it where there is no room left. */
export function addEntry(list: ListInProgress, entry: ListEntry): void {
  const bytes = ENTRY_BYTES + bytesOf(entry.url) + (entry.lastModified?.length ?? 0);
  if (list.entries.length >= MAX_ENTRIES || list.bytes + bytes > MAX_LIST_BYTES) {
    list.truncated = true;
    list.skipped += 1;
    return;
  }
  list.bytes += bytes;
  list.entries.push(entry);
}

/** The runtime takes a byte a character, or two if some need them. */
const bytesOf = (text: string): number =>
  /[\u0100-\uffff]/.test(text) ? 2 * text.length : text.length;

/**
 * The URL that a text is, as a string of its own; null for none. Of a URL that is too
 * long, only so much is kept that it is refused for its length.
 */
export const urlOf = (text: string): string | null =>
  text === "" ? null : detached(append("", text));

export const isAbsolute = (url: string): boolean =>
  /^https?:\/\/\S+$/i.test(url) && URL.canParse(url);

/**
 * Joins parts of a URL. One character more than a URL may have shows that it is too long;
 * the rest is not kept.
 */
export const append = (text: string, more: string): string =>
  text.length > MAX_URL_CHARS ? text : (text + more).slice(0, MAX_URL_CHARS + 1);

/**
 * A copy of a text. A slice of what was written would keep all of that in memory, and so
 * in the end the whole list.
 */
export const detached = (text: string): string => ` ${text}`.slice(1);
