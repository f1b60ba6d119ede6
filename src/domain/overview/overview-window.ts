// Cuts the windows of the overview into the points of a trend. A window ends with the
// point that now lies in, so that nothing of the present is left out.

import { openHoursKept } from "#domain/statistics/open-hours.ts";
import { dayOf, hourMs, hourOf } from "#domain/time/instants.ts";

/** The windows that can be chosen: how many points of how many hours each. */
export const overviewWindows = {
  "24h": { points: 24, pointHours: 1 },
  "7d": { points: 7, pointHours: 24 },
  "30d": { points: 30, pointHours: 24 },
  "90d": { points: 30, pointHours: 72 },
} as const;

export type WindowName = keyof typeof overviewWindows;

/** A window. Its hours are counted from the Unix epoch, `toHour` exclusive. */
export type OverviewWindow = {
  name: WindowName;
  fromHour: number;
  toHour: number;
  points: number;
  pointHours: number;
  /**
   * From this day on (since the epoch) a target's hours are read one by one; of days
   * before only the totals are.
   */
  hourlyFromDay: number;
};

export function overviewWindow(name: WindowName, now: number): OverviewWindow {
  const { points, pointHours } = overviewWindows[name];
  const toHour = (Math.floor(hourOf(now) / pointHours) + 1) * pointHours;
  const fromHour = toHour - points * pointHours;
  return {
    name,
    fromHour,
    toHour,
    points,
    pointHours,
    hourlyFromDay: pointHours % 24 === 0 ? firstOpenDay(now) : dayOf(fromHour * hourMs),
  };
}

/** How a window is cut, whatever it is called. */
export type CutWindow = Omit<OverviewWindow, "name">;

/** The days from one on, up to the day that now lies in. */
export function daysUpTo(now: number, firstDay: number): CutWindow {
  const toHour = (dayOf(now) + 1) * 24;
  const fromHour = firstDay * 24;
  return {
    fromHour,
    toHour,
    points: (toHour - fromHour) / 24,
    pointHours: 24,
    hourlyFromDay: firstOpenDay(now),
  };
}

/**
 * The first day of which an hour may not be sealed yet: such hours are compared with what
 * is remembered of them.
 */
export const firstOpenDay = (now: number): number =>
  dayOf((hourOf(now) - openHoursKept) * hourMs);

/** The days (since the epoch) that a window touches, both included. */
export const daysOf = ({ fromHour, toHour }: CutWindow) => ({
  first: Math.floor(fromHour / 24),
  last: Math.floor((toHour - 1) / 24),
});

/** Gives the point in which an hour lies: the first one for hours before, null for hours after. */
export function pointOf(
  { fromHour, toHour, pointHours }: CutWindow,
  hour: number,
): number | null {
  if (hour >= toHour) return null;
  return Math.max(0, Math.floor((hour - fromHour) / pointHours));
}
