// Gives the elements of what a step is given: those of the page, those that were chosen,
// or those of a text that is HTML, such as a value of a JSON document.
import type { ChildNode, Element } from "domhandler";
import { textOf } from "#domain/readings/material.ts";
import type { Material, Page, Unread } from "#domain/readings/step-kind.ts";
import { buildDocument, mostNodes } from "./build-document.ts";
import type { PageDocument } from "./page-document.ts";
import { findElements, type Selector } from "./select.ts";

export type Elements = {
  page: PageDocument;
  nodes: readonly ChildNode[];
  /** Whether the nodes themselves can be found, not only what is in them. */
  isWithSelf?: boolean;
};

export function elementsOf(material: Material, page: Page): Elements {
  if (material.kind === "nodes") return { page: page.document(), nodes: material.nodes };
  const document =
    material.kind === "page" ? page.document() : buildDocument(textOf(material, page));
  return { page: document, nodes: [document] };
}

export const tooLarge: Unread = {
  unread: `met a page of more than ${mostNodes} elements and texts`,
};

/** Finds elements below those that are given, in the order of the page. */
export function find(
  { page, nodes, isWithSelf = false }: Elements,
  selectors: readonly Selector[],
  most = Number.POSITIVE_INFINITY,
): Element[] | Unread {
  if (page.isTooLarge) return tooLarge;
  const found = findElements({ page, within: nodes, isWithSelf, selectors, most });
  return found ?? { unread: "takes too long for this page" };
}

export const isFound = (found: Element[] | Unread): found is Element[] =>
  Array.isArray(found);
