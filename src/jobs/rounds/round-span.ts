// Says how long a round goes on: for its span, and beyond it while a run of any of its
// targets goes on, so that a slow host does not keep its neighbours waiting. No I/O but
// the clock.
import type { Clock } from "#domain/time/clock.ts";

/** A round's span as one of its targets sees it. */
export type RoundSpan = {
  /**
   * Waits for an instant. Gives true when the instant has come; false, at once or later,
   * when the span is over before, and when the instant lies beyond the span and every
   * target has left.
   */
  waitFor(instant: number): Promise<boolean>;
  /**
   * Says that the target has nothing left to do in the span. Saying it again changes
   * nothing.
   */
  leave(): void;
  /** Ends the span for all targets, whatever is left to do. */
  close(): void;
};

type RoundSpans = Pick<RoundSpan, "close"> & {
  /** Opens the span for a target; the caller does so once for each. */
  open(): RoundSpan;
};

type SpanOptions = {
  clock: Clock;
  /** Epoch ms, exclusive. */
  end: number;
  /** How many targets have a place in it. */
  targets: number;
  /** Asked before anything begins whose instant lies beyond the span. */
  goOn: () => Promise<boolean>;
};

/** Opens a span for targets. */
export function createRoundSpan({ clock, end, targets, goOn }: SpanOptions): RoundSpans {
  const { promise: over, resolve } = Promise.withResolvers<boolean>();
  let present = targets;
  let isOver = false;

  function close(): void {
    isOver = true;
    resolve(false);
  }

  /** True at the instant, false when the span is over before it. */
  async function goesOnUntil(instant: number): Promise<boolean> {
    if (isOver || instant <= clock.now()) return !isOver;
    const { promise: come, resolve } = Promise.withResolvers<boolean>();
    const callOff = clock.after(instant - clock.now(), () => resolve(true));
    const isOpen = await Promise.race([over, come]);
    callOff();
    return isOpen;
  }

  function open(): RoundSpan {
    let isPresent = true;
    const leave = () => {
      if (!isPresent) return;
      isPresent = false;
      present -= 1;
      if (present === 0) close();
    };
    return {
      leave,
      close,
      async waitFor(instant) {
        if (instant < end) return await goesOnUntil(instant);
        leave();
        return (await goesOnUntil(instant)) && (await goOn()) && !isOver;
      },
    };
  }
  return { open, close };
}
