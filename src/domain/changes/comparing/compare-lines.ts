// Compares two contents by their lines.
import { type Edit, findEdits } from "./edits.ts";

/** Two contents as lines, and where they differ. */
export type Comparison = {
  from: readonly string[];
  to: readonly string[];
  edits: readonly Edit[];
  /** They differ so much that the whole counts as replaced. */
  isWhole: boolean;
};

export function compareLines(from: string, to: string): Comparison {
  const lines = { from: linesOf(from), to: linesOf(to) };
  const edits = findEdits(lines.from, lines.to);
  if (edits !== null) return { ...lines, edits, isWhole: false };
  const whole = { from: 0, removed: lines.from.length, to: 0, added: lines.to.length };
  return { ...lines, edits: [whole], isWhole: true };
}

/** The line break at the end of a text begins no line of its own. */
export function linesOf(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
