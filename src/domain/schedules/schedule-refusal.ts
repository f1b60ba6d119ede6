// Why a schedule is not accepted, in one sentence a person understands. No clock: `now`
// is an argument.

import { formatDuration } from "#domain/time/duration.ts";
import { explainZone, isZone } from "#domain/time/zone.ts";
import { countFields, cronInstantFrom, refuseCron } from "./cron.ts";
import type { Schedule } from "./schedule.ts";
import { nextSlot, nextSlotLooks } from "./slots.ts";
import { refuseWindow, shortestOpeningMs } from "./window.ts";

export type Refusal = {
  field: "every" | "cron" | "zone" | "window" | "startAt" | "expiresAt";
  reason: string;
};

// Ticks serve slots seconds apart; a shard's round takes about so long. 366 days: once a
// year, leap years too.
const shortestStepMs = 5_000;
const longestStepMs = 366 * 86_400_000;

// Successive cron instants whose distances are looked at.
const probedInstants = 200;

/** null when the schedule is fine and has a slot at or after `now`. */
export function refuseSchedule(schedule: Schedule, now: number): Refusal | null {
  return (
    refuseTiming(schedule, now) ??
    (schedule.window && refuseWindow(schedule.window)) ??
    refuseChance(schedule) ??
    refuseBounds(schedule, now) ??
    refuseSilence(schedule, now)
  );
}

function refuseTiming({ timing }: Schedule, now: number): Refusal | null {
  if (timing.kind === "every") return refuseEvery(timing.everyMs);
  const reason = refuseCron(timing.expression);
  if (reason !== null) return { field: "cron", reason };
  if (!isZone(timing.zone)) return { field: "zone", reason: explainZone(timing.zone) };
  return refuseHaste(timing.expression, timing.zone, now);
}

function refuseEvery(everyMs: number): Refusal | null {
  const refuse = (reason: string): Refusal => ({ field: "every", reason });
  if (!(everyMs >= shortestStepMs && everyMs <= longestStepMs)) {
    return refuse(
      `An interval is ${formatDuration(shortestStepMs)} to ${formatDuration(longestStepMs)} long.`,
    );
  }
  return everyMs % 1_000 === 0
    ? null
    : refuse("An interval is a whole number of seconds.");
}

function refuseHaste(expression: string, zone: string, now: number): Refusal | null {
  // Without seconds nothing fires twice a minute.
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
 * Without startAt the target's id decides where slots fall; they must meet the window
 * whatever the id.
 */
function refuseChance({ timing, window, startAt }: Schedule): Refusal | null {
  if (timing.kind !== "every" || window === null || startAt !== null) return null;
  const openMs = shortestOpeningMs(window);
  if (timing.everyMs <= openMs) return null;
  const [step, open] = [formatDuration(timing.everyMs), formatDuration(openMs)];
  return {
    field: "every",
    reason: `A slot every ${step} may miss a window that is open for ${open}; give startAt, or use cron.`,
  };
}

function refuseBounds({ startAt, expiresAt }: Schedule, now: number): Refusal | null {
  if (expiresAt === null) return null;
  if (startAt !== null && expiresAt <= startAt) {
    return { field: "expiresAt", reason: "The schedule expires before it starts." };
  }
  return expiresAt > now
    ? null
    : { field: "expiresAt", reason: "The schedule has expired already." };
}

/**
 * Finds what keeps a schedule from ever firing, by leaving it out. Any seed will do,
 * after refuseChance.
 */
function refuseSilence(schedule: Schedule, now: number): Refusal | null {
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
