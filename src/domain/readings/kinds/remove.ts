// Takes elements off: at the begin of a reading off the page, for all steps after it; of
// elements that were chosen, for this reading alone.
import type { Element } from "domhandler";
import {
  type Elements,
  elementsOf,
  find,
  isFound,
} from "#domain/readings/dom/elements.ts";
import { compileSelector, isSelector } from "#domain/readings/dom/select.ts";
import { copyWithout, takeOff } from "#domain/readings/dom/take-off.ts";
import { outermostOf } from "#domain/readings/dom/text-of-nodes.ts";
import type { Material, StepKind, Unread } from "#domain/readings/step-kind.ts";
import { tellStepOf } from "#domain/readings/told/told-step.ts";
import { refuseSelector } from "./css.ts";

export const remove: StepKind<"remove"> = {
  prepare({ remove }) {
    const compiled = remove.map(compileSelector);
    const wrong = compiled.findIndex((selector) => !isSelector(selector));
    const refused = compiled[wrong];
    if (refused !== undefined && !isSelector(refused))
      return { at: ["remove", String(wrong)], refused: refuseSelector(refused) };
    const selectors = compiled.filter(isSelector);
    return (material, page) => {
      const elements = elementsOf(material, page);
      const found = find({ ...elements, isWithSelf: true }, selectors);
      return isFound(found) ? leave(elements, found) : found;
    };
  },
  tell: ({ remove }) => tellStepOf("remove", remove.join(", ")),
};

function leave({ page, nodes }: Elements, found: readonly Element[]): Material | Unread {
  if (nodes.some((node) => node !== page)) {
    const left = copyWithout(outermostOf(nodes), new Set(found));
    return left.length === 0
      ? { unread: "left nothing" }
      : { kind: "nodes", nodes: left };
  }
  takeOff(page, found);
  return { kind: "nodes", nodes };
}
