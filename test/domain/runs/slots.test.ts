// Tests that no two kinds of runs can have the same slot.
import fc from "fast-check";
import { expect, it } from "vitest";
import { lookSlot, manualSlot } from "#domain/runs/run.ts";

const instant = fc.integer({ min: 1_700_000_000_000, max: 2_000_000_000_000 });

it("slots of schedules, of looks and of runs that somebody asks for are never the same", () => {
  fc.assert(
    fc.property(instant, instant, (asked, looked) => {
      const [manual, look] = [manualSlot(asked), lookSlot(looked)];
      expect([Math.abs(manual % 2), Math.abs(look % 2)]).toEqual([1, 0]);
      expect([manual % 1_000, look % 1_000]).not.toContain(0);
      expect(asked - manual).toBeLessThanOrEqual(1);
      expect(looked - look).toBeLessThanOrEqual(3);
      expect([manual <= asked, look <= looked]).toEqual([true, true]);
    }),
  );
});
