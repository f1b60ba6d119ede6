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

/** Longer lines differ as a whole. */
export const mostWordCharacters = 20_000;

/** Words that are removed or added in a line; where there are more, all of it differs. */
const mostWordEdits = 200;

/** The words of two lines; null where there are too many, or hardly any are the same. */
export function compareWords(from: string, to: string): WordComparison | null {
  if (Math.max(from.length, to.length) > mostWordCharacters) return null;
  const old = wordsOf(from);
  const recent = wordsOf(to);
  const edits = findEdits(old, recent, mostWordEdits);
  if (edits === null) return null;
  const compared = {
    from: piecesOf(
      old,
      edits.map(({ from: at, removed: count }) => ({ at, count })),
    ),
    to: piecesOf(
      recent,
      edits.map(({ to: at, added: count }) => ({ at, count })),
    ),
  };
  return isAlike(compared, from, to) ? compared : null;
}

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
