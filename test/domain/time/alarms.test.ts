import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAlarmClock } from "#domain/time/alarms.ts";

/** Timers of a runtime whose time the test moves. */
function createTimers() {
  let now = 0;
  const timers = new Set<{ at: number; wake: () => void }>();
  return {
    count: () => timers.size,
    now: () => now,
    setTimer: (ms: number, wake: () => void) => {
      const timer = { at: now + ms, wake };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advanceTo(instant: number) {
      for (;;) {
        const [next] = [...timers]
          .filter((timer) => timer.at <= instant)
          .sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers.delete(next);
        now = next.at;
        next.wake();
      }
      now = instant;
    },
  };
}

describe("an alarm clock", () => {
  it("wakes everybody at their instant who has not called it off, on one timer", () => {
    const anyAlarm = fc.record({ ms: fc.nat(1_000), off: fc.boolean() });
    fc.assert(
      fc.property(fc.array(anyAlarm, { maxLength: 50 }), (wanted) => {
        const timers = createTimers();
        const clock = createAlarmClock(timers);
        const woken: [number, number][] = [];
        const callOffs = wanted.map(({ ms }, i) =>
          clock.after(ms, () => woken.push([i, clock.now()])),
        );
        wanted.forEach(({ off }, i) => {
          if (off) callOffs[i]?.();
        });
        expect(timers.count()).toBeLessThanOrEqual(1);
        timers.advanceTo(2_000);
        const expected = wanted.flatMap(({ ms, off }, i) => (off ? [] : [[i, ms]]));
        expect(woken.sort(([a], [b]) => a - b)).toEqual(expected);
        expect(timers.count()).toBe(0);
      }),
    );
  });

  it("leaves no timer behind when the last alarm is called off", () => {
    const timers = createTimers();
    const clock = createAlarmClock(timers);
    const callOff = clock.after(10_000, () => {});
    expect(timers.count()).toBe(1);
    callOff();
    expect(timers.count()).toBe(0);
  });

  it("wakes those who are added while others are being woken", () => {
    const timers = createTimers();
    const clock = createAlarmClock(timers);
    const woken: number[] = [];
    clock.after(10, () => {
      woken.push(clock.now());
      clock.after(0, () => woken.push(clock.now()));
      clock.after(5, () => woken.push(clock.now()));
    });
    timers.advanceTo(100);
    expect(woken).toEqual([10, 10, 15]);
  });
});
