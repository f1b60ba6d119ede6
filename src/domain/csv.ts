// Writes the lines of a CSV file (RFC 4180). Makes harmless what a spreadsheet would take
// for a formula.

export type Cell = string | number | boolean | null;

/** Gives one line with its end. Null becomes an empty cell. */
export const csvLine = (cells: readonly Cell[]): string =>
  `${cells.map(toCell).join(",")}\r\n`;

const toCell = (cell: Cell): string =>
  typeof cell === "string" ? quote(defuse(cell)) : cell === null ? "" : String(cell);

/** RFC 4180 section 2.6 and 2.7. */
const quote = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/**
 * Makes a formula text, by an apostrophe in front
 * (owasp.org/www-community/attacks/CSV_Injection).
 */
const defuse = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
