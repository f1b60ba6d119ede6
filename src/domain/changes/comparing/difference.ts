// Shows two contents beside each other: rows of lines that are the same, were added,
// removed or replaced, in hunks. Every format but the unified one is written from it.
import type { DifferenceKind } from "#domain/targets/change-rule.ts";
import { type Comparison, compareLines } from "./compare-lines.ts";
import type { Piece } from "./compare-words.ts";
import type { Edit } from "./edits.ts";
import { partsOf, type Span, spansOf } from "./hunks.ts";
import { comparerOfWords, differenceOf } from "./line-differences.ts";
import { pairLines } from "./pair-lines.ts";

/** A line by its number, which counts from 1. */
export type Cell = {
  line: number;
  text: string;
  /** The line in pieces, of which some differ; null where it is not told by words. */
  pieces: readonly Piece[] | null;
};

/** A line of each content; null where one has none, or where that is not shown. */
export type Row = {
  kind: "same" | DifferenceKind;
  from: Cell | null;
  to: Cell | null;
};

/** Lines near each other. `from` and `to` count from 1. */
export type Hunk = {
  from: number;
  fromLines: number;
  to: number;
  toLines: number;
  rows: readonly Row[];
};

export type Difference = {
  addedLines: number;
  removedLines: number;
  hunks: readonly Hunk[];
  /** The contents differ so much that the whole counts as replaced. */
  isWhole: boolean;
  /** There are more rows than are shown. */
  isCut: boolean;
};

export const differenceUnits = ["line", "word"] as const;
export const shownKinds = ["added", "removed"] as const;

export type DifferenceOptions = {
  unit: (typeof differenceUnits)[number];
  /** So many same lines around what differs. */
  context: number;
  only: readonly (typeof shownKinds)[number][];
  /** So many rows are shown, and so many characters in them. */
  most: { rows: number; characters: number };
};

export const usualOptions: DifferenceOptions = {
  unit: "line",
  context: 3,
  only: shownKinds,
  // A page of that size is still drawn at once.
  most: { rows: 5_000, characters: 1_000_000 },
};

export function differenceBetween(
  from: string,
  to: string,
  options: DifferenceOptions,
): Difference {
  const compared = compareLines(from, to);
  const sum = (of: (edit: Edit) => number): number =>
    compared.edits.reduce((lines, edit) => lines + of(edit), 0);
  const takeRow = rowTaker(options.most);
  const rowsOf = rowsIn(compared, options);
  const hunks: Hunk[] = [];
  let isCut = false;
  for (const span of spansOf(compared, options.context)) {
    const rows: Row[] = [];
    for (const row of rowsOf(span)) {
      isCut ||= !takeRow(row);
      if (isCut) break;
      rows.push(row);
    }
    if (rows.some(({ kind }) => kind !== "same")) hunks.push(hunkOf(span, rows));
    if (isCut) break;
  }
  return {
    addedLines: sum(({ added }) => added),
    removedLines: sum(({ removed }) => removed),
    hunks,
    isWhole: compared.isWhole,
    isCut,
  };
}

const hunkOf = ({ from, fromLines, to, toLines }: Span, rows: Row[]): Hunk => ({
  from: from + 1,
  fromLines,
  to: to + 1,
  toLines,
  rows,
});

/** Tells whether there is room for one more row. */
function rowTaker({
  rows,
  characters,
}: DifferenceOptions["most"]): (row: Row) => boolean {
  let left = { rows, characters };
  return ({ from, to }) => {
    const length = (from?.text.length ?? 0) + (to?.text.length ?? 0);
    left = { rows: left.rows - 1, characters: left.characters - length };
    return left.rows >= 0 && left.characters >= 0;
  };
}

function rowsIn(compared: Comparison, options: DifferenceOptions) {
  const rowsOfEdit = editRows(compared, options);
  return function* (span: Span): Generator<Row> {
    for (const part of partsOf(span)) {
      if ("edit" in part) {
        yield* rowsOfEdit(part.edit);
        continue;
      }
      const { from, to, count } = part.same;
      for (let i = 0; i < count; i++)
        yield {
          kind: "same",
          from: cellOf(compared.from, from + i),
          to: cellOf(compared.to, to + i),
        };
    }
  };
}

const cellOf = (lines: readonly string[], place: number): Cell => ({
  line: place + 1,
  text: lines[place] ?? "",
  pieces: null,
});

function editRows(compared: Comparison, { unit, only }: DifferenceOptions) {
  const compareWords = comparerOfWords();
  const isShown = { from: only.includes("removed"), to: only.includes("added") };
  return ({ from, removed, to, added }: Edit): Row[] => {
    const old = compared.from.slice(from, from + removed);
    const recent = compared.to.slice(to, to + added);
    return pairLines(old, recent).flatMap((pair) => {
      const cells = {
        from: pair.from === null ? null : cellOf(compared.from, from + pair.from),
        to: pair.to === null ? null : cellOf(compared.to, to + pair.to),
      };
      const words =
        unit === "word" && cells.from && cells.to
          ? compareWords(cells.from.text, cells.to.text)
          : null;
      const shown = {
        from: isShown.from &&
          cells.from && { ...cells.from, pieces: words?.from ?? null },
        to: isShown.to && cells.to && { ...cells.to, pieces: words?.to ?? null },
      };
      return rowOf(shown.from || null, shown.to || null);
    });
  };
}

function rowOf(from: Cell | null, to: Cell | null): Row[] {
  if (from === null && to === null) return [];
  const { kind } = differenceOf(from?.text ?? null, to?.text ?? null);
  return [{ kind, from, to }];
}
