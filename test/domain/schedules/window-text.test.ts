// Tests windows of one line: that what is written is read back, and what is none refused.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseWindow, writeWindow } from "#domain/schedules/window-text.ts";

const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => `${part}`.padStart(2, "0")).join(":"));

describe("a window of one line", () => {
  it("is read back as it was written", () => {
    const windows = fc.record({
      weekdays: fc
        .subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 })
        .map((days) => days.toSorted()),
      from: clock,
      to: fc.oneof(clock, fc.constant("24:00")),
      zone: fc.constantFrom(
        "UTC",
        "Europe/Berlin",
        "America/Port-au-Prince",
        "Etc/GMT+5",
      ),
    });
    fc.assert(
      fc.property(windows, (window) => {
        expect(parseWindow(writeWindow(window))).toEqual({ window });
      }),
    );
  });

  it.each([
    ["22:00-06:00", { weekdays: [1, 2, 3, 4, 5, 6, 7], zone: "UTC" }],
    ["mon-fri 22:00-06:00 Asia/Tokyo", { weekdays: [1, 2, 3, 4, 5], zone: "Asia/Tokyo" }],
    ["Fri-Mon 22:00 – 06:00", { weekdays: [1, 5, 6, 7] }],
    ["sat, sun 22:00-06:00", { weekdays: [6, 7] }],
    ["tue  wed,sun-mon 22:00-06:00", { weekdays: [1, 2, 3, 7] }],
  ])("%s is taken", (text, window) => {
    const hours = { from: "22:00", to: "06:00" };
    expect(parseWindow(text)).toMatchObject({ window: { ...hours, ...window } });
  });

  it.each([
    ["", "A window is written as"],
    ["at night", "A window is written as"],
    ["mond 22:00-06:00", "A window is written as"],
    ["mon- 22:00-06:00", "A window is written as"],
    ["mon-tue-wed 22:00-06:00", "A window is written as"],
    ["22:00", "A window is written as"],
    ["22:00-06:00 UTC UTC", "A window is written as"],
    ["22:00-25:00", 'The window closes at HH:MM or 24:00, not at "25:00".'],
    ["24:00-06:00", 'The window opens at HH:MM, not at "24:00".'],
    ["22:00-06:00 Mars", "no time zone"],
  ])("%j is refused", (text, said) => {
    expect(parseWindow(text)).toEqual({ objection: expect.stringContaining(said) });
  });

  it("is refused within a moment, however long it is", () => {
    const long = `${"mon ".repeat(20_000)}x`;
    expect(parseWindow(long)).toHaveProperty("objection");
  });
});
