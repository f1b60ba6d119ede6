// Lists of links: sitemaps in XML or text (https://www.sitemaps.org/protocol.html), RSS
// and Atom feeds. Read as they arrive, so that none needs to be one string. Expands no
// entities that a document defines, and resolves no URL.
import { Parser } from "htmlparser2";

export type ListEntry = {
  url: string;
  /** As written. */
  lastModified: string | null;
};

export type LinkList = {
  /** As the content tells. What is unknown has no entries. */
  kind: "urlset" | "sitemapindex" | "feed" | "text" | "unknown";
  entries: ListEntry[];
  /** Whether the list went on after the last entry given. */
  truncated: boolean;
};

export type LinkListReader = {
  write(text: string): void;
  /** To be called once, when everything is written. */
  end(): LinkList;
};

// What sitemaps are limited to. Longer URLs are left out.
const MAX_ENTRIES = 50_000;
const MAX_URL_CHARS = 2_048;
const MAX_DATE_CHARS = 64;
/** No list is nested like that, and closing tags take time in proportion to it. */
const MAX_DEPTH = 100;

/** Reads XML, or else text of one URL a line: the first character tells which. */
export function createLinkListReader(): LinkListReader {
  const list: LinkList = { kind: "unknown", entries: [], truncated: false };
  let reader: Reader | null = null;
  return {
    write(text) {
      // A byte order mark counts as white space.
      const rest = reader === null ? text.trimStart() : text;
      if (rest === "") return;
      reader ??= rest.startsWith("<") ? createXmlReader(list) : createTextReader(list);
      reader.write(rest);
    },
    end() {
      reader?.end();
      return list;
    },
  };
}

type Reader = { write(text: string): void; end(): void };

/** Gives false when there is no room left. */
function add(list: LinkList, entry: ListEntry): boolean {
  if (list.entries.length < MAX_ENTRIES) list.entries.push(entry);
  else list.truncated = true;
  return !list.truncated;
}

/** Every line must be an absolute URL: otherwise this is no list, but prose or data. */
function createTextReader(list: LinkList): Reader {
  let line = "";
  let isDone = false;
  const takeLine = () => {
    const url = line.trim();
    line = "";
    if (url === "" || isDone) return;
    if (!isAbsolute(url)) {
      isDone = true;
      list.kind = "unknown";
      list.entries = [];
      return;
    }
    list.kind = "text";
    if (url.length <= MAX_URL_CHARS)
      isDone = !add(list, { url: detached(url), lastModified: null });
  };
  return {
    write(text) {
      if (isDone) return;
      for (const [index, part] of text.split(/[\r\n]/).entries()) {
        if (index > 0) takeLine();
        line = append(line, part);
      }
    },
    end: takeLine,
  };
}

const isAbsolute = (url: string): boolean =>
  /^https?:\/\/\S+$/i.test(url) && URL.canParse(url);

/**
 * One character more than a URL may have shows that it is too long; the rest need not be
 * kept.
 */
const append = (text: string, more: string): string =>
  text.length > MAX_URL_CHARS ? text : (text + more).slice(0, MAX_URL_CHARS + 1);

type Field = "url" | "atom-link" | "guid" | "date";

/**
 * Where the entries of a document are: `entry` elements at a depth (the root's is 1), and
 * their children.
 */
type Shape = {
  kind: LinkList["kind"];
  entry: string;
  depth: number;
  fields: ReadonlyMap<string, Field>;
};

const sitemapFields = new Map<string, Field>([
  ["loc", "url"],
  ["lastmod", "date"],
]);
const rssFields = new Map<string, Field>([
  ["link", "url"],
  ["guid", "guid"],
  ["pubdate", "date"],
  ["dc:date", "date"],
]);
const atomFields = new Map<string, Field>([
  ["link", "atom-link"],
  ["updated", "date"],
]);

/** By the root's name. */
const shapes = new Map<string, Shape>([
  ["urlset", { kind: "urlset", entry: "url", depth: 2, fields: sitemapFields }],
  [
    "sitemapindex",
    { kind: "sitemapindex", entry: "sitemap", depth: 2, fields: sitemapFields },
  ],
  ["rss", { kind: "feed", entry: "item", depth: 3, fields: rssFields }],
  ["rdf", { kind: "feed", entry: "item", depth: 2, fields: rssFields }], // RSS 1.0
  ["feed", { kind: "feed", entry: "entry", depth: 2, fields: atomFields }],
]);

const unknownShape: Shape = {
  kind: "unknown",
  entry: "",
  depth: Number.NaN,
  fields: new Map(),
};

function createXmlReader(list: LinkList): Reader {
  let shape = unknownShape;
  /** The root's, with its colon: elements with another prefix are not the list's own. */
  let prefix = "";
  let depth = 0;
  let entry: Entry | null = null;
  /** What the child of the entry that is being read says, if it matters. */
  let field: Field | null = null;
  let text = "";
  let isDone = false;
  const attributes = new Map<string, string>();

  const stop = (truncated: boolean) => {
    isDone = true;
    list.truncated ||= truncated;
    parser.pause();
  };
  const openRoot = (name: string) => {
    const local = name.slice(name.indexOf(":") + 1);
    shape = shapes.get(local) ?? unknownShape;
    list.kind = shape.kind;
    prefix = name.slice(0, -local.length);
    if (shape === unknownShape) stop(false);
  };
  const openField = (name: string) => {
    field = shape.fields.get(name) ?? null;
    text = "";
    attributes.clear();
  };
  const closeEntry = (closed: Entry) => {
    const url = closed.url ?? closed.permalink;
    if (url !== null && !add(list, { url, lastModified: closed.date })) stop(true);
  };

  const parser = new Parser(
    {
      onopentagname(name) {
        depth++;
        if (depth === 1) return openRoot(name);
        if (depth > MAX_DEPTH) return stop(true);
        const own = name.startsWith(prefix) ? name.slice(prefix.length) : name;
        if (depth === shape.depth)
          entry = own === shape.entry ? { url: null, permalink: null, date: null } : null;
        else if (depth === shape.depth + 1 && entry !== null) openField(own);
      },
      onattribute(name, value) {
        if (depth === shape.depth + 1 && readAttributes.has(name))
          attributes.set(name, value);
      },
      ontext(data) {
        if (field === null || depth !== shape.depth + 1) return;
        text = append(text, text === "" ? data.trimStart() : data);
      },
      onclosetag() {
        if (entry !== null && depth === shape.depth) {
          closeEntry(entry);
          entry = null;
        } else if (entry !== null && field !== null && depth === shape.depth + 1) {
          settle(entry, field, text.trim(), attributes);
        }
        depth--;
        if (depth === 0) stop(false);
      },
    },
    { xmlMode: true, lowerCaseTags: true },
  );

  return {
    write(chunk) {
      if (!isDone) parser.write(chunk);
    },
    end() {
      // What is still open may lack its end.
      field = null;
      if (!isDone) parser.end();
    },
  };
}

type Entry = { url: string | null; permalink: string | null; date: string | null };

const readAttributes = new Set(["href", "isPermaLink", "rel"]);

/** The first value that will do counts. */
function settle(
  entry: Entry,
  field: Field,
  text: string,
  attributes: ReadonlyMap<string, string>,
): void {
  switch (field) {
    case "url":
      entry.url ??= urlOf(text);
      break;
    case "atom-link":
      // https://www.rfc-editor.org/rfc/rfc4287#section-4.2.7.2
      if ((attributes.get("rel") ?? "alternate") === "alternate") {
        entry.url ??= urlOf(attributes.get("href")?.trim() ?? "");
      }
      break;
    case "guid":
      if (attributes.get("isPermaLink") !== "false" && isAbsolute(text))
        entry.permalink ??= urlOf(text);
      break;
    case "date":
      if (text !== "" && text.length <= MAX_DATE_CHARS) entry.date ??= detached(text);
  }
}

const urlOf = (text: string): string | null =>
  text === "" || text.length > MAX_URL_CHARS ? null : detached(text);

/**
 * A copy: a mere slice of what was written would keep all of that in memory, and so in
 * the end the whole list.
 */
const detached = (text: string): string => ` ${text}`.slice(1);
