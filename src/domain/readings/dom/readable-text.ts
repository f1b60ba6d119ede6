// Writes the text of elements as a person reads it: a line for each block, the cells of a
// row with tabs between them, nothing of what is hidden.
import { type ChildNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import { PageDocument } from "./page-document.ts";

const setOf = (names: string): ReadonlySet<string> => new Set(names.split(" "));

/** Elements that begin a line and end one. */
const blocks = setOf(
  "address article aside blockquote body caption center dd details dialog dir div dl dt " +
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html " +
    "legend li main menu nav ol optgroup option p pre search section select summary " +
    "table tbody textarea tfoot thead tr ul",
);

/** Elements of which nothing is read, unless they are chosen themselves. */
const unread = setOf(
  "annotation annotation-xml audio canvas datalist defs desc iframe metadata noembed " +
    "noframes noscript object rp script style template title video",
);

const written = setOf("pre textarea");
const scripts = setOf("script style");

/** Characters that nobody sees: where a line may break, and marks of byte order. */
const unseen = /[\u00ad\u200b\u2060\ufeff]/g;

const hiddenStyle = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;
/** Characters of a style that are looked at. */
const longestStyle = 2_000;

type TellLink = (href: string) => string | null;

export class ReadableText {
  readonly #tellLink: TellLink | undefined;
  readonly #lines: string[] = [];
  #line: string[] = [];
  /** What stands before the next word. */
  #gap: "" | " " | "\n" = "";
  /** Of the row that is read: cells that began since its last word. */
  #cells = 0;
  #rowHasText = false;
  /** Whether the cell that is read has text; true outside of cells. */
  #hasText = true;
  #isWritten = false;
  #isXml = false;

  constructor(tellLink?: TellLink) {
    this.#tellLink = tellLink;
  }

  /** Adds a node that was chosen: it is read even where it is hidden. */
  addChosen(node: ChildNode): void {
    this.#isXml = isOfXml(node);
    this.#gap = "\n";
    if (isTag(node) && scripts.has(node.name)) this.#addWritten(node);
    else this.#addShown(node);
    this.#gap = "\n";
  }

  finish(): string {
    this.#endLine();
    return this.#lines.join("\n");
  }

  #add(node: ChildNode): void {
    if (isText(node)) this.#addText(node.data);
    else if (isTag(node) && (this.#isXml || isShown(node))) this.#addShown(node);
  }

  #addShown(node: ChildNode): void {
    if (isText(node)) this.#addText(node.data);
    else if (!isTag(node)) this.#addChildren(node);
    else if (node.name === "tr") this.#addRow(node);
    else if (node.name === "td" || node.name === "th") this.#addCell(node);
    else if (written.has(node.name)) this.#addWritten(node);
    else if (node.name === "br") this.#gap = "\n";
    else if (this.#isXml || blocks.has(node.name)) this.#addBlock(node);
    else if (node.name === "a" && this.#tellLink !== undefined) this.#addLink(node);
    else this.#addChildren(node);
  }

  #addChildren(node: ChildNode): void {
    if ("children" in node) for (const child of node.children) this.#add(child);
  }

  /** A block that begins a cell begins no line. */
  #addBlock(node: ChildNode): void {
    if (this.#hasText) this.#gap = "\n";
    this.#addChildren(node);
    if (this.#hasText) this.#gap = "\n";
  }

  #addRow(row: Element): void {
    const outer = { cells: this.#cells, hasText: this.#rowHasText };
    this.#gap = "\n";
    this.#cells = 0;
    this.#rowHasText = false;
    this.#addChildren(row);
    this.#gap = "\n";
    this.#cells = outer.cells;
    this.#rowHasText ||= outer.hasText;
  }

  #addCell(cell: Element): void {
    this.#cells++;
    this.#hasText = false;
    this.#addChildren(cell);
    this.#hasText = true;
  }

  #addWritten(node: Element): void {
    this.#gap = "\n";
    this.#isWritten = true;
    this.#addChildren(node);
    this.#isWritten = false;
    this.#gap = "\n";
  }

  #addLink(link: Element): void {
    this.#addChildren(link);
    const { href } = link.attribs;
    const told = href === undefined ? null : (this.#tellLink?.(href) ?? null);
    if (told === null) return;
    this.#gap = " ";
    this.#addWord(told);
  }

  #addText(text: string): void {
    const seen = text.replace(unseen, "");
    if (this.#isWritten) this.#addWrittenLines(seen);
    else this.#addWords(seen.replace(/\s+/g, " "));
  }

  #addWrittenLines(text: string): void {
    for (const [i, line] of text.split(/\r\n?|\n/).entries()) {
      if (i > 0) this.#gap = "\n";
      if (line !== "") this.#addWord(line);
    }
  }

  #addWords(words: string): void {
    if (words.startsWith(" ")) this.#gap ||= " ";
    if (words === " " || words === "") return;
    this.#addWord(words.trim());
    if (words.endsWith(" ")) this.#gap = " ";
  }

  #addWord(word: string): void {
    if (this.#cells > 0 && this.#rowHasText) this.#line.push("\t".repeat(this.#cells));
    else if (this.#gap === "\n") this.#endLine();
    else if (this.#line.length > 0) this.#line.push(this.#gap);
    this.#line.push(word);
    this.#gap = "";
    this.#cells = 0;
    this.#hasText = true;
    this.#rowHasText = true;
  }

  #endLine(): void {
    const line = this.#line.join("").trimEnd();
    if (line.trim() !== "") this.#lines.push(line);
    this.#line = [];
  }
}

function isShown({ name, attribs }: Element): boolean {
  if (unread.has(name)) return false;
  if (name === "dialog") return attribs.open !== undefined;
  const { style, hidden } = attribs;
  if (hidden !== undefined) return false;
  return style === undefined || !hiddenStyle.test(style.slice(0, longestStyle));
}

function isOfXml(node: ChildNode): boolean {
  let root: ChildNode | ParentNode = node;
  while (root.parent !== null) root = root.parent;
  return root instanceof PageDocument && root.isXml;
}
