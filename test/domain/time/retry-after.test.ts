import { describe, expect, it } from "vitest";
import { parseRetryAfter } from "#domain/time/retry-after.ts";

const now = Date.parse("2026-03-02T12:00:00Z");
const day = 24 * 3_600_000;

describe("Retry-After", () => {
  it.each([
    ["0", 0],
    ["120", 120_000],
    [" 7 ", 7_000],
    ["86400", day],
    ["86401", day],
    ["99999999999999999999", day],
  ])("of %j seconds is %d ms, a day at most", (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });

  it.each([
    ["Mon, 02 Mar 2026 12:00:30 GMT", 30_000],
    ["Monday, 02-Mar-26 12:00:30 GMT", 30_000],
    ["Mon Mar  2 12:00:30 2026", 30_000],
    ["Mon, 02 Mar 2026 12:00:00 GMT", 0],
    ["Fri, 01 Jan 2100 00:00:00 GMT", day],
  ])("of %j, one of HTTP's three forms of dates, is %d ms", (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });

  it.each([
    "",
    "soon",
    "-1",
    "1.5",
    "2e3",
    "0x10",
    "1, 2",
    "2026-03-03",
    "Mon, 02 Mar 2026 11:59:59 GMT", // past
    "Mon, 32 Mar 2026 12:00:30 GMT",
    "Mon, 02 Mar 2026 12:00:30",
  ])("of %j says nothing", (value) => {
    expect(parseRetryAfter(value, now)).toBe(null);
  });
});
