// Reads what a page's head says of it: meta elements, OpenGraph, title, canonical address.
import type { Element } from "domhandler";
import { type Elements, find, isFound } from "#domain/readings/dom/elements.ts";
import { selectorOf } from "#domain/readings/dom/select.ts";
import { textOfNodes } from "#domain/readings/dom/text-of-nodes.ts";
import type { Unread } from "#domain/readings/step-kind.ts";

const tags = selectorOf(
  'meta[content], link[rel~="canonical"][href], html[lang], title:not(svg title)',
);

/** Contents by the names of meta elements, lower-case; the first of a name counts. */
export type MetaTags = ReadonlyMap<string, string>;

/** `<title>`, `<canonical>` and `<lang>` are those of the elements. */
export function findMetaTags(elements: Elements): MetaTags | Unread {
  const found = find(elements, [tags]);
  if (!isFound(found)) return found;
  const contents = new Map<string, string>();
  for (const element of found)
    for (const [name, content] of contentsOf(element)) {
      const text = content.replace(/\s+/g, " ").trim();
      if (text !== "" && !contents.has(name)) contents.set(name, text);
    }
  return contents;
}

export const isMetaTags = (tags: MetaTags | Unread): tags is MetaTags =>
  tags instanceof Map;

function contentsOf(element: Element): [string, string][] {
  const { name: tag, attribs } = element;
  if (tag === "title") return [["<title>", textOfNodes([element])]];
  if (tag === "link") return [["<canonical>", attribs.href ?? ""]];
  if (tag === "html") return [["<lang>", attribs.lang ?? ""]];
  const names = [attribs.property, attribs.name, attribs.itemprop, attribs["http-equiv"]];
  const { content = "" } = attribs;
  return names.flatMap((name) =>
    name === undefined ? [] : [[name.trim().toLowerCase(), content]],
  );
}
