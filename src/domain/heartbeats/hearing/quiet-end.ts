// Tells which end of a run would turn nothing, so that no round need hear of it soon. No
// I/O, no clock.
import type { Alarm } from "#domain/incidents/alarm-state.ts";
import type { Hearing } from "./hearing.ts";

/**
 * The end of a run that would turn nothing. `before` is the alarm as it was recorded: an
 * incident that only opens now may yet be held back.
 */
export function quietEnd(
  { target, spec, status, memory }: Hearing,
  before: Alarm | undefined,
  after: Alarm | undefined,
): "success" | "fail" | null {
  const { runMinMs, unusualFactor } = spec;
  const mayFailAtEnd = runMinMs !== null || unusualFactor !== null;
  if (status === "up" && after === undefined && memory.ranAt >= target.anchorAt)
    return mayFailAtEnd ? null : "success";
  const isOpen = before?.open?.severity === "down" && after?.open?.id === before.open.id;
  return status === "down" && isOpen && target.alarm.pauseAfter === null ? "fail" : null;
}
