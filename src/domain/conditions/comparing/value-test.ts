// Tests a value of a JSON document: `== "ok"`, `< 5`, `contains x`, `in ["a", "b"]`.
import { parseJson } from "#domain/conditions/line.ts";
import { isSame } from "#domain/json.ts";
import { comparers, splitComparison } from "./compare.ts";
import { readTextTest, unquoted } from "./text-test.ts";

export type ValueTest = (value: unknown) => boolean;

const form =
  'This is == != < <= > >= contains matches or in, with a value, such as == "ok".';

/** Reads a test; a string says what is wrong with it. */
export function readValueTest(is: string): ValueTest | string {
  const split = splitComparison(is);
  if (split !== null) return readComparison(split);
  const [, word, rest = ""] = /^(contains|matches|in)\s*(.*)$/s.exec(is) ?? [];
  if (word === undefined || rest === "") return form;
  if (word === "in") return readChoice(rest);
  return word === "contains" ? readContained(rest) : readMatch(is);
}

/** A JSON value; any other text stands for itself. */
function literal(text: string): unknown {
  const read = parseJson(text);
  return read === undefined ? text : read;
}

function readComparison({
  sign,
  rest,
}: NonNullable<ReturnType<typeof splitComparison>>): ValueTest | string {
  if (rest === "") return form;
  const wanted = literal(rest);
  if (sign === "==") return (value) => isSame(value, wanted);
  if (sign === "!=") return (value) => !isSame(value, wanted);
  if (typeof wanted !== "number") return `${sign} compares numbers, and ${rest} is none.`;
  const compare = comparers[sign];
  return (value) => typeof value === "number" && compare(value, wanted);
}

function readChoice(rest: string): ValueTest | string {
  const read = parseJson(rest);
  if (rest.startsWith("[") && !Array.isArray(read))
    return 'The list is no JSON; it is such as ["ok", "warm"].';
  const choices = Array.isArray(read)
    ? read
    : rest.split(",").map((item) => literal(item.trim()));
  return (value) => choices.some((choice) => isSame(choice, value));
}

/** A text contains a text, a list contains a value. */
function readContained(rest: string): ValueTest {
  const item = literal(rest);
  const text = unquoted(rest);
  return (value) =>
    Array.isArray(value)
      ? value.some((one) => isSame(one, item) || one === text)
      : typeof value === "string" && value.includes(text);
}

function readMatch(is: string): ValueTest | string {
  const test = readTextTest(is, ["matches"]);
  if (typeof test === "string") return test;
  return (value) => typeof value === "string" && test.judge(value).holds;
}
