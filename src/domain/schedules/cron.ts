// Finds the instants of a cron expression, faster than croner alone. An expression has 5
// fields, or 6 with seconds first; it may use names and croner's extras (L, W, #, +,
// @daily). Refuses years, dates and @reboot.

import { Cron, type CronOptions } from "croner";
import { memoize } from "#domain/memo.ts";
import { hourMs } from "#domain/time/instants.ts";
import { offsetAt } from "#domain/time/zone.ts";

// No clock change is longer; croner assumes the same.
const clockChangeMs = 3 * hourMs;

// A compiled expression holds about 80 kB (a flag for each year up to 9999).
const inCivilTime = memoize(64, (expression) => compile(expression, { utcOffset: 0 }));
const inZone = memoize(16, (expression, timezone) => compile(expression, { timezone }));

/**
 * The first instant of the expression in the zone at or after `from`; null when there is
 * none before the year 3000.
 *
 * When clocks change: a time that is skipped fires when the gap ends; a time that comes
 * twice fires the first time; with a wildcard or a step in seconds, minutes or hours the
 * expression fires in real time throughout.
 *
 * croner is 10 times as fast on a clock that never changes. So it walks civil time on
 * such a clock, and its answer holds when the zone's clock is the same around `from` and
 * around the answer: another instant could only come of a change within clockChangeMs
 * after `from` or before the answer, or in the second before `from`. Else it walks the zone itself.
 */
export function cronInstantFrom(
  expression: string,
  zone: string,
  from: number,
): number | null {
  const offset = offsetAt(zone, from);
  const civil = firstRun(inCivilTime(expression), from + offset);
  if (civil === null) return null;
  const at = civil - offset;
  return isSteady(zone, from - 1_000, from, from + clockChangeMs, at - clockChangeMs, at)
    ? at
    : firstInZone(expression, zone, from);
}

/**
 * One of the expression's instants, `at`, and those that follow it within the same hour
 * of the zone. Where clocks change, that is `at` alone.
 *
 * An hour has all the seconds and minutes of the expression or none, since the other
 * fields say which hours count. So one search settles an hour.
 */
export function cronHourFrom(
  expression: string,
  zone: string,
  at: number,
): readonly number[] {
  const civil = at + offsetAt(zone, at);
  const hourAt = at - (civil - Math.floor(civil / hourMs) * hourMs);
  const end = hourAt + hourMs - 1;
  const [minutes = "", seconds = "0"] = fieldsOf(expression).slice(0, -4).reverse();
  if (minutes === "" || !isSteady(zone, at - clockChangeMs, at, end + clockChangeMs))
    return [at];
  return placesInHour(seconds, minutes)
    .map((ms) => hourAt + ms)
    .filter((instant) => instant >= at);
}

/** Where in an hour the instants of two fields lie, in ms. */
const placesInHour = memoize(64, (seconds, minutes) =>
  valuesOf(minutes).flatMap((minute) =>
    valuesOf(seconds).map((second) => (minute * 60 + second) * 1_000),
  ),
);

/** The values of a field of minutes or seconds. */
const valuesOf = memoize(64, (field) =>
  new Cron(`0 ${field} * * * *`, { utcOffset: 0 })
    .nextRuns(60, new Date(-1))
    .map((run) => run.getTime() / 60_000)
    .filter((minute) => minute < 60),
);

/** Whether the zone's clock is the same at all of the instants. */
function isSteady(zone: string, first: number, ...others: number[]): boolean {
  const offset = offsetAt(zone, first);
  return others.every((at) => offsetAt(zone, at) === offset);
}

/**
 * A time that is skipped fires at the end of the gap, which croner finds only from a
 * second before it or earlier.
 */
function firstInZone(expression: string, zone: string, from: number): number | null {
  const cron = inZone(expression, zone);
  const at = firstRun(cron, from - 1_000);
  return at !== null && at < from ? firstRun(cron, from) : at;
}

function firstRun(cron: Cron, from: number): number | null {
  return cron.nextRun(new Date(from - 1))?.getTime() ?? null;
}

function compile(expression: string, clock: CronOptions): Cron {
  // croner takes whatever has a colon for a date.
  if (expression.includes(":")) throw new TypeError("it is a date");
  // As in Vixie cron, lists and ranges are fixed times like single values; croner's
  // default takes them for wildcards.
  return new Cron(expression, {
    ...clock,
    mode: "5-or-6-parts",
    fixedTimeRule: "no-wildcard",
  });
}

// croner counts fields from 0, seconds included, also when they are left out.
const fieldNames = [
  "seconds",
  "minutes",
  "hours",
  "day of month",
  "month",
  "day of week",
];

/** Explains in one sentence what is wrong with an expression; null when it is fine. */
export function cronObjection(expression: string): string | null {
  const nickname = expression.includes("@");
  const fields = countFields(expression);
  if (!nickname && fields !== 5 && fields !== 6) {
    return `A cron expression has 5 fields, or 6 with seconds first; "${expression}" has ${fields}.`;
  }
  try {
    inCivilTime(expression);
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (nickname)
      return `"${expression}" is none of @hourly, @daily, @weekly, @monthly and @yearly.`;
    const why = error.message
      .replace(/^CronPattern: |\.$/g, "")
      .replace(
        /configuration entry (\d)/,
        (entry, index) => fieldNames[Number(index)] ?? entry,
      )
      // croner counts days and months from 0.
      .replace(
        /(?<=^Invalid value for (?:day|month): )-?\d+$/,
        (value) => `${Number(value) + 1}`,
      );
    return `"${expression}" is no cron expression: ${why}.`;
  }
}

/** Minutes come first with 5 fields, seconds with 6. */
export const countFields = (expression: string): number => fieldsOf(expression).length;

const fieldsOf = (expression: string): string[] => expression.match(/\S+/g) ?? [];
