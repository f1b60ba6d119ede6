// Writes a unified diff, as `patch` takes it, of two contents.
import { compareLists, linesOf } from "#domain/changes/comparing/compare-lines.ts";
import { partsOf, type Span, spansOf } from "#domain/changes/comparing/hunks.ts";

/** A content, and what it is called. */
export type NamedText = { name: string; text: string };

/** The text as it is told: it ends in a line break, as files of lines do. */
export const endLine = (text: string): string =>
  text === "" || text.endsWith("\n") ? text : `${text}\n`;

/** Two contents that are the same differ by an empty text. */
export function writeUnified(from: NamedText, to: NamedText, context: number): string {
  const compared = compareLists(linesWithEnds(from.text), linesWithEnds(to.text));
  const spans = spansOf(compared, context);
  if (spans.length === 0) return "";
  const hunks = spans.map((span) => writeSpan(compared, span));
  return [`--- ${oneName(from)}\n`, `+++ ${oneName(to)}\n`, ...hunks].join("");
}

/** A name ends at a tab or at the end of its line. */
const oneName = ({ name }: NamedText): string => name.replace(/[\p{Cc}]/gu, " ");

/** A last line without a line break is another one than the same line with one. */
function linesWithEnds(text: string): string[] {
  const lines = linesOf(text);
  if (lines.length > 0 && !text.endsWith("\n")) lines.push(`${lines.pop()}\n`);
  return lines;
}

const writeLine = (sign: string, line: string): string =>
  line.endsWith("\n")
    ? `${sign}${line}\\ No newline at end of file\n`
    : `${sign}${line}\n`;

function writeSpan(
  lines: { from: readonly string[]; to: readonly string[] },
  span: Span,
): string {
  const write = (sign: string, side: "from" | "to", start: number, count: number) =>
    lines[side]
      .slice(start, start + count)
      .map((line) => writeLine(sign, line))
      .join("");
  const parts = partsOf(span).map((part) => {
    if ("same" in part) return write(" ", "to", part.same.to, part.same.count);
    const { from, removed, to, added } = part.edit;
    return write("-", "from", from, removed) + write("+", "to", to, added);
  });
  const old = rangeOf(span.from, span.fromLines);
  return `@@ -${old} +${rangeOf(span.to, span.toLines)} @@\n${parts.join("")}`;
}

/** A range without lines is told by the line before it. */
const rangeOf = (start: number, count: number): string =>
  `${count === 0 ? start : start + 1},${count}`;
