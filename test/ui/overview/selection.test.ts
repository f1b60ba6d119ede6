import { describe, expect, it } from "vitest";
import { readIds, writeIds } from "#ui/overview/bulk/selection.ts";

describe("the ids of a selection", () => {
  it.each([
    { ids: [], text: "" },
    { ids: [7], text: "7" },
    { ids: [3, 1, 2, 2], text: "1-3" },
    { ids: [1, 2, 3, 5, 8, 9], text: "1-3.5.8-9" },
  ])("$ids are written as $text and read back", ({ ids, text }) => {
    expect(writeIds(ids)).toBe(text);
    expect(readIds(text)).toEqual([...new Set(ids)].sort((a, b) => a - b));
  });

  it.each(["x", "1,2", "1-", "-1", "1-2-3", "1..2", " 1", "9".repeat(16)])(
    "%j is no ids",
    (text) => {
      expect(readIds(text)).toEqual([]);
    },
  );

  it("a span that would never end is cut", () => {
    expect(readIds(`1-${"9".repeat(15)}`)).toHaveLength(100_000);
  });
});
