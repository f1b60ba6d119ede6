// Describes schedules as users write them. Parses and writes schedules.
import { z } from "@hono/zod-openapi";
import { isSame } from "#domain/json.ts";
import type { Schedule } from "#domain/schedules/schedule.ts";
import { scheduleObjection } from "#domain/schedules/schedule-objection.ts";
import type { AllowedWindow } from "#domain/schedules/window.ts";
import { usualSchedule } from "#domain/targets/target.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { dayMs } from "#domain/time/instants.ts";
import { durationField, instantField, isoOf, orNull } from "#http/fields.ts";
import { invalidField } from "#http/problem.ts";

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const overlaps = ["buffer-one", "keep-latest", "buffer-all", "skip"] as const;

export const WindowDocument = z
  .strictObject({
    weekdays: z
      .array(z.enum(weekdays))
      .min(1)
      .default([...weekdays]),
    from: z.string().default("00:00").openapi({ example: "09:00" }),
    to: z.string().default("24:00").openapi({ example: "17:00" }),
    zone: z.string().default("UTC").openapi({ example: "Europe/Berlin" }),
  })
  .openapi("AllowedWindow", {
    description:
      "Slots outside it do not exist. From is inclusive, to exclusive; a window may wrap over midnight.",
  });

export const ScheduleDocument = z
  .strictObject({
    every: durationField(5_000, 366 * dayMs)
      .optional()
      .openapi({ description: "An interval of real time.", example: "5m" }),
    cron: z.string().max(200).optional().openapi({
      description: "Five fields, or six with seconds first.",
      example: "*/15 9-17 * * mon-fri",
    }),
    zone: z
      .string()
      .optional()
      .openapi({ description: "The IANA zone of cron.", example: "Europe/Berlin" }),
    window: orNull(WindowDocument).optional(),
    startAt: instantField
      .nullish()
      .openapi({ description: "No slot is earlier; an interval counts from here." }),
    expiresAt: instantField.nullish().openapi({ description: "Every slot is earlier." }),
    overlap: z.enum(overlaps).default(usualSchedule.overlap).openapi({
      description:
        "When slots come while the target is still being run: keep the first waiting one (buffer-one), the newest (keep-latest), all, or none (skip).",
    }),
    catchUpWindow: durationField(0, 7 * dayMs)
      .default(usualSchedule.catchUpMs)
      .openapi({
        description: "Slots that nobody served for longer than this are missed.",
        default: "1h",
        example: "1h",
      }),
    grace: durationField(0, dayMs).default(usualSchedule.graceMs).openapi({
      description: "A run that starts later than this after its slot is late.",
      default: "1m",
      example: "1m",
    }),
  })
  .openapi("Schedule");

export const usualEveryMs = 300_000;

/**
 * Parses a schedule; throws a Problem when its fields do not go together or the schedule
 * would never fire after `now`. The `stored` schedule is taken even if it has expired
 * since.
 */
export function parseSchedule(
  document: z.output<typeof ScheduleDocument>,
  now: number,
  stored: Schedule | null,
): Schedule {
  const { every, cron, zone, window } = document;
  if (every !== undefined && cron !== undefined)
    throw invalidSchedule("cron", "A schedule has either every or cron.");
  if (zone !== undefined && cron === undefined)
    throw invalidSchedule("zone", "A zone goes with cron.");
  const schedule: Schedule = {
    timing:
      cron === undefined
        ? { kind: "every", everyMs: every ?? usualEveryMs }
        : { kind: "cron", expression: cron.trim(), zone: zone ?? "UTC" },
    window: window ? toWindow(window) : null,
    startAt: document.startAt ?? null,
    expiresAt: document.expiresAt ?? null,
    overlap: document.overlap,
    catchUpMs: document.catchUpWindow,
    graceMs: document.grace,
  };
  const objection = isSame(schedule, stored) ? null : scheduleObjection(schedule, now);
  if (objection) throw invalidSchedule(objection.field, objection.reason);
  return schedule;
}

/** A window with its weekdays as numbers; what is wrong with it is not looked at. */
export const toWindow = (document: z.output<typeof WindowDocument>): AllowedWindow => ({
  ...document,
  weekdays: [...new Set(document.weekdays.map(numberOf))].sort(),
});

export const toWindowDocument = (
  window: AllowedWindow,
): z.output<typeof WindowDocument> => ({
  ...window,
  weekdays: window.weekdays.flatMap((day) => weekdays[day - 1] ?? []),
});

/** The number of a weekday as ISO 8601 counts: Monday is 1. */
const numberOf = (day: (typeof weekdays)[number]): number => weekdays.indexOf(day) + 1;

const invalidSchedule = (field: string, detail: string) =>
  invalidField("json", ["schedule", field], detail);

/** Writes a schedule as a user would, every default spelled out. */
export function toScheduleDocument(schedule: Schedule): z.input<typeof ScheduleDocument> {
  const { timing, window, startAt, expiresAt } = schedule;
  return {
    ...(timing.kind === "every"
      ? { every: formatDuration(timing.everyMs) }
      : { cron: timing.expression, zone: timing.zone }),
    ...(window && { window: toWindowDocument(window) }),
    ...(startAt !== null && { startAt: isoOf(startAt) }),
    ...(expiresAt !== null && { expiresAt: isoOf(expiresAt) }),
    overlap: schedule.overlap,
    catchUpWindow: formatDuration(schedule.catchUpMs),
    grace: formatDuration(schedule.graceMs),
  };
}
