// Names the attempts that an invocation may have made before it was lost.
import type { Slots } from "#domain/schedules/schedule.ts";
import { nextSlot } from "#domain/schedules/slots.ts";
import type { Try } from "./run.ts";

/** A round of which nothing was recorded: when it was begun, and how long it goes on. */
export type LostRound = { claimedAt: number; spanMs: number };

/** The slots that a run stands for: its own, and those that are passed over for it. */
export type RunSlots = { slots: Slots; first: number; last: number };

/**
 * The attempts that a lost round may have made for the slots of a run that began at
 * `startedAt`: one for the slots that were waiting, and one for each that came within the
 * round's span.
 */
export function lostTries(
  { claimedAt, spanMs }: LostRound,
  { slots, first, last }: RunSlots,
  startedAt: number,
): Try[] {
  const tries: Try[] = [];
  const end = Math.min(claimedAt + spanMs, startedAt);
  let at: number | null = Math.max(claimedAt, first);
  while (at !== null && at < end) {
    tries.push({ startedAt: at, durationMs: null, status: null, ending: "unknown" });
    const next = nextSlot(slots, at);
    at = next !== null && next <= last ? next : null;
  }
  return tries;
}
