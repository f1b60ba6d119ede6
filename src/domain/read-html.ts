// What a crawler reads from an HTML page: its title, what it asks of robots, where it links to. Resolves no URL and
// refuses none. Built on htmlparser2's tokenizer alone: its parser keeps a stack of open elements, and hostile markup
// makes that cost time in the square of the page's length.
import { Parser, Tokenizer, type TokenizerCallbacks } from "htmlparser2";
import {
  mergeDirectives,
  noDirectives,
  type RobotsDirectives,
  readRobotsContent,
  robotName,
} from "./meta-robots.ts";
import { readSrcset } from "./srcset.ts";

/** As written, with character references decoded and the ASCII whitespace around it stripped. */
export type Link = { href: string; nofollow: boolean };

export type HtmlReading = {
  /** Of the first title element, at most 300 characters; null when that is missing or empty. */
  title: string | null;
  /** Of the first base element that has one. */
  base: string | null;
  canonical: string | null;
  robots: RobotsDirectives;
  /** In document order, as often as they are written. */
  links: Link[];
  /** The RSS and Atom feeds that the page declares; they are not among the links. */
  feeds: string[];
};

/**
 * What comments, scripts, styles, titles, text areas and templates contain is no link. What noscript contains is, for
 * no script is run here. The content of iframe, noembed, noframes, plaintext and xmp is text, as in browsers.
 */
export function readHtml(html: string, { images }: { images: boolean }): HtmlReading {
  // In titles and attributes browsers do the same.
  const text = html.includes("\0") ? html.replaceAll("\0", "\ufffd") : html;
  const page = new PageTokens(text, images ? allElements : linkingElements);
  const tokenizer = new Tokenizer({ decodeEntities: false }, page);
  tokenizer.write(text);
  tokenizer.end();
  return page.finish();
}

type Attributes = ReadonlyMap<string, string>;
type Take = (reading: HtmlReading, attributes: Attributes) => void;

const linkingElements = new Map<string, Take>([
  ["a", takeAnchor],
  ["area", takeAnchor],
  ["base", takeBase],
  ["frame", takeSource],
  ["iframe", takeSource],
  ["link", takeLink],
  ["meta", takeMeta],
]);

const allElements = new Map<string, Take>([
  ...linkingElements,
  ["image", takeImage], // becomes img
  ["img", takeImage],
  ["input", takeInput],
  ["source", takeSrcset],
  ["video", takePoster],
]);

function takeAnchor({ links }: HtmlReading, attributes: Attributes): void {
  const href = attributes.get("href");
  if (href === undefined) return;
  const rel = attributes.get("rel");
  links.push({ href: strip(href), nofollow: rel !== undefined && tokensOf(rel).includes("nofollow") });
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
  if (isAlternate && feedTypes.has(mediaType(attributes))) reading.feeds.push(href);
  else if (isAlternate || followedRels.some((token) => rel.includes(token))) {
    reading.links.push({ href, nofollow: rel.includes("nofollow") });
  }
}

const followedRels = ["canonical", "next", "prev"];
const feedTypes = new Set(["application/rss+xml", "application/atom+xml"]);

const mediaType = (attributes: Attributes): string =>
  (attributes.get("type") ?? "").split(";", 1).join("").trim().toLowerCase();

function takeMeta(reading: HtmlReading, attributes: Attributes): void {
  const content = attributes.get("content");
  if (content === undefined) return;
  if (attributes.get("http-equiv")?.toLowerCase() === "refresh") push(reading, refreshUrl(content));
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

const refreshContent =
  /^[\t\n\f\r ]*[\d.]+(?=[;,\t\n\f\r ])[\t\n\f\r ]*[;,]?[\t\n\f\r ]*(?:url[\t\n\f\r ]*=[\t\n\f\r ]*)?(["']?)(.*)$/is;

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

/** Unlike an anchor's, an empty URL here is none: browsers fetch nothing. */
function push({ links }: HtmlReading, url = ""): void {
  const href = strip(url);
  if (href !== "") links.push({ href, nofollow: false });
}

const wantedAttributes = new Set([
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
const LONGEST_ATTRIBUTE = 10;
const LOWER_CASE = 0x20;

/** Tags that matter for where others stand. */
const structure = ["math", "svg", "template", "title"];

/** By a name's first letter, a bit for each length that matters: most tags need no closer look. */
const lengthsByInitial = new Uint32Array(128);
for (const name of [...allElements.keys(), ...structure]) {
  const initial = name.charCodeAt(0);
  lengthsByInitial[initial] = (lengthsByInitial[initial] ?? 0) | (1 << name.length);
}

/** Takes the tokens of one page, and gives the elements that matter to what takes them. */
class PageTokens implements TokenizerCallbacks {
  readonly #html: string;
  readonly #elements: ReadonlyMap<string, Take>;
  readonly #reading: HtmlReading;
  readonly #foreign = new ForeignContent();
  readonly #attributes = new Map<string, string>();
  /** The tag being read, and its attribute; "" stands for one that does not matter. */
  #tag = "";
  #attribute = "";
  #value = "";
  #templates = 0;
  #title: string | null = null;
  #isInTitle = false;

  constructor(html: string, elements: ReadonlyMap<string, Take>) {
    this.#html = html;
    this.#elements = elements;
    this.#reading = { title: null, base: null, canonical: null, robots: noDirectives, links: [], feeds: [] };
  }

  finish(): HtmlReading {
    if (this.#title !== null) this.#reading.title = collapse(decodeText(this.#title)) || null;
    return this.#reading;
  }

  isInForeignContext(): boolean {
    return this.#foreign.isInside;
  }

  onopentagname(start: number, end: number): void {
    const lengths = lengthsByInitial[this.#html.charCodeAt(start) | LOWER_CASE] ?? 0;
    if ((lengths & (1 << (end - start))) === 0 && !this.#foreign.isInside) {
      this.#tag = "";
      return;
    }
    this.#tag = this.#html.slice(start, end).toLowerCase();
    this.#attributes.clear();
  }

  onattribname(start: number, end: number): void {
    if (this.#tag === "" || end - start > LONGEST_ATTRIBUTE) return;
    const name = this.#html.slice(start, end).toLowerCase();
    // The first of a name counts.
    if (wantedAttributes.has(name) && !this.#attributes.has(name)) this.#attribute = name;
  }

  onattribdata(start: number, end: number): void {
    if (this.#attribute !== "") this.#value = this.#html.slice(start, end);
  }

  onattribend(): void {
    if (this.#attribute === "") return;
    this.#attributes.set(this.#attribute, decodeAttribute(this.#value));
    this.#attribute = "";
    this.#value = "";
  }

  onopentagend(): void {
    this.#open(false);
  }

  onselfclosingtag(): void {
    this.#open(true);
  }

  #open(isSelfClosing: boolean): void {
    const tag = this.#tag;
    if (tag === "") return;
    this.#tag = "";
    const isForeign = this.#foreign.open(tag, isSelfClosing);
    if (tag === "template" && !isForeign) this.#templates++;
    if (this.#templates > 0) return;
    if (!isForeign && tag === "title" && this.#title === null) {
      this.#title = "";
      this.#isInTitle = true;
    }
    // Of SVG's own elements one links as HTML's do.
    if (!isForeign || tag === "a") this.#elements.get(tag)?.(this.#reading, this.#attributes);
  }

  onclosetag(start: number, end: number): void {
    this.#isInTitle = false;
    if (this.#templates === 0 && !this.#foreign.isOpen) return;
    const tag = this.#html.slice(start, end).toLowerCase();
    this.#foreign.close(tag);
    if (tag === "template" && this.#templates > 0) this.#templates--;
  }

  ontext(start: number, end: number): void {
    if (this.#isInTitle) this.#title += this.#html.slice(start, end);
  }

  // Of no interest.
  onattribentity(): void {}
  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onend(): void {}
  onprocessinginstruction(): void {}
  ontextentity(): void {}
}

/**
 * Where SVG and MathML begin and end: there no element's content is raw text, and a title is none of the page's. Nested
 * more deeply than anybody draws, they are no longer told apart.
 */
class ForeignContent {
  /** Open roots, and the elements in them whose content is HTML again. */
  readonly #open: string[] = [];
  isInside = false;

  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  /** Whether the element is a foreign one. */
  open(tag: string, isSelfClosing: boolean): boolean {
    const isRoot = foreignRoots.has(tag);
    if (!isRoot && !this.isInside) return false;
    if (htmlOnly.has(tag)) return this.#breakOut();
    if (!isSelfClosing && this.#open.length < 64 && (isRoot || htmlContainers.has(tag))) {
      this.#open.push(tag);
      this.isInside = isRoot;
    }
    return true;
  }

  close(tag: string): void {
    if (this.isInside && htmlOnly.has(tag)) this.#breakOut();
    const at = this.#open.lastIndexOf(tag);
    if (at !== -1) this.#truncate(at);
  }

  /** https://html.spec.whatwg.org/#parsing-main-inforeign: such a tag shows that closing ones were forgotten. */
  #breakOut(): false {
    this.#truncate(this.#open.findLastIndex((tag) => htmlContainers.has(tag)) + 1);
    return false;
  }

  #truncate(length: number): void {
    this.#open.length = length;
    this.isInside = foreignRoots.has(this.#open[length - 1] ?? "");
  }
}

const setOf = (names: string): ReadonlySet<string> => new Set(names.split(" "));
const foreignRoots = setOf("math svg");
const htmlContainers = setOf("annotation-xml desc foreignobject mi mn mo ms mtext title");
const htmlOnly = setOf(
  "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta " +
    "nobr ol p pre ruby s small span strong strike sub sup table template tt u ul var",
);

// Decoding where there is something to decode, apart, takes a third less time than having the tokenizer look for it.
let decoded = "";
const decoder = new Parser({
  onattribute: (_, value) => {
    decoded = value;
  },
  ontext: (text) => {
    decoded += text;
  },
});

function decodeAttribute(value: string): string {
  if (!value.includes("&")) return value;
  decoder.parseComplete(`<a b="${value.replaceAll('"', "&quot;")}">`);
  return decoded;
}

function decodeText(text: string): string {
  if (!text.includes("&")) return text;
  decoded = "";
  decoder.parseComplete(`<title>${text}`);
  return decoded;
}

const MAX_TITLE_CHARS = 300;

/** White space collapsed as in document.title, cut within no surrogate pair; made anew, to keep no page in memory. */
function collapse(text: string): string {
  let title = "";
  for (const [word] of text.matchAll(/[^\t\n\f\r ]+/g)) {
    title += ` ${word}`;
    if (title.length > MAX_TITLE_CHARS + 1) break;
  }
  const cut = title.slice(1, MAX_TITLE_CHARS + 1);
  return cut.length === title.length - 1 ? cut : cut.replace(/ ?[\ud800-\udbff]?$/, "");
}

const tokensOf = (text: string): string[] => text.toLowerCase().split(/[\t\n\f\r ]+/);

/** Loops, for a regular expression takes time in the square of white space in the middle. */
function strip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

const isSpace = (code: number): boolean =>
  code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d || code === 0x0c;
