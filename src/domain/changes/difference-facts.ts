// Sums up what differs between two contents, and quotes the first few lines of it.
import { cutToChars } from "#domain/cut.ts";
import { type ChangeFacts, excerptCharacters, excerptLines } from "./change.ts";
import type { LineDifference } from "./comparing/line-differences.ts";

type LineFacts = Omit<ChangeFacts, "numbers" | "isWhole" | "why">;

export function factsOf(differences: readonly LineDifference[], text: string): LineFacts {
  const added = sumUp(differences, "to", "from");
  const removed = sumUp(differences, "from", "to");
  return {
    addedLines: added.lines,
    removedLines: removed.lines,
    addedCharacters: added.characters,
    removedCharacters: removed.characters,
    characters: text.length,
    added: added.excerpts,
    removed: removed.excerpts,
  };
}

type Side = "from" | "to";

/** Adds up one side's lines. */
function sumUp(differences: readonly LineDifference[], side: Side, otherSide: Side) {
  const sum = { lines: 0, characters: 0, excerpts: [] as string[] };
  for (const difference of differences) {
    const line = difference[side];
    if (line === null) continue;
    sum.lines++;
    sum.characters += line.length;
    if (sum.excerpts.length < excerptLines && line.trim() !== "")
      sum.excerpts.push(excerptOf(line, difference[otherSide]));
  }
  return sum;
}

/** So much of a long line is quoted before what differs. */
const leadCharacters = 60;

/** Of a long line the part where it differs from the one beside it. */
function excerptOf(line: string, other: string | null): string {
  const differsAt = other === null ? 0 : sameCharacters(line, other);
  const isInView = differsAt < excerptCharacters - leadCharacters;
  if (line.length <= excerptCharacters || isInView)
    return cutToChars(line, excerptCharacters);
  const start = startOfCharacter(line, differsAt - leadCharacters);
  const part = line.slice(start, start + 2 * excerptCharacters);
  return cutToChars(`…${part}`, excerptCharacters);
}

function sameCharacters(line: string, other: string): number {
  let same = 0;
  while (same < line.length && line[same] === other[same]) same++;
  return same;
}

/** A place that is not within a character of two UTF-16 units. */
const startOfCharacter = (line: string, at: number): number => {
  const unit = line.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at + 1 : at;
};
