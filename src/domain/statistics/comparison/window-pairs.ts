// Finds pairs of windows that are worth comparing, such as this week and the same part of
// the week before.

import type { Window } from "#domain/statistics/series.ts";
import { dayMs, dayOf, hourMs } from "#domain/time/instants.ts";
import { instantIn, offsetAt } from "#domain/time/zone.ts";

export type WindowPair = { earlier: Window; later: Window };

/** The pairs by name. The days of a week are those of the zone. */
const pairs = {
  week: (zone: string, now: number) => thisWeek(zone, now),
  "1d": (_: string, now: number) => last(dayMs, now),
  "7d": (_: string, now: number) => last(7 * dayMs, now),
  "30d": (_: string, now: number) => last(30 * dayMs, now),
} as const;

export type PairName = keyof typeof pairs;
export const pairNames = Object.keys(pairs) as PairName[];

/**
 * Both windows begin and end with full hours, whose sums are stored: the current hour is
 * left out. In zones half an hour off, weeks begin within an hour.
 */
export const pairOf = (name: PairName, zone: string, now: number): WindowPair =>
  pairs[name](zone, now);

function last(ms: number, now: number): WindowPair {
  const to = now - (now % hourMs);
  return {
    earlier: { from: to - 2 * ms, to: to - ms },
    later: { from: to - ms, to },
  };
}

/**
 * This week up to the last full hour, and as much of the week before. In the first hour of
 * a week, the two whole weeks before.
 */
function thisWeek(zone: string, now: number): WindowPair {
  const today = dayOf(now + offsetAt(zone, now));
  // Day 0 of the epoch was a Thursday.
  const monday = today - ((today + 3) % 7);
  const startOf = (day: number) => instantIn(zone, day * dayMs);
  const [before, last, current] = [monday - 14, monday - 7, monday].map(startOf) as [
    number,
    number,
    number,
  ];
  const full = now - (now % hourMs);
  return full > current
    ? {
        earlier: { from: last, to: last + full - current },
        later: { from: current, to: full },
      }
    : { earlier: { from: before, to: last }, later: { from: last, to: current } };
}
