// Tells the status that people are shown: the stored one, unless the target is in
// maintenance, or nobody looked at it although a slot was due.
import { nextSlot } from "#domain/schedules/slots.ts";
import { type Status, slotsOf, type Target } from "#domain/targets/target.ts";
import { minuteMs } from "#domain/time/instants.ts";
import {
  isInMaintenance,
  type Maintained,
  type MaintenanceWindow,
} from "./maintenance.ts";

export const shownStatuses = [
  "new",
  "up",
  "degraded",
  "down",
  "paused",
  "maintenance",
  "unknown",
] as const satisfies readonly (Status | "maintenance" | "unknown")[];
export type ShownStatus = (typeof shownStatuses)[number];

/** A slot may be served by the tick after the next one: until then nothing is wrong. */
const untilUnknownMs = 2 * minuteMs;

type Watched = Maintained &
  Pick<Target, "anchorAt" | "schedule" | "enabled" | "kind" | "status">;

/**
 * `windows` may be only those that hold now; `cursor` is the target's last slot that is
 * accounted for. A paused target is paused, whatever else holds, and one that has not run
 * yet is new.
 */
export function shownStatus(
  target: Watched,
  cursor: number | undefined,
  windows: readonly MaintenanceWindow[],
  now: number,
): ShownStatus {
  if (!target.enabled || target.status === "paused") return "paused";
  if (isInMaintenance(windows, target, now)) return "maintenance";
  if (target.status === "new") return "new";
  return isUnattended(target, cursor, now) ? "unknown" : target.status;
}

/**
 * Slots of a site wait while it is crawled, which may take hours, and those of a
 * heartbeat until its job reports.
 */
function isUnattended(target: Watched, cursor: number | undefined, now: number): boolean {
  if (target.kind !== "page") return false;
  const dueAt = waitingSlot(target, cursor);
  return dueAt !== null && now - dueAt > target.schedule.graceMs + untilUnknownMs;
}

function waitingSlot(target: Watched, cursor: number | undefined): number | null {
  try {
    return nextSlot(slotsOf(target), cursor ?? Number.NEGATIVE_INFINITY);
  } catch {
    // A zone that the runtime no longer knows: such a target is never due.
    return null;
  }
}
