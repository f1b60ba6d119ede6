// Finds all dates of a text, also those without a year, to be ignored. Points between
// short numbers make a version, no date: "10.1.22".
import { withUsualSigns } from "#domain/readings/numbers/usual-signs.ts";
import { dateForms } from "./date-forms.ts";
import { monthNames } from "./months.ts";
import { isDay } from "./read-date.ts";
import { readTimeOfDay } from "./time-of-day.ts";

export type Span = { start: number; end: number };

const month = `(?:${monthNames})`;

/** Days without a year. */
const shortForms: readonly RegExp[] = [
  new RegExp(
    `(?<!\\d)\\d{1,2}(?:st|nd|rd|th|er|º|\\.)? ?(?:of |de )?${month}(?!\\p{L})`,
    "giu",
  ),
  new RegExp(`(?<!\\p{L})${month}\\.? \\d{1,2}(?:st|nd|rd|th)?(?![\\d\\p{L}])`, "giu"),
  /(?<!\d)\d{1,2} ?月 ?\d{1,2} ?日/g,
];

const weekday = /(?:\p{L}{2,10}\.?,? |[（(]?[月火水木金土日](?:曜日)?[）)]?,? ?)$/u;
const names =
  /^[（(]?(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|gio|mi[eé]|月|火|水|木|金|土|日)/i;

/** Dates from the left, which do not overlap, with the times of day behind them. */
export function findDates(text: string): Span[] {
  const plain = withUsualSigns(text);
  const spans = [...findWhole(plain), ...findShort(plain)].sort(
    (a, b) => a.start - b.start || b.end - a.end,
  );
  let end = 0;
  return spans.filter((span) => {
    const isFree = span.start >= end;
    if (isFree) end = span.end;
    return isFree;
  });
}

function* findWhole(plain: string): Iterable<Span> {
  for (const { pattern, read } of dateForms)
    for (const match of plain.matchAll(pattern)) {
      const { third } = match.groups ?? {};
      const day = read(match.groups ?? {}, null);
      const isNone =
        day === null || (day !== "unclear" && !isDay(day)) || third?.length === 2;
      if (!isNone) yield widen(plain, match.index, match.index + match[0].length);
    }
}

function* findShort(plain: string): Iterable<Span> {
  for (const form of shortForms)
    for (const { 0: found, index } of plain.matchAll(form))
      yield widen(plain, index, index + found.length);
}

/** With the weekday before it and the time of day behind it. */
function widen(plain: string, from: number, to: number): Span {
  const [before = ""] = weekday.exec(plain.slice(Math.max(0, from - 14), from)) ?? [];
  const start = names.test(before) ? from - before.length : from;
  return { start, end: to + readTimeOfDay(plain.slice(to, to + 100)).length };
}
