// Says which stored instants are believed: an instant that was the present when it was
// stored cannot lie far ahead, unless the clock that it came from was wrong.

/**
 * An invocation lives for 15 minutes at most. So what it takes for the present is no
 * older, even if it stood still in between, and what others stored is no further ahead.
 */
export const mostAheadMs = 15 * 60_000;

/** Whether an instant can have been the present before `now`. */
export const isCredible = (instant: number, now: number): boolean =>
  instant <= now + mostAheadMs;
