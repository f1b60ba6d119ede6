// Wakes somebody at one instant, which may be set anew at any time.
import type { Clock } from "#domain/time/clock.ts";

export type Alarm = {
  /**
   * Rings at `at` (epoch ms) or earlier, never at Infinity: one that is set to an earlier
   * instant stays, since setting it anew for each task would cost more than a ring.
   */
  set(at: number, now: number): void;
};

// Timers take 32-bit delays; a later instant is reached in several steps.
const MAX_TIMER_MS = 2 ** 31 - 1;

/** An alarm that has rung may be early: whoever it wakes sets it again. */
export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let setTo = Number.POSITIVE_INFINITY;
  let callOff = () => {};
  return {
    set(at, now) {
      if (at >= setTo && at !== Number.POSITIVE_INFINITY) return;
      callOff();
      setTo = at;
      callOff = () => {};
      if (at === Number.POSITIVE_INFINITY) return;
      callOff = clock.after(Math.min(at - now, MAX_TIMER_MS), () => {
        setTo = Number.POSITIVE_INFINITY;
        callOff = () => {};
        ring();
      });
    },
  };
}
