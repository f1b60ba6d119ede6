// Makes time that never goes back of a clock that may be set back.

/**
 * Gives the time that `read` gives, epoch ms. Where `read` steps back, time goes on from
 * where it was: what an invocation measures is never negative, and its timers ring.
 */
export function createSteadyTime(read: () => number): () => number {
  let latest = read();
  let steppedBackMs = 0;
  return () => {
    const at = read();
    steppedBackMs += Math.max(0, latest - at);
    latest = at;
    return at + steppedBackMs;
  };
}
