// Gives a difference as data for programs: hunks of lines in their order.
import type { Difference } from "#domain/changes/comparing/difference.ts";
import { inlineOf } from "./inline.ts";

export const jsonOf = ({ hunks, ...totals }: Difference) => ({
  ...totals,
  hunks: hunks.map(({ rows, ...span }) => ({
    ...span,
    lines: inlineOf(rows).map(({ pieces, ...line }) => ({
      ...line,
      ...(pieces && { words: pieces }),
    })),
  })),
});
