// Finds the first date of a text, with its time of day and zone. Refuses numeric dates of
// which nobody can tell the order.
import { withUsualSigns } from "#domain/readings/numbers/usual-signs.ts";
import { type DateOrder, type Day, dateForms } from "./date-forms.ts";
import { readTimeOfDay } from "./time-of-day.ts";

/** Characters of a text in which a date is looked for. */
const searched = 65_536;

export type ReadDate = { at: number } | { problem: string };

type Found = { index: number; day: Day | "unclear"; text: string; after: string };

/** The first date; null where there is none. */
export function readDate(text: string, order: DateOrder | null): ReadDate | null {
  const plain = withUsualSigns(text.slice(0, searched)).replace(/\s+/g, " ").trim();
  const epoch = readEpoch(plain);
  if (epoch !== null) return { at: epoch };
  const found = findFirst(plain, order);
  if (found === null) return null;
  if (found.day === "unclear")
    return { problem: `may have another order, which "order" tells: ${found.text}` };
  return { at: midnightOf(found.day) + readTimeOfDay(found.after).ms };
}

/** Seconds of ten digits, ms of thirteen; both are from 2001 to 2286. */
function readEpoch(text: string): number | null {
  if (!/^-?\d{10}(?:\d{3}|\.\d+)?$/.test(text)) return null;
  return /^-?\d{13}$/.test(text) ? Number(text) : Math.floor(Number(text) * 1_000);
}

/** The one that begins first; of several at one place that of the earlier form. */
function findFirst(text: string, order: DateOrder | null): Found | null {
  let first: Found | null = null;
  for (const { pattern, read } of dateForms)
    for (const match of text.matchAll(pattern)) {
      if (first !== null && match.index >= first.index) break;
      const day = read(match.groups ?? {}, order);
      if (day === null || (day !== "unclear" && !isDay(day))) continue;
      const after =
        match.groups?.time ?? text.slice(match.index + match[0].length).slice(0, 100);
      first = { index: match.index, day, text: match[0], after };
      break;
    }
  return first;
}

/** Whether there is such a day. */
export function isDay({ year, month, day }: Day): boolean {
  const date = new Date(midnightOf({ year, month, day }));
  return year >= 1000 && date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
}

const midnightOf = ({ year, month, day }: Day): number => Date.UTC(year, month - 1, day);
