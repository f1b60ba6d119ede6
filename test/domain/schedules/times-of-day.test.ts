// Tests how times of day become a cron expression, and come back from it.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromCron, toCron } from "#domain/schedules/times-of-day.ts";

const everyDay = [1, 2, 3, 4, 5, 6, 7];

describe("times of day", () => {
  it.each([
    [["09:00"], everyDay, "0 9 * * *"],
    [["9:00", "17:00"], [1, 2, 3, 4, 5], "0 9,17 * * mon-fri"],
    [["17:30", "09:30", "09:30"], [7, 6], "30 9,17 * * sat,sun"],
    [["09:00", "09:30", "17:00", "17:30"], [1, 3], "0,30 9,17 * * mon,wed"],
  ])("%j on the days %j are %s", (times, weekdays, cron) => {
    expect(toCron({ times, weekdays })).toEqual({ cron });
  });

  it.each([
    [[], everyDay, { reason: "no-times" }],
    [["09:00"], [], { reason: "no-days" }],
    [["24:00"], everyDay, { reason: "not-a-time", text: "24:00" }],
    [["09:00", "nine"], everyDay, { reason: "not-a-time", text: "nine" }],
    [["09:00", "17:30"], everyDay, { reason: "also-fires", times: ["09:30", "17:00"] }],
  ])("%j on the days %j are refused: %j", (times, weekdays, objection) => {
    expect(toCron({ times, weekdays })).toEqual({ objection });
  });

  it.each([
    "*/5 * * * *",
    "0 9 1 * *",
    "0 9 * * 1-5",
    "00 9 * * *",
    "0  9 * * *",
    "0 9 * * fri-mon",
    "0 9 * * mon-tue",
    "@daily",
    "",
    "0 0 9 * * *",
    "0-5 9 * * *",
  ])("the expression %j is not shown as times", (expression) => {
    expect(fromCron(expression)).toBeNull();
  });

  it("come back from their expression", () => {
    const some = (most: number) =>
      fc.uniqueArray(fc.integer({ min: 0, max: most }), { minLength: 1, maxLength: 4 });
    const days = fc.subarray(everyDay, { minLength: 1 });
    fc.assert(
      fc.property(some(59), some(23), days, (minutes, hours, weekdays) => {
        const pad = (part: number) => String(part).padStart(2, "0");
        const times = hours
          .flatMap((hour) => minutes.map((minute) => `${pad(hour)}:${pad(minute)}`))
          .sort();
        const written = toCron({ times, weekdays });
        const cron = "cron" in written ? written.cron : "";
        expect(fromCron(cron)).toEqual({ times, weekdays });
      }),
    );
  });
});
