import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseCalendar, mostCells } from "#domain/calendar/calendar-window.ts";
import { layoutSlots, type SlotCalendar } from "#domain/calendar/slot-calendar.ts";
import { dueIn } from "#domain/calendar/slot-sums.ts";
import type { Drop, Entry, Run } from "#domain/runs/run.ts";
import { unseen } from "#domain/runs/run.ts";
import type { Schedule, Slots, Timing } from "#domain/schedules/schedule.ts";
import { nextSlot } from "#domain/schedules/slots.ts";
import type { AllowedWindow } from "#domain/schedules/window.ts";
import { dayMs, hourMs, hourOf, minuteMs } from "#domain/time/instants.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

const noon = Date.UTC(2026, 10, 28, 12);

const runAt = (dueAt: number, of: Partial<Run> = {}): Entry => ({
  kind: "run",
  run: {
    ...unseen,
    targetId: 1,
    dueAt,
    startedAt: dueAt + 5,
    firstByteMs: 100,
    bodyMs: 10,
    attempts: 1,
    tries: [],
    trigger: "schedule",
    late: false,
    notModified: false,
    changed: false,
    status: 200,
    ...of,
  },
});
const dropOf = (drop: Omit<Drop, "targetId">): Entry => ({
  kind: "drop",
  drop: { targetId: 1, ...drop },
});
const failure = { class: "status", status: 502, expected: "2xx" } as const;

const slotsOf = (timing: Timing, of: Partial<Schedule> = {}, anchorAt = 0): Slots => ({
  schedule: {
    timing,
    window: null,
    startAt: timing.kind === "every" ? 0 : null,
    expiresAt: null,
    overlap: "buffer-one",
    catchUpMs: 0,
    graceMs: 0,
    ...of,
  },
  seed: 1,
  anchorAt,
});
const every = (everyMs: number): Timing => ({ kind: "every", everyMs });
const cron = (expression: string, zone = "UTC"): Timing => ({
  kind: "cron",
  expression,
  zone,
});

const choose = (timing: Timing, at = noon, zone = "UTC", now = at) =>
  chooseCalendar(slotsOf(timing), { at, now, zone });

function layout(
  slots: Slots,
  entries: readonly Entry[],
  {
    now = noon,
    at = now,
    zone = "UTC",
  }: { now?: number; at?: number; zone?: string } = {},
): SlotCalendar {
  const window = chooseCalendar(slots, { at, now, zone });
  return layoutSlots({ entries, slots, window, now, zone });
}
const cellsOf = ({ rows }: SlotCalendar) =>
  rows.flatMap(({ cells }) => cells.flatMap((cell) => cell ?? []));
const fatesOf = (calendar: SlotCalendar, row: number) =>
  calendar.rows[row]?.cells.map((cell) => cell?.fate ?? null);

describe("The layout follows from how often a schedule fires.", () => {
  test.each([
    ["every 5 seconds", every(5_000), "ten-minutes", 2 * hourMs],
    ["every 30 seconds", every(30_000), "ten-minutes", 12 * hourMs],
    ["every minute", every(minuteMs), "hours", dayMs],
    ["every 45 minutes", every(45 * minuteMs), "hours", dayMs],
    ["every hour", every(hourMs), "hours", dayMs],
    ["every 90 minutes", every(90 * minuteMs), "days", 30 * dayMs],
    ["three seconds of an hour", cron("*/20 30 * * * *"), "hours", dayMs],
    ["office hours", cron("* 9-17 * * 1-5"), "hours", dayMs],
    ["three times a day", cron("0 9,12,17 * * *"), "days", 30 * dayMs],
    ["every day", cron("0 2 * * *"), "months", 91 * dayMs],
    ["on workdays", cron("0 2 * * 1-5"), "months", 91 * dayMs],
    ["on week-ends", cron("0 2 * * 6,7"), "months", 91 * dayMs],
    ["every Monday", cron("0 2 * * 1"), "list", 366 * dayMs],
    ["once a year", cron("0 2 1 1 *"), "list", 366 * dayMs],
  ] as const)("%s", (_, timing, expected, lengthMs) => {
    const { layout, from, to } = choose(timing);
    expect({ layout, lengthMs: to - from }).toEqual({ layout: expected, lengthMs });
  });

  test("A daily schedule has months where its clocks change, too.", () => {
    const timing = cron("30 2 * * *", "Europe/Berlin");
    for (const at of [Date.UTC(2026, 2, 20), Date.UTC(2026, 9, 20)])
      expect(choose(timing, at, "Asia/Tokyo").layout).toBe("months");
  });

  test("The windows before and after meet this one.", () => {
    for (const timing of [
      every(5_000),
      every(minuteMs),
      every(2 * hourMs),
      cron("0 2 * * *"),
    ]) {
      const now = noon + 400 * dayMs;
      const here = choose(timing, noon, "Europe/Berlin", now);
      const before = choose(timing, here.earlierAt, "Europe/Berlin", now);
      const after = choose(timing, here.laterAt ?? 0, "Europe/Berlin", now);
      expect([before.to, after.from]).toEqual([here.from, here.to]);
      expect(choose(timing, noon).laterAt).toBeNull();
    }
  });
});

describe("A calendar of slots", () => {
  const minutely = slotsOf(every(minuteMs));

  test("has a row an hour and a cell a minute, the newest row last.", () => {
    const calendar = layout(minutely, [
      runAt(noon - hourMs),
      runAt(noon - hourMs + minuteMs, { late: true }),
      runAt(noon - hourMs + 2 * minuteMs, { failure }),
      runAt(noon, { failure, late: true }),
    ]);
    expect(calendar.rows).toHaveLength(24);
    expect(calendar.columns).toBe(60);
    expect(fatesOf(calendar, 22)?.slice(0, 4)).toEqual(["ran", "late", "failed", null]);
    expect(fatesOf(calendar, 23)?.slice(0, 3)).toEqual(["failed", "ahead", "ahead"]);
    expect(calendar.rows.at(-1)?.sums).toEqual({
      ran: 0,
      late: 1,
      skipped: 0,
      missed: 0,
      failed: 1,
      ahead: 59,
    });
    expect(dueIn(calendar.sums)).toBe(4);
  });

  test("tells each slot of a drop, as the schedule has them.", () => {
    const slots = slotsOf(cron("1,2,14,50 * * * *"));
    const drop = { fate: "missed", count: 3, firstAt: noon - 59 * minuteMs } as const;
    const calendar = layout(slots, [dropOf({ ...drop, lastAt: noon - 46 * minuteMs })]);
    expect(
      cellsOf(calendar)
        .slice(0, 3)
        .map(({ dueAt }) => (dueAt - noon) / minuteMs),
    ).toEqual([-59, -58, -46]);
  });

  test("spreads the slots of a drop evenly where the schedule was another one.", () => {
    const drop = { fate: "skipped", count: 5, firstAt: noon - 50 * minuteMs } as const;
    const calendar = layout(slotsOf(every(hourMs), {}, noon - minuteMs), [
      dropOf({ ...drop, lastAt: noon - 10 * minuteMs }),
    ]);
    const minutes = cellsOf(calendar)
      .filter(({ fate }) => fate === "skipped")
      .map(({ dueAt }) => (dueAt - noon) / minuteMs);
    expect(minutes).toEqual([-50, -40, -30, -20, -10]);
  });

  test("has nothing before the anchor and outside of the window.", () => {
    const office: AllowedWindow = {
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      from: "09:30",
      to: "17:30",
      zone: "UTC",
    };
    const slots = slotsOf(every(minuteMs), { window: office }, noon + 312 * minuteMs);
    const last = layout(slots, [], { now: noon + 312 * minuteMs }).rows.at(-1);
    const held = last?.cells.flatMap((cell, place) => (cell ? [place] : []));
    expect(last?.cells).toHaveLength(60);
    expect(held).toEqual(Array.from({ length: 18 }, (_, i) => 12 + i));
  });

  test("tells manual runs beside the slots.", () => {
    const manual = runAt(noon - 1_001, { trigger: "manual" });
    const calendar = layout(minutely, [manual, runAt(noon)]);
    expect([calendar.manual.length, dueIn(calendar.sums)]).toEqual([1, 1]);
  });

  test("keeps the newest rows where an earlier schedule had more slots than a page holds.", () => {
    const entries = Array.from({ length: 3_000 }, (_, i) => runAt(noon - i * 5_000));
    const calendar = layout(slotsOf(every(hourMs)), entries);
    expect(calendar.isCut).toBe(true);
    expect(dueIn(calendar.sums)).toBe(2 * 720 + 1);
    const places = calendar.rows.reduce((sum, { cells }) => sum + cells.length, 0);
    expect(places).toBeLessThanOrEqual(mostCells);
  });

  test("has a place for each hour of the day on which clocks go back.", () => {
    const slots = slotsOf(every(hourMs * 2));
    const now = Date.UTC(2026, 9, 25, 22, 30); // Berlin's day of 25 hours
    const entries = Array.from({ length: 13 }, (_, i) =>
      runAt(Date.UTC(2026, 9, 24, 22) + i * 2 * hourMs),
    );
    const calendar = layout(slots, entries, { now, zone: "Europe/Berlin" });
    expect(calendar.rows.find(({ sums }) => sums.ran === 13)).toBeDefined();
  });

  test("is a list of a year where slots are rare.", () => {
    const monthly = slotsOf(cron("0 0 1 * *"));
    const entries = [Date.UTC(2026, 9, 1), Date.UTC(2026, 10, 1)].map((at) => runAt(at));
    expect(fatesOf(layout(monthly, entries), 0)).toEqual(["ran", "ran"]);
  });

  test("has slots beside each other that come in a burst.", () => {
    const calendar = layout(slotsOf(cron("*/20 30 * * * *")), [
      runAt(noon - 30 * minuteMs),
      runAt(noon - 30 * minuteMs + 20_000),
      runAt(noon - 30 * minuteMs + 40_000),
    ]);
    expect(fatesOf(calendar, 22)).toEqual([null, "ran", "ran", "ran"]);
  });

  test("that is over has nothing where nothing is told.", () => {
    const calendar = layout(minutely, [], { at: noon - 3 * dayMs });
    expect(cellsOf(calendar)).toEqual([]);
  });

  test("of a target that never ran shows what is ahead.", () => {
    const calendar = layout(slotsOf(every(minuteMs), {}, noon + 1), []);
    expect([dueIn(calendar.sums), calendar.sums.ahead]).toEqual([0, 59]);
  });
});

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

  /** What became of a slot, by a number from 0 to 9. */
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

  function slotsWithin(slots: Slots, from: number, to: number): number[] {
    const found: number[] = [];
    for (
      let at = nextSlot(slots, from - 1);
      at !== null && at < to;
      at = nextSlot(slots, at)
    ) {
      found.push(at);
      if (found.length > 4_000) break;
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
        const all = slotsWithin(slots, shown.from, shown.to);
        const due = all.filter((at) => at <= now);
        const entries = endSlots(due, draws);
        const calendar = layoutSlots({ entries, slots, window: shown, now, zone });

        const kept = all.filter((at) => at >= calendar.from);
        expect(cellsOf(calendar).map(({ dueAt }) => dueAt)).toEqual(kept);
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
