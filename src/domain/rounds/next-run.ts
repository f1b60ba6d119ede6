// Says when a target's next run is expected to begin, from its next slot.
import { minuteMs, startOfMinute } from "#domain/time/instants.ts";

type NextSlot = {
  /** The slot that waits, or else the next one; null when there is none. Epoch ms. */
  dueAt: number | null;
  /** When the target was changed last. Epoch ms. */
  changedAt: number;
  timeoutMs: number;
  /** How long the invocation that changed it may go on after its answer. */
  afterAnswerMs: number;
};

/** The invocation that changed a target looks at it within this time. */
const soonMs = 2_000;

/** So much of what that invocation has is not for requests. */
const besidesRequestsMs = 10_000;

/**
 * Gives when the next run is expected to begin; null when there is none. A slot that waits
 * is served by the invocation that changed the target, or else by the next minute's tick.
 */
export function nextRunAt(
  { dueAt, changedAt, timeoutMs, afterAnswerMs }: NextSlot,
  now: number,
): number | null {
  if (dueAt === null || dueAt > now) return dueAt;
  const fits = timeoutMs <= afterAnswerMs - besidesRequestsMs;
  const isServedSoon = now - changedAt <= soonMs && fits;
  return isServedSoon ? now : startOfMinute(now) + minuteMs;
}
