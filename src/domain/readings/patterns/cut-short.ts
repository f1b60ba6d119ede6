// Cuts a text to what is told of it in a sentence.

const shownCharacters = 60;

/** The start of a text in quotes, on one line. */
export function quoteShort(text: string): string {
  const line = text
    .slice(0, 4 * shownCharacters)
    .replace(/\s+/g, " ")
    .trim();
  return JSON.stringify(
    line.length > shownCharacters ? `${line.slice(0, shownCharacters)}…` : line,
  );
}
