// Reads an HTML page as a crawler does: its title, what it asks of robots, where it links
// to. Resolves no URL and refuses none. Uses htmlparser2's tokenizer alone: its parser
// keeps a stack of open elements, and with hostile markup that takes time in the square
// of the page's length.

import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";
import { ForeignContent } from "./foreign-content.ts";
import {
  allElements,
  linkingElements,
  type Take,
  wantedAttributes,
} from "./html-elements.ts";
import type { HtmlReading } from "./html-reading.ts";
import { collapse, decodeAttribute, decodeText } from "./html-text.ts";
import { noDirectives } from "./meta-robots.ts";
import { endOfScript, firstScriptEnd } from "./script-end.ts";

/**
 * Finds no links in comments, scripts, styles, titles, text areas and templates. Finds
 * those in noscript, since no script is run here. The content of iframe, noembed,
 * noframes, plaintext and xmp is text, as in browsers.
 */
export function readHtml(html: string, { images }: { images: boolean }): HtmlReading {
  // Browsers replace NUL in titles and attributes, too.
  const text = html.includes("\0") ? html.replaceAll("\0", "\ufffd") : html;
  const page = new PageTokens(images ? allElements : linkingElements);
  for (let rest: string | null = text; rest !== null; ) rest = page.read(rest);
  return page.finish();
}

const LONGEST_ATTRIBUTE = 10;
const LOWER_CASE = 0x20;

/** Elements inside which others mean something else. */
const structure = ["math", "script", "svg", "template", "title"];

/**
 * The lengths of names that matter, by their first letter and as bits: most tags need no
 * closer look.
 */
const lengthsByInitial = new Uint32Array(128);
for (const name of [...allElements.keys(), ...structure]) {
  const initial = name.charCodeAt(0);
  lengthsByInitial[initial] = (lengthsByInitial[initial] ?? 0) | (1 << name.length);
}

/** Takes the tokens of one page, and calls the function of each element that matters. */
class PageTokens implements TokenizerCallbacks {
  #html = "";
  #tokenizer: Tokenizer | null = null;
  /** Where a comment begins in the text, from the latest script on; -1 for nowhere. */
  #comment = 0;
  /** Where a script ends that the tokenizer would end too early; null for no script. */
  #scriptEnd: number | null = null;
  readonly #elements: ReadonlyMap<string, Take>;
  readonly #reading: HtmlReading;
  readonly #foreign = new ForeignContent();
  readonly #attributes = new Map<string, string>();
  /** The tag that is being read, and its attribute; "" for one that does not matter. */
  #tag = "";
  #attribute = "";
  #value = "";
  #templates = 0;
  #title: string | null = null;
  #isInTitle = false;

  constructor(elements: ReadonlyMap<string, Take>) {
    this.#elements = elements;
    this.#reading = {
      title: null,
      base: null,
      canonical: null,
      robots: noDirectives,
      links: [],
      feeds: [],
    };
  }

  /**
   * Reads a page, or the rest of one. Gives what is still to be read after a script that
   * the tokenizer would end too early; null when everything is read.
   */
  read(html: string): string | null {
    this.#html = html;
    this.#comment = 0;
    this.#scriptEnd = null;
    const tokenizer = new Tokenizer({ decodeEntities: false }, this);
    this.#tokenizer = tokenizer;
    tokenizer.write(html);
    if (this.#scriptEnd !== null) return html.slice(this.#scriptEnd);
    tokenizer.end();
    return null;
  }

  finish(): HtmlReading {
    if (this.#title !== null)
      this.#reading.title = collapse(decodeText(this.#title)) || null;
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
    // The first attribute of a name counts.
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

  onopentagend(end: number): void {
    this.#open(false, end);
  }

  onselfclosingtag(end: number): void {
    this.#open(true, end);
  }

  #open(isSelfClosing: boolean, end: number): void {
    const tag = this.#tag;
    if (tag === "") return;
    this.#tag = "";
    const isForeign = this.#foreign.open(tag, isSelfClosing);
    if (tag === "script" && !isForeign) this.#passScript(end + 1);
    if (tag === "template" && !isForeign) this.#templates++;
    if (this.#templates > 0) return;
    if (!isForeign && tag === "title" && this.#title === null) {
      this.#title = "";
      this.#isInTitle = true;
    }
    // Of SVG's elements only "a" links as HTML's does.
    if (!isForeign || tag === "a")
      this.#elements.get(tag)?.(this.#reading, this.#attributes);
  }

  /** Passes over a script that has another one in a comment. */
  #passScript(start: number): void {
    const html = this.#html;
    if (this.#comment !== -1 && this.#comment < start)
      this.#comment = html.indexOf("<!--", start);
    if (this.#comment === -1) return;
    const first = firstScriptEnd(html, start);
    const end = this.#comment < first ? endOfScript(html, start) : first;
    if (end === first) return;
    this.#scriptEnd = end;
    this.#tokenizer?.pause();
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

  // The other tokens do not matter.
  onattribentity(): void {}
  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onend(): void {}
  onprocessinginstruction(): void {}
  ontextentity(): void {}
}
