// Tests the ticks of an axis of numbers.
import fc from "fast-check";
import { expect, it } from "vitest";
import { numberTicks } from "#ui/readings/number-axis.ts";

it.each([
  [0, 10, [0, 2, 4, 6, 8, 10]],
  [12.5, 14.2, [12.5, 13, 13.5, 14, 14.5]],
  [-3, 7, [-4, -2, 0, 2, 4, 6, 8]],
  [0.001, 0.0019, [0.001, 0.0012, 0.0014, 0.0016, 0.0018, 0.002]],
  [100, 100, [90, 95, 100, 105, 110]],
  [0, 0, [-1e-9, -5e-10, 0, 5e-10, 1e-9]],
])("from %d to %d they are round", (low, high, ticks) => {
  expect(numberTicks(low, high)).toEqual(ticks);
});

it("hold all values between the first and the last, and are two to eight", () => {
  const value = fc.double({ min: -1e15, max: 1e15, noNaN: true });
  fc.assert(
    fc.property(value, value, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const ticks = numberTicks(low, high);
      const room = (high - low) * 1e-9 + Math.abs(high) * 1e-9 + 1e-9;
      expect(ticks[0]).toBeLessThanOrEqual(low + room);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(high - room);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(8);
      expect(new Set(ticks).size).toBe(ticks.length);
    }),
  );
});
