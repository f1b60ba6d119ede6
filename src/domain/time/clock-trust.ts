// Says which stored instants are believed: an instant that was the present when it was
// stored cannot lie far ahead, unless the clock that it came from was wrong.

/**
 * Clocks of isolates are apart by less than this, and what a wrong clock holds up goes on
 * after it: as soon as after an invocation that was lost (jobs/rounds/round-times).
 */
export const mostAheadMs = 120_000;

/** Whether an instant can have been the present before `now`. */
export const isCredible = (instant: number, now: number): boolean =>
  instant <= now + mostAheadMs;
