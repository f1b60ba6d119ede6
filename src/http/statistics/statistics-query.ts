// Parses which statistics a request asks for: of which targets and which window, in
// which steps, against which objective.
import { z } from "@hono/zod-openapi";
import { countPoints, type Window } from "#domain/statistics/series.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { dayMs } from "#domain/time/instants.ts";
import type { Moment } from "#domain/time/moment.ts";
import { durationField, momentField, orRelative } from "#http/fields.ts";
import { invalidField } from "#http/problem.ts";

const shortestStepMs = 60_000;
const longestStepMs = 366 * dayMs;
const mostPoints = 1_000;

const sloMessage =
  'This is a percentage from 1 to below 100 with at most four decimals, such as "99.9".';

/**
 * An objective in percent. Refuses 0.999, which would be an objective that is always
 * met.
 */
export const sloField = z
  .string()
  .regex(/^[1-9]\d?(\.\d{1,4})?$/, sloMessage)
  .transform(Number)
  .optional()
  .openapi({
    type: "number",
    description: "The share of runs that shall succeed, in percent.",
    example: 99.9,
  });

const stepField = durationField(shortestStepMs, longestStepMs);

/**
 * The fields of a query that choose a window of time. `usualMs` is the length of the
 * window when `from` is not given.
 */
export const windowFields = (usualMs: number) => ({
  from: momentField.optional().openapi({
    description: `From here on. ${formatDuration(usualMs)} before \`to\` unless given. ${orRelative}`,
  }),
  to: momentField.optional().openapi({
    description: `Before this. Now unless given, and never later. ${orRelative}`,
    example: "2026-01-31T10:00:00Z",
  }),
});

export const stepFields = {
  step: stepField.optional().openapi({
    description:
      "A series as well, with a point for each stretch of this length: 1h begins with full hours, 1d at midnight UTC. From 1m on, at most 1,000 points.",
    example: "1h",
  }),
};

/** `usualMs` is the step when none is given. */
export const csvStepFields = (usualMs: number) => ({
  step: stepField.default(usualMs).openapi({
    description:
      "The stretch of a line: 1h begins with full hours, 1d at midnight UTC. At most 1,000 lines.",
    default: formatDuration(usualMs),
    example: formatDuration(usualMs),
  }),
});

/** The window and the step (ms) that a query asks for, once parsed. */
export type AskedTime = {
  from?: Moment | undefined;
  to?: Moment | undefined;
  step?: number | undefined;
};

/**
 * The window that a query asks for. Throws a Problem that names the field when the
 * window is empty, is longer than `mostDays` or has too many steps.
 */
export function windowOf(
  { from, to, step }: AskedTime,
  now: number,
  usualMs: number,
  mostDays = 366,
): Window {
  const end = Math.min(to?.(now) ?? now, now);
  const window = { from: from?.(now) ?? end - usualMs, to: end };
  const refuse = (field: string, message: string) =>
    invalidField("query", [field], message);
  if (window.from >= end || end - window.from > mostDays * dayMs) {
    throw refuse(
      "from",
      `The window runs forwards, at most up to now, and has at most ${mostDays} days.`,
    );
  }
  const points = step === undefined ? 0 : countPoints(window, step);
  if (points > mostPoints) {
    const message = `These would be ${points} points of at most ${mostPoints}: make the step longer or the window shorter.`;
    throw refuse("step", message);
  }
  return window;
}
