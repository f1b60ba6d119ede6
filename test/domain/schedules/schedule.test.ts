import { describe, expect, test } from "vitest";
import { createAllowance } from "#domain/allowance.ts";
import { phaseOf } from "#domain/schedules/phase.ts";
import type { Schedule, Slots } from "#domain/schedules/schedule.ts";
import { countSlots, nextSlot, previewSlots } from "#domain/schedules/slots.ts";
import type { AllowedWindow } from "#domain/schedules/window.ts";
import { anHourlySchedule } from "#test/fixtures/runs.ts";

const utc = (text: string) => Date.parse(`${text}Z`);
const toIso = (at: number) => new Date(at).toISOString().slice(0, 19);
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

// A Monday. Seed 2 has the phase 58 minutes of an hour.
const anchor = utc("2025-01-06T10:20:30");

function makeSlots(changes: Partial<Schedule>, anchorAt = anchor, seed = 2): Slots {
  return { schedule: anHourlySchedule(changes), seed, anchorAt };
}

const listSlots = (slots: Slots, n: number) =>
  previewSlots(slots, slots.anchorAt - 1, n).map(toIso);
const every = (everyMs: number) => ({ kind: "every", everyMs }) as const;
const cron = (expression: string, zone = "UTC") =>
  ({ kind: "cron", expression, zone }) as const;
const officeHours: AllowedWindow = {
  weekdays: [1, 2, 3, 4, 5],
  from: "09:00",
  to: "17:00",
  zone: "UTC",
};

describe("an interval without startAt", () => {
  test("is due at its anchor at once, then at its phase", () => {
    expect(listSlots(makeSlots({}), 3)).toEqual([
      "2025-01-06T10:20:30",
      "2025-01-06T10:58:00", // 37.5 minutes later, more than half an hour
      "2025-01-06T11:58:00",
    ]);
  });

  test("leaves out the aligned slot that comes less than half a step after the anchor", () => {
    // 10:58 is 29 minutes after 10:29
    expect(listSlots(makeSlots({}, utc("2025-01-06T10:29:00")), 2)).toEqual([
      "2025-01-06T10:29:00",
      "2025-01-06T11:58:00",
    ]);
    // 10:58 is 30 minutes after 10:28
    expect(listSlots(makeSlots({}, utc("2025-01-06T10:28:00")), 2)).toEqual([
      "2025-01-06T10:28:00",
      "2025-01-06T10:58:00",
    ]);
  });

  test("meets whole minutes from a minute up, whole seconds below", () => {
    const [, minute = 1] = previewSlots(
      makeSlots({ timing: every(90_000) }),
      anchor - 1,
      2,
    );
    expect(minute % 90_000).toBe(phaseOf(2, 90_000));
    expect(phaseOf(2, 90_000) % minuteMs).toBe(0);
    const [, second = 1] = previewSlots(
      makeSlots({ timing: every(7_000) }),
      anchor - 1,
      2,
    );
    expect(second % 7_000).toBe(phaseOf(2, 7_000));
    expect(second % 1_000).toBe(0);
  });

  test("keeps its phase when the anchor moves", () => {
    const phases = [anchor, anchor + 12_345_678, anchor + 400 * dayMs].map((anchorAt) => {
      const [, aligned = 0] = previewSlots(makeSlots({}, anchorAt), anchorAt, 2);
      return aligned % hourMs;
    });
    expect(phases).toEqual([58 * minuteMs, 58 * minuteMs, 58 * minuteMs]);
  });

  test("has no slot before its anchor", () => {
    expect(nextSlot(makeSlots({}), 0)).toBe(anchor);
  });
});

describe("an interval with startAt", () => {
  test("counts its steps from there, with no slot at the anchor", () => {
    const startAt = utc("2025-01-06T12:00:07");
    expect(listSlots(makeSlots({ startAt }), 2)).toEqual([
      "2025-01-06T12:00:07",
      "2025-01-06T13:00:07",
    ]);
  });

  test("goes on from the anchor when it started long ago", () => {
    const startAt = utc("2020-01-01T00:00:07");
    expect(listSlots(makeSlots({ startAt }), 2)).toEqual([
      "2025-01-06T11:00:07",
      "2025-01-06T12:00:07",
    ]);
  });

  test("drifts by an hour in civil time when clocks change, as a day is 24 hours", () => {
    // 09:00 in New York; clocks go forward on 9 March, and 14:00Z is 10:00 then
    const slots = makeSlots({ timing: every(dayMs), startAt: utc("2025-03-08T14:00") });
    expect(listSlots(slots, 2)).toEqual(["2025-03-08T14:00:00", "2025-03-09T14:00:00"]);
    const civil = makeSlots(
      { timing: cron("0 9 * * *", "America/New_York") },
      utc("2025-03-08T14:00"),
    );
    expect(listSlots(civil, 2)).toEqual(["2025-03-08T14:00:00", "2025-03-09T13:00:00"]);
  });
});

describe("a cron expression", () => {
  test("counts an instant equal to the anchor", () => {
    const anchorAt = utc("2025-01-06T10:20");
    expect(listSlots(makeSlots({ timing: cron("*/10 * * * *") }, anchorAt), 2)).toEqual([
      "2025-01-06T10:20:00",
      "2025-01-06T10:30:00",
    ]);
  });

  test("begins at startAt, inclusive", () => {
    const startAt = utc("2025-01-07T00:00");
    expect(listSlots(makeSlots({ timing: cron("0 0 * * *"), startAt }), 1)).toEqual([
      "2025-01-07T00:00:00",
    ]);
  });
});

describe("a schedule ends", () => {
  test("before expiresAt, exclusive", () => {
    const expiresAt = utc("2025-01-06T11:58");
    expect(listSlots(makeSlots({ expiresAt }), 9)).toEqual([
      "2025-01-06T10:20:30",
      "2025-01-06T10:58:00",
    ]);
    expect(listSlots(makeSlots({ expiresAt: expiresAt + 1 }), 9)).toHaveLength(3);
  });
});

describe("a window", () => {
  test("also takes away the slot at the anchor", () => {
    const anchorAt = utc("2025-01-04T12:00"); // a Saturday
    expect(listSlots(makeSlots({ window: officeHours }, anchorAt), 1)).toEqual([
      "2025-01-06T09:58:00",
    ]);
  });

  test("does not move the slots inside it", () => {
    const anchorAt = utc("2025-01-03T15:30"); // a Friday
    expect(listSlots(makeSlots({ window: officeHours }, anchorAt), 4)).toEqual([
      "2025-01-03T15:30:00",
      "2025-01-03T16:58:00", // 15:58 is less than half an hour away
      "2025-01-06T09:58:00",
      "2025-01-06T10:58:00",
    ]);
  });

  test("bounds a cron expression of another zone", () => {
    // 09:00-17:00 in Tokyo (+9) is 00:00-08:00Z
    const window = { ...officeHours, zone: "Asia/Tokyo" };
    expect(listSlots(makeSlots({ timing: cron("0 */6 * * *"), window }), 3)).toEqual([
      "2025-01-07T00:00:00",
      "2025-01-07T06:00:00",
      "2025-01-08T00:00:00",
    ]);
  });

  test("that no slot ever meets gives no slots, in bounded work", () => {
    expect(
      nextSlot(makeSlots({ timing: cron("0 3 * * *"), window: officeHours }), anchor),
    ).toBeNull();
    const startAt = utc("2025-01-01T03:00");
    const daily = makeSlots({ timing: every(dayMs), window: officeHours, startAt });
    expect(nextSlot(daily, anchor)).toBeNull();
  });
});

describe("counting", () => {
  test("the slots of an interval is exact arithmetic, whatever the limit", () => {
    const startAt = utc("2025-01-01T00:00");
    const slots = makeSlots({ timing: every(5_000), startAt }, 0);
    // 10 years of 3,652 days (2028, 2032 leap): 3,652 * 86,400 / 5 = 63,106,560
    const until = utc("2035-01-01T00:00");
    expect(countSlots(slots, startAt, until, createAllowance(0))).toEqual({
      count: 63_106_560,
      first: startAt + 5_000,
      last: until,
      upTo: until,
    });
  });

  test("leaves out `after` and takes in `until`", () => {
    const slots = makeSlots({ timing: cron("0 * * * *") }, 0);
    const [ten, noon] = [utc("2025-01-06T10:00"), utc("2025-01-06T12:00")];
    expect(countSlots(slots, ten, noon, createAllowance(99))).toEqual({
      count: 2,
      first: ten + hourMs,
      last: noon,
      upTo: noon,
    });
  });

  test("stops at the limit and says how far it got", () => {
    const slots = makeSlots({ timing: cron("0 * * * *") }, 0);
    const ten = utc("2025-01-06T10:00");
    expect(countSlots(slots, ten, ten + dayMs, createAllowance(3))).toEqual({
      count: 3,
      first: ten + hourMs,
      last: ten + 3 * hourMs,
      upTo: ten + 3 * hourMs,
    });
    expect(countSlots(slots, ten, ten + dayMs, createAllowance(0))).toEqual({
      count: 0,
      first: null,
      last: null,
      upTo: ten,
    });
  });

  test("takes one look for a whole opening of a window, and one for the closed hours", () => {
    const slots = makeSlots({ timing: every(5_000), window: officeHours }, 0);
    const monday = utc("2025-01-06T00:00");
    // closed, open, closed, open: 2 days * 8 h * 3,600 s / 5 s = 11,520
    const { count, upTo } = countSlots(
      slots,
      monday - 1,
      monday + 7 * dayMs,
      createAllowance(4),
    );
    expect(count).toBe(11_520);
    expect(toIso(upTo + 1)).toBe("2025-01-07T17:00:00");
  });

  test("finds nothing before the anchor or after the expiry", () => {
    const slots = makeSlots({ expiresAt: anchor + 1 });
    expect(countSlots(slots, 0, anchor - 1, createAllowance(9))).toEqual({
      count: 0,
      first: null,
      last: null,
      upTo: anchor - 1,
    });
    const until = anchor + dayMs;
    expect(countSlots(slots, 0, until, createAllowance(9))).toEqual({
      count: 1,
      first: anchor,
      last: anchor,
      upTo: until,
    });
    expect(countSlots(slots, anchor, until, createAllowance(9))).toEqual({
      count: 0,
      first: null,
      last: null,
      upTo: until,
    });
  });
});

test("a zone that the runtime does not know throws, for the caller to record", () => {
  expect(() =>
    nextSlot(makeSlots({ timing: cron("0 * * * *", "Mars/Olympus") }), anchor),
  ).toThrow(RangeError);
  const window = { ...officeHours, zone: "Mars/Olympus" };
  expect(() => nextSlot(makeSlots({ window }), anchor)).toThrow(RangeError);
});
