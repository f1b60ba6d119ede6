// Gathers edits that lie near each other, with the lines around them.
import type { Comparison } from "./compare-lines.ts";
import type { Edit } from "./edits.ts";

/** Lines of both contents, by places that count from 0, and the edits among them. */
export type Span = {
  from: number;
  fromLines: number;
  to: number;
  toLines: number;
  edits: readonly Edit[];
};

/** Hunks with up to so many same lines before and after each edit. */
export function spansOf({ from, edits }: Comparison, context: number): Span[] {
  const groups: Edit[][] = [];
  for (const edit of edits) {
    const last = groups.at(-1);
    const before = last?.at(-1);
    const isNear =
      before !== undefined && edit.from - (before.from + before.removed) <= 2 * context;
    if (isNear) last?.push(edit);
    else groups.push([edit]);
  }
  return groups.map((group) => spanOf(group, context, from.length));
}

/** As many lines are the same before and after edits in both contents. */
function spanOf(edits: readonly Edit[], context: number, length: number): Span {
  const first = edits[0] as Edit;
  const last = edits.at(-1) as Edit;
  const before = Math.min(context, first.from, first.to);
  const fromEnd = last.from + last.removed;
  const after = Math.min(context, length - fromEnd);
  const from = first.from - before;
  const to = first.to - before;
  const toEnd = last.to + last.added;
  return {
    from,
    fromLines: fromEnd + after - from,
    to,
    toLines: toEnd + after - to,
    edits,
  };
}

/** What stands in a hunk, in its order: lines that are the same, or an edit. */
export function partsOf(
  span: Span,
): ({ same: { from: number; to: number; count: number } } | { edit: Edit })[] {
  const parts: ReturnType<typeof partsOf> = [];
  let { from, to } = span;
  const addSame = (end: number) => {
    if (end > from) parts.push({ same: { from, to, count: end - from } });
  };
  for (const edit of span.edits) {
    addSame(edit.from);
    parts.push({ edit });
    from = edit.from + edit.removed;
    to = edit.to + edit.added;
  }
  addSame(span.from + span.fromLines);
  return parts;
}
