import { expect, it } from "vitest";
import { readCounts } from "#domain/heartbeats/read-counts.ts";

it.each<[string, string, Record<string, number>]>([
  ["a line of counts", "items=1200 errors=0", { items: 1_200, errors: 0 }],
  ["the last line", "copying\nall done\nitems=3 took_s=1.5\n", { items: 3, took_s: 1.5 }],
  ["the first line", "items=3\r\nall is well", { items: 3 }],
  [
    "a JSON object",
    '{"items": 7, "name": "x", "Bad": 1, "ratio": -0.5}',
    { items: 7, ratio: -0.5 },
  ],
  ["words that are no counts", "copied items=3 files", {}],
  ["a line amid others", "begin\nitems=3\nend", {}],
  ["JSON that is cut off", '{"items": 7, "na', {}],
  ["nothing", "", {}],
])("counts are read from %s", (_, body, counts) => {
  expect(readCounts(body)).toEqual(counts);
});

it("at most twenty counts are kept", () => {
  const body = Array.from({ length: 30 }, (_, i) => `c${i}=${i}`).join(" ");
  expect(Object.keys(readCounts(body))).toHaveLength(20);
});
