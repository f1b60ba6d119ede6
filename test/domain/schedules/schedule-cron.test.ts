import { Cron } from "croner";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cronInstantFrom } from "#domain/schedules/cron.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

const utc = (text: string) => Date.parse(`${text}Z`);
const hourMs = 3_600_000;

function listInstants(
  expression: string,
  zone: string,
  from: string,
  n: number,
): string[] {
  const instants: string[] = [];
  for (let at = utc(from); instants.length < n; ) {
    const found = cronInstantFrom(expression, zone, at);
    if (found === null) break;
    instants.push(new Date(found).toISOString().slice(0, 16));
    at = found + 1;
  }
  return instants;
}

describe("a daily time that is skipped fires when the gap ends, on that day only", () => {
  test.each([
    // 02:00 EST -> 03:00 EDT at 07:00Z; then 02:30 EDT = 06:30Z
    [
      "30 2 * * *",
      "America/New_York",
      "2025-03-09T00:00",
      ["2025-03-09T07:00", "2025-03-10T06:30"],
    ],
    // 02:00 CET -> 03:00 CEST at 01:00Z; then 02:30 CEST = 00:30Z
    [
      "30 2 * * *",
      "Europe/Berlin",
      "2025-03-29T12:00",
      ["2025-03-30T01:00", "2025-03-31T00:30"],
    ],
    // 02:00 +10:30 -> 02:30 +11 at 15:30Z; then 02:15 +11 = 15:15Z
    [
      "15 2 * * *",
      "Australia/Lord_Howe",
      "2025-10-04T00:00",
      ["2025-10-04T15:30", "2025-10-05T15:15"],
    ],
    // 00:00 -> 01:00 +03 at 22:00Z; then 00:30 +03 = 21:30Z
    [
      "30 0 * * *",
      "Asia/Beirut",
      "2025-03-29T12:00",
      ["2025-03-29T22:00", "2025-03-30T21:30"],
    ],
    // 00:00 -03 -> 01:00 -02 at 03:00Z; then 00:00 -02 = 02:00Z
    [
      "0 0 * * *",
      "America/Sao_Paulo",
      "2018-11-03T12:00",
      ["2018-11-04T03:00", "2018-11-05T02:00"],
    ],
    // 02:45 +12:45 -> 03:45 +13:45 at 14:00Z; then 03:00 +13:45 = 13:15Z
    [
      "0 3 * * *",
      "Pacific/Chatham",
      "2025-09-27T00:00",
      ["2025-09-27T14:00", "2025-09-28T13:15"],
    ],
    // a list is times like one time: both 02:30 and 02:45 wait for 01:00Z, and are one
    // slot
    [
      "30,45 2,14 * * *",
      "Europe/Berlin",
      "2025-03-29T13:00",
      ["2025-03-29T13:30", "2025-03-29T13:45", "2025-03-30T01:00", "2025-03-30T12:30"],
    ],
    // no clock change: 02:30 +05:30 = 21:00Z
    [
      "30 2 * * *",
      "Asia/Kolkata",
      "2025-03-29T12:00",
      ["2025-03-29T21:00", "2025-03-30T21:00"],
    ],
  ])("%s %s", (expression, zone, from, instants) => {
    expect(listInstants(expression, zone, from, instants.length)).toEqual(instants);
  });
});

describe("a slot at the end of a skipped hour", () => {
  test.each([
    ["30 2 * * *", "Europe/Berlin", "2025-03-30T01:00"],
    ["30 2 * * *", "America/New_York", "2025-03-09T07:00"],
    ["15 2 * * *", "Australia/Lord_Howe", "2025-10-04T15:30"],
  ])("of %s in %s is found also from that instant on", (expression, zone, slot) => {
    for (const before of [0, 1, 999, 1_000, 1_001, 60_000])
      expect(
        listInstants(
          expression,
          zone,
          new Date(utc(slot) - before).toISOString().slice(0, -1),
          1,
        ),
      ).toEqual([slot]);
  });
});

describe("a daily time that comes twice fires the first time", () => {
  test.each([
    // 02:00 EDT -> 01:00 EST at 06:00Z: 01:30 EDT = 05:30Z; then 01:30 EST = 06:30Z
    [
      "30 1 * * *",
      "America/New_York",
      "2025-11-02T00:00",
      ["2025-11-02T05:30", "2025-11-03T06:30"],
    ],
    // asked between the two: today's has been
    ["30 1 * * *", "America/New_York", "2025-11-02T06:10", ["2025-11-03T06:30"]],
    // 03:00 CEST -> 02:00 CET at 01:00Z: 02:30 CEST = 00:30Z; then 02:30 CET = 01:30Z
    [
      "30 2 * * *",
      "Europe/Berlin",
      "2025-10-25T12:00",
      ["2025-10-26T00:30", "2025-10-27T01:30"],
    ],
    // 02:00 +11 -> 01:30 +10:30 at 15:00Z: 01:45 +11 = 14:45Z; then 01:45 +10:30 = 15:15Z
    [
      "45 1 * * *",
      "Australia/Lord_Howe",
      "2025-04-05T00:00",
      ["2025-04-05T14:45", "2025-04-06T15:15"],
    ],
    // Sunday 00:00 +03 -> Saturday 23:00 +02 at 21:00Z: 23:30 +03 = 20:30Z; then 23:30
    // +02 = 21:30Z
    [
      "30 23 * * *",
      "Asia/Beirut",
      "2025-10-25T12:00",
      ["2025-10-25T20:30", "2025-10-26T21:30"],
    ],
    // 03:45 +13:45 -> 02:45 +12:45 at 14:00Z: 03:00 +13:45 = 13:15Z; then 03:00 +12:45 =
    // 14:15Z
    [
      "0 3 * * *",
      "Pacific/Chatham",
      "2025-04-05T00:00",
      ["2025-04-05T13:15", "2025-04-06T14:15"],
    ],
    [
      "0,30 1 * * *",
      "America/New_York",
      "2025-11-02T00:00",
      ["2025-11-02T05:00", "2025-11-02T05:30", "2025-11-03T06:00"],
    ],
  ])("%s %s from %s", (expression, zone, from, instants) => {
    expect(listInstants(expression, zone, from, instants.length)).toEqual(instants);
  });
});

describe("wildcards fire in real time while clocks change", () => {
  test.each([
    ["America/New_York", "2025-03-09T07:00"],
    ["America/New_York", "2025-11-02T06:00"],
    ["Europe/Berlin", "2025-03-30T01:00"],
    ["Europe/Berlin", "2025-10-26T01:00"],
    ["Asia/Beirut", "2025-03-29T22:00"],
    ["Asia/Beirut", "2025-10-25T21:00"],
    ["Australia/Lord_Howe", "2025-10-04T15:30"],
    ["Australia/Lord_Howe", "2025-04-05T15:00"],
    ["Pacific/Chatham", "2025-09-27T14:00"],
    ["Pacific/Chatham", "2025-04-05T14:00"],
  ])("%s at %s", (zone, change) => {
    const at = utc(change);
    const minutes = Array.from({ length: 360 }, (_, n) => at - 3 * hourMs + n * 60_000);
    expect(
      minutes.map((minute) => cronInstantFrom("* * * * *", zone, minute - 59_999)),
    ).toEqual(minutes);
    const quarters = minutes.filter((_, n) => n % 15 === 0);
    expect(
      quarters.map((quarter) => cronInstantFrom("*/15 * * * *", zone, quarter - 899_999)),
    ).toEqual(quarters);
  });

  test("both times through the repeated hour, though the next date is half a year away", () => {
    // 01:30 EDT = 05:30Z has been; 01:00 EST = 06:00Z, 01:30 EST = 06:30Z; 01:00 EDT in
    // June = 05:00Z
    const instants = ["2025-11-02T06:00", "2025-11-02T06:30", "2026-06-02T05:00"];
    expect(
      listInstants("*/30 1 2 6,11 *", "America/New_York", "2025-11-02T05:45", 3),
    ).toEqual(instants);
  });

  test("every full hour of the clock, where the clock shifts by half of one", () => {
    // 01:00 +11 = 14:00Z; 02:00 +11 is 01:30 +10:30 = 15:00Z; 02:00 +10:30 = 15:30Z
    const hours = [
      "2025-04-05T13:00",
      "2025-04-05T14:00",
      "2025-04-05T15:30",
      "2025-04-05T16:30",
    ];
    expect(
      listInstants("0 * * * *", "Australia/Lord_Howe", "2025-04-05T13:00", 4),
    ).toEqual(hours);
  });
});

describe("an expression may have", () => {
  test.each([
    [
      "names",
      "0 9 * JAN MON-FRI",
      ["2025-01-01T09:00", "2025-01-02T09:00", "2025-01-03T09:00", "2025-01-06T09:00"],
    ],
    ["7 for Sunday", "0 9 * * 7", ["2025-01-05T09:00", "2025-01-12T09:00"]],
    ["0 for Sunday", "0 9 * * 0", ["2025-01-05T09:00", "2025-01-12T09:00"]],
    [
      "day of month or weekday (Vixie)",
      "0 0 3 * MON",
      ["2025-01-03T00:00", "2025-01-06T00:00"],
    ],
    ["seconds first", "30 0 12 * * *", ["2025-01-01T12:00"]],
    ["a nickname", "@daily", ["2025-01-01T00:00", "2025-01-02T00:00"]],
    ["the last day", "0 0 L * *", ["2025-01-31T00:00", "2025-02-28T00:00"]],
    [
      "29 February on Mondays only",
      "0 0 29 2 +MON",
      ["2044-02-29T00:00", "2072-02-29T00:00"],
    ],
  ])("%s", (_, expression, instants) => {
    expect(listInstants(expression, "UTC", "2025-01-01T00:00", instants.length)).toEqual(
      instants,
    );
  });

  test("an end: 30 February never comes", () => {
    expect(
      cronInstantFrom("0 0 30 2 *", "Europe/Berlin", utc("2025-01-01T00:00")),
    ).toBeNull();
  });
});

test("an unknown zone throws", () => {
  expect(() => cronInstantFrom("* * * * *", "Mars/Olympus", 0)).toThrow(RangeError);
});

test("the instants are croner's own, near clock changes and far from them", () => {
  const changes = [
    "2025-03-09T07:00",
    "2025-11-02T06:00",
    "2025-03-30T01:00",
    "2025-10-26T01:00",
    "2025-10-04T15:30",
    "2025-04-05T15:00",
    "2025-03-29T22:00",
    "2025-10-25T21:00",
    "2025-09-27T14:00",
    "2025-04-05T14:00",
  ];
  const instant = fc.oneof(
    fc.integer({ min: utc("2023-01-01T00:00"), max: utc("2027-01-01T00:00") }),
    fc
      .tuple(
        fc.constantFrom(...changes),
        fc.integer({ min: -5 * hourMs, max: 5 * hourMs }),
      )
      .map(([change, ms]) => utc(change) + ms),
  );
  const zone = fc.constantFrom(
    "UTC",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Asia/Beirut",
    "Pacific/Chatham",
    "America/Santiago",
    "Africa/Casablanca",
  );
  const fields = fc.tuple(
    fc.constantFrom("", "*/20 ", "7 "),
    fc.constantFrom("*", "*/7", "0", "30", "0,45", "10-20"),
    fc.constantFrom("*", "*/3", "0", "2", "1,2", "0-3", "23"),
    fc.constantFrom("*", "1", "L", "26-31", "*/9"),
    fc.constantFrom("*", "3,10", "4"),
    fc.constantFrom("*", "SUN", "1-5"),
  );
  fc.assert(
    fc.property(fields, zone, instant, ([seconds, ...rest], zone, from) => {
      const expression = seconds + rest.join(" ");
      const croner = new Cron(expression, {
        timezone: zone,
        fixedTimeRule: "no-wildcard",
      });
      expect(cronInstantFrom(expression, zone, from)).toBe(
        croner.nextRun(new Date(from - 1))?.getTime(),
      );
    }),
    { numRuns: scenarios(5_000) },
  );
});
