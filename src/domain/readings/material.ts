// Turns what steps give into text and values.
import { type ReadValue, writeValue } from "#domain/conditions/read-value.ts";
import { writeSorted } from "#domain/json.ts";
import { textOfNodes } from "./dom/text-of-nodes.ts";
import type { Material, Page } from "./step-kind.ts";

/** The text of what a step gave; of a whole page, its source. */
export function textOf(material: Material, page: Page): string {
  switch (material.kind) {
    case "page":
      return page.source();
    case "nodes":
      return textOfNodes(material.nodes);
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

/** What a step gave as one value: a number of a JSON document stays one. */
export function toValue(material: Material, text: string): ReadValue {
  if (material.kind === "value") return material.value;
  const only =
    material.kind === "json" && material.values.length === 1 ? material.values[0] : null;
  return typeof only === "number"
    ? { type: "number", number: only }
    : { type: "text", text: text.trim() };
}

export { writeValue };

/** The order of an object's fields means nothing, and changes with some servers. */
const writeJson = (value: unknown): string =>
  typeof value === "string" ? value : writeSorted(value, 2);
