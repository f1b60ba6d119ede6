// Tells which parts of a page are SVG or MathML, where other rules hold than in HTML.

/**
 * Follows where SVG and MathML begin and end. In them no element's content is raw text,
 * and a title is not the page's. Beyond a depth that no drawing has, nesting is no longer
 * followed.
 */
export class ForeignContent {
  /** Open roots, and open elements in them whose content is HTML again. */
  readonly #open: string[] = [];
  isInside = false;

  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  /** Gives whether the element is SVG or MathML. */
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

  /**
   * A tag that only HTML has shows that closing tags were forgotten
   * (https://html.spec.whatwg.org/#parsing-main-inforeign).
   */
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
  "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr " +
    "i img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup " +
    "table template tt u ul var",
);
