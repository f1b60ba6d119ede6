// Names the rules of HTML by which elements end that no tag ends
// (https://html.spec.whatwg.org/#parsing-main-inbody).

const setOf = (names: string): ReadonlySet<string> => new Set(names.split(" "));

/** Elements that never have content. */
export const voidElements = setOf(
  "area base basefont bgsound br col embed frame hr img input keygen link meta param " +
    "source track wbr",
);

/** Elements whose text is no text of the page. */
export const rawElements = setOf("iframe noembed noframes script style");

/** Elements that an end tag of an element around them does not end. */
export const scopeElements = ["caption", "table", "td", "template", "th"];

/** Elements that only a table around them bounds, not a cell. */
const partsOfTables = ["caption", "tbody", "td", "tfoot", "th", "thead", "tr"];
export const tableParts: ReadonlySet<string> = new Set(partsOfTables);
export const tables = ["table", "template"];

/** What the begin of an element ends: `ends`, unless one of `within` lies between. */
export type EndRule = { ends: readonly string[]; within: readonly string[] };

const lists = ["menu", "ol", "ul"];
const headings = ["h1", "h2", "h3", "h4", "h5", "h6"];
const paragraphEnders =
  "address article aside blockquote center details dialog dir div dl fieldset " +
  "figcaption figure footer form header hgroup hr main menu nav ol p pre search " +
  "section summary table ul";

const rule = (
  names: readonly string[],
  ends: readonly string[],
  within: readonly string[],
): [string, EndRule][] => names.map((name) => [name, { ends, within }]);

export const endRules: ReadonlyMap<string, EndRule> = new Map([
  ...rule(paragraphEnders.split(" "), ["p"], [...scopeElements, "button"]),
  ...rule(headings, ["p", ...headings], [...scopeElements, "button", "div", "section"]),
  ...rule(["li"], ["li"], [...scopeElements, ...lists]),
  ...rule(["dd", "dt"], ["dd", "dt"], [...scopeElements, "dl"]),
  ...rule(["option"], ["option"], [...scopeElements, "datalist", "optgroup", "select"]),
  ...rule(["optgroup"], ["optgroup", "option"], [...scopeElements, "select"]),
  ...rule(["a"], ["a"], scopeElements),
  ...rule(["button"], ["button"], scopeElements),
  ...rule(["rp", "rt"], ["rp", "rt"], [...scopeElements, "ruby"]),
  ...rule(["td", "th"], ["caption", "td", "th"], [...tables, "tr"]),
  ...rule(["tr"], ["caption", "td", "th", "tr"], tables),
  ...rule(["tbody", "tfoot", "thead"], partsOfTables, tables),
  ...rule(["body"], ["head"], []),
]);
