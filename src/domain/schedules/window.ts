// Allowed hours: the stretches of time in which a schedule may have slots, in civil time
// of a zone. The clock on the wall decides: of a repeated hour both passes are inside, of
// a skipped one nothing is.

import { explainZone, isZone, offsetAt, offsetHoldsUntil } from "#domain/time/zone.ts";

/**
 * Slots outside it do not exist. weekdays: 1 = Monday .. 7 = Sunday. from, to: "HH:MM"
 * civil time, from inclusive, to exclusive, "24:00" allowed as to. from > to wraps over
 * midnight, and the weekday is that on which the window opens; from === to means the
 * whole day, from midnight to midnight.
 */
export type AllowedWindow = {
  weekdays: readonly number[];
  from: string;
  to: string;
  zone: string;
};

/**
 * The window is open (or closed) up to `until`, exclusive. What follows may be more of
 * the same.
 */
export type Stretch = { open: boolean; until: number };

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * The stretch in which `at` lies. Costs the same however long it is: at most a week
 * ahead.
 */
export function stretchAt(window: AllowedWindow, at: number): Stretch {
  const { opensMs, lengthMs } = hoursOf(window);
  const civil = at + offsetAt(window.zone, at);
  const today = Math.floor(civil / dayMs);
  const until = (civilFlip: number) =>
    offsetHoldsUntil(window.zone, at, at + civilFlip - civil);
  for (let day = today - 1; day <= today + 7; day++) {
    if (!window.weekdays.includes(weekdayOf(day))) continue;
    const opens = day * dayMs + opensMs;
    if (civil < opens) return { open: false, until: until(opens) };
    if (civil < opens + lengthMs) return { open: true, until: until(opens + lengthMs) };
  }
  throw new RangeError("The window has no weekdays.");
}

/**
 * For how long the window is open at a stretch, at the least; Infinity when it never
 * closes.
 */
export function shortestOpeningMs(window: AllowedWindow): number {
  const { lengthMs } = hoursOf(window);
  if (lengthMs < dayMs) return lengthMs;
  const isOpen = (weekday: number) => window.weekdays.includes(((weekday - 1) % 7) + 1);
  const runs = [1, 2, 3, 4, 5, 6, 7]
    .filter((weekday) => isOpen(weekday) && !isOpen(weekday + 6))
    .map((first) => [1, 2, 3, 4, 5, 6].findIndex((days) => !isOpen(first + days)) + 1);
  return Math.min(...runs) * dayMs;
}

/** null when the window is fine, else one sentence saying why not. */
export function refuseWindow(
  window: AllowedWindow,
): { field: "window" | "zone"; reason: string } | null {
  const refuse = (reason: string) => ({ field: "window" as const, reason });
  if (window.weekdays.length === 0) return refuse("The window has no weekdays.");
  const stranger = window.weekdays.find(
    (day) => !Number.isInteger(day) || day < 1 || day > 7,
  );
  if (stranger !== undefined)
    return refuse(`Weekdays go from 1 (Monday) to 7 (Sunday), not ${stranger}.`);
  const clock = /^([01]\d|2[0-3]):[0-5]\d$/;
  if (!clock.test(window.from))
    return refuse(`The window opens at HH:MM, not at "${window.from}".`);
  if (!clock.test(window.to) && window.to !== "24:00") {
    return refuse(`The window closes at HH:MM or 24:00, not at "${window.to}".`);
  }
  return isZone(window.zone) ? null : { field: "zone", reason: explainZone(window.zone) };
}

function hoursOf(window: AllowedWindow): { opensMs: number; lengthMs: number } {
  if (window.from === window.to) return { opensMs: 0, lengthMs: dayMs };
  const opensMs = clockMs(window.from);
  const lengthMs = clockMs(window.to) - opensMs;
  return { opensMs, lengthMs: lengthMs > 0 ? lengthMs : lengthMs + dayMs };
}

/** "09:30" as milliseconds after midnight. */
function clockMs(clock: string): number {
  return (Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))) * minuteMs;
}

/** 1 = Monday .. 7 = Sunday of a day counted from 1970-01-01, a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
