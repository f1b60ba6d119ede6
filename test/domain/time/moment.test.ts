import fc from "fast-check";
import { expect, it } from "vitest";
import { parseMoment } from "#domain/time/moment.ts";

const now = Date.parse("2026-11-28T09:30:00.500Z");

it.each([
  ["now", "2026-11-28T09:30:00.500Z"],
  ["-0s", "2026-11-28T09:30:00.500Z"],
  ["-24h", "2026-11-27T09:30:00.500Z"],
  ["-7d", "2026-11-21T09:30:00.500Z"],
  ["-90m", "2026-11-28T08:00:00.500Z"],
  ["-1h30m", "2026-11-28T08:00:00.500Z"],
  ["-P1W", "2026-11-21T09:30:00.500Z"],
  ["-100000d", "1970-01-01T00:00:00.000Z"],
  ["2026-11-28", "2026-11-28T00:00:00.000Z"],
  ["2028-02-29", "2028-02-29T00:00:00.000Z"],
  ["2026-11-28T09:00:00Z", "2026-11-28T09:00:00.000Z"],
  ["2026-11-28t09:00z", "2026-11-28T09:00:00.000Z"],
  ["2026-11-28T09:00:00.123+02:00", "2026-11-28T07:00:00.123Z"],
  ["2026-11-28T09:00:00 02:00", "2026-11-28T07:00:00.000Z"],
])("%s is the moment %s", (text, instant) => {
  expect(new Date(parseMoment(text)?.(now) ?? 0).toISOString()).toBe(instant);
});

it.each([
  "",
  "-",
  "24h",
  "+24h",
  "-24",
  "-1M",
  "NOW",
  "now-1h",
  "yesterday",
  "2026-11",
  "2026-11-31",
  "2026-02-29",
  "2026-13-01",
  "2026-11-28T09:00:00",
  "2026-11-28T25:00:00Z",
  "2026-11-28T09:00:00+25:00",
  "1764322200",
  "-99999999999999999999d",
])("%s is no moment", (text) => {
  expect(parseMoment(text)).toBeNull();
});

it("a moment is an instant that a Date can hold, whatever the text", () => {
  const text = fc.stringMatching(/^(-\d{1,12}(d|h|ms)|\d{4}-\d\d-\d\d(T\d\d:\d\dZ)?)$/);
  fc.assert(
    fc.property(text, (written) => {
      const moment = parseMoment(written);
      fc.pre(moment !== null);
      expect(Number.isNaN(new Date(moment?.(now) ?? Number.NaN).getTime())).toBe(false);
    }),
  );
});
