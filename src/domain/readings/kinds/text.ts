// Gives the text that a person reads of what is left, on demand with its links. Text that
// is no HTML stays as it is.
import { type Elements, elementsOf, tooLarge } from "#domain/readings/dom/elements.ts";
import { linksOf } from "#domain/readings/dom/page-links.ts";
import { textOfNodes } from "#domain/readings/dom/text-of-nodes.ts";
import { formatOf } from "#domain/readings/format.ts";
import { textOf } from "#domain/readings/material.ts";
import {
  type Material,
  nothingFound,
  type Page,
  type StepKind,
  type Unread,
} from "#domain/readings/step-kind.ts";

/** Tags that say that a text is HTML, such as a value of a JSON document. */
const tags = /<\/[a-z]|<(?:br|hr|img|p)\b/i;

export const text: StepKind<"text"> = {
  prepare:
    ({ links = false }) =>
    (material, page) => {
      if (isOfElements(material, page)) {
        const elements = elementsOf(material, page);
        return elements.page.isTooLarge
          ? tooLarge
          : give(readElements(elements, page, links));
      }
      return give(textOf(material, page));
    },
  tell: ({ links }) => (links ? "text with links" : "text"),
};

function isOfElements(material: Material, page: Page): boolean {
  if (material.kind === "page") return formatOf(page.answer) !== "text";
  return material.kind === "nodes" || tags.test(textOf(material, page));
}

const give = (text: string): Material | Unread =>
  text.trim() === "" ? nothingFound : { kind: "text", text };

function readElements(
  { page: document, nodes }: Elements,
  page: Page,
  links: boolean,
): string {
  if (!links) return textOfNodes(nodes);
  const resolve = linksOf(document, page.answer.finalUrl);
  return textOfNodes(nodes, { tellLink: (href) => `(${resolve(href)})` });
}
