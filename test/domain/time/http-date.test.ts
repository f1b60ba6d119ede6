import { describe, expect, it } from "vitest";
import { parseHttpDate } from "#domain/time/http-date.ts";

describe("an HTTP date", () => {
  it.each([
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
  ])("is read as RFC 9110 5.6.7 has it: %s", (text) => {
    expect(parseHttpDate(text)).toBe(Date.UTC(1994, 10, 6, 8, 49, 37));
  });

  it.each([
    "",
    "0",
    "1.5",
    "1994-11-06T08:49:37Z",
    "Sun, 06 Nov 1994 08:49:37 +0100",
    "Sun, 99 Nov 1994 08:49:37 GMT",
  ])("is not %j", (text) => {
    expect(parseHttpDate(text)).toBeNaN();
  });
});
