// Tests that time goes on, whatever the clock does that it is read from.
import fc from "fast-check";
import { expect, it } from "vitest";
import { createAlarmClock } from "#domain/time/alarms.ts";
import { createSteadyTime } from "#domain/time/steady-time.ts";

it("steady time never goes back, and moves on as its clock moves on", () => {
  const steps = fc.array(fc.integer({ min: -1e12, max: 1e12 }));
  fc.assert(
    fc.property(steps, (moves) => {
      let at = 5e12;
      const now = createSteadyTime(() => at);
      let before = now();
      for (const move of moves) {
        at += move;
        const time = now();
        expect(time - before).toBe(Math.max(0, move));
        before = time;
      }
    }),
  );
});

it("steady time is the clock's own time as long as that goes on", () => {
  let at = 1_000;
  const now = createSteadyTime(() => at);
  expect(now()).toBe(1_000);
  at = 2_500;
  expect(now()).toBe(2_500);
});

it("an alarm rings although the clock was set back before", () => {
  let at = 5_000_000;
  const rings: (() => void)[] = [];
  const now = createSteadyTime(() => at);
  const setTimer = (_: number, ring: () => void) => {
    rings.push(ring);
    return () => {};
  };
  const clock = createAlarmClock({ now, setTimer });
  let hasRung = false;
  clock.after(1_000, () => {
    hasRung = true;
  });
  at -= 3_600_000;
  now();
  at += 1_000;
  rings[0]?.();
  expect(hasRung).toBe(true);
});
