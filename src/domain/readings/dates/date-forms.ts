// Knows the forms in which texts write a day.
import { monthNames, monthOf } from "./months.ts";

/** What comes first in 03/04/2026. */
export type DateOrder = "dmy" | "mdy" | "ymd";

export type Day = { year: number; month: number; day: number };

type Groups = Readonly<Record<string, string | undefined>>;

export type DateForm = {
  pattern: RegExp;
  /** The day; null where it is none, and "unclear" where its order must be told. */
  read(groups: Groups, order: DateOrder | null): Day | null | "unclear";
};

const month = `(?<month>${monthNames})`;
// Two digits may also be an hour, or the next thing of a list.
const year = "(?<year>\\d{4}(?!\\d)|(?<!, ?)'?\\d{2}(?![\\d:hH時月]|\\.\\d| ?[ap]\\.?m))";

/** The year before the first one of an era. */
const eras: Readonly<Record<string, number>> = {
  令和: 2018,
  平成: 1988,
  昭和: 1925,
  大正: 1911,
};

const ofNumbers = (groups: Groups): Day => ({
  year: fullYear(groups.year ?? ""),
  month: Number(groups.month),
  day: Number(groups.day),
});

const ofNames = (groups: Groups): Day | null => {
  const named = monthOf(groups.month ?? "");
  return named === null ? null : { ...ofNumbers(groups), month: named };
};

/** Of two digits, 70 to 99 are years before 2000. */
function fullYear(text: string): number {
  const digits = text.replace("'", "");
  const number = Number(digits);
  if (digits.length !== 2) return number;
  return number + (number >= 70 ? 1900 : 2000);
}

export const dateForms: readonly DateForm[] = [
  // 2026-11-29, 2026/11/29, 2026. 11. 29.
  {
    pattern:
      /(?<![\d.])(?<year>\d{4})(?<sign>[-/]|\. ?)(?<month>\d{1,2})\k<sign>(?<day>\d{1,2})(?!\d)/g,
    read: ofNumbers,
  },
  // 20261129, 20261129T143005Z.
  {
    pattern: /(?<![\d.])(?<year>(?:19|20)\d{2})(?<month>\d{2})(?<day>\d{2})(?!\d)/g,
    read: ofNumbers,
  },
  // 2026年11月29日, 令和8年11月29日, 2026년 11월 29일.
  {
    pattern:
      /(?:(?<era>令和|平成|昭和|大正) ?(?<of>\d{1,2}|元)|(?<!\d)(?<year>\d{4})) ?[年년] ?(?<month>\d{1,2}) ?[月월] ?(?<day>\d{1,2}) ?[日일号]/g,
    read: ({ era, of, ...groups }) =>
      era === undefined
        ? ofNumbers(groups)
        : {
            ...ofNumbers(groups),
            year: (eras[era] ?? 0) + (of === "元" ? 1 : Number(of)),
          },
  },
  // 29 November 2026, 29. Nov. 26, 1er décembre 2026, 29 de noviembre de 2026.
  {
    pattern: new RegExp(
      `(?<!\\d)(?<day>\\d{1,2})(?:st|nd|rd|th|er|º|\\.)?[ -]?(?:of |de )?${month}\\.?,?[ -]?(?:de |del |of )?${year}`,
      "gi",
    ),
    read: ofNames,
  },
  // November 29, 2026; Nov 29th 2026.
  {
    pattern: new RegExp(
      `(?<!\\p{L})${month}\\.? (?<day>\\d{1,2})(?:st|nd|rd|th)?,? (?<year>\\d{4})(?!\\d)`,
      "giu",
    ),
    read: ofNames,
  },
  // Sun Nov 29 00:13:26 UTC 2026.
  {
    pattern: new RegExp(
      `(?<!\\p{L})${month} (?<day>\\d{1,2})(?<time> \\d{2}:\\d{2}:\\d{2}(?: [A-Z]{3,4})?) (?<year>\\d{4})(?!\\d)`,
      "giu",
    ),
    read: ofNames,
  },
  // 29.11.2026, 29/11/2026, 11/29/2026.
  {
    pattern:
      /(?<![\d./-])(?<first>\d{1,2})(?<sign>[-/.])(?<second>\d{1,2})\k<sign>(?<third>\d{4}|\d{2})(?!\d|[./-]\d)/g,
    read: readNumeric,
  },
];

/** Points are of countries that begin with the day. Of other signs nobody can tell. */
function readNumeric(groups: Groups, told: DateOrder | null): Day | "unclear" {
  const order = told ?? (groups.sign === "." ? "dmy" : null);
  if (order === null) return "unclear";
  const inOrder = [groups.first, groups.second, groups.third];
  const at = (part: string) => inOrder[order.indexOf(part)];
  return ofNumbers({ year: at("y"), month: at("m"), day: at("d") });
}
