// How long a round's targets stay with it: for its span, and beyond it while another
// target's run goes on, so that a slow host does not keep its neighbours waiting. No I/O
// but the clock.
import { type Clock, sleep } from "#domain/time/clock.ts";

/** One target's part in it. */
export type Span = {
  /**
   * Waits for the instant. False, and sooner, when it lies beyond the span and every
   * other target has left.
   */
  reaches(instant: number): Promise<boolean>;
  /**
   * Says that the target has nothing left to do in the span. Saying it again changes
   * nothing.
   */
  leave(): void;
};

/**
 * Opens a span up to `end` (epoch ms, exclusive) for that many targets; to be called once
 * for each.
 */
export function createSpan(clock: Clock, end: number, targets: number): () => Span {
  const { promise: over, resolve: close } = Promise.withResolvers<boolean>();
  let present = targets;

  /** True at the instant, false at the end if that comes first. */
  async function lasts(instant: number): Promise<boolean> {
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
      async reaches(instant) {
        if (instant >= end) {
          leave();
          return present > 0 && (await lasts(instant));
        }
        if (instant > clock.now()) await sleep(clock, instant - clock.now());
        return true;
      },
    };
  };
}
