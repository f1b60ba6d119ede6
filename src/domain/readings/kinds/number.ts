// Gives the first number of a text.
import { textOf } from "#domain/readings/material.ts";
import { readNumber } from "#domain/readings/numbers/read-number.ts";
import {
  type Material,
  nothingFound,
  type StepKind,
} from "#domain/readings/step-kind.ts";
import { quoteShort } from "#domain/readings/told/quote-short.ts";

export const number: StepKind<"number"> = {
  prepare({ number: options }) {
    const decimal = options === true ? null : options.decimal;
    return (material, page) => {
      const known = knownNumber(material);
      if (known !== null) return give(known);
      const problem = objectionTo(material);
      if (problem !== null) return { unread: problem };
      const text = textOf(material, page);
      if (text.trim() === "") return nothingFound;
      const read = readNumber(text, decimal);
      return read === null ? { unread: `is no number: ${quoteShort(text)}` } : give(read);
    };
  },
  tell: ({ number: options }) =>
    options === true ? "number" : `number, decimal ${JSON.stringify(options.decimal)}`,
};

const give = (value: number): Material => ({
  kind: "value",
  value: { type: "number", number: value },
});

/** A number that is one already: of a JSON document, or of a step before. */
function knownNumber(material: Material): number | null {
  if (material.kind === "json") {
    const [first] = material.values;
    return typeof first === "number" && Number.isFinite(first) ? first : null;
  }
  return material.kind === "value" && material.value.type === "number"
    ? material.value.number
    : null;
}

/** A number within an object would be the one whose field happens to come first. */
function objectionTo(material: Material): string | null {
  const first = material.kind === "json" ? material.values[0] : null;
  if (typeof first !== "object" || first === null) return null;
  return `is given ${Array.isArray(first) ? "a list" : "an object"}, not one value of it`;
}
