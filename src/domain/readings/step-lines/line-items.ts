// Splits the line of a step at signs that stand in no quotes and in no /pattern/, and
// writes texts so that they come back.
import { parseJson } from "#domain/conditions/line.ts";

/** The parts between the separators, as they stand there. */
export function splitLine(text: string, separator: "," | ";"): string[] {
  const parts: string[] = [];
  let begin = 0;
  // A sign that nothing closes is a sign like others, and so are all after it.
  const open = new Set(['"', "/"]);
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string;
    if (sign === separator) {
      parts.push(text.slice(begin, at));
      begin = at + 1;
    } else if (open.has(sign) && (sign === '"' || isStart(text, begin, at))) {
      const end = closeOf(text, at);
      if (end === -1) open.delete(sign);
      else at = end;
    }
  }
  return [...parts, text.slice(begin)];
}

/** A pattern begins where its item begins, or after the option's name. */
const isStart = (text: string, begin: number, at: number): boolean =>
  at === begin || text[at - 1] === " ";

/** Where the sign at a place is closed; -1 where it is not. */
function closeOf(text: string, at: number): number {
  const sign = text[at];
  for (let end = at + 1; end < text.length; end++)
    if (text[end] === "\\") end++;
    else if (text[end] === sign) return end;
  return -1;
}

/** An item as it is meant: a JSON string is the text that it says. */
export function readItem(text: string): string {
  const trimmed = text.trim();
  const read = /^".*"$/s.test(trimmed) ? parseJson(trimmed) : undefined;
  return typeof read === "string" ? read : trimmed;
}

export const readItems = (text: string): string[] =>
  splitLine(text, ",")
    .map((item) => item.trim())
    .filter((item) => item !== "")
    .map(readItem);

/** A text that would not be read as itself is written as a JSON string. */
export const writeItem = (text: string): string =>
  isPlain(text) ? text : JSON.stringify(text);

export const writeItems = (items: readonly string[]): string =>
  items
    .map((item) => (splitLine(item, ",").length === 1 ? writeItem(item) : quoted(item)))
    .join(", ");

const quoted = (item: string): string => JSON.stringify(item);

const isPlain = (text: string): boolean =>
  text !== "" &&
  text === text.trim() &&
  !text.startsWith('"') &&
  !/[\p{Cc}\u2028\u2029]/u.test(text) &&
  !/(?:^|\s)as\s+\S+$/.test(text) &&
  splitLine(text, ";").length === 1 &&
  !isOpen(text);

/** Whether a quote or a pattern is begun and not closed: what follows would be in it. */
const isOpen = (text: string): boolean => splitLine(`${text};x`, ";").length !== 2;
