// Reads matchers as users write them in routes and silences: texts as Alertmanager has
// them, or objects of labels and values.
import { z } from "@hono/zod-openapi";
import { isObject } from "#domain/json.ts";
import {
  labelNames,
  type Matcher,
  parseMatchers,
  valueObjection,
  writeMatcher,
} from "#domain/notices/routing/matcher.ts";
import { invalidField } from "#http/problem.ts";

/** More matchers than this no route needs; each is applied to each event. */
const mostMatchers = 20;

export const MatchDocument = z.unknown().openapi({
  description: `What must be so, all of it: a text such as \`severity="down"\` or \`{tag="web", host=~".*\\\\.example\\\\.com"}\`, an object such as {"tag": "web"}, or a list of such. Labels are ${labelNames.join(", ")}; operators are = != =~ !~. A pattern is RE2's and stands for the whole value. One of several tags is enough.`,
  example: ['severity="down"', { tag: "web" }],
});

type Path = readonly string[];

/** Throws the Problem `invalid` that names the place. */
export function readMatch(written: unknown, path: Path): Matcher[] {
  const read = Array.isArray(written)
    ? written.flatMap((item, i) => readOne(item, [...path, String(i)]))
    : readOne(written ?? {}, path);
  if (read.length <= mostMatchers) return read;
  throw invalidField("json", path, `There are at most ${mostMatchers} matchers.`);
}

function readOne(written: unknown, path: Path): Matcher[] {
  if (typeof written === "string") return readText(written, path);
  if (isObject(written))
    return Object.entries(written).map(([label, value]) =>
      readPair(label, value, [...path, label]),
    );
  throw invalidField("json", path, "This is a text, an object, or a list of these.");
}

function readText(text: string, path: Path): Matcher[] {
  const parsed = parseMatchers(text);
  if ("matchers" in parsed) return parsed.matchers;
  const { at, reason } = parsed.objection;
  throw invalidField("json", path, `At character ${at}: ${reason}`);
}

function readPair(name: string, value: unknown, path: Path): Matcher {
  const label = labelNames.find((known) => known === name);
  if (label === undefined)
    throw invalidField("json", path, `A label is ${labelNames.join(", ")}.`);
  if (typeof value !== "string") throw invalidField("json", path, "This is text.");
  const matcher = { label, operator: "=", value } as const;
  const objection = valueObjection(matcher);
  if (objection !== null) throw invalidField("json", path, objection);
  return matcher;
}

export const writeMatch = (matchers: readonly Matcher[]): string[] =>
  matchers.map(writeMatcher);
