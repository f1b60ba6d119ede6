// Shows how schedules are said in words.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Schedule } from "#domain/schedules/schedule.ts";
import { scheduleObjection } from "#domain/schedules/schedule-objection.ts";
import { usualSchedule } from "#domain/targets/target.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import { describeCron } from "#ui/words/cron-words.ts";
import type { Standpoint } from "#ui/words/format.ts";
import {
  describePolicies,
  describeSchedule,
  describeTiming,
  describeWindow,
} from "#ui/words/schedule-words.ts";
import { languages } from "#ui/words/words.ts";

const now = Date.UTC(2026, 10, 28, 2, 12, 40);
const viewer: Standpoint = { language: "en", zone: "Europe/Berlin", now };
const zone = "Europe/Berlin";

describe("cron expressions", () => {
  it.each([
    ["*/5 * * * *", "every 5 minutes", "5 分ごと"],
    ["0 2 * * *", "every day at 02:00", "毎日 02:00"],
    [
      "*/15 9-17 * * mon-fri",
      "every 15 minutes, between 09:00 and 17:59, Monday through Friday",
      "15 分ごと、09:00〜17:59、月曜日〜金曜日",
    ],
    [
      "*/20 30 * * * *",
      "every 20 seconds, at 30 minutes past the hour",
      "20 秒ごと、毎時 30 分",
    ],
    ["30 0 0 * * *", "every day at 00:00:30", "毎日 00:00:30"],
    ["@Weekly", "at 00:00, only on Sunday", "00:00、日曜日"],
    ["0 0 L * *", "at 00:00, on the last day of the month", "00:00、毎月末日"],
    [
      "0 0 * * FRI#L",
      "at 00:00, on the last Friday of the month",
      "00:00、毎月最後の金曜日",
    ],
    [
      "0 0 * * MON#2",
      "at 00:00, on the second Monday of the month",
      "00:00、毎月第 2 月曜日",
    ],
    ["0 0 1,15 * *", "at 00:00, on day 1 and 15 of the month", "00:00、毎月 1、15 日"],
    [
      "0 0 1-5,10 * *",
      "at 00:00, on day 1 through 5 and 10 of the month",
      "00:00、毎月 1〜5、10 日",
    ],
    [
      "0 0 1 1,7 *",
      "at 00:00, on day 1 of the month, only in January and July",
      "00:00、1 日、1月、7月のみ",
    ],
  ])("%s is %s", (expression, english, japanese) => {
    expect(describeCron(expression, "en")).toBe(english);
    expect(describeCron(expression, "ja")).toBe(japanese);
  });

  it("a step that does not fill its field is told by its values", () => {
    expect(describeCron("*/45 * * * *", "en")).toBe("at 0 and 45 minutes past the hour");
    expect(describeCron("0 0 * * */3", "en")).toBe(
      "at 00:00, only on Sunday, Wednesday, and Saturday",
    );
  });

  it("day of month and day of week are joined as the expression joins them", () => {
    expect(describeCron("15 9 10 * 6", "ja")).toBe("09:15、毎月 10 日、または土曜日");
    expect(describeCron("15 9 10 * +6", "ja")).toBe("09:15、毎月 10 日、土曜日");
  });

  it.each(["0 0 1W,15W * *", "0 0 L,15 * *", "5 0 1 * mon-fri", "5 0 1 * +mon-fri"])(
    "%s, which has no words, is told by the expression itself",
    (expression) => {
      expect(languages.map((language) => describeCron(expression, language))).toEqual(
        languages.map(() => expression),
      );
    },
  );
});

describe("schedules", () => {
  it.each([
    [300_000, "every 5 minutes", "5 分ごと"],
    [60_000, "every minute", "1 分ごと"],
    [86_400_000, "every day", "1 日ごと"],
    [5_000, "every 5 seconds", "5 秒ごと"],
    [5_400_000, "every 1 h 30 min", "1 時間 30 分ごと"],
  ])("an interval of %d ms is %s", (everyMs, english, japanese) => {
    expect(describeTiming({ kind: "every", everyMs }, "en")).toBe(english);
    expect(describeTiming({ kind: "every", everyMs }, "ja")).toBe(japanese);
  });

  it("a cron expression is told with its zone", () => {
    const timing = { kind: "cron", expression: "0 2 * * *", zone: "Asia/Tokyo" } as const;
    expect(describeTiming(timing, "en")).toBe("every day at 02:00 Asia/Tokyo");
    expect(describeTiming(timing, "ja")).toBe("毎日 02:00（Asia/Tokyo）");
  });

  it.each([
    [[1, 2, 3, 4, 5], "09:00", "17:00", "Monday to Friday 09:00–17:00 Europe/Berlin"],
    [
      [1, 3, 7],
      "22:00",
      "06:00",
      "Monday, Wednesday and Sunday 22:00–06:00 Europe/Berlin",
    ],
    [[6, 7], "00:00", "24:00", "Saturday and Sunday all day Europe/Berlin"],
    [[1, 2, 3, 4, 5, 6, 7], "09:00", "09:30", "every day 09:00–09:30 Europe/Berlin"],
  ])("the window %j %s %s is %s", (weekdays, from, to, written) => {
    expect(describeWindow({ weekdays, from, to, zone }, "en")).toBe(written);
  });

  it("a window is told in Japanese", () => {
    const window = { weekdays: [1, 2, 3, 4, 5], from: "09:00", to: "17:00", zone };
    expect(describeWindow(window, "ja")).toBe(
      "月曜日〜金曜日 09:00–17:00（Europe/Berlin）",
    );
  });

  it("a schedule is told with its window and its bounds that lie ahead", () => {
    const schedule: Schedule = {
      ...usualSchedule,
      timing: { kind: "every", everyMs: 300_000 },
      window: { weekdays: [1, 2, 3, 4, 5], from: "09:00", to: "17:00", zone },
      startAt: now - 1,
      expiresAt: Date.UTC(2026, 11, 31, 11),
    };
    expect(describeSchedule(schedule, viewer)).toBe(
      "every 5 minutes, Monday to Friday 09:00–17:00 Europe/Berlin, until 31 Dec 12:00",
    );
    expect(describeSchedule({ ...schedule, startAt: now + 1_000 }, viewer)).toContain(
      "from 03:12:41",
    );
  });

  it("policies say what becomes of slots that are not served in time", () => {
    const schedule = { ...usualSchedule, graceMs: 0, catchUpMs: 3_600_000 } as Schedule;
    expect(describePolicies(schedule, "en")).toEqual({
      overlap: expect.stringContaining("skipped"),
      catchUp:
        "A slot that nobody served for more than 1 h is not run any more: it is missed.",
      grace: "A run that starts after its slot is late.",
    });
  });
});

const weekday = fc.constantFrom("1", "mon", "FRI", "0-3", "tue-thu", "1,3,5", "7");
const field = (most: number, extras: string[]) =>
  fc
    .oneof(
      fc.constant("*"),
      fc.constantFrom(...extras),
      fc.integer({ min: 1, max: most }).map(String),
      fc.integer({ min: 1, max: most }).map((step) => `*/${step}`),
      fc
        .uniqueArray(fc.integer({ min: 1, max: most }), { minLength: 2, maxLength: 4 })
        .map((values) => values.sort((a, b) => a - b)),
    )
    .map((value) => (Array.isArray(value) ? value.join(fieldMark) : value));
const fieldMark = ",";

const anyCron = fc
  .tuple(
    fc.option(fc.constantFrom("0", "30", "*/10", "5,35"), { nil: "" }),
    field(59, ["?", "0-30/7", "10-20"]),
    field(23, ["0-23/5", "9-17", "9-12,14-18"]),
    field(28, ["?", "L", "LW", "15W", "1,L", "1W,15W", "1-7"]),
    field(12, ["jan", "MAR-may", "1-6/2"]),
    fc.oneof(
      weekday,
      fc.constantFrom("*", "?", "5L", "FRI#L", "1#2,3#4", "+1", "+1-5", "*/2"),
    ),
  )
  .map((fields) => fields.join(" ").trim());

const anySchedule: fc.Arbitrary<Schedule> = fc.record({
  timing: fc.oneof(
    fc.integer({ min: 5, max: 31_622_400 }).map((seconds) => ({
      kind: "every" as const,
      everyMs: seconds * 1_000,
    })),
    fc.record({
      kind: fc.constant("cron" as const),
      expression: anyCron,
      zone: fc.constant(zone),
    }),
  ),
  window: fc.option(
    fc.record({
      weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
      from: fc.constantFrom("00:00", "09:30", "23:59"),
      to: fc.constantFrom("00:00", "09:30", "24:00"),
      zone: fc.constantFrom("UTC", zone),
    }),
  ),
  startAt: fc.option(fc.integer({ min: 0, max: 4e12 })),
  expiresAt: fc.option(fc.integer({ min: now, max: 4e12 })),
  overlap: fc.constantFrom("buffer-one", "keep-latest", "buffer-all", "skip"),
  catchUpMs: fc.integer({ min: 0, max: 604_800_000 }),
  graceMs: fc.integer({ min: 0, max: 86_400_000 }),
});

it("every schedule that is accepted has words in each language", () => {
  let accepted = 0;
  fc.assert(
    fc.property(anySchedule, (schedule) => {
      fc.pre(scheduleObjection(schedule, now) === null);
      accepted += 1;
      for (const language of languages) {
        const said = describeSchedule(schedule, { ...viewer, language });
        expect(said).not.toMatch(/^\s*$|undefined|null|NaN|%s/);
        expect(Object.values(describePolicies(schedule, language))).not.toContain("");
      }
    }),
    { numRuns: scenarios(600) },
  );
  expect(accepted).toBeGreaterThan(100);
});
