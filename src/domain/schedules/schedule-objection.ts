// Explains in one sentence why a schedule is not accepted. No clock: `now` is an
// argument.

import { formatDuration } from "#domain/time/duration.ts";
import { dayMs } from "#domain/time/instants.ts";
import { explainZone, isZone } from "#domain/time/zone.ts";
import { countFields, cronInstantFrom, cronObjection } from "./cron.ts";
import type { Schedule } from "./schedule.ts";
import { nextSlot, nextSlotLooks } from "./slots.ts";
import { shortestOpeningMs, windowObjection } from "./window.ts";

type ScheduleObjection = {
  field: "every" | "cron" | "zone" | "window" | "startAt" | "expiresAt";
  reason: string;
};

// A shard's round takes about five seconds; ticks serve slots as near as that.
const shortestStepMs = 5_000;
// Once a year, in leap years too.
const longestStepMs = 366 * dayMs;

// The distances between so many successive instants of a cron expression are checked.
const probedInstants = 200;

/** Gives null when the schedule is fine and has a slot at or after `now`. */
export function scheduleObjection(
  schedule: Schedule,
  now: number,
): ScheduleObjection | null {
  return (
    timingObjection(schedule, now) ??
    (schedule.window && windowObjection(schedule.window)) ??
    alignmentObjection(schedule) ??
    boundsObjection(schedule, now) ??
    emptinessObjection(schedule, now)
  );
}

function timingObjection({ timing }: Schedule, now: number): ScheduleObjection | null {
  if (timing.kind === "every") return intervalObjection(timing.everyMs);
  const reason = cronObjection(timing.expression);
  if (reason !== null) return { field: "cron", reason };
  if (!isZone(timing.zone)) return { field: "zone", reason: explainZone(timing.zone) };
  return frequencyObjection(timing.expression, timing.zone, now);
}

function intervalObjection(everyMs: number): ScheduleObjection | null {
  const objection = (reason: string): ScheduleObjection => ({ field: "every", reason });
  if (!(everyMs >= shortestStepMs && everyMs <= longestStepMs)) {
    return objection(
      `An interval is ${formatDuration(shortestStepMs)} to ${formatDuration(longestStepMs)} long.`,
    );
  }
  return everyMs % 1_000 === 0
    ? null
    : objection("An interval is a whole number of seconds.");
}

function frequencyObjection(
  expression: string,
  zone: string,
  now: number,
): ScheduleObjection | null {
  // An expression without seconds fires at most once a minute.
  if (countFields(expression) < 6) return null;
  let last = Number.NEGATIVE_INFINITY;
  for (let probed = 0; probed < probedInstants; probed++) {
    const at = cronInstantFrom(expression, zone, Math.max(last + 1, now));
    if (at === null) return null;
    if (at - last < shortestStepMs) {
      return {
        field: "cron",
        reason: `"${expression}" fires more often than every ${formatDuration(shortestStepMs)}.`,
      };
    }
    last = at;
  }
  return null;
}

/**
 * Without startAt the target's id decides where the slots of an interval fall. The slots
 * must meet the window for every id.
 */
function alignmentObjection({
  timing,
  window,
  startAt,
}: Schedule): ScheduleObjection | null {
  if (timing.kind !== "every" || window === null || startAt !== null) return null;
  const openMs = shortestOpeningMs(window);
  if (timing.everyMs <= openMs) return null;
  const [step, open] = [formatDuration(timing.everyMs), formatDuration(openMs)];
  return {
    field: "every",
    reason: `A slot every ${step} may miss a window that is open for ${open}; give startAt, or use cron.`,
  };
}

function boundsObjection(
  { startAt, expiresAt }: Schedule,
  now: number,
): ScheduleObjection | null {
  if (expiresAt === null) return null;
  if (startAt !== null && expiresAt <= startAt) {
    return { field: "expiresAt", reason: "The schedule expires before it starts." };
  }
  return expiresAt > now
    ? null
    : { field: "expiresAt", reason: "The schedule has expired already." };
}

/**
 * Finds the field that keeps a schedule from ever firing, by leaving fields out. One seed
 * stands for all, since alignmentObjection has none.
 */
function emptinessObjection(schedule: Schedule, now: number): ScheduleObjection | null {
  const fires = (changes: Partial<Schedule>) =>
    nextSlot(
      { schedule: { ...schedule, ...changes }, seed: 0, anchorAt: now },
      now - 1,
    ) !== null;
  if (fires({})) return null;
  if (fires({ expiresAt: null })) {
    return { field: "expiresAt", reason: "The schedule expires before its first slot." };
  }
  if (fires({ expiresAt: null, window: null })) {
    return {
      field: schedule.timing.kind === "every" ? "startAt" : "window",
      reason: `No slot falls into the window within ${nextSlotLooks} tries.`,
    };
  }
  return { field: "cron", reason: "The cron expression never fires." };
}
