// Says which stored instants are believed: an instant that was the present when it was
// stored cannot lie far ahead, unless the clock that it came from was wrong.
import { longestInvocationMs } from "#domain/budget.ts";

/**
 * What an invocation takes for the present is no older than the invocation, even if it
 * stood still in between, and what others stored is no further ahead.
 */
export const mostAheadMs = longestInvocationMs;

/** Whether an instant can have been the present before `now`. */
export const isCredible = (instant: number, now: number): boolean =>
  instant <= now + mostAheadMs;
