// Explains in one sentence why the times of a maintenance window are not accepted. No
// clock: `now` is an argument.
import { scheduleObjection } from "#domain/schedules/schedule-objection.ts";
import { usualSchedule } from "#domain/targets/target.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { dayMs, hourMs, minuteMs } from "#domain/time/instants.ts";
import { type MaintenanceTiming, nextOccurrences } from "./maintenance.ts";

type TimingObjection = {
  field: "from" | "until" | "cron" | "zone" | "lasts";
  reason: string;
};

/** A window that holds for longer is a target that should be paused. */
export const longestWindowMs = 366 * dayMs;
export const shortestWindowMs = minuteMs;

/** Whatever looks at a year of windows must come to an end. */
const shortestDistanceMs = hourMs;

/** The distances between so many beginnings are looked at. */
const probed = 200;

/** Gives null when the times are fine and the window is not over at `now`. */
export function maintenanceObjection(
  timing: MaintenanceTiming,
  now: number,
): TimingObjection | null {
  return "schedule" in timing
    ? repeatedObjection(timing, now)
    : onceObjection(timing, now);
}

function onceObjection(
  { from, until }: { from: number; until: number },
  now: number,
): TimingObjection | null {
  const objection = (reason: string) => ({ field: "until" as const, reason });
  if (until <= from) return objection("The window ends before it begins.");
  if (until - from > longestWindowMs)
    return objection(`A window is at most ${formatDuration(longestWindowMs)} long.`);
  return until > now ? null : objection("The window is over already.");
}

function repeatedObjection(
  timing: Extract<MaintenanceTiming, { lastsMs: number }>,
  now: number,
): TimingObjection | null {
  const objection = scheduleObjection({ ...usualSchedule, timing: timing.schedule }, now);
  if (objection !== null) {
    const field = objection.field === "zone" ? "zone" : "cron";
    return { field, reason: objection.reason };
  }
  const begins = nextOccurrences({ timing }, now - 1, probed).map(({ from }) => from);
  const distances = begins.slice(1).map((from, i) => from - (begins[i] ?? from));
  const least = Math.min(...distances);
  if (least < shortestDistanceMs)
    return { field: "cron", reason: "A window begins at most once an hour." };
  return timing.lastsMs <= least
    ? null
    : {
        field: "lasts",
        reason: `The next window begins ${formatDuration(least)} later, before this one is over.`,
      };
}
