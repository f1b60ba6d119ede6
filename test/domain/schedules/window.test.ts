import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AllowedWindow,
  shortestOpeningMs,
  windowStateAt,
} from "#domain/schedules/window.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const hourMs = 3_600_000;
const utc = (text: string) => Date.parse(`${text}Z`);
const toIso = (at: number) => new Date(at).toISOString().replace(":00.000Z", "");

/** The openings that begin in [from, to), joined where one follows the other at once. */
function listOpenings(window: AllowedWindow, from: string, to: string): string[] {
  const openings: { opens: number; closes: number }[] = [];
  for (let at = utc(from); at < utc(to); ) {
    const { open, until } = windowStateAt(window, at);
    const last = openings.at(-1);
    if (open && last?.closes === at) last.closes = until;
    else if (open) openings.push({ opens: at, closes: until });
    at = until;
  }
  return openings.map(({ opens, closes }) => `${toIso(opens)} ${toIso(closes)}`);
}

describe("a window opens and closes", () => {
  const table: [string, AllowedWindow, string, string, string[]][] = [
    [
      "in civil time of its zone, on its weekdays",
      { weekdays: [1, 2, 3, 4, 5], from: "09:00", to: "17:00", zone: "Asia/Kolkata" },
      "2025-01-03T00:00", // a Friday; 09:00 +05:30 is 03:30Z
      "2025-01-07T00:00",
      ["2025-01-03T03:30 2025-01-03T11:30", "2025-01-06T03:30 2025-01-06T11:30"],
    ],
    [
      "over midnight, on the weekday of its opening",
      { weekdays: [5], from: "22:00", to: "06:00", zone: "UTC" },
      "2025-01-01T00:00",
      "2025-01-09T00:00",
      ["2025-01-03T22:00 2025-01-04T06:00"], // Friday night
    ],
    [
      "at midnight when it ends at 24:00",
      { weekdays: [7], from: "12:00", to: "24:00", zone: "UTC" },
      "2025-01-01T00:00",
      "2025-01-09T00:00",
      ["2025-01-05T12:00 2025-01-06T00:00"],
    ],
    [
      "from midnight to midnight when from is to, whatever the hour",
      { weekdays: [6, 7], from: "09:00", to: "09:00", zone: "UTC" },
      "2025-01-01T00:00",
      "2025-01-09T00:00",
      ["2025-01-04T00:00 2025-01-06T00:00"],
    ],
    [
      "an hour earlier in UTC once clocks have gone forward",
      { weekdays: everyDay, from: "09:00", to: "10:00", zone: "America/New_York" },
      "2025-03-08T00:00", // 09:00 EST = 14:00Z, from 9 March EDT = 13:00Z
      "2025-03-10T00:00",
      ["2025-03-08T14:00 2025-03-08T15:00", "2025-03-09T13:00 2025-03-09T14:00"],
    ],
    [
      "when the gap ends, if it opens in it",
      { weekdays: everyDay, from: "02:30", to: "04:00", zone: "Europe/Berlin" },
      "2025-03-30T00:00", // 02:00 CET -> 03:00 CEST at 01:00Z
      "2025-03-30T22:00",
      ["2025-03-30T01:00 2025-03-30T02:00"],
    ],
    [
      "when the gap begins, if it closes in it",
      { weekdays: everyDay, from: "01:00", to: "02:30", zone: "Europe/Berlin" },
      "2025-03-29T22:00",
      "2025-03-30T22:00",
      ["2025-03-30T00:00 2025-03-30T01:00"],
    ],
    [
      "not at all, if it lies in the gap",
      { weekdays: everyDay, from: "02:00", to: "03:00", zone: "Europe/Berlin" },
      "2025-03-29T12:00",
      "2025-03-31T00:00",
      [],
    ],
    [
      "twice, if it closes in the repeated hour",
      { weekdays: everyDay, from: "01:00", to: "02:30", zone: "Europe/Berlin" },
      "2025-10-25T12:00", // 03:00 CEST -> 02:00 CET at 01:00Z: 02:00-02:30 comes again
      "2025-10-26T12:00",
      ["2025-10-25T23:00 2025-10-26T00:30", "2025-10-26T01:00 2025-10-26T01:30"],
    ],
    [
      "an hour later, if it opens at the midnight that is skipped",
      { weekdays: everyDay, from: "00:00", to: "02:00", zone: "Asia/Beirut" },
      "2025-03-29T12:00", // 00:00 -> 01:00 at 22:00Z: 01:00 is the first minute of the day
      "2025-03-30T12:00",
      ["2025-03-29T22:00 2025-03-29T23:00"],
    ],
    [
      "again, if midnight comes twice",
      { weekdays: [6], from: "22:00", to: "24:00", zone: "Asia/Beirut" },
      "2025-10-25T00:00", // Sunday 00:00 EEST -> Saturday 23:00 EET at 21:00Z: three hours
      "2025-10-26T12:00",
      ["2025-10-25T19:00 2025-10-25T22:00"],
    ],
    [
      "by the half hour where clocks shift by it",
      { weekdays: everyDay, from: "02:00", to: "03:00", zone: "Australia/Lord_Howe" },
      "2025-10-03T00:00", // 02:00 +10:30 -> 02:30 +11:00 at 15:30Z on the 4th
      "2025-10-05T00:00",
      ["2025-10-03T15:30 2025-10-03T16:30", "2025-10-04T15:30 2025-10-04T16:00"],
    ],
    [
      "at UTC+13:45",
      { weekdays: everyDay, from: "09:00", to: "10:00", zone: "Pacific/Chatham" },
      "2025-01-01T00:00", // 09:00 - 13:45 = 19:15 the day before
      "2025-01-02T00:00",
      ["2025-01-01T19:15 2025-01-01T20:15"],
    ],
  ];
  test.each(table)("%s", (_, window, from, to, openings) => {
    expect(listOpenings(window, from, to)).toEqual(openings);
  });
});

describe("the shortest opening", () => {
  test.each([
    ["is its hours", [1, 3], "09:00", "17:00", 8 * hourMs],
    ["counts over midnight", [1, 3], "22:00", "06:00", 8 * hourMs],
    ["is a day when days stand alone", [1, 3, 4], "00:00", "24:00", 24 * hourMs],
    ["joins days in a row, Sunday and Monday too", [7, 1], "00:00", "00:00", 48 * hourMs],
    [
      "has no end when it never closes",
      everyDay,
      "00:00",
      "24:00",
      Number.POSITIVE_INFINITY,
    ],
  ])("%s", (_, weekdays, from, to, ms) => {
    expect(shortestOpeningMs({ weekdays, from, to, zone: "UTC" })).toBe(ms);
  });
});

describe("for any window and instant", () => {
  const weekdayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
  const formats = new Map<string, Intl.DateTimeFormat>();

  /** By the definition: what a clock and a calendar in the zone show. */
  function isInside(window: AllowedWindow, at: number): boolean {
    const format =
      formats.get(window.zone) ??
      new Intl.DateTimeFormat("en-GB", {
        timeZone: window.zone,
        weekday: "short",
        hour: "2-digit",
        minute: "2-digit",
      });
    formats.set(window.zone, format);
    const [weekday = "", clock = ""] = format.format(at).split(" ");
    const today = weekdayNames.indexOf(weekday) + 1;
    const opensOn = (day: number) => window.weekdays.includes(day);
    if (window.from === window.to) return opensOn(today);
    if (window.from < window.to)
      return opensOn(today) && clock >= window.from && clock < window.to;
    return (
      (opensOn(today) && clock >= window.from) ||
      (opensOn(((today + 5) % 7) + 1) && clock < window.to)
    );
  }

  const clock = fc
    .integer({ min: 0, max: 95 })
    .map(
      (n) =>
        `${String(Math.floor(n / 4)).padStart(2, "0")}:${String((n % 4) * 15).padStart(2, "0")}`,
    );
  const window = fc.record({
    weekdays: fc.subarray(everyDay, { minLength: 1 }),
    from: clock,
    to: fc.oneof(clock, fc.constant("24:00")),
    zone: fc.constantFrom(
      "UTC",
      "America/New_York",
      "Europe/Berlin",
      "Australia/Lord_Howe",
      "Asia/Beirut",
      "Asia/Kolkata",
      "Pacific/Chatham",
      "America/Santiago",
      "Africa/Casablanca",
    ),
  });
  const instant = fc.integer({
    min: utc("2024-01-01T00:00"),
    max: utc("2026-01-01T00:00"),
  });

  test("the clock in the zone says the same through the whole stretch", () => {
    fc.assert(
      fc.property(
        window,
        instant,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (window, at, share) => {
          const { open, until } = windowStateAt(window, at);
          expect(until).toBeGreaterThan(at);
          const within = at + Math.floor((until - 1 - at) * share);
          expect([at, within, until - 1].map((t) => isInside(window, t))).toEqual([
            open,
            open,
            open,
          ]);
        },
      ),
      { numRuns: scenarios(3_000) },
    );
  });
});
