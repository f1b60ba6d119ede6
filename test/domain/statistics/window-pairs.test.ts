// Tests which windows are compared.
import { describe, expect, it } from "vitest";
import { type PairName, pairOf } from "#domain/statistics/comparison/window-pairs.ts";

const at = (text: string) => Date.parse(text);

describe("a pair of windows", () => {
  it.each([
    // A Wednesday.
    ["week", "UTC", "2026-03-04T10:20:00Z", "02-23T00 02-25T10 03-02T00 03-04T10"],
    [
      "week",
      "Europe/Berlin",
      "2026-03-04T10:20:00Z",
      "02-22T23 02-25T10 03-01T23 03-04T10",
    ],
    // A Sunday is the week's last day.
    ["week", "UTC", "2026-03-08T23:59:59Z", "02-23T00 03-01T23 03-02T00 03-08T23"],
    // The first hour of a Monday.
    ["week", "UTC", "2026-03-02T00:00:00Z", "02-16T00 02-23T00 02-23T00 03-02T00"],
    ["week", "UTC", "2026-03-02T00:59:00Z", "02-16T00 02-23T00 02-23T00 03-02T00"],
    ["week", "UTC", "2026-03-02T01:00:00Z", "02-23T00 02-23T01 03-02T00 03-02T01"],
    ["1d", "UTC", "2026-03-04T10:20:00Z", "03-02T10 03-03T10 03-03T10 03-04T10"],
    ["7d", "UTC", "2026-03-04T10:20:00Z", "02-18T10 02-25T10 02-25T10 03-04T10"],
    ["30d", "UTC", "2026-03-04T10:20:00Z", "01-03T10 02-02T10 02-02T10 03-04T10"],
  ] as const)("of %s in %s at %s is %s", (name, zone, now, expected) => {
    const { earlier, later } = pairOf(name as PairName, zone, at(now));
    const written = [earlier.from, earlier.to, later.from, later.to].map((instant) =>
      new Date(instant).toISOString().slice(5, 13),
    );
    expect(written.join(" ")).toBe(expected);
  });
});
