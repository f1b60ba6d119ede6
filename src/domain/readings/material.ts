// Turns what steps give into text and values.
import { writeValue } from "#domain/conditions/read-value.ts";
import { textOfNodes } from "./dom/text-of-nodes.ts";
import type { Material, Page } from "./step-kind.ts";

/** The text of what a step gave; of a whole page, the answer's own text. */
export function textOf(material: Material, page: Page): string {
  switch (material.kind) {
    case "page":
      return page.answer.text()?.text ?? "";
    case "nodes":
      return material.nodes.map((node) => textOfNodes([node])).join("\n");
    case "text":
      return material.text;
    case "json":
      return material.values.map(writeJson).join("\n");
    case "value":
      return writeValue(material.value);
    case "fields":
      return Object.entries(material.fields)
        .map(([name, value]) => `${name}: ${writeValue(value)}`)
        .join("\n");
  }
}

export { writeValue };

const writeJson = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value, null, 2);
