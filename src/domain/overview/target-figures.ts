// Sums up what a target did in a window: from the days in which sealed hours stand, and
// from what is remembered of the hours that are not sealed yet.
import {
  createTally,
  emptyTally,
  quantileOfTally,
} from "#domain/statistics/duration-tally.ts";
import { addHeat, type HeatCounts, noHeat } from "#domain/statistics/heat.ts";
import type { OpenHours } from "#domain/statistics/open-hours.ts";
import {
  briefOf,
  eachHourBrief,
  type PackedBrief,
  readBrief,
} from "#domain/statistics/summary-encoding.ts";
import { readRecent } from "#domain/statistics/totals.ts";
import { type CutWindow, pointOf } from "./overview-window.ts";

/** A target's day as it is kept (store/schema: days). */
export type PackedDay = {
  /** Since the epoch. */
  day: number;
  /** The sum of its hours without those in `hours`; empty for none. */
  total: Uint8Array;
  /** The summaries of hours. */
  hours: Uint8Array;
};

/** What is kept of a target that tells what it did. */
export type TargetHistory = {
  /** In any order. */
  days: readonly PackedDay[];
  open: OpenHours;
  /** The latest runs in brief (domain/statistics/totals). */
  recent: string;
};

/** A part of the window: what happened in it, and its p95 as far as its hours are sealed. */
export type TrendPoint = HeatCounts & { p95Ms: number | null };

export type TargetFigures = {
  /** Runs that succeeded and failed, and slots that were missed, in the whole window. */
  counts: HeatCounts;
  /**
   * Of the runs of sealed hours that succeeded; before the first hour is sealed, of the
   * latest runs, within 4 %. Null where no run has succeeded.
   */
  p95Ms: number | null;
  trend: TrendPoint[];
};

/**
 * Gives the function that sums up what targets did in a window, one after another. It
 * throws a RangeError when a day cannot be decoded.
 */
export function createFigures(
  window: CutWindow,
): (history: TargetHistory) => TargetFigures {
  const tallies = { point: createTally(), whole: createTally() };
  return ({ days, open, recent }) => {
    emptyTally(tallies.whole);
    const sealed = new Map<number, HeatCounts>();
    const trend = piecesOf(days, window).map((pieces): TrendPoint => {
      emptyTally(tallies.point);
      let counts = noHeat;
      for (const { hour, brief } of pieces) {
        const own = readBrief(brief, [tallies.point, tallies.whole]);
        counts = addHeat(counts, own);
        if (hour !== null && open.has(hour))
          sealed.set(hour, addHeat(sealed.get(hour) ?? noHeat, own));
      }
      return { ...counts, p95Ms: quantileOfTally(tallies.point, 0.95) };
    });
    for (const [hour, remembered] of open) {
      const at = isRead(window, hour) ? pointOf(window, hour) : null;
      const point = at === null ? undefined : trend[at];
      if (point !== undefined)
        Object.assign(point, addHeat(point, unsealed(remembered, sealed.get(hour))));
    }
    return {
      counts: trend.reduce<HeatCounts>(addHeat, noHeat),
      p95Ms: quantileOfTally(tallies.whole, 0.95) ?? recentP95(recent),
      trend,
    };
  };
}

/** A packed summary; the hour it is of, or null for one of a whole day. */
type Piece = { hour: number | null; brief: PackedBrief };

/** The pieces of each of the window's points. */
function piecesOf(days: readonly PackedDay[], window: CutWindow): Piece[][] {
  const pieces = Array.from({ length: window.points }, (): Piece[] => []);
  const put = (hour: number, piece: Piece) =>
    pieces[pointOf(window, hour) ?? -1]?.push(piece);
  for (const { day, total, hours } of days) {
    const brief = briefOf(total);
    if (brief !== null) put(day * 24, { hour: null, brief });
    eachHourBrief(hours, (hourOfDay, ofHour) => {
      const hour = day * 24 + hourOfDay;
      if (hour >= window.fromHour) put(hour, { hour, brief: ofHour });
    });
  }
  return pieces;
}

/** Whether an hour is read by itself where it is sealed. */
const isRead = ({ fromHour, hourlyFromDay }: CutWindow, hour: number): boolean =>
  hour >= fromHour && hour >= hourlyFromDay * 24;

/** What is remembered of an hour and does not stand in its day yet. */
function unsealed(remembered: HeatCounts, known = noHeat): HeatCounts {
  const more = (name: keyof HeatCounts) => Math.max(0, remembered[name] - known[name]);
  return {
    ok: more("ok"),
    degraded: more("degraded"),
    failed: more("failed"),
    missed: more("missed"),
  };
}

function recentP95(recent: string): number | null {
  const durations = readRecent(recent).flatMap(({ ms }) => (ms === null ? [] : [ms]));
  durations.sort((a, b) => a - b);
  return durations[Math.ceil(0.95 * durations.length) - 1] ?? null;
}
