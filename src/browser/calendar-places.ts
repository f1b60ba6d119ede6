// Finds the cells of a calendar of slots, and which one lies beside another: in its row,
// or in the rows above and below.

export const rowOf = (cell: Element): Element | null =>
  cell.closest(".hour:not(.ticks), .month tbody tr");

/** The cells of a row that stand for a slot. */
export const cellsIn = (row: Element): HTMLElement[] =>
  [...row.querySelectorAll<HTMLElement>(".cells > :not(.none), td > .day")].filter(
    // On a phone hours in which all ran are folded.
    (cell) => cell.getClientRects().length > 0,
  );

/** How far from the start of its row a cell stands. */
const placeOf = (cell: Element): number => {
  const one = cell.closest("td") ?? cell;
  return [...(one.parentElement?.children ?? [])].indexOf(one);
};

/** Where each key leads; null for keys that lead nowhere. */
export function cellBeside(cell: HTMLElement, key: string): HTMLElement | null {
  const row = rowOf(cell);
  const rows = [
    ...(cell
      .closest("[data-calendar]")
      ?.querySelectorAll(".hour:not(.ticks), .month tbody tr") ?? []),
  ].filter((one) => cellsIn(one).length > 0);
  if (row === null) return null;
  const cells = cellsIn(row);
  const [at, line] = [cells.indexOf(cell), rows.indexOf(row)];
  const rowAt = (index: number) => {
    const found = rows[index];
    return found === undefined ? [] : cellsIn(found);
  };
  switch (key) {
    case "ArrowRight":
      return cells[at + 1] ?? rowAt(line + 1)[0] ?? null;
    case "ArrowLeft":
      return cells[at - 1] ?? rowAt(line - 1).at(-1) ?? null;
    case "ArrowDown":
      return nearest(rowAt(line + 1), placeOf(cell));
    case "ArrowUp":
      return nearest(rowAt(line - 1), placeOf(cell));
    case "Home":
      return cells[0] ?? null;
    case "End":
      return cells.at(-1) ?? null;
    default:
      return null;
  }
}

function nearest(cells: readonly HTMLElement[], place: number): HTMLElement | null {
  const far = (cell: Element) => Math.abs(placeOf(cell) - place);
  return cells.reduce<HTMLElement | null>(
    (best, cell) => (best === null || far(cell) < far(best) ? cell : best),
    null,
  );
}
