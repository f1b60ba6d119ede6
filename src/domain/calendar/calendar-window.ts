// Chooses how a calendar of slots is laid out, by how often a schedule fires, and which
// window of time it shows.
import type { Slots } from "#domain/schedules/schedule.ts";
import { previewSlots } from "#domain/schedules/slots.ts";
import { dayMs, hourMs, minuteMs } from "#domain/time/instants.ts";
import { instantIn, offsetAt } from "#domain/time/zone.ts";

/**
 * How a calendar is laid out. Its rows are ten minutes, hours or days; or it is months
 * with a cell a day; or a plain list.
 */
export type CalendarLayout = "ten-minutes" | "hours" | "days" | "months" | "list";

export type CalendarWindow = {
  layout: CalendarLayout;
  /** Epoch ms; `to` is exclusive. */
  from: number;
  to: number;
  /** An instant in the window before this one, and in the one after it if that began. */
  earlierAt: number;
  laterAt: number | null;
  /** The least time between two slots that follow each other; null where there are none. */
  stepMs: number | null;
};

/** More cells than this make a page heavy: 24 hours of slots a minute are 1,440. */
export const mostCells = 1_600;

/** The schedule without the bounds that targets and people set: what its timing is like. */
export const withoutBounds = (slots: Slots): Slots => ({
  ...slots,
  anchorAt: 0,
  schedule: { ...slots.schedule, expiresAt: null },
});

/** Enough slots to know a schedule by. */
const sampled = 30;

/**
 * Somewhat less than the shortest day, which has 23 hours: in this time a daily schedule
 * fires once.
 */
const shortDayMs = 22 * hourMs;

/** Chooses the layout, and the window of it in which `at` lies. */
export function chooseCalendar(
  slots: Slots,
  { at, now, zone }: { at: number; now: number; zone: string },
): CalendarWindow {
  const sample = previewSlots(withoutBounds(slots), at, sampled);
  const gaps = sample.slice(1).map((slot, i) => slot - (sample[i] as number));
  const meanMs = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const layout = layoutFor(sample, meanMs);
  const { from, to, after } = windowsOf[layout](at, zone, meanMs);
  const laterAt = to > now ? null : Math.min(now, after - 1);
  const stepMs = gaps.length > 0 ? Math.min(...gaps) : null;
  return { layout, from, to, earlierAt: from - 1, laterAt, stepMs };
}

function layoutFor(sample: readonly number[], meanMs: number): CalendarLayout {
  const inShortDay = sample.map(
    (first) => sample.filter((at) => at >= first && at < first + shortDayMs).length,
  );
  const busiest = Math.max(0, ...inShortDay);
  if (busiest >= shortDayMs / hourMs) return meanMs < minuteMs ? "ten-minutes" : "hours";
  if (busiest > 1) return "days";
  // Those of a week-end are half a week apart on average.
  return sample.length > 1 && meanMs <= 4 * dayMs ? "months" : "list";
}

const tenMinutesMs = 10 * minuteMs;

/** A window, and where the one after it ends. */
type Found = { from: number; to: number; after: number };

const windowsOf: Readonly<
  Record<CalendarLayout, (at: number, zone: string, meanMs: number) => Found>
> = {
  "ten-minutes": (at, zone, meanMs) =>
    hoursUntil(startOf(at, zone, tenMinutesMs) + tenMinutesMs, hoursFor(meanMs)),
  hours: (at, zone) => hoursUntil(startOf(at, zone, hourMs) + hourMs, 24),
  days: (at, zone) => daysUntil(at, zone, 30),
  months: (at, zone) => monthsUntil(at, zone),
  list: (at, zone) => daysUntil(at, zone, 366),
};

/** The longest of the usual windows that a page can hold. */
const hoursFor = (meanMs: number): number =>
  [12, 6, 4].find((hours) => (hours * hourMs) / meanMs <= mostCells) ?? 2;

const hoursUntil = (to: number, hours: number): Found => ({
  from: to - hours * hourMs,
  to,
  after: to + hours * hourMs,
});

function daysUntil(at: number, zone: string, days: number): Found {
  const end = civilDayOf(at, zone) + 1;
  const startOfDay = (day: number) => instantIn(zone, day * dayMs);
  return {
    from: startOfDay(end - days),
    to: startOfDay(end),
    after: startOfDay(end + days),
  };
}

/** The month of `at` and the two before it. */
function monthsUntil(at: number, zone: string): Found {
  const { year, month } = civilMonthOf(at, zone);
  const startOfMonth = (offset: number) =>
    instantIn(zone, Date.UTC(year, month + offset, 1));
  return { from: startOfMonth(-2), to: startOfMonth(1), after: startOfMonth(4) };
}

/** The day of a zone's calendar, counted from 1970-01-01. */
export const civilDayOf = (at: number, zone: string): number =>
  Math.floor((at + offsetAt(zone, at)) / dayMs);

/** The month counts from 0. */
export function civilMonthOf(at: number, zone: string): { year: number; month: number } {
  const civil = new Date(at + offsetAt(zone, at));
  return { year: civil.getUTCFullYear(), month: civil.getUTCMonth() };
}

/** When the zone's clocks showed the full hour, or whatever divides a day, before `at`. */
export function startOf(at: number, zone: string, unitMs: number): number {
  const civil = at + offsetAt(zone, at);
  return at - (civil - Math.floor(civil / unitMs) * unitMs);
}
