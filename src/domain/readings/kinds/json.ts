// Gives the values that a JSONPath (RFC 9535) finds in a JSON document.
import { compilePath, findValues } from "#domain/conditions/comparing/json-path.ts";
import { textOf } from "#domain/readings/material.ts";
import {
  type Material,
  nothingFound,
  type Page,
  type StepKind,
  type Unread,
} from "#domain/readings/step-kind.ts";
import { tellStepOf } from "#domain/readings/told/told-step.ts";
import { isOfUsualSize, parseJsonText } from "#domain/readings/values/json-values.ts";

/** Values that are given. */
const mostValues = 1_000;

export const json: StepKind<"json"> = {
  prepare({ json: path }) {
    const query = compilePath(path);
    if (typeof query === "string") return { at: ["json"], refused: query };
    return (material, page) => {
      const read = readDocuments(material, page);
      if ("unread" in read) return read;
      const values: unknown[] = [];
      for (const document of read.documents) {
        const found = findValues(query, document);
        if (typeof found === "string") return { unread: `is ${found}` };
        values.push(...found);
        if (values.length >= mostValues) break;
      }
      return give(values.slice(0, mostValues));
    };
  },
  tell: ({ json: path }) => tellStepOf("json", path),
};

function give(values: readonly unknown[]): Material | Unread {
  if (values.length === 0) return nothingFound;
  return isOfUsualSize(values)
    ? { kind: "json", values }
    : { unread: "gives more than 1 MB of text, or is nested too deeply" };
}

type Documents = { documents: readonly unknown[] };

/** What is searched: the answer, the values of a step before, or a text that is JSON. */
function readDocuments(material: Material, page: Page): Documents | Unread {
  if (material.kind === "json") return { documents: material.values };
  if (material.kind === "page") return readAnswer(page);
  const document = parseJsonText(textOf(material, page));
  return document === undefined
    ? { unread: "is given no JSON" }
    : { documents: [document] };
}

function readAnswer({ answer }: Page): Documents | Unread {
  const read = answer.json();
  if (read === null) return nothingFound;
  return "problem" in read
    ? { unread: `is given no JSON: the answer is ${read.problem}` }
    : { documents: [read.value] };
}
