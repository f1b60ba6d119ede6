// Names the attempts that an invocation may have made before it was lost.
import type { Try } from "./run.ts";

/** A round of which nothing was recorded: when it was begun, and how long it goes on. */
export type LostRound = { claimedAt: number; spanMs: number };

/**
 * The attempt that a lost round may have made for a slot; none for a slot that came after
 * the round's span. The slot's run began at `startedAt`.
 */
export function lostTries(
  { claimedAt, spanMs }: LostRound,
  dueAt: number,
  startedAt: number,
): Try[] {
  const lostAt = Math.max(claimedAt, dueAt);
  return lostAt < claimedAt + spanMs && lostAt < startedAt
    ? [{ startedAt: lostAt, durationMs: null, status: null, ending: "unknown" }]
    : [];
}
