// Writes the lines of a CSV file (RFC 4180). Makes harmless what a spreadsheet would take
// for a formula.

export type Cell = string | number | boolean | null;

/** Gives one line with its end. Null becomes an empty cell. */
export const csvLine = (cells: readonly Cell[]): string =>
  `${cells.map(toCell).join(",")}\r\n`;

type CsvTable<Row> = { header: string; toLine: (row: Row) => string };

/** The lines of a table whose columns say by name how a row's cell is read. */
export const csvTable = <Row>(
  columns: Readonly<Record<string, (row: Row) => Cell>>,
): CsvTable<Row> => ({
  header: csvLine(Object.keys(columns)),
  toLine: (row) => csvLine(Object.values(columns).map((cellOf) => cellOf(row))),
});

const toCell = (cell: Cell): string =>
  typeof cell === "string" ? quote(defuse(cell)) : cell === null ? "" : String(cell);

/** RFC 4180 section 2.6 and 2.7; also what splits a line where commas do not. */
const quote = (text: string): string =>
  /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/**
 * Makes formulas text, by an apostrophe in front
 * (owasp.org/www-community/attacks/CSV_Injection). A program that splits the file at
 * semicolons or tabs takes no notice of quotes in the middle of its cells, so what
 * follows these in a text may become the beginning of a cell.
 */
const defuse = (text: string): string =>
  text.replaceAll(/^(?=[=+\-@\t\r\n])|(?<=[;\t\r\n]"*)(?=[=+\-@])/g, "'");
