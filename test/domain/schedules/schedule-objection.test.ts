import { describe, expect, test } from "vitest";
import type { Schedule } from "#domain/schedules/schedule.ts";
import { scheduleObjection } from "#domain/schedules/schedule-objection.ts";
import type { AllowedWindow } from "#domain/schedules/window.ts";
import { anHourlySchedule } from "#test/fixtures/runs.ts";

const utc = (text: string) => Date.parse(`${text}Z`);
const now = utc("2025-01-06T10:20:30"); // a Monday
const hourMs = 3_600_000;
const dayMs = 86_400_000;

const every = (everyMs: number) => ({ timing: { kind: "every", everyMs } as const });
const cron = (expression: string, zone = "UTC") => ({
  timing: { kind: "cron", expression, zone } as const,
});
const hours = (changes: Partial<AllowedWindow>) => ({
  window: {
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    from: "09:00",
    to: "17:00",
    zone: "UTC",
    ...changes,
  },
});

describe("a schedule is accepted:", () => {
  test.each<[string, Partial<Schedule>]>([
    ["the shortest interval", every(5_000)],
    ["the longest interval", every(366 * dayMs)],
    ["every minute", cron("* * * * *")],
    ["every five seconds", cron("*/5 * * * * *")],
    ["a nickname", cron("@hourly", "Asia/Tokyo")],
    ["a zone by an older name", cron("0 0 * * *", "Asia/Calcutta")],
    ["a day of month or a weekday, though the day never comes", cron("0 0 30 2 MON")],
    ["29 February, on Mondays only", cron("0 0 29 2 +MON")],
    [
      "29 February, on Mondays only, by its window",
      { ...cron("0 12 29 2 *"), ...hours({ weekdays: [1] }) },
    ],
    ["a time that is skipped once a year", cron("30 2 * * *", "Europe/Berlin")],
    ["a window over midnight", hours({ from: "22:00", to: "06:00" })],
    ["a window up to 24:00", hours({ to: "24:00" })],
    ["a window of a whole day", hours({ from: "00:00", to: "00:00" })],
    ["an interval as long as the window is open", { ...every(8 * hourMs), ...hours({}) }],
    [
      "a daily interval on weekdays",
      { ...every(dayMs), ...hours({ weekdays: [1, 2, 3], from: "00:00", to: "24:00" }) },
    ],
    [
      "a daily interval that starts inside the window",
      { ...every(dayMs), ...hours({}), startAt: utc("2025-01-01T09:00") },
    ],
    ["a start in the past", { startAt: 0 }],
    [
      "an expiry after the next slot",
      { ...cron("0 11 * * *"), expiresAt: utc("2025-01-06T11:01") },
    ],
    ["an expiry soon, when it is due at once", { expiresAt: now + 1 }],
  ])("%s", (_, changes) => {
    expect(scheduleObjection(anHourlySchedule(changes), now)).toBeNull();
  });
});

describe("a schedule is refused:", () => {
  test.each<[string, Partial<Schedule>, string, string]>([
    ["too short", every(4_000), "every", "An interval is 5s to 366d long."],
    ["too long", every(367 * dayMs), "every", "An interval is 5s to 366d long."],
    ["no number", every(Number.NaN), "every", "An interval is 5s to 366d long."],
    [
      "no whole seconds",
      every(5_500),
      "every",
      "An interval is a whole number of seconds.",
    ],
    [
      "four fields",
      cron("* * * *"),
      "cron",
      'A cron expression has 5 fields, or 6 with seconds first; "* * * *" has 4.',
    ],
    [
      "seven fields",
      cron("0 0 0 1 1 * 2030"),
      "cron",
      'A cron expression has 5 fields, or 6 with seconds first; "0 0 0 1 1 * 2030" has 7.',
    ],
    [
      "no field",
      cron(""),
      "cron",
      'A cron expression has 5 fields, or 6 with seconds first; "" has 0.',
    ],
    [
      "an hour that is none",
      cron("0 24 * * *"),
      "cron",
      '"0 24 * * *" is no cron expression: Invalid value for hour: 24.',
    ],
    [
      "a day that is none",
      cron("0 0 32 * *"),
      "cron",
      '"0 0 32 * *" is no cron expression: Invalid value for day: 32.',
    ],
    [
      "a month that is none",
      cron("0 0 * 13 *"),
      "cron",
      '"0 0 * 13 *" is no cron expression: Invalid value for month: 13.',
    ],
    [
      "a letter",
      cron("x * * * *"),
      "cron",
      '"x * * * *" is no cron expression: minutes (x) contains illegal characters.',
    ],
    [
      "a date",
      cron("2030-01-01T00:00:00"),
      "cron",
      'A cron expression has 5 fields, or 6 with seconds first; "2030-01-01T00:00:00" has 1.',
    ],
    [
      "a date in fields",
      cron("0 0 1 1 12:30"),
      "cron",
      '"0 0 1 1 12:30" is no cron expression: it is a date.',
    ],
    [
      "@reboot",
      cron("@reboot"),
      "cron",
      '"@reboot" is none of @hourly, @daily, @weekly, @monthly and @yearly.',
    ],
    [
      "each second",
      cron("* * * * * *"),
      "cron",
      '"* * * * * *" fires more often than every 5s.',
    ],
    [
      "two seconds over the minute",
      cron("1,59 * * * * *"),
      "cron",
      '"1,59 * * * * *" fires more often than every 5s.',
    ],
    ["30 February", cron("0 0 30 2 *"), "cron", "The cron expression never fires."],
    [
      "an unknown zone",
      cron("0 0 * * *", "Mars/Olympus"),
      "zone",
      '"Mars/Olympus" is no time zone; expected an IANA name such as Europe/Berlin or UTC.',
    ],
    [
      "no zone",
      cron("0 0 * * *", ""),
      "zone",
      '"" is no time zone; expected an IANA name such as Europe/Berlin or UTC.',
    ],
    [
      "an offset for a zone",
      cron("0 0 * * *", "+09:00"),
      "zone",
      '"+09:00" is no time zone; expected an IANA name such as Europe/Berlin or UTC.',
    ],
    [
      "a window in an unknown zone",
      hours({ zone: "Mars/Olympus" }),
      "zone",
      '"Mars/Olympus" is no time zone; expected an IANA name such as Europe/Berlin or UTC.',
    ],
    [
      "a window without weekdays",
      hours({ weekdays: [] }),
      "window",
      "The window has no weekdays.",
    ],
    [
      "weekday 0",
      hours({ weekdays: [0] }),
      "window",
      "Weekdays go from 1 (Monday) to 7 (Sunday), not 0.",
    ],
    [
      "half a weekday",
      hours({ weekdays: [1.5] }),
      "window",
      "Weekdays go from 1 (Monday) to 7 (Sunday), not 1.5.",
    ],
    [
      "an hour of one digit",
      hours({ from: "9:00" }),
      "window",
      'The window opens at HH:MM, not at "9:00".',
    ],
    [
      "a window from 24:00",
      hours({ from: "24:00" }),
      "window",
      'The window opens at HH:MM, not at "24:00".',
    ],
    [
      "a window to 24:30",
      hours({ to: "24:30" }),
      "window",
      'The window closes at HH:MM or 24:00, not at "24:30".',
    ],
    [
      "a time outside the window",
      { ...cron("0 3 * * *"), ...hours({}) },
      "window",
      "No slot falls into the window within 1000 tries.",
    ],
    [
      "steps from startAt that pass the window by",
      { ...every(dayMs), ...hours({}), startAt: utc("2025-01-01T03:00") },
      "startAt",
      "No slot falls into the window within 1000 tries.",
    ],
    [
      "an interval longer than the window is open, left to chance",
      { ...every(dayMs), ...hours({}) },
      "every",
      "A slot every 1d may miss a window that is open for 8h; give startAt, or use cron.",
    ],
    [
      "an expiry at the start",
      { startAt: now + hourMs, expiresAt: now + hourMs },
      "expiresAt",
      "The schedule expires before it starts.",
    ],
    [
      "an expiry in the past",
      { expiresAt: now },
      "expiresAt",
      "The schedule has expired already.",
    ],
    [
      "an expiry before the first slot",
      { ...cron("0 11 * * *"), expiresAt: utc("2025-01-06T11:00") },
      "expiresAt",
      "The schedule expires before its first slot.",
    ],
  ])("%s", (_, changes, field, reason) => {
    expect(scheduleObjection(anHourlySchedule(changes), now)).toEqual({ field, reason });
  });
});
