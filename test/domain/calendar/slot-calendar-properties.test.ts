// Shows for any schedule that its calendar has each slot once and that its sums add up.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseCalendar, mostCells } from "#domain/calendar/calendar-window.ts";
import { layoutSlots } from "#domain/calendar/slot-calendar.ts";
import { dueIn } from "#domain/calendar/slot-sums.ts";
import type { Entry } from "#domain/runs/run.ts";
import type { Slots, Timing } from "#domain/schedules/schedule.ts";
import { nextSlot } from "#domain/schedules/slots.ts";
import type { AllowedWindow } from "#domain/schedules/window.ts";
import { dayMs, hourOf } from "#domain/time/instants.ts";
import { dropOf, every, failure, runAt, slotsOf } from "#test/fixtures/calendar/slots.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

describe("Whatever the schedule,", () => {
  const zone = fc.constantFrom(
    "UTC",
    "America/New_York",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
  );
  const timing: fc.Arbitrary<Timing> = fc.oneof(
    fc
      .oneof(fc.integer({ min: 5, max: 120 }), fc.integer({ min: 5, max: 400_000 }))
      .map((seconds) => every(seconds * 1_000)),
    fc.record({
      kind: fc.constant("cron" as const),
      expression: fc.constantFrom(
        "* * * * *",
        "30 2 * * *",
        "30 1,2,14 * * *",
        "0 */3 * * MON-FRI",
        "*/20 30 * * * *",
        "15 9 10 * *",
      ),
      zone,
    }),
  );
  const window: fc.Arbitrary<AllowedWindow | null> = fc.option(
    fc.record({
      weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
      from: fc.constantFrom("00:00", "01:30", "09:00", "22:00"),
      to: fc.constantFrom("02:30", "06:00", "17:30"),
      zone,
    }),
    { nil: null },
  );
  // Clocks change within: New York 8 March, Berlin 29 March, Lord Howe 4 April.
  const instant = fc.integer({ min: Date.UTC(2026, 2, 6), max: Date.UTC(2026, 3, 8) });

  /** How slots end: most ran. */
  const endings = ["run", "run", "run", "late", "failed", "skipped", "missed"] as const;

  /** Ends every slot up to `now`; slots in a row of one fate and one hour are one drop. */
  function endSlots(due: readonly number[], draws: readonly number[]): Entry[] {
    const entries: Entry[] = [];
    for (const [i, dueAt] of due.entries()) {
      const ending = endings[(draws[i % draws.length] ?? 0) % endings.length] ?? "run";
      if (ending !== "skipped" && ending !== "missed") {
        const late = ending === "late";
        entries.push(
          runAt(dueAt, { late, failure: ending === "failed" ? failure : null }),
        );
        continue;
      }
      const last = entries.at(-1);
      const goesOn =
        last?.kind === "drop" &&
        last.drop.fate === ending &&
        hourOf(last.drop.firstAt) === hourOf(dueAt);
      if (goesOn)
        entries[entries.length - 1] = dropOf({
          ...last.drop,
          count: last.drop.count + 1,
          lastAt: dueAt,
        });
      else
        entries.push(dropOf({ fate: ending, count: 1, firstAt: dueAt, lastAt: dueAt }));
    }
    return entries;
  }

  /** The newest slots of the range, which are more than a page can hold. */
  function newestSlots(slots: Slots, from: number, to: number): number[] {
    const found: number[] = [];
    for (
      let at = nextSlot(slots, from - 1);
      at !== null && at < to;
      at = nextSlot(slots, at)
    ) {
      found.push(at);
      if (found.length > 4 * mostCells) found.splice(0, 2 * mostCells);
    }
    return found;
  }

  test("every slot has exactly one cell, rows follow each other, and sums add up.", () => {
    const any = fc.record({
      timing,
      window,
      zone,
      now: instant,
      anchoredBefore: fc.integer({ min: 0, max: 40 * dayMs }),
      draws: fc.array(fc.nat(99), { minLength: 1, maxLength: 50 }),
    });
    fc.assert(
      fc.property(any, ({ timing, window, zone, now, anchoredBefore, draws }) => {
        const anchorAt = Math.floor((now - anchoredBefore) / 1_000) * 1_000;
        const slots = slotsOf(timing, { window, startAt: null }, anchorAt);
        const shown = chooseCalendar(slots, { at: now, now, zone });
        const all = newestSlots(slots, shown.from, shown.to);
        const due = all.filter((at) => at <= now);
        const entries = endSlots(due, draws);
        const calendar = layoutSlots({ entries, slots, window: shown, now, zone });

        const kept = all.filter((at) => at >= calendar.from);
        const cells = calendar.rows.flatMap((row) =>
          row.cells.flatMap((cell) => cell ?? []),
        );
        expect(cells.map(({ dueAt }) => dueAt)).toEqual(kept);
        expect(kept.length).toBeLessThanOrEqual(mostCells);
        expect(dueIn(calendar.sums)).toBe(due.filter((at) => at >= calendar.from).length);
        expect(dueIn(calendar.sums) + calendar.sums.ahead).toBe(kept.length);
        let end = calendar.from;
        for (const row of calendar.rows) {
          expect(row.from).toBe(end);
          end = row.to;
          const held = row.cells.flatMap((cell) => cell ?? []);
          expect(held.every(({ dueAt }) => dueAt >= row.from && dueAt < row.to)).toBe(
            true,
          );
          expect(dueIn(row.sums) + row.sums.ahead).toBe(held.length);
        }
        expect(end).toBe(calendar.to);
      }),
      { numRuns: scenarios(600) },
    );
  });
});
