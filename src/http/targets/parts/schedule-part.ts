// Describes the schedule of a target.
import type { z } from "@hono/zod-openapi";
import { isObject, type Json } from "#domain/json.ts";
import { dayMs, minuteMs } from "#domain/time/instants.ts";
import { invalidField } from "#http/problem.ts";
import {
  parseSchedule,
  ScheduleDocument,
  toScheduleDocument,
} from "#http/schedules/schedule-document.ts";
import { part } from "./part.ts";

export const schedulePart = part({
  schema: ScheduleDocument.prefault({}),
  parse(written, { kind, stored, now }) {
    const document = kind === "heartbeat" ? checkReported(written) : written;
    return parseSchedule(document, now, stored?.schedule ?? null);
  },
  write: toScheduleDocument,
  patchBase: (written, _target, patch) =>
    isObject(patch) ? withoutRival(written ?? {}, patch) : written,
});

/** The period of a heartbeat unless one is given, as Healthchecks has it. */
const usualReportedMs = dayMs;

function checkReported(document: z.output<typeof ScheduleDocument>) {
  const { every, cron } = document;
  if (every !== undefined && (every < minuteMs || every > 365 * dayMs))
    throw invalidField(
      "json",
      ["schedule", "every"],
      "The interval of a heartbeat is 1m to 365d long.",
    );
  const isGiven = every !== undefined || cron !== undefined;
  return isGiven ? document : { ...document, every: usualReportedMs };
}

/** A patch that names an interval replaces a cron expression, and the other way round. */
function withoutRival(schedule: z.input<typeof ScheduleDocument>, patch: Json) {
  const { every, cron, zone, ...rest } = schedule;
  if ("every" in patch) return { ...rest, every };
  return "cron" in patch ? { ...rest, ...(zone !== undefined && { zone }) } : schedule;
}
