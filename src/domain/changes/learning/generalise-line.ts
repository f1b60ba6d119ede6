// Generalises what differs between two lines to a pattern that takes both: digits, or the
// digits of hexadecimal numbers, between words that stay.

import { compareWords, type Piece } from "#domain/changes/comparing/compare-words.ts";
import { withoutMatches } from "#domain/readings/kinds/ignore.ts";
import { compilePattern } from "#domain/readings/patterns/pattern.ts";
import { withinWork } from "#domain/readings/patterns/work.ts";
import {
  escapePattern,
  mostPatternCharacters,
  wholeCharacters,
} from "./escape-pattern.ts";

/** What a stretch that differs may be made of, the narrowest first. */
const classes = [
  { whole: /^\d+$/, pattern: "\\d+" },
  { whole: /^[\d.,:]+$/, pattern: "[\\d.,:]+" },
  { whole: /^(?=.*\d)[\da-f-]{4,}$/i, pattern: "[\\da-fA-F-]+" },
];

/** So much of what stays is kept beside it. */
const beside = 30;

/** A pattern for `ignore`; null where the lines differ by something else. */
export function patternOf(from: string, to: string): string | null {
  const words = compareWords(from, to) ?? { from: allOf(from), to: allOf(to) };
  const old = stretchesOf(words.from);
  const recent = stretchesOf(words.to);
  if (old.length !== recent.length) return null;
  const parts = recent.map((piece, i) => partOf(old[i], piece));
  if (parts.includes(null)) return null;
  const source = trimSame(recent, parts as string[]).join("");
  const pattern = `/${source}/`;
  return pattern.length <= mostPatternCharacters && makesSame(pattern, from, to)
    ? pattern
    : null;
}

const allOf = (text: string): Piece[] => [{ text, differs: true }];

/** Digits with signs between them are one stretch: 10 and 12 of `10-12`. */
function stretchesOf(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    const isNear = !piece.differs && /^[\da-f.,:-]+$/i.test(piece.text);
    const isOn = last?.differs === true && (piece.differs || isNear);
    if (isOn) last.text += piece.text;
    else all.push({ ...piece });
  }
  return all;
}

function partOf(old: Piece | undefined, recent: Piece): string | null {
  if (old?.differs !== recent.differs) return null;
  if (!recent.differs) return old.text === recent.text ? recent.text : null;
  const found = classes.find(
    ({ whole }) => whole.test(old.text) && whole.test(recent.text),
  );
  return found?.pattern ?? null;
}

/** What stays is escaped. What is not cut at an end is held there. */
function trimSame(pieces: readonly Piece[], parts: readonly string[]): string[] {
  const inner = pieces.map((piece, i) => {
    const part = parts[i] ?? "";
    if (piece.differs) return part;
    const isFirst = i === 0 && part.length > beside;
    const isLast = i === pieces.length - 1 && part.length > beside;
    if (isFirst) return escapePattern(wholeCharacters(part.slice(-beside)));
    return escapePattern(isLast ? wholeCharacters(part.slice(0, beside)) : part);
  });
  const isCut = (piece: Piece | undefined) =>
    piece !== undefined && !piece.differs && piece.text.length > beside;
  const start = isCut(pieces[0]) ? "" : "^";
  return [start, ...inner, isCut(pieces.at(-1)) ? "" : "$"];
}

function makesSame(pattern: string, from: string, to: string): boolean {
  const compiled = compilePattern(pattern);
  if (typeof compiled === "string") return false;
  const left = withinWork((work) => [
    withoutMatches(from, compiled, work),
    withoutMatches(to, compiled, work),
  ]);
  return left !== null && left[0] === left[1];
}
