// Writes numbers, durations and instants as a viewer reads them. Pure: language, zone and
// now are arguments. Counts civil time by the zone's offset: one Intl formatter serves all
// forms and languages of a zone, UTC needs none, and no runtime spells them otherwise.
import { dayOf } from "#domain/time/instants.ts";
import { spanUnits, writeSpan } from "#domain/time/span.ts";
import { offsetAt } from "#domain/time/zone.ts";
import { type Language, wordsIn } from "./words.ts";

/** In which language and zone a page is read, and when it was made (epoch ms). */
export type Standpoint = { language: Language; zone: string; now: number };

/**
 * "38,214"; at most `digits` decimal places. Both languages group digits alike, and an
 * isolate's first Intl.NumberFormat takes 10 ms, the CPU time of a whole request.
 */
export function formatNumber(value: number, digits = 0): string {
  const text = value.toFixed(digits).replace(/^-(?=[0.]*$)/, "");
  const [whole = "", decimals = ""] = text.split(".");
  const kept = decimals.replace(/0+$/, "");
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return kept === "" ? grouped : `${grouped}.${kept}`;
}

/**
 * "99.44 %" for the share 0.9944. Rounded down, so that a single failure shows: "100 %"
 * is said of all only. A share of failures is rounded up: "0 %" is said of none only.
 */
export function formatPercent(share: number, rounding: "down" | "up" = "down"): string {
  // A share such as 0.57 has no exact form, and must not lose a hundredth by that.
  const exact = Number((share * 1e4).toPrecision(12));
  const hundredths = rounding === "down" ? Math.floor(exact) : Math.ceil(exact);
  const kept =
    share < 1 && rounding === "down" ? Math.min(hundredths, 9_999) : hundredths;
  return `${formatNumber(kept / 100, 2)} %`;
}

/** "812 B", "1.2 MB": a megabyte is a million bytes. */
export function formatBytes(bytes: number): string {
  const unit = [
    { above: 999_950_000, size: 1e9, name: "GB" },
    { above: 999_950, size: 1e6, name: "MB" },
    { above: 1_000, size: 1e3, name: "kB" },
  ].find(({ above }) => Math.abs(bytes) >= above);
  return unit === undefined
    ? `${formatNumber(bytes)} B`
    : `${formatNumber(bytes / unit.size, 1)} ${unit.name}`;
}

/** "3.2 a second"; slower rates by minute or hour. */
export function formatRate(perSecond: number, language: Language): string {
  const words = wordsIn(language).times;
  const written = (rate: number) => formatNumber(rate, rate < 10 ? 1 : 0);
  if (perSecond >= 1 || perSecond === 0) return words.perSecond(written(perSecond));
  return perSecond * 60 >= 1
    ? words.perMinute(written(perSecond * 60))
    : words.perHour(written(perSecond * 3_600));
}

/** The length of a run: "412 ms", "1.92 s", "11.2 s", "4 min 10 s", "2 h 5 min". */
export function formatLength(ms: number, language: Language): string {
  const { units } = wordsIn(language).times;
  if (ms < 999.5) return `${formatNumber(ms, ms < 10 ? 1 : 0)} ${units.ms}`;
  const seconds = ms / 1_000;
  if (seconds < 59.95) return `${formatNumber(seconds, seconds < 10 ? 2 : 1)} ${units.s}`;
  return writeSpan(Math.round(seconds) * 1_000, units, 2);
}

/** A duration that was set: "5 min", "1 h 30 min", "1 min 30 s", nothing left out. */
export const formatSpan = (ms: number, language: Language): string =>
  writeSpan(ms, wordsIn(language).times.units, 5);

/** "12 s ago", "in 48 s", "25 h ago", "2 d ago". */
export function formatAgo(at: number, { language, now }: Standpoint): string {
  const { units, ...words } = wordsIn(language).times;
  const away = Math.abs(now - at);
  if (away < 1_000) return words.now;
  // Until the second day, hours tell more than days.
  const unit = spanUnits.find(({ ms, name }) =>
    name === "d" ? away >= 2 * ms : away >= ms,
  );
  const { ms, name } = unit ?? { ms: 1_000, name: "s" as const };
  const span = `${formatNumber(Math.floor(away / ms))} ${units[name]}`;
  return at < now ? words.ago(span) : words.ahead(span);
}

/** "03:12:40" in the viewer's zone. */
export const formatClock = (at: number, { zone }: Standpoint): string =>
  new Date(at + offsetAt(zone, at)).toISOString().slice(-13, -5);

/** "03:12" in the viewer's zone. */
export const formatMinute = (at: number, viewer: Standpoint): string =>
  formatClock(at, viewer).slice(0, 5);

/** "28 Nov", "28 Nov 2025" of another year. */
export function formatDate(at: number, { language, zone, now }: Standpoint): string {
  const words = wordsIn(language).times;
  const date = civilDate(at, zone, language);
  const isThisYear = date.year === civilDate(now, zone, language).year;
  return isThisYear ? words.date(date) : words.dateOfYear(date);
}

/** "03:12:40" today, "28 Nov 03:12" on other days. */
export function formatInstant(at: number, viewer: Standpoint): string {
  const day = (instant: number) => dayOf(instant + offsetAt(viewer.zone, instant));
  return day(at) === day(viewer.now)
    ? formatClock(at, viewer)
    : `${formatDate(at, viewer)} ${formatMinute(at, viewer)}`;
}

/** "Saturday, 28 November 2026, 03:12:40 UTC+01:00". */
export function formatExact(at: number, viewer: Standpoint): string {
  const { language, zone } = viewer;
  const offset = offsetAt(zone, at);
  const length = new Date(Math.abs(offset)).toISOString().slice(11, 16);
  const shift = offset === 0 ? "" : `${offset < 0 ? "-" : "+"}${length}`;
  const clock = formatClock(at, viewer);
  return wordsIn(language).times.exact(
    civilDate(at, zone, language),
    clock,
    `UTC${shift}`,
  );
}

function civilDate(at: number, zone: string, language: Language) {
  const { months, weekdays } = wordsIn(language).times;
  const civil = new Date(at + offsetAt(zone, at));
  return {
    year: civil.getUTCFullYear(),
    month: months[civil.getUTCMonth()] ?? "",
    day: civil.getUTCDate(),
    weekday: weekdays[(civil.getUTCDay() + 6) % 7] ?? "",
  };
}

/** A number with its written form, as sentences take it: they also need its plural. */
export const counted = (count: number) => ({ count, written: formatNumber(count) });
