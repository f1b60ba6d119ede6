// Serves many alarms with one timer of the runtime. Setting and clearing a timer for each
// request would cost more than everything else that a time limit needs. No clock: the
// runtime's timers are an argument.

import { createMinHeap } from "#domain/time/min-heap.ts";
import type { Clock } from "./clock.ts";

type Alarm = { wake: () => void; isOff: boolean };

/** What the runtime offers: the time, and single timers that can be called off. */
type Timers = {
  now: () => number;
  setTimer: (ms: number, wake: () => void) => () => void;
};

/** A clock whose alarms share one timer, set for the earliest of them. */
export function createAlarmClock({ now, setTimer }: Timers): Clock {
  const alarms = createMinHeap<Alarm>(); // by the instant at which they go off
  let pending = 0;
  let timer = { at: Number.POSITIVE_INFINITY, callOff: () => {} };

  /** Sets the timer for the earliest alarm, if an alarm is pending. */
  function arm(): void {
    timer.callOff();
    const at = pending === 0 ? Number.POSITIVE_INFINITY : alarms.firstKey();
    timer = {
      at,
      callOff:
        at === Number.POSITIVE_INFINITY
          ? () => {}
          : setTimer(Math.max(0, at - now()), ring),
    };
  }

  function ring(): void {
    timer = { at: Number.POSITIVE_INFINITY, callOff: () => {} };
    const isOver = (at: number, { isOff }: Alarm) => isOff || at <= now();
    alarms.popWhile(isOver, (alarm) => {
      if (alarm.isOff) return;
      alarm.isOff = true;
      pending -= 1;
      alarm.wake();
    });
    arm();
  }

  return {
    now,
    after(ms, wake) {
      const alarm = { wake, isOff: false };
      const at = now() + ms;
      alarms.push(at, alarm);
      pending += 1;
      if (at < timer.at) arm();
      return () => {
        if (alarm.isOff) return;
        alarm.isOff = true;
        pending -= 1;
        if (pending === 0) arm();
      };
    },
  };
}
