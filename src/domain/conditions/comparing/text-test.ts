// Tests a text: `contains HIT`, `lacks "error"`, `matches ^v\d+`, `== ok`, `!= ok`.
import { parseJson } from "#domain/conditions/line.ts";
import { compilePattern, matchedCharacters } from "./regular-expression.ts";

/** Characters beside a match that are told with it. */
const besideMatch = 30;

export type TextTest = {
  /** Whether the text passes, and the part of it that decides; null when nothing is there. */
  judge(text: string): { holds: boolean; found: string | null };
  /** Whether a text that is not there passes. */
  holdsOfNone: boolean;
};

const words = ["contains", "lacks", "matches", "==", "!="] as const;
type Word = (typeof words)[number];

/** Words of text tests that find something in a longer text. */
export const searching: readonly Word[] = ["contains", "lacks", "matches"];

/** Reads a test that begins with one of the words; a string says what is wrong. */
export function readTextTest(
  is: string,
  allowed: readonly Word[] = words,
): TextTest | string {
  const [, word, rest = ""] = /^(contains|lacks|matches|==|!=)\s*(.*)$/s.exec(is) ?? [];
  const known = allowed.find((name) => name === word);
  if (known === undefined || rest === "")
    return `This is ${orList(allowed)} with a text, such as ${allowed[0]} "OK".`;
  const sought = unquoted(rest);
  if (sought === "" && known !== "==" && known !== "!=")
    return "An empty text is in every text.";
  if (known !== "matches") return makers[known](sought);
  const pattern = compilePattern(sought);
  if (typeof pattern === "string") return pattern;
  return {
    holdsOfNone: false,
    judge(text) {
      const match = pattern.find(text);
      return { holds: match !== null, found: match && around(text, match) };
    },
  };
}

const makers: Record<Exclude<Word, "matches">, (sought: string) => TextTest> = {
  contains: (sought) => search(sought, true),
  lacks: (sought) => search(sought, false),
  "==": (sought) => ({
    holdsOfNone: false,
    judge: (text) => ({ holds: text === sought, found: text }),
  }),
  "!=": (sought) => ({
    holdsOfNone: true,
    judge: (text) => ({ holds: text !== sought, found: text }),
  }),
};

const search = (sought: string, isWanted: boolean): TextTest => ({
  holdsOfNone: !isWanted,
  judge(text) {
    const start = text.indexOf(sought);
    const found = start < 0 ? null : around(text, { start, end: start + sought.length });
    return { holds: start >= 0 === isWanted, found };
  },
});

/** The part of a text where a match is, on one line. */
function around(text: string, { start, end }: { start: number; end: number }): string {
  const from = Math.max(0, start - besideMatch);
  const to = Math.min(text.length, Math.min(end, start + 120) + besideMatch);
  return text.slice(from, to).replace(/\s+/g, " ").trim();
}

/** A JSON string is what it stands for; any other text is itself. */
export function unquoted(text: string): string {
  const read = text.startsWith('"') ? parseJson(text) : undefined;
  return typeof read === "string" ? read : text;
}

export const orList = (names: readonly string[]): string =>
  `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;

/** Whether only the start of a text was looked at. */
export const isPartly = (is: string, text: string): boolean =>
  is.startsWith("matches") && text.length > matchedCharacters;
