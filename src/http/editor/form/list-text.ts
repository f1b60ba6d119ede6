// Writes lists as text that people edit, and reads them back. An item that would not come
// back, as with a space at its end, is written as a JSON string.

const needsQuotes = (item: string, separator: string): boolean =>
  item === "" ||
  item !== item.trim() ||
  item.startsWith('"') ||
  item.includes(separator) ||
  /[\n\r]/.test(item);

export const writeList = (items: readonly string[], separator: "\n" | ","): string =>
  items
    .map((item) => (needsQuotes(item, separator) ? quote(item, separator) : item))
    .join(separator === "," ? ", " : separator);

/** A separator within an item is escaped, so that no item has one. */
const quote = (item: string, separator: string): string =>
  JSON.stringify(item).replaceAll(separator, separator === "," ? "\\u002c" : "\\n");

export const readList = (text: string, separator: "\n" | ","): string[] =>
  text
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== "")
    .map(unquote);

/** The text itself where it is no JSON string. */
export function unquote(text: string): string {
  if (!/^".*"$/s.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
