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

/** What is a month after or before a number only where it begins with a capital. */
const otherWords = /(?<!\p{L})(?:may|march|mar|set|out|ago|mag|gen)(?!\p{L})/u;

const weekdays =
  "(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?|" +
  "(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend|Mo|Di|Mi|Do|Fr|Sa|So|" +
  "(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|lun|mer|jeu|ven|sam|dim|" +
  "lunes|martes|miércoles|jueves|viernes|sábado|domingo";

/** A weekday at the end of what stands before a date. */
const weekday = new RegExp(`(?<!\\p{L})(?:${weekdays})\\.?,? $`, "iu");
const longestWeekday = 14;

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
    for (const { 0: found, index } of plain.matchAll(form)) {
      const day = Number(/\d+(?!.*\d)/.exec(found)?.[0]);
      if (day >= 1 && day <= 31 && !otherWords.test(found))
        yield widen(plain, index, index + found.length);
    }
}

/** With the weekday before it and the time of day behind it. */
function widen(plain: string, from: number, to: number): Span {
  const near = plain.slice(Math.max(0, from - longestWeekday), from);
  const [before = ""] = weekday.exec(near) ?? [];
  const { length } = readTimeOfDay(plain.slice(to, to + 100));
  return { start: from - before.length, end: to + length };
}
