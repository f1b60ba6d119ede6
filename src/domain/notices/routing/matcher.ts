// Parses and applies matchers: what the labels of an event must be for a route or a silence
// to mean it. Written as Alertmanager has them
// (prometheus.io/docs/alerting/latest/configuration/#matcher). No I/O.
import { RE2JS } from "re2js";
import { memoize } from "#domain/memo.ts";
import type { RoutedLabels } from "#domain/notices/event.ts";

export const labelNames = [
  "target",
  "name",
  "host",
  "kind",
  "severity",
  "tag",
  "event",
] as const satisfies readonly (keyof RoutedLabels)[];
export type LabelName = (typeof labelNames)[number];

const operators = ["=~", "!~", "!=", "="] as const;
type Operator = (typeof operators)[number];

export type Matcher = { label: LabelName; operator: Operator; value: string };

/** What is wrong with a matcher, and at which character of its text it begins. */
export type MatcherObjection = { at: number; reason: string };

export type ParsedMatchers = { matchers: Matcher[] } | { objection: MatcherObjection };

/** A pattern of that length compiles within a millisecond. */
export const longestValue = 200;

/**
 * Reads one matcher or several, in braces or without: `severity="down"`,
 * `{tag="web", host=~".*\\.example\\.com"}`.
 */
export function parseMatchers(text: string): ParsedMatchers {
  const reader = createReader(text);
  try {
    return { matchers: readList(reader) };
  } catch (error) {
    if (error instanceof Refusal) return { objection: error.objection };
    throw error;
  }
}

/** Each may be looked at for each character of a label: with 900, a match takes 100 ms. */
const mostInstructions = 250;

/** What keeps a matcher from being one; null when nothing does. */
export function valueObjection({ operator, value }: Matcher): string | null {
  if (value.length > longestValue)
    return `A value has at most ${longestValue} characters.`;
  if (!isPattern(operator)) return null;
  try {
    return compile(value).programSize() > mostInstructions
      ? `"${value}" is too large when its repetitions are written out.`
      : null;
  } catch {
    return `"${value}" is no regular expression of RE2.`;
  }
}

/**
 * Whether the labels are as a matcher wants them. One of several tags is enough to match;
 * a negation wants none of them to match. A pattern stands for the whole value.
 */
export function matches(
  { label, operator, value }: Matcher,
  labels: RoutedLabels,
): boolean {
  const values = label === "tag" ? labels.tag : [labels[label]];
  const isMatch = isPattern(operator)
    ? (given: string) => compile(value).matches(given)
    : (given: string) => given === value;
  const hasOne = values.some(isMatch);
  return operator === "=" || operator === "=~" ? hasOne : !hasOne;
}

export const matchesAll = (matchers: readonly Matcher[], labels: RoutedLabels): boolean =>
  matchers.every((matcher) => matches(matcher, labels));

/** A matcher as a text that parses to the same one. */
export const writeMatcher = ({ label, operator, value }: Matcher): string =>
  `${label}${operator}${quote(value)}`;

export const writeMatchers = (matchers: readonly Matcher[]): string =>
  `{${matchers.map(writeMatcher).join(", ")}}`;

const quote = (value: string): string =>
  `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;

const isPattern = (operator: Operator): boolean => operator.endsWith("~");

const compile = memoize(200, (pattern) => RE2JS.compile(pattern));

class Refusal extends Error {
  constructor(readonly objection: MatcherObjection) {
    super(objection.reason);
  }
}

type Reader = {
  /** Passes over blanks, and then over `token` if it is next. */
  takes(token: string): boolean;
  /** Takes what the pattern, which is sticky, finds next. */
  take(pattern: RegExp): string | null;
  isAtEnd(): boolean;
  refuse(reason: string, at?: number): never;
  at(): number;
};

function createReader(text: string): Reader {
  let at = 0;
  const skip = () => {
    while (/\s/.test(text[at] ?? "")) at += 1;
  };
  return {
    takes(token) {
      skip();
      const isNext = text.startsWith(token, at);
      if (isNext) at += token.length;
      return isNext;
    },
    take(pattern) {
      pattern.lastIndex = at;
      const found = pattern.exec(text)?.[0] ?? null;
      at += found?.length ?? 0;
      return found;
    },
    isAtEnd() {
      skip();
      return at === text.length;
    },
    refuse(reason, place = at) {
      throw new Refusal({ at: place + 1, reason });
    },
    at: () => at,
  };
}

function readList(reader: Reader): Matcher[] {
  const isBraced = reader.takes("{");
  const matchers: Matcher[] = [];
  const isOver = () => (isBraced ? reader.takes("}") : reader.isAtEnd());
  while (!isOver()) {
    if (matchers.length > 0 && !reader.takes(","))
      reader.refuse(isBraced ? "A comma or } is missing." : "A comma is missing.");
    if (matchers.length > 0 && isOver()) break;
    if (isBraced && reader.isAtEnd()) reader.refuse("A } is missing.");
    matchers.push(readMatcher(reader));
  }
  if (!reader.isAtEnd()) reader.refuse("Something follows the end.");
  return matchers;
}

function readMatcher(reader: Reader): Matcher {
  const start = reader.at();
  const label = reader.take(/[A-Za-z_]*/y) ?? "";
  if (!isLabel(label))
    reader.refuse(`A label is ${labelNames.join(", ")}; "${label}" is none.`, start);
  const operator = operators.find(reader.takes);
  if (operator === undefined) return reader.refuse("One of = != =~ !~ is missing.");
  reader.takes("");
  const valueAt = reader.at();
  const matcher = { label, operator, value: readValue(reader) };
  const objection = valueObjection(matcher);
  if (objection !== null) reader.refuse(objection, valueAt);
  return matcher;
}

const isLabel = (name: string): name is LabelName =>
  (labelNames as readonly string[]).includes(name);

const escapes: Readonly<Record<string, string>> = { n: "\n", '"': '"', "\\": "\\" };

/** In double quotes, or without when it has no character that means something. */
function readValue(reader: Reader): string {
  if (!reader.takes('"')) {
    const bare = reader.take(/[^\s,{}"=~!]+/y);
    return bare ?? reader.refuse("A value is missing.");
  }
  const body = reader.take(/(?:[^"\\]|\\[\s\S])*/y) ?? "";
  if (!reader.takes('"')) reader.refuse("A value has no closing quote.");
  // As Alertmanager does, a backslash that escapes nothing is one.
  return body.replaceAll(/\\([\s\S])/g, (both, char: string) => escapes[char] ?? both);
}
