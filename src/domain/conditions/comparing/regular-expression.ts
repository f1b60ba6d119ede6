// Matches regular expressions of users in linear time, with RE2's syntax
// (github.com/google/re2/wiki/Syntax): the runtime's own can take hours for one text.
import { RE2JS } from "re2js";
import { memoize } from "#domain/memo.ts";
import { findNeededTexts } from "./needed-texts.ts";

/** Characters of a text that are matched: RE2 in JavaScript takes some 100 ns for each. */
export const matchedCharacters = 65_536;

/** Characters of a pattern. */
const longestPattern = 300;

/**
 * Instructions of a compiled pattern: each may be looked at for each character of the
 * text. Real ones have up to a hundred.
 */
const mostInstructions = 250;

export type Pattern = {
  /** The first match in the first `matchedCharacters` of a text; null without one. */
  find(text: string): { start: number; end: number } | null;
};

/** Compiles a pattern; a string says why it cannot be taken. */
export const compilePattern: (source: string) => Pattern | string = memoize(
  500,
  (source = "") => {
    const compiled = compileExpression(source);
    return typeof compiled === "string" ? compiled : toPattern(compiled, source);
  },
);

/** Compiles a regular expression; a string says why it cannot be taken. */
export function compileExpression(source: string): RE2JS | string {
  if (source.length > longestPattern)
    return `A regular expression has at most ${longestPattern} characters.`;
  try {
    const compiled = RE2JS.compile(source);
    return compiled.programSize() > mostInstructions
      ? `${JSON.stringify(source)} is too large when its repetitions are written out.`
      : compiled;
  } catch (error) {
    return `${JSON.stringify(source)} is no regular expression of RE2: ${reasonOf(error)}.`;
  }
}

const toPattern = (compiled: RE2JS, source: string): Pattern => {
  const findStart = startFinder(source);
  return {
    find(whole) {
      const text = whole.slice(0, matchedCharacters);
      const start = findStart(text);
      if (start < 0) return null;
      const matcher = compiled.matcher(text);
      return matcher.find(start) ? { start: matcher.start(), end: matcher.end() } : null;
    },
  };
};

/** Gives where in a text the first match may begin at the earliest; -1 for nowhere. */
export function startFinder(source: string): (text: string) => number {
  const { ignoresCase, texts } = findNeededTexts(source);
  const sought = texts.map(({ text, mostBefore }) => ({
    mostBefore: mostBefore ?? Number.POSITIVE_INFINITY,
    placeIn: ignoresCase ? searchFolded(text) : (whole: string) => whole.indexOf(text),
  }));
  return (whole) => {
    let start = 0;
    for (const { mostBefore, placeIn } of sought) {
      const at = placeIn(whole);
      if (at < 0) return -1;
      start = Math.max(start, at - mostBefore);
    }
    return start;
  };
}

function searchFolded(text: string): (whole: string) => number {
  const form = new RegExp(text.replace(/[\^$\\.*+?()[\]{}|/]/g, "\\$&"), "iu");
  return (whole) => whole.search(form);
}

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(
    /^error parsing regexp: /,
    "",
  );
