// Reads a list of links in XML: a sitemap, an index of sitemaps, an RSS or Atom feed.
// Expands no entities that a document defines, and resolves no URL.

import { Parser } from "htmlparser2";
import { addEntry, append, type ListInProgress, type ListParser } from "./link-list.ts";
import {
  type EntryValues,
  type Field,
  formatOf,
  readAttributes,
  setValue,
  unknownFormat,
} from "./xml-list-formats.ts";

/** No list is nested so deeply, and closing tags take time in proportion to the depth. */
const MAX_DEPTH = 100;

/**
 * The parser holds a name, a value, a comment or a declaration until it ends. None of
 * them is so long.
 */
const MAX_PIECE_CHARS = 1_000_000;

export class XmlListParser implements ListParser {
  readonly #list: ListInProgress;
  readonly #parser: Parser;
  #format = unknownFormat;
  /** The root's prefix with its colon. Other prefixes belong to other formats. */
  #prefix = "";
  /** How many elements are open. */
  #depth = 0;
  #entry: EntryValues | null = null;
  #field: Field | null = null;
  #isDone = false;
  /** Characters that were written since the parser last ended a piece, and a bit. */
  #heldChars = 0;

  constructor(list: ListInProgress) {
    this.#list = list;
    this.#parser = new Parser(
      {
        onopentagname: (name) => this.#open(name),
        onattribute: (name, value) => this.#takeAttribute(name, value),
        ontext: (text) => this.#takeText(text),
        onclosetag: () => this.#close(),
        oncomment: () => this.#endPiece(),
        onprocessinginstruction: () => this.#endPiece(),
      },
      { xmlMode: true, lowerCaseTags: true },
    );
  }

  write(text: string): void {
    if (this.#isDone) return;
    this.#heldChars += text.length;
    this.#parser.write(text);
    if (this.#heldChars > MAX_PIECE_CHARS) this.#stop(true);
  }

  end(): void {
    // A field that is still open may lack its end.
    this.#field = null;
    if (this.#isDone) return;
    if (this.#format !== unknownFormat) this.#list.isBroken = true;
    this.#parser.end();
  }

  /** Notes that the parser holds nothing of what came before the latest part. */
  #endPiece(): void {
    this.#heldChars = 0;
  }

  #open(name: string): void {
    this.#endPiece();
    this.#depth += 1;
    if (this.#depth === 1) this.#openRoot(name);
    else if (this.#depth > MAX_DEPTH) this.#stop(true);
    else if (this.#isAtEntry) this.#openEntry(this.#ownName(name));
    else if (this.#isAtField) this.#openField(this.#ownName(name));
  }

  #openRoot(name: string): void {
    const ownName = name.slice(name.indexOf(":") + 1);
    this.#format = formatOf(ownName);
    this.#list.kind = this.#format.kind;
    this.#prefix = name.slice(0, -ownName.length);
    if (this.#format === unknownFormat) this.#stop(false);
  }

  #openEntry(name: string): void {
    const isEntry = name === this.#format.entry;
    this.#entry = isEntry ? { url: null, permalink: null, date: null } : null;
  }

  #openField(name: string): void {
    const field = this.#format.fields.get(name);
    this.#field =
      field === undefined ? null : { name: field, attributes: new Map(), text: "" };
  }

  #takeAttribute(name: string, value: string): void {
    this.#endPiece();
    if (this.#field !== null && this.#isAtField && readAttributes.has(name))
      this.#field.attributes.set(name, value);
  }

  #takeText(text: string): void {
    this.#endPiece();
    const field = this.#field;
    if (field === null || !this.#isAtField) return;
    field.text = append(field.text, field.text === "" ? text.trimStart() : text);
  }

  #close(): void {
    this.#endPiece();
    if (this.#isAtEntry) this.#closeEntry();
    else if (this.#isAtField) this.#closeField();
    this.#depth -= 1;
    if (this.#depth === 0) this.#stop(false);
  }

  #closeEntry(): void {
    if (this.#entry === null) return;
    const { url, permalink, date: lastModified } = this.#entry;
    this.#entry = null;
    const known = url ?? permalink;
    if (known !== null) addEntry(this.#list, { url: known, lastModified });
  }

  #closeField(): void {
    if (this.#entry !== null && this.#field !== null) setValue(this.#entry, this.#field);
  }

  /** Whether the innermost open element stands where entries do. */
  get #isAtEntry(): boolean {
    return this.#depth === this.#format.depth;
  }

  /** Whether the innermost open element is a child of an entry. */
  get #isAtField(): boolean {
    return this.#entry !== null && this.#depth === this.#format.depth + 1;
  }

  /** An element's name without the list's prefix. */
  #ownName(name: string): string {
    return name.startsWith(this.#prefix) ? name.slice(this.#prefix.length) : name;
  }

  #stop(truncated: boolean): void {
    this.#isDone = true;
    this.#list.truncated ||= truncated;
    this.#parser.pause();
  }
}
