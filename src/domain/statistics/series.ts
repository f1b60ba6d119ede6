// Cuts a window of time into the points of a series, and finds the windows of months.
import { instantIn } from "#domain/time/zone.ts";
import { addSummary, createSummary, type Summary } from "./summary.ts";

/** A window of time, `to` exclusive. Epoch ms. */
export type Window = { from: number; to: number };

/** Counts the points of a series. The first and the last are cut at the window. */
export const countPoints = ({ from, to }: Window, stepMs: number): number =>
  Math.ceil(to / stepMs) - Math.floor(from / stepMs);

/**
 * Cuts a window at multiples of `stepMs` since the epoch, which are midnights, full hours
 * and so on in UTC.
 */
export function pointsOf(window: Window, stepMs: number): Window[] {
  const first = Math.floor(window.from / stepMs);
  return Array.from({ length: countPoints(window, stepMs) }, (_, i) => ({
    from: Math.max(window.from, (first + i) * stepMs),
    to: Math.min(window.to, (first + i + 1) * stepMs),
  }));
}

/** Gives every instant at which one of the windows begins or ends, ascending. */
export const boundariesOf = (windows: readonly Window[]): number[] =>
  [...new Set(windows.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);

/**
 * Adds up the summaries of the buckets in a window, which begins and ends at boundaries
 * of the buckets. A single one is given as it is: a series is mostly made of these.
 */
export function sumWithin(
  { from, to }: Window,
  boundaries: readonly number[],
  summaries: readonly Summary[],
): Summary {
  const within = summaries.slice(boundaries.indexOf(from), boundaries.indexOf(to));
  const [only] = within;
  if (only !== undefined && within.length === 1) return only;
  const sum = createSummary();
  for (const summary of within) addSummary(sum, summary);
  return sum;
}

/**
 * Gives a month ("2026-03") of a zone's calendar. Throws a RangeError for an unknown
 * zone: ask `isZone` before.
 */
export function monthIn(zone: string, month: string): Window {
  const first = new Date(`${month}-01T00:00:00Z`);
  const next = new Date(first);
  next.setUTCMonth(first.getUTCMonth() + 1);
  return { from: instantIn(zone, first.getTime()), to: instantIn(zone, next.getTime()) };
}
