// Finds values with JSONPath (RFC 9535). Refuses paths whose search grows faster than the
// document. Regular expressions in filters are RE2's, which are linear.
import {
  FunctionExpressionType,
  JSONPathEnvironment,
  JSONPathError,
  type JSONPathQuery,
  type JSONValue,
} from "json-p3";
import { memoize } from "#domain/memo.ts";
import { findAbsoluteOnce } from "./absolute-queries.ts";
import { compilePattern } from "./regular-expression.ts";

/** Values of a path that are looked at: a condition of more is about a list's length. */
const mostValues = 1_000;

/** Objects in objects up to here are searched by `..`. */
const deepestSearch = 100;

const environment = new JSONPathEnvironment({ maxRecursionDepth: deepestSearch });
for (const [name, anchor] of [
  ["match", (pattern: string) => `^(?:${pattern})$`],
  ["search", (pattern: string) => pattern],
] as const)
  environment.functionRegister.set(name, {
    argTypes: [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType],
    returnType: FunctionExpressionType.LogicalType,
    call: (text: unknown, pattern: unknown) =>
      typeof text === "string" &&
      typeof pattern === "string" &&
      matches(anchor(pattern.replace(dots, dot)), text),
  });

/** A point outside of classes, which in RFC 9485 stands for no end of a line, or more. */
const dots = /\\.|\[(?:\\.|[^\]\\])*\]|\./gs;
const dot = (part: string): string => (part === "." ? "[^\\n\\r]" : part);

function matches(pattern: string, text: string): boolean {
  const compiled = compilePattern(pattern);
  return typeof compiled !== "string" && compiled.find(text) !== null;
}

/** Compiles a path; a string says why it cannot be taken. */
export const compilePath: (path: string) => JSONPathQuery | string = memoize(
  500,
  (path = "") => {
    try {
      const compiled = environment.compile(path);
      findAbsoluteOnce(compiled);
      return objectionToCost(path) ?? compiled;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return `${JSON.stringify(path)} is no JSONPath: ${reason}.`;
    }
  },
);

/** What multiplies the work, by how often a path may have it. */
const multipliers = [
  { sign: "..", most: 1, what: 'searches all levels ("..")' },
  { sign: ",", most: 4, what: "lists alternatives" },
  { sign: "?", most: 2, what: "filters" },
] as const;

function objectionToCost(path: string): string | null {
  const bare = path.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gs, "");
  const over = multipliers.find(({ sign, most }) => bare.split(sign).length - 1 > most);
  return over === undefined
    ? null
    : `This path ${over.what} more than ${over.most === 1 ? "once" : `${over.most} times`}: that may take too long.`;
}

/** The values that a path finds; a string says why none could be searched for. */
export function findValues(query: JSONPathQuery, value: unknown): unknown[] | string {
  try {
    const found: unknown[] = [];
    for (const node of query.lazyQuery(value as JSONValue)) {
      found.push(node.value);
      if (found.length >= mostValues) break;
    }
    return found;
  } catch (error) {
    if (error instanceof JSONPathError || error instanceof RangeError)
      return "nested too deeply";
    throw error;
  }
}
