// Builds the elements of a page. Uses htmlparser2's tokenizer alone: its parser takes time
// in the square of how deep elements are nested. What is built here takes time in the
// page's length, and is never deeper than functions that call themselves can follow.
import { Element, isText, Text } from "domhandler";
import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";
import { ForeignContent } from "#domain/content/foreign-content.ts";
import {
  endRules,
  rawElements,
  scopeElements,
  tableParts,
  tables,
  voidElements,
} from "./html-rules.ts";
import { OpenElements } from "./open-elements.ts";
import { PageDocument } from "./page-document.ts";
import { decodeAttributeOf, decodeTextOf } from "./references.ts";

/** Nodes that are held: a page of 1 MB that is one table of digits has fewer. */
export const mostNodes = 200_000;

type Options = { isXml?: boolean };

export function buildDocument(
  text: string,
  { isXml = false }: Options = {},
): PageDocument {
  // Browsers replace NUL, too.
  const html = text.includes("\0") ? text.replaceAll("\0", "\ufffd") : text;
  return new DocumentBuilder(html, isXml).build();
}

const foreignRoots = ["math", "svg"];
/** Without a prototype, as all attributes are: a page has names such as "constructor". */
const noAttributes: Record<string, string> = Object.freeze(Object.create(null));

class DocumentBuilder implements TokenizerCallbacks {
  readonly #html: string;
  readonly #isXml: boolean;
  readonly #document: PageDocument;
  readonly #open = new OpenElements();
  readonly #foreign = new ForeignContent();
  readonly #tokenizer: Tokenizer;
  #tag = "";
  #attributes: Record<string, string> = noAttributes;
  #attribute = "";
  #value = "";

  constructor(html: string, isXml: boolean) {
    this.#html = html;
    this.#isXml = isXml;
    this.#document = new PageDocument(isXml);
    this.#tokenizer = new Tokenizer({ xmlMode: isXml, decodeEntities: false }, this);
  }

  build(): PageDocument {
    this.#tokenizer.write(this.#html);
    this.#tokenizer.end();
    return this.#document;
  }

  isInForeignContext(): boolean {
    return this.#foreign.isInside;
  }

  onopentagname(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase();
    this.#tag = name === "image" && !this.#foreign.isInside ? "img" : name;
    this.#attributes = noAttributes;
  }

  onattribname(start: number, end: number): void {
    this.#attribute = this.#html.slice(start, end).toLowerCase();
    this.#value = "";
  }

  onattribdata(start: number, end: number): void {
    this.#value = this.#html.slice(start, end);
  }

  onattribend(): void {
    if (this.#attributes === noAttributes) this.#attributes = Object.create(null);
    // The first attribute of a name counts.
    this.#attributes[this.#attribute] ??= decodeAttributeOf(this.#value);
  }

  onopentagend(): void {
    this.#begin(false);
  }

  onselfclosingtag(): void {
    this.#begin(true);
  }

  #begin(isSelfClosing: boolean): void {
    const name = this.#tag;
    if (this.#isXml) {
      this.#append(name, this.#attributes, !isSelfClosing);
      return;
    }
    const wasInside = this.#foreign.isInside;
    if (this.#foreign.open(name, isSelfClosing)) {
      this.#append(name, this.#attributes, !isSelfClosing);
      return;
    }
    if (wasInside) this.#endForeign();
    if ((name === "html" || name === "body") && this.#open.placeOf(name) !== -1) return;
    const rule = endRules.get(name);
    if (rule !== undefined) this.#endBefore(rule.ends, rule.within);
    // Selectors that are copied from browsers name the body of a table.
    if (name === "tr" && this.#open.innermost?.name === "table")
      this.#append("tbody", noAttributes, true);
    this.#append(name, this.#attributes, !voidElements.has(name));
  }

  /** Ends the drawing or formula in which a tag stands that only HTML has. */
  #endForeign(): void {
    const place = this.#open.lastOf(foreignRoots);
    if (place !== -1) this.#end(place);
  }

  /** Ends the outermost of some elements, unless one of `within` lies between. */
  #endBefore(ends: readonly string[], within: readonly string[]): void {
    const bound = this.#open.lastOf(within);
    const places = ends.map((name) => this.#open.placeOf(name));
    const place = Math.min(...places.filter((place) => place > bound));
    if (Number.isFinite(place)) this.#end(place);
  }

  onclosetag(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase();
    // What stands behind the end of the body belongs to it.
    if (!this.#isXml && (name === "body" || name === "html")) return;
    if (!this.#isXml && name === "br") this.#append(name, noAttributes, false);
    const place = this.#open.placeOf(name);
    if (place !== -1 && place >= this.#boundOf(name)) this.#end(place);
  }

  /** The place of an open element that the end tag of one around it does not end. */
  #boundOf(name: string): number {
    if (this.#isXml || name === "table") return -1;
    return this.#open.lastOf(tableParts.has(name) ? tables : scopeElements);
  }

  #end(place: number): void {
    this.#open.end(place, this.#onEnd);
  }

  readonly #onEnd = (name: string): void => {
    if (this.#foreign.isOpen) this.#foreign.close(name);
  };

  #append(name: string, attributes: Record<string, string>, isOpen: boolean): void {
    const element = new Element(name, attributes);
    this.#add(element);
    if (isOpen) this.#open.push(element);
  }

  ontext(start: number, end: number): void {
    const text = this.#html.slice(start, end);
    const parent = this.#open.tooDeep ?? this.#open.parent;
    const isRaw = parent !== undefined && rawElements.has(parent.name);
    if (isRaw && this.#open.tooDeep !== undefined) return;
    this.#addText(isRaw ? text : decodeTextOf(text));
  }

  oncdata(start: number, end: number, endOffset: number): void {
    if (this.#isXml || this.#foreign.isInside)
      this.#addText(this.#html.slice(start, end - endOffset));
  }

  #addText(text: string): void {
    const last = (this.#open.parent ?? this.#document).children.at(-1);
    if (last !== undefined && isText(last)) last.data += text;
    else this.#add(new Text(text));
  }

  #add(node: Element | Text): void {
    const document = this.#document;
    if (++document.nodeCount > mostNodes) {
      document.isTooLarge = true;
      this.#tokenizer.pause();
      return;
    }
    const parent = this.#open.parent ?? document;
    const last = parent.children.at(-1) ?? null;
    node.parent = parent;
    node.prev = last;
    if (last !== null) last.next = node;
    parent.children.push(node);
  }

  // The other tokens do not matter.
  onattribentity(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onend(): void {}
  onprocessinginstruction(): void {}
  ontextentity(): void {}
}
