// Sums up what differs between two contents, and quotes the first few lines of it.
import { cutToChars } from "#domain/notices/cut.ts";
import { type ChangeFacts, excerptCharacters, excerptLines } from "./change.ts";
import type { LineDifference } from "./comparing/line-differences.ts";

type LineFacts = Omit<ChangeFacts, "numbers" | "isWhole" | "why">;

export function factsOf(differences: readonly LineDifference[], text: string): LineFacts {
  const added = differences.flatMap(({ from, to }) =>
    to === null ? [] : [{ line: to, other: from }],
  );
  const removed = differences.flatMap(({ from, to }) =>
    from === null ? [] : [{ line: from, other: to }],
  );
  return {
    addedLines: added.length,
    removedLines: removed.length,
    addedCharacters: charactersOf(added),
    removedCharacters: charactersOf(removed),
    characters: text.length,
    added: excerptsOf(added),
    removed: excerptsOf(removed),
  };
}

/** A line, and the one that it replaces or is replaced by. */
type Quotable = { line: string; other: string | null };

const charactersOf = (lines: readonly Quotable[]): number =>
  lines.reduce((sum, { line }) => sum + line.length, 0);

const excerptsOf = (lines: readonly Quotable[]): string[] =>
  lines
    .filter(({ line }) => line.trim() !== "")
    .slice(0, excerptLines)
    .map(excerptOf);

/** So much of a long line is quoted before what differs. */
const leadCharacters = 60;

/** Of a long line the part where it differs from the other one. */
function excerptOf({ line, other }: Quotable): string {
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
