// Cuts a difference into pages that a browser draws at once. Pure.
import type { Hunk, Row } from "#domain/changes/comparing/difference.ts";

/** What a page holds; a row that is longer is a page by itself. */
const mostRows = 500;
const mostCharacters = 120_000;

/** So much of a line is shown. */
export const mostLineCharacters = 5_000;

const lengthOf = ({ from, to }: Row): number =>
  Math.min(from?.text.length ?? 0, mostLineCharacters) +
  Math.min(to?.text.length ?? 0, mostLineCharacters);

type Left = { rows: number; characters: number };

const whole: Left = { rows: mostRows, characters: mostCharacters };

/** The pages: at least one. Lines of a hunk may go on on the next page. */
export function pagesOf(hunks: readonly Hunk[]): Hunk[][] {
  const pages: Hunk[][] = [[]];
  let left = whole;
  for (const hunk of hunks) {
    let rows: Row[] = [];
    const close = () => {
      if (rows.length > 0) pages.at(-1)?.push({ ...hunk, ...startOf(hunk, rows), rows });
      rows = [];
    };
    for (const row of hunk.rows) {
      const length = lengthOf(row);
      const isEmpty = left === whole;
      if (!isEmpty && (left.rows === 0 || left.characters < length)) {
        close();
        pages.push([]);
        left = whole;
      }
      left = { rows: left.rows - 1, characters: left.characters - length };
      rows.push(row);
    }
    close();
  }
  return pages;
}

/** Where the rows of a part of a hunk begin and how many lines they are. */
function startOf(hunk: Hunk, rows: readonly Row[]) {
  if (rows.length === hunk.rows.length) return {};
  const from = rows.find((row) => row.from)?.from?.line ?? hunk.from;
  const to = rows.find((row) => row.to)?.to?.line ?? hunk.to;
  const count = (side: "from" | "to") => rows.filter((row) => row[side] !== null).length;
  return { from, fromLines: count("from"), to, toLines: count("to") };
}
