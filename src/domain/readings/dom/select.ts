// Finds elements by selectors of users, on pages of anybody: what the search costs is
// counted, and it ends where it costs more than a page of that size may.
import { compile, type Options } from "css-select";
import { type ChildNode, type Element, isTag } from "domhandler";
import { ElementPlaces, isAt } from "./element-places.ts";
import { type PageDocument, TooMuchWork } from "./page-document.ts";
import { outermostOf, rawTextOf } from "./text-of-nodes.ts";

export type Selector = (element: Element) => boolean;

/** Characters of an attribute or a text that are compared at the cost of one step. */
const charsPerWork = 8;

/** The page that is searched. The library's adapter has no other way to it. */
let searched: PageDocument | null = null;

const work = (amount: number): void => searched?.work(amount);

/** Those of the search: what is taken off between two of them changes places. */
let places = new ElementPlaces(() => {});

function workOnText<T extends string | undefined>(text: T): T {
  work(1 + (text === undefined ? 0 : text.length / charsPerWork));
  return text;
}

const options: Options<ChildNode, Element> = {
  // Results of an element are no longer true when elements were taken off.
  cacheResults: false,
  adapter: {
    isTag: (node): node is Element => {
      work(1);
      return isTag(node);
    },
    getAttributeValue: (element, name) => workOnText(element.attribs?.[name]),
    hasAttrib: (element, name) => workOnText(element.attribs[name]) !== undefined,
    getChildren: (node) => {
      work(1);
      return "children" in node ? node.children : [];
    },
    getName: (element) => element.name,
    getParent: (element) => {
      work(1);
      return element.parent;
    },
    getSiblings: (node) => {
      work(1);
      return node.parent?.children ?? [node];
    },
    prevElementSibling: (node) => {
      let before = node.prev;
      for (; before !== null && !isTag(before); before = before.prev) work(1);
      work(1);
      return before;
    },
    getText: (node) => workOnText(rawTextOf(node, () => work(1))),
    removeSubsets: (nodes) => [...outermostOf(nodes)],
  },
};

const nth =
  (placeOf: (element: Element) => number) =>
  (element: Element, rule: string | null | undefined): boolean => {
    work(1);
    return isAt(placeOf(element), rule ?? "");
  };

const withPlaces: Options<ChildNode, Element> = {
  ...options,
  pseudos: {
    "nth-child": nth((element) => places.placeOf(element).nth),
    "nth-last-child": nth((element) => places.placeOf(element).nthLast),
    "nth-of-type": nth((element) => places.placeOf(element).nthOfType),
    "nth-last-of-type": nth((element) => places.placeOf(element).nthLastOfType),
  },
};

/** Places among the elements that another selector chooses. */
const nthOfSelector = /:nth-[a-z-]+\([^)]*\sof\s/i;

/** Gives why a selector cannot be used, or the selector. */
export function compileSelector(selector: string): Selector | { problem: string } {
  try {
    // The library's own functions check what stands in brackets.
    const checked = compile(selector, options);
    return nthOfSelector.test(selector) ? checked : compile(selector, withPlaces);
  } catch (error) {
    return { problem: tellProblem(error) };
  }
}

/** The library's message, which repeats what users wrote. */
const tellProblem = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ").trim();

export const isSelector = (
  compiled: Selector | { problem: string },
): compiled is Selector => typeof compiled === "function";

/** A selector of the project's own. */
export function selectorOf(selector: string): Selector {
  const compiled = compileSelector(selector);
  if (!isSelector(compiled)) throw new SyntaxError(compiled.problem);
  return compiled;
}

type Search = {
  page: PageDocument;
  within: readonly ChildNode[];
  isWithSelf: boolean;
  selectors: readonly Selector[];
  most: number;
};

/** Elements in the order of the page; null where the search costs too much. */
export function findElements(search: Search): Element[] | null {
  searched = search.page;
  searched.beginSearch();
  places = new ElementPlaces(() => work(1));
  try {
    return outermostOf(search.within).flatMap((root) => findBelow(root, search));
  } catch (error) {
    if (error instanceof TooMuchWork) return null;
    throw error;
  } finally {
    searched = null;
  }
}

function findBelow(
  root: ChildNode,
  { page, isWithSelf, selectors, most }: Search,
): Element[] {
  const found: Element[] = [];
  for (
    let node = isWithSelf ? root : nextNode(root, root);
    node !== null && found.length < most;
    node = nextNode(node, root)
  ) {
    page.work(1);
    const element = node;
    if (isTag(element) && selectors.some((is) => is(element))) found.push(element);
  }
  return found;
}

/** The node after another one in the order of the page; the content of templates is none. */
function nextNode(node: ChildNode, root: ChildNode): ChildNode | null {
  const isTemplate = isTag(node) && node.name === "template" && node !== root;
  const [first] = "children" in node && !isTemplate ? node.children : [];
  if (first !== undefined) return first;
  let last: ChildNode = node;
  while (last !== root && last.next === null) {
    if (last.parent === null) return null;
    last = last.parent;
  }
  return last === root ? null : last.next;
}
