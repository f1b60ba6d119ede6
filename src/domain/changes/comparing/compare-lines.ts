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

export const compareLines = (from: string, to: string): Comparison =>
  compareLists(linesOf(from), linesOf(to));

export function compareLists(from: readonly string[], to: readonly string[]): Comparison {
  const edits = findEdits(from, to);
  if (edits !== null) return { from, to, edits, isWhole: false };
  const whole = { from: 0, removed: from.length, to: 0, added: to.length };
  return { from, to, edits: [whole], isWhole: true };
}

/** The line break at the end of a text begins no line of its own. */
export function linesOf(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
