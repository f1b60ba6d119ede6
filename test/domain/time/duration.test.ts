import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDuration, parseDuration } from "#domain/time/duration.ts";

describe("a duration is read from", () => {
  test.each([
    ["30s", 30 * 1_000],
    ["5m", 5 * 60_000],
    ["1h", 3_600_000],
    ["2d", 2 * 86_400_000],
    ["1w", 7 * 86_400_000],
    ["500ms", 500],
    ["0s", 0],
    ["90s", 90_000],
    ["1h30m", 3_600_000 + 30 * 60_000],
    [
      "1w2d3h4m5s6ms",
      604_800_000 + 2 * 86_400_000 + 3 * 3_600_000 + 4 * 60_000 + 5_000 + 6,
    ],
    ["5m6ms", 5 * 60_000 + 6],
    ["PT5M", 5 * 60_000],
    ["P1D", 86_400_000],
    ["P1DT2H30M", 86_400_000 + 2 * 3_600_000 + 30 * 60_000],
    ["PT0.5S", 500],
    ["PT1,001S", 1_001],
    ["P2W", 14 * 86_400_000],
    ["pt15m", 15 * 60_000],
  ])("%s", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });
});

describe("no duration is read from", () => {
  test.each([
    "",
    " ",
    "5",
    "m",
    "5 m",
    " 5m",
    "5m ",
    "5m\n",
    "-5m",
    "+5m",
    "1.5h",
    "0.5ms",
    "5M",
    "5min",
    "30m1h",
    "1m1m",
    "1h30",
    "٣s",
    "P",
    "PT",
    "P1DT",
    "P1M",
    "P1Y",
    "P1M1D",
    "-PT5M",
    "PT5M5H",
    "PT1.5H",
    "PT0.0005S",
    "PT.5S",
    "PT5",
    "99999999999999999d",
  ])("%j", (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});

describe("a duration is written as", () => {
  test.each([
    [0, "0s"],
    [500, "500ms"],
    [90_000, "1m30s"],
    [3_600_000, "1h"],
    [86_400_000, "1d"],
    [604_800_000, "7d"],
    [90_061_001, "1d1h1m1s1ms"],
  ])("%i ms -> %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

test("what is written reads back the same", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (ms) => {
      expect(parseDuration(formatDuration(ms))).toBe(ms);
    }),
  );
});
