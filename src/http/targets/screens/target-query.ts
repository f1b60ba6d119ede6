// Parses which window, runs and slots the page of a target is asked for.
import { z } from "@hono/zod-openapi";
import type { CalendarWindow } from "#domain/calendar/calendar-window.ts";
import { dayMs, hourMs, minuteMs } from "#domain/time/instants.ts";
import { type Moment, momentForms, parseMoment } from "#domain/time/moment.ts";
import { instantIn } from "#domain/time/zone.ts";
import { pageFields } from "#http/page.ts";
import { type WindowName, windowNames } from "#ui/targets/target-view.ts";

/** What a control for dates and times sends: a civil time without a zone. */
const civilForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/;

/** A moment in a page's address; one without a zone is of the viewer's zone. */
const momentIn = (zone: string) =>
  z.string().transform((text, context): Moment => {
    const civil = civilForm.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
    if (!Number.isNaN(civil)) return () => instantIn(zone, civil);
    const moment = parseMoment(text);
    if (moment !== null) return moment;
    context.addIssue({ code: "custom", message: `This is ${momentForms}.` });
    return z.NEVER;
  });

const runsAtOnce = 25;

export const targetQuery = (zone: string) =>
  z.object({
    window: z.enum(windowNames).optional(),
    from: momentIn(zone).optional(),
    to: momentIn(zone).optional(),
    /** An instant in the window of the calendar. */
    slots: momentIn(zone).optional(),
    outcome: z.enum(["ok", "failed"]).optional(),
    ...pageFields(100, runsAtOnce, z.int()),
  });

export type TargetQuery = z.output<ReturnType<typeof targetQuery>>;

export const windowLengths: Readonly<Record<WindowName, number>> = {
  "24h": dayMs,
  "7d": 7 * dayMs,
  "30d": 30 * dayMs,
  "90d": 90 * dayMs,
};

/** The window that has enough runs to tell something, by how a target's slots lie. */
export const usualWindows: Readonly<Record<CalendarWindow["layout"], WindowName>> = {
  "ten-minutes": "24h",
  hours: "24h",
  days: "7d",
  months: "30d",
  list: "90d",
};

/** Those that divide a day, and whole days. */
const steps = [
  ...[1, 5, 15, 30].map((minutes) => minutes * minuteMs),
  ...[1, 2, 4, 8].map((hours) => hours * hourMs),
  ...[1, 2, 4, 8, 32].map((days) => days * dayMs),
];

/** A drawing with more points is wider than a phone; a table with more rows is not read. */
const mostPoints = 96;
const mostRows = 16;

/** A point of fewer runs says little, unless the points would be too few. */
const runsAPoint = 5;
const fewestPoints = 24;

/**
 * The steps of the points of a drawing, and of the rows of its table, which hold these.
 * `everyMs` is the time between two slots; null where it is not known.
 */
export function stepsFor(
  lengthMs: number,
  everyMs: number | null,
): { points: number; rows: number } {
  const last = steps.at(-1) as number;
  const wanted = Math.min(runsAPoint * (everyMs ?? 0), lengthMs / fewestPoints);
  const fits = (step: number, most: number) => lengthMs / step <= most;
  const points = steps.find((step) => step >= wanted && fits(step, mostPoints)) ?? last;
  const rows = steps.find((step) => fits(step, mostRows) && step % points === 0);
  return { points, rows: rows ?? points };
}
