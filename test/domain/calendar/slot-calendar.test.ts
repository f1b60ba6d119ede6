import { describe, expect, test } from "vitest";
import { chooseCalendar, mostCells } from "#domain/calendar/calendar-window.ts";
import type { SlotCalendar } from "#domain/calendar/slot-calendar.ts";
import { dueIn } from "#domain/calendar/slot-sums.ts";
import type { Timing } from "#domain/schedules/schedule.ts";
import type { AllowedWindow } from "#domain/schedules/window.ts";
import { dayMs, hourMs, minuteMs } from "#domain/time/instants.ts";
import {
  cron,
  dropOf,
  every,
  failure,
  layout,
  runAt,
  slotsOf,
} from "#test/fixtures/calendar/slots.ts";

const noon = Date.UTC(2026, 10, 28, 12);

const choose = (timing: Timing, at = noon, zone = "UTC", now = at) =>
  chooseCalendar(slotsOf(timing), { at, now, zone });

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
    const calendar = layout(
      minutely,
      [
        runAt(noon - hourMs),
        runAt(noon - hourMs + minuteMs, { late: true }),
        runAt(noon - hourMs + 2 * minuteMs, { failure }),
        runAt(noon, { failure, late: true }),
      ],
      { now: noon },
    );
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
    const calendar = layout(slots, [dropOf({ ...drop, lastAt: noon - 46 * minuteMs })], {
      now: noon,
    });
    expect(
      cellsOf(calendar)
        .slice(0, 3)
        .map(({ dueAt }) => (dueAt - noon) / minuteMs),
    ).toEqual([-59, -58, -46]);
  });

  test("spreads the slots of a drop evenly where the schedule was another one.", () => {
    const drop = { fate: "skipped", count: 5, firstAt: noon - 50 * minuteMs } as const;
    const calendar = layout(
      slotsOf(every(hourMs), {}, noon - minuteMs),
      [dropOf({ ...drop, lastAt: noon - 10 * minuteMs })],
      { now: noon },
    );
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
    const calendar = layout(minutely, [manual, runAt(noon)], { now: noon });
    expect([calendar.manual.length, dueIn(calendar.sums)]).toEqual([1, 1]);
  });

  test("keeps the newest rows where an earlier schedule had more slots than a page holds.", () => {
    const entries = Array.from({ length: 3_000 }, (_, i) => runAt(noon - i * 5_000));
    const calendar = layout(slotsOf(every(hourMs)), entries, { now: noon });
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
    expect(fatesOf(layout(monthly, entries, { now: noon }), 0)).toEqual(["ran", "ran"]);
  });

  test("has slots beside each other that come in a burst.", () => {
    const calendar = layout(
      slotsOf(cron("*/20 30 * * * *")),
      [
        runAt(noon - 30 * minuteMs),
        runAt(noon - 30 * minuteMs + 20_000),
        runAt(noon - 30 * minuteMs + 40_000),
      ],
      { now: noon },
    );
    expect(fatesOf(calendar, 22)).toEqual([null, "ran", "ran", "ran"]);
  });

  test("of days has a place for each time of day, and no others.", () => {
    const times = [9, 12, 17].map((hours) => (hours - 36) * hourMs + noon);
    const calendar = layout(
      slotsOf(cron("0 9,12,17 * * *")),
      times.slice(0, 2).map((at) => runAt(at)),
      { now: noon },
    );
    expect(fatesOf(calendar, 28)).toEqual(["ran", "ran", "ahead"]);
  });

  test("that is over has nothing where nothing is told.", () => {
    const calendar = layout(minutely, [], { now: noon, at: noon - 3 * dayMs });
    expect(cellsOf(calendar)).toEqual([]);
  });

  test("of a target that never ran shows what is ahead.", () => {
    const calendar = layout(slotsOf(every(minuteMs), {}, noon + 1), [], { now: noon });
    expect([dueIn(calendar.sums), calendar.sums.ahead]).toEqual([0, 59]);
  });
});
