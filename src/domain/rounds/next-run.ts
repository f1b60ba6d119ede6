// Says when a target's next run is expected to begin, from its next slot.
import { minuteMs, startOfMinute } from "#domain/time/instants.ts";

type NextSlot = {
  /** The slot that waits, or else the next one; null when there is none. Epoch ms. */
  dueAt: number | null;
  /** When the target was changed last. Epoch ms. */
  changedAt: number;
  timeoutMs: number;
};

/** The invocation that changed a target looks at it within this time. */
const soonMs = 2_000;

/** A run with a longer timeout does not fit into what is left of that invocation. */
const longestTimeoutMs = 20_000;

/**
 * Gives when the next run is expected to begin; null when there is none. A slot that waits
 * is served by the invocation that changed the target, or else by the next minute's tick.
 */
export function nextRunAt(
  { dueAt, changedAt, timeoutMs }: NextSlot,
  now: number,
): number | null {
  if (dueAt === null || dueAt > now) return dueAt;
  const isServedSoon = now - changedAt <= soonMs && timeoutMs <= longestTimeoutMs;
  return isServedSoon ? now : startOfMinute(now) + minuteMs;
}
