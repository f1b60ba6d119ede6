// Says in our own words what is wrong with a field that does not parse. A schema's own
// message comes before these.
import { z } from "@hono/zod-openapi";
import { closest, distance } from "fastest-levenshtein";

/** What zod tells of an issue; which facts there are depends on the code. */
type Issue = {
  code?: string;
  input?: unknown;
  expected?: string;
  origin?: string;
  format?: string;
  minimum?: number | bigint;
  maximum?: number | bigint;
  values?: readonly unknown[];
  keys?: readonly string[];
  issues?: readonly { message: string }[];
  errors?: readonly (readonly { message: string }[])[];
  inst?: unknown;
};

const nouns: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};

/** What a value is called, by JavaScript's name of its type. */
function nounOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return nouns[typeof value] ?? "something else";
}

const objections: Readonly<Record<string, (issue: Issue) => string>> = {
  invalid_type({ expected = "", input }) {
    const noun = nouns[expected] ?? expected;
    if (input === undefined) return `This is missing; it is ${noun}.`;
    return typeof input === "number" && nouns[expected]?.endsWith("number")
      ? `This is ${noun}.`
      : `This is ${noun}, not ${nounOf(input)}.`;
  },
  too_small: ({ origin, minimum }) =>
    `This ${measured(origin)} at least ${amount(origin, minimum)}.`,
  too_big: ({ origin, maximum }) =>
    `This ${measured(origin)} at most ${amount(origin, maximum)}.`,
  invalid_value: ({ values = [], input }) =>
    `This is ${listed(values)}.${suggestion(String(input), values.map(String))}`,
  invalid_format: ({ format }) =>
    format === "regex"
      ? "This is not of the right form."
      : `This is not a valid ${format}.`,
  invalid_union({ errors = [], input }) {
    const forms = errors.flatMap(([first]) => formIn(first?.message) ?? []);
    const form = [...new Set(forms)].join(" or ");
    return input === undefined ? `This is missing; it is ${form}.` : `This is ${form}.`;
  },
  invalid_key: ({ issues = [] }) => issues[0]?.message ?? "This name is not acceptable.",
  // One line for each of the names.
  unrecognized_keys: ({ keys = [], inst }) =>
    keys
      .map((key) => `There is no such field.${suggestion(key, namesIn(inst))}`)
      .join("\n"),
};

/** What a value would be, by the objection to it: "This is text, not a list." */
const formIn = (objection = ""): string | undefined =>
  /^This is (?:missing; it is )?(.+?)(?:, not .*)?\.(?: |$)/.exec(objection)?.[1];

const measured = (origin?: string): string =>
  origin === "string" || origin === "array" ? "has" : "is";

function amount(origin?: string, number?: number | bigint): string {
  const unit = { string: "character", array: "item" }[origin ?? ""];
  if (unit === undefined) return `${number}`;
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}

function listed(values: readonly unknown[]): string {
  const names = values.map((value) => JSON.stringify(value));
  const [last] = names.slice(-1);
  return names.length < 2 ? `${last}` : `${names.slice(0, -1).join(", ")} or ${last}`;
}

/** Names the known name that a wrong one is near to, in a sentence of its own. */
export function suggestion(wrong: string, known: readonly string[]): string {
  // Longer ones are no slips of a finger, and comparing them takes long.
  if (known.length === 0 || wrong.length > 40) return "";
  const name = closest(wrong, known);
  const changes = distance(wrong, name);
  // Two, since letters that changed places are two changes; but one letter is the same.
  const isNear =
    changes < name.length && changes <= Math.max(2, Math.floor(name.length / 3));
  return isNear ? ` Did you mean "${name}"?` : "";
}

const namesIn = (schema: unknown): string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];

/** Has every schema use these words. */
export function useOwnObjections(): void {
  z.config({
    customError: (issue) =>
      objections[issue.code ?? ""]?.(issue as Issue) ?? "This is not acceptable.",
  });
}
