// Compares two lines by their words: which of them one line has and the other has not.
import { findEdits } from "./edits.ts";

/** A stretch of a line. One that differs is not in the other line. */
export type Piece = { text: string; differs: boolean };

export type WordComparison = { from: readonly Piece[]; to: readonly Piece[] };

/**
 * A number with its signs, a word, a space, or any other character. Scripts that write no
 * spaces are taken by characters.
 */
const words =
  /\d+(?:[.,:]\d+)*|(?:(?![\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Khmr}\p{sc=Laoo}\p{sc=Mymr}])[\p{L}\p{M}_])+|\s+|./gsu;

/** In longer lines what differs is one stretch: 10 ms. */
export const mostWordCharacters = 20_000;

/** Words that are removed or added in a line; where there are more, alike. */
const mostWordEdits = 200;

/** The words of two lines; null where hardly any are the same. */
export function compareWords(from: string, to: string): WordComparison | null {
  const isLong = Math.max(from.length, to.length) > mostWordCharacters;
  const compared = (isLong ? null : byWords(from, to)) ?? compareEnds(from, to);
  return isAlike(compared, from, to) ? compared : null;
}

function byWords(from: string, to: string): WordComparison | null {
  const old = wordsOf(from);
  const recent = wordsOf(to);
  const edits = findEdits(old, recent, mostWordEdits);
  if (edits === null) return null;
  const removed = edits.map(({ from: at, removed: count }) => ({ at, count }));
  const added = edits.map(({ to: at, added: count }) => ({ at, count }));
  return { from: piecesOf(old, removed), to: piecesOf(recent, added) };
}

/** What differs between what is the same at the starts and at the ends of two lines. */
export function compareEnds(from: string, to: string): WordComparison {
  const most = Math.min(from.length, to.length);
  let start = 0;
  while (start < most && from[start] === to[start]) start++;
  start -= partOfWord((at) => from[start - 1 - at], start, isLowSurrogate);
  let end = 0;
  while (end < most - start && from.at(-1 - end) === to.at(-1 - end)) end++;
  const tail = from.length - end;
  end -= partOfWord((at) => from[tail + at], end, isHighSurrogate);
  const cut = (line: string): Piece[] =>
    [
      { text: line.slice(0, start), differs: false },
      { text: line.slice(start, line.length - end), differs: true },
      { text: line.slice(line.length - end), differs: false },
    ].filter(({ text }) => text !== "");
  return { from: cut(from), to: cut(to) };
}

/** A word is marked as a whole, up to so many characters of it. */
const mostOfWord = 40;

/** How many characters, walking from a place, belong to the word there. */
function partOfWord(
  unitAt: (at: number) => string | undefined,
  most: number,
  isHalf: (unit: string) => boolean,
): number {
  let part = 0;
  while (part < most && (part < mostOfWord || isHalf(unitAt(part - 1) ?? ""))) {
    if (!ofWord.test(unitAt(part) ?? "")) break;
    part++;
  }
  return part;
}

/** Halves of a character of two UTF-16 units are none to end at. */
const ofWord = /[\p{L}\p{N}_.,\ud800-\udfff]/u;
const isLowSurrogate = (unit: string): boolean => unit >= "\udc00" && unit <= "\udfff";
const isHighSurrogate = (unit: string): boolean => unit >= "\ud800" && unit <= "\udbff";

const wordsOf = (line: string): string[] => line.match(words) ?? [];

function piecesOf(
  texts: readonly string[],
  stretches: readonly { at: number; count: number }[],
): Piece[] {
  const pieces: Piece[] = [];
  const add = (start: number, end: number, differs: boolean) => {
    const text = texts.slice(start, end).join("");
    if (text !== "") pieces.push({ text, differs });
  };
  let done = 0;
  for (const { at, count } of stretches) {
    add(done, at, false);
    add(at, at + count, true);
    done = at + count;
  }
  add(done, texts.length, false);
  return joined(pieces);
}

/** Pieces beside each other of the same kind are one. */
function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (last?.differs === piece.differs) last.text += piece.text;
    else all.push({ ...piece });
  }
  return all;
}

/** Characters of a line that the other line has not. */
export const differingCharacters = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { text, differs }) => sum + (differs ? text.length : 0), 0);

/** Marks on most of a line tell nobody anything. */
const mostMarkedShare = 0.8;

function isAlike(compared: WordComparison, from: string, to: string): boolean {
  const differing = differingCharacters(compared.from) + differingCharacters(compared.to);
  return differing <= mostMarkedShare * (from.length + to.length);
}
