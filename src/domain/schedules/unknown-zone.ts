// Finds the time zone of a schedule that the runtime does not know any more: such a
// schedule is never due.
import { isZone } from "#domain/time/zone.ts";
import type { Schedule } from "./schedule.ts";

/** Gives the zone; null when all are known. */
export function unknownZoneOf({
  timing,
  window,
}: Pick<Schedule, "timing" | "window">): string | null {
  const zones = [
    ...(timing.kind === "cron" ? [timing.zone] : []),
    ...(window === null ? [] : [window.zone]),
  ];
  return zones.find((zone) => !isZone(zone)) ?? null;
}
