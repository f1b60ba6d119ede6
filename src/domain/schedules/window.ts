// Tells when a schedule's window is open: the hours, in civil time of a zone, in which
// the schedule may have slots. When the clocks go back, both passes of the repeated hour
// are inside the window; when they go forward, the skipped hour does not exist.

import { dayMs, minuteMs } from "#domain/time/instants.ts";
import { explainZone, isZone, offsetAt, offsetHoldsUntil } from "#domain/time/zone.ts";

/**
 * A schedule has no slots outside its window. weekdays: 1 = Monday .. 7 = Sunday. from
 * and to: "HH:MM" in civil time; from is inclusive, to is exclusive and may be "24:00".
 * A window with from > to wraps over midnight, and the weekday is the one on which it
 * opens. A window with from === to is open the whole day, from midnight to midnight.
 */
export type AllowedWindow = {
  weekdays: readonly number[];
  from: string;
  to: string;
  zone: string;
};

/** The window stays open, or closed, until `until`, exclusive, and maybe longer. */
export type WindowState = { open: boolean; until: number };

/** Whether the window is open at an instant. Looks at most a week ahead. */
export function windowStateAt(window: AllowedWindow, at: number): WindowState {
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

/** The least time for which the window stays open; Infinity when it never closes. */
export function shortestOpeningMs(window: AllowedWindow): number {
  const { lengthMs } = hoursOf(window);
  if (lengthMs < dayMs) return lengthMs;
  const isOpen = (weekday: number) => window.weekdays.includes(((weekday - 1) % 7) + 1);
  const openings = [1, 2, 3, 4, 5, 6, 7].filter(
    (weekday) => isOpen(weekday) && !isOpen(weekday + 6),
  );
  const openDays = openings.map(
    (first) => [1, 2, 3, 4, 5, 6].findIndex((days) => !isOpen(first + days)) + 1,
  );
  return Math.min(...openDays) * dayMs;
}

/** Explains in one sentence what is wrong with a window; null when it is fine. */
export function windowObjection(
  window: AllowedWindow,
): { field: "window" | "zone"; reason: string } | null {
  const objection = (reason: string) => ({ field: "window" as const, reason });
  if (window.weekdays.length === 0) return objection("The window has no weekdays.");
  const unknownDay = window.weekdays.find(
    (day) => !Number.isInteger(day) || day < 1 || day > 7,
  );
  if (unknownDay !== undefined)
    return objection(`Weekdays go from 1 (Monday) to 7 (Sunday), not ${unknownDay}.`);
  const clock = /^([01]\d|2[0-3]):[0-5]\d$/;
  if (!clock.test(window.from))
    return objection(`The window opens at HH:MM, not at "${window.from}".`);
  if (!clock.test(window.to) && window.to !== "24:00") {
    return objection(`The window closes at HH:MM or 24:00, not at "${window.to}".`);
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
