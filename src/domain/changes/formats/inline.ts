// Puts the rows of a difference below each other: of an edit first the lines that were
// removed, then those that were added.
import type { Cell, Row } from "#domain/changes/comparing/difference.ts";

/** `from` and `to` are the numbers of the line in each content. */
export type InlineLine = {
  kind: "same" | "removed" | "added";
  from: number | null;
  to: number | null;
  text: string;
  pieces: Cell["pieces"];
};

export function inlineOf(rows: readonly Row[]): InlineLine[] {
  const lines: InlineLine[] = [];
  let added: InlineLine[] = [];
  for (const { kind, from, to } of rows) {
    if (kind === "same") {
      lines.push(...added);
      added = [];
    }
    if (kind === "same" && from && to)
      lines.push({ ...lineOf("same", to), from: from.line });
    if (kind !== "same" && from) lines.push(lineOf("removed", from));
    if (kind !== "same" && to) added.push(lineOf("added", to));
  }
  return [...lines, ...added];
}

const lineOf = (kind: InlineLine["kind"], { line, text, pieces }: Cell): InlineLine => ({
  kind,
  from: kind === "removed" ? line : null,
  to: kind === "removed" ? null : line,
  text,
  pieces,
});
