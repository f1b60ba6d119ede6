// Writes lines to the user, with colours where they are wanted (https://no-color.org).

/** @typedef {(text: string) => string} Brush */
/**
 * @typedef {Record<"dim" | "bold" | "red" | "yellow" | "green" | "cyan", Brush>} Paint
 */

/**
 * @param {boolean} coloured
 * @returns {Paint}
 */
export function createPaint(coloured) {
  /** @type {(start: number, end: number) => Brush} */
  const brush = (start, end) => (text) =>
    coloured ? `\x1b[${start}m${text}\x1b[${end}m` : text;
  return {
    bold: brush(1, 22),
    dim: brush(2, 22),
    red: brush(31, 39),
    green: brush(32, 39),
    yellow: brush(33, 39),
    cyan: brush(36, 39),
  };
}

export const paint = createPaint(process.stdout.isTTY === true && !process.env.NO_COLOR);

/** @param {string} lines */
export function say(lines) {
  process.stdout.write(`${lines}\n`);
}

/** @param {string} lines */
export function complain(lines) {
  process.stderr.write(`${lines}\n`);
}
