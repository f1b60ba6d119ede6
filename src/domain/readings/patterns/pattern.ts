// Compiles the patterns of steps: a text that is looked for as it stands, or "/re/flags"
// with RE2's syntax. Refuses flags that RE2 does not know.
import type { RE2JS } from "re2js";
import {
  compileExpression,
  startFinder,
} from "#domain/conditions/comparing/regular-expression.ts";
import { memoize } from "#domain/memo.ts";
import { ChargedText, charge, type Work } from "./work.ts";

export type Match = {
  start: number;
  end: number;
  /** What a group took, by its number or its name; null where it took no part. */
  group(which: number | string): string | null;
};

export type Pattern = {
  isIn(text: string, work: Work): boolean;
  /** The matches in a text, which do not overlap, from the left; none of no length. */
  matchesIn(text: string, work: Work): Iterable<Match>;
  /** How many groups it has, and their names. */
  groups: number;
  names: readonly string[];
};

const written = /^\/(.+)\/([a-zA-Z]*)$/s;
const flagsOfRe2 = /^[imsU]*$/;
const meaningful = /[\\^$.|?*+()[\]{}]/;

/** Compiles a text or "/re/flags"; a string says why it cannot be taken. */
export function compilePattern(text: string): Pattern | string {
  return written.test(text) ? compileRegex(text) : findsText(text);
}

/** Compiles a regular expression, with or without its slashes. */
export const compileRegex: (text: string) => Pattern | string = memoize(
  500,
  (text = "") => {
    const [, source = text, flags = ""] = written.exec(text) ?? [];
    if (!flagsOfRe2.test(flags))
      return `The flags of ${JSON.stringify(text)} are none of RE2's: i, m, s and U.`;
    if (flags === "" && !meaningful.test(source)) return findsText(source);
    const whole = flags === "" ? source : `(?${flags})${source}`;
    const compiled = compileExpression(whole);
    return typeof compiled === "string" ? compiled : matches(compiled, whole);
  },
);

/** What a call of the runtime's own search costs, and how many characters as much. */
const searchCost = 2;
const searchedCharacters = 64;

const findsText = (sought: string): Pattern => ({
  isIn(text, work) {
    charge(work, searchCost + text.length / searchedCharacters);
    return text.includes(sought);
  },
  *matchesIn(text, work) {
    charge(work, text.length / searchedCharacters);
    for (let start = text.indexOf(sought); start >= 0; ) {
      charge(work, searchCost);
      const end = start + sought.length;
      yield { start, end, group: (which) => (which === 0 ? sought : null) };
      start = text.indexOf(sought, end);
    }
  },
  groups: 0,
  names: [],
});

/** What a call of RE2's automaton costs; it is at least four times as fast as the machine. */
const testCost = 20;
const automatonGain = 4;

/** What a match of the machine costs beside its looks. */
const matchCost = 80;

function matches(compiled: RE2JS, source: string): Pattern {
  const size = compiled.programSize();
  const findStart = startFinder(source);
  return {
    isIn(text, work) {
      charge(work, testCost);
      return compiled.test(asString(new ChargedText(text, work, size / automatonGain)));
    },
    *matchesIn(text, work) {
      const start = findStart(text);
      if (start < 0) return;
      const matcher = compiled.matcher(asString(new ChargedText(text, work, size)));
      for (let found = matcher.find(start); found; found = matcher.find()) {
        charge(work, matchCost);
        if (matcher.end() > matcher.start())
          yield {
            start: matcher.start(),
            end: matcher.end(),
            group: (which) => matcher.group(which),
          };
      }
    },
    groups: compiled.groupCount(),
    names: Object.keys(compiled.namedGroups()),
  };
}

/** RE2JS takes objects of String as it takes strings, which its types do not say. */
const asString = (text: ChargedText): string => text as unknown as string;
