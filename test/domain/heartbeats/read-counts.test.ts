// Tests what counts are read from the bodies of pings.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mostCounts, readCounts } from "#domain/heartbeats/read-counts.ts";

describe("the counts in a body", () => {
  it.each([
    ["items=1200 errors=0", { items: 1200, errors: 0 }],
    ["items=1200, errors=0", { items: 1200, errors: 0 }],
    ["items=1200\nerrors=0\ncopied all", { items: 1200, errors: 0 }],
    ["copied all\r\nitems=1200\r\nerrors=0\r\n", { items: 1200, errors: 0 }],
    ["items=1\nhalf way\nitems=2", { items: 2 }],
    ["began\nitems=1200\nended", {}],
    ["items=1200 of them", {}],
    ["Items=1 x=1e3 y=", {}],
    ["share=-0.5", { share: -0.5 }],
    ['{"items": 1200, "note": "ok", "Items": 3}', { items: 1200 }],
    ['{"items": 1200', {}],
    ["", {}],
  ])("%j: %j", (body, counts) => {
    expect(readCounts(body)).toEqual(counts);
  });

  it("are numbers, and not more than are kept, whatever the body is", () => {
    const line = fc.oneof(fc.string(), fc.constantFrom("a=1 b=2", "c=3", "{", "}"));
    const lines = fc.array(line, { maxLength: 60 }).map((all) => all.join("\n"));
    const many = fc
      .array(fc.stringMatching(/^[a-z]{1,5}=\d{1,5}$/), { maxLength: 80 })
      .map((all) => all.join("\n"));
    fc.assert(
      fc.property(fc.oneof(lines, many, fc.json()), (body) => {
        const counts = Object.values(readCounts(body));
        expect(counts.every(Number.isFinite)).toBe(true);
        expect(counts.length).toBeLessThanOrEqual(2 * mostCounts);
      }),
    );
  });
});
