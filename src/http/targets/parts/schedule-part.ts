// Describes the schedule of a target.
import type { z } from "@hono/zod-openapi";
import { isObject, type Json } from "#domain/json.ts";
import {
  parseSchedule,
  ScheduleDocument,
  toScheduleDocument,
} from "#http/schedules/schedule-document.ts";
import { part } from "./part.ts";

export const schedulePart = part({
  schema: ScheduleDocument.prefault({}),
  parse: (schedule, { stored, now }) =>
    parseSchedule(schedule, now, stored?.schedule ?? null),
  write: toScheduleDocument,
  patchBase: (written, _target, patch) =>
    isObject(patch) ? withoutRival(written ?? {}, patch) : written,
});

/** A patch that names an interval replaces a cron expression, and the other way round. */
function withoutRival(schedule: z.input<typeof ScheduleDocument>, patch: Json) {
  const { every, cron, zone, ...rest } = schedule;
  if ("every" in patch) return { ...rest, every };
  return "cron" in patch ? { ...rest, ...(zone !== undefined && { zone }) } : schedule;
}
