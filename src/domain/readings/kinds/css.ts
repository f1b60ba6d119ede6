// Chooses elements by a selector, and gives their text, their HTML or an attribute.
import type { Element } from "domhandler";
import {
  type Elements,
  elementsOf,
  find,
  isFound,
} from "#domain/readings/dom/elements.ts";
import { isAddress, linksOf } from "#domain/readings/dom/page-links.ts";
import { compileSelector, isSelector } from "#domain/readings/dom/select.ts";
import { outermostOf } from "#domain/readings/dom/text-of-nodes.ts";
import { writeHtml } from "#domain/readings/dom/write-html.ts";
import { textOf } from "#domain/readings/material.ts";
import type { StepsByKind } from "#domain/readings/step.ts";
import {
  type Material,
  nothingFound,
  type Page,
  type StepKind,
  type Unread,
} from "#domain/readings/step-kind.ts";
import { tellStepOf } from "#domain/readings/told/told-step.ts";

type CssStep = StepsByKind["css"];

export const css: StepKind<"css"> = {
  prepare(step) {
    const selector = compileSelector(step.css);
    if (!isSelector(selector)) return { at: ["css"], refused: refuseSelector(selector) };
    if (step.give !== undefined && step.attribute !== undefined)
      return { at: ["give"], refused: "A step gives text, HTML or an attribute." };
    const most = step.all ? Number.POSITIVE_INFINITY : 1;
    return (material, page) => {
      const elements = elementsOf(material, page);
      const found = find(elements, [selector], most);
      if (!isFound(found)) return found;
      return found.length === 0 ? nothingFound : give(step, found, elements, page);
    };
  },
  tell: ({ css }) => tellStepOf("css", css),
};

/** A sentence: what is wrong with a selector, without the library's name and full stop. */
export const refuseSelector = ({ problem }: { problem: string }): string =>
  `This is no CSS selector that can be used: ${problem.replace(/( by css-select)?\.?$/, "")}.`;

function give(
  step: CssStep,
  found: readonly Element[],
  elements: Elements,
  page: Page,
): Material | Unread {
  if (step.attribute !== undefined)
    return giveAttribute(step.attribute.toLowerCase(), found, elements, page);
  const nodes: Material = { kind: "nodes", nodes: found };
  if (step.give === undefined) return nodes;
  const text = step.give === "html" ? writeEach(found) : textOf(nodes, page);
  return { kind: "text", text };
}

const writeEach = (found: readonly Element[]): string =>
  outermostOf(found)
    .map((element) => writeHtml([element]))
    .join("\n");

function giveAttribute(
  name: string,
  found: readonly Element[],
  { page: document }: Elements,
  page: Page,
): Material | Unread {
  const values = found.flatMap(({ attribs }) => attribs[name] ?? []);
  if (values.length === 0) return { unread: `found elements without "${name}"` };
  const links = linksOf(document, page.answer.finalUrl);
  const told = isAddress(name) ? values.map(links) : values;
  return { kind: "text", text: told.join("\n") };
}
