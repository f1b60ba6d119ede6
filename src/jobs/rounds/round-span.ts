// Says how long a round goes on: for its span, and beyond it while a run of any of its
// targets goes on, so that a slow host does not keep its neighbours waiting. No I/O but
// the clock.
import { type Clock, sleep } from "#domain/time/clock.ts";

/** A round's span as one of its targets sees it. */
export type RoundSpan = {
  /**
   * Waits for an instant. Gives true when the instant has come; false, at once or later,
   * when it lies beyond the span and every target has left.
   */
  waitFor(instant: number): Promise<boolean>;
  /**
   * Says that the target has nothing left to do in the span. Saying it again changes
   * nothing.
   */
  leave(): void;
};

/**
 * Opens a span up to `end` (epoch ms, exclusive) for that many targets. Gives a function
 * that the caller calls once for each target.
 */
export function createRoundSpan(
  clock: Clock,
  end: number,
  targets: number,
): () => RoundSpan {
  const { promise: over, resolve: close } = Promise.withResolvers<boolean>();
  let present = targets;

  /** True at the instant, false when the last target leaves before it. */
  async function goesOnUntil(instant: number): Promise<boolean> {
    const { promise: come, resolve } = Promise.withResolvers<boolean>();
    const callOff = clock.after(Math.max(0, instant - clock.now()), () => resolve(true));
    const isOpen = await Promise.race([over, come]);
    callOff();
    return isOpen;
  }

  return () => {
    let isPresent = true;
    const leave = () => {
      if (!isPresent) return;
      isPresent = false;
      present -= 1;
      if (present === 0) close(false);
    };
    return {
      leave,
      async waitFor(instant) {
        if (instant >= end) {
          leave();
          return present > 0 && (await goesOnUntil(instant));
        }
        if (instant > clock.now()) await sleep(clock, instant - clock.now());
        return true;
      },
    };
  };
}
