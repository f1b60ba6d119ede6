// Describes an entry of a feed, as its format gives it, and cleans it. Plain data.
import { Parser } from "htmlparser2";
import { readDate } from "#domain/readings/dates/read-date.ts";
import type { FeedField } from "#domain/readings/step.ts";

/** Texts as they stand; a field that the entry lacks is missing. */
export type FeedEntry = Partial<Record<FeedField, string>>;

/** Characters of a field: a whole article is read on its own page. */
export const longestField = 20_000;

/** Fields that are texts for people. */
const texts: ReadonlySet<FeedField> = new Set(["title", "author", "text"]);

/** One line; a date as ISO 8601 where it is one. */
export function cleanField(field: FeedField, text: string): string {
  const cut = text.slice(0, longestField);
  const plain = texts.has(field) ? withoutMarkup(cut) : cut;
  const line = plain.replace(/\s+/g, " ").trim();
  if (field !== "date") return line;
  const read = readDate(line, null);
  return read !== null && "at" in read ? new Date(read.at).toISOString() : line;
}

const blocks = /^(?:address|blockquote|br|dd|div|dt|h[1-6]|hr|li|p|pre|td|th|tr)$/;

/** Texts may be HTML, whatever their format says of them. */
function withoutMarkup(text: string): string {
  if (!/[<&]/.test(text)) return text;
  let plain = "";
  const parser = new Parser({
    onopentagname: (name) => {
      if (blocks.test(name)) plain += " ";
    },
    ontext: (part) => {
      plain += part;
    },
  });
  parser.end(text);
  return plain;
}
