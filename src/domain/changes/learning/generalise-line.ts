// Generalises what differs between two lines to a pattern that takes both: digits, or the
// digits of hexadecimal numbers, between words that stay.
import { withoutMatches } from "#domain/readings/kinds/ignore.ts";
import { compilePattern } from "#domain/readings/patterns/pattern.ts";
import { withinWork } from "#domain/readings/patterns/work.ts";
import { compareWords, type Piece } from "../comparing/compare-words.ts";
import { escapePattern, mostPatternCharacters } from "./escape-pattern.ts";

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
  const words = compareWords(from, to);
  if (words === null) return null;
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

/** What stays is escaped; before the first and after the last stretch it is cut. */
function trimSame(pieces: readonly Piece[], parts: readonly string[]): string[] {
  return pieces.map((piece, i) => {
    const part = parts[i] ?? "";
    if (piece.differs) return part;
    if (i === 0) return escapePattern(wholeCharacters(part.slice(-beside)));
    const isLast = i === pieces.length - 1;
    return escapePattern(isLast ? wholeCharacters(part.slice(0, beside)) : part);
  });
}

/** Without half a character at an end. */
const wholeCharacters = (text: string): string =>
  text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");

function makesSame(pattern: string, from: string, to: string): boolean {
  const compiled = compilePattern(pattern);
  if (typeof compiled === "string") return false;
  const left = withinWork((work) => [
    withoutMatches(from, compiled, work),
    withoutMatches(to, compiled, work),
  ]);
  return left !== null && left[0] === left[1];
}
