// Tests the groups of a status page as lines of text.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseGroups, writeGroups } from "#http/status/group-lines.ts";

describe("lines of groups", () => {
  it("begin a group with a sign, and name targets and tags", () => {
    const text = "# Shop\nhome\n 3 = Search = fast \r\ntag: public\n\n#Rest\nkey:17";
    expect(parseGroups(text, "All")).toEqual([
      {
        name: "Shop",
        targets: ["home", { target: "3", name: "Search = fast" }],
        tags: ["public"],
      },
      { name: "Rest", targets: ["key:17"], tags: [] },
    ]);
  });

  it("are a group with the usual name where none is begun", () => {
    expect(parseGroups("home", "All")).toEqual([
      { name: "All", targets: ["home"], tags: [] },
    ]);
    expect(parseGroups(" \n", "All")).toEqual([]);
  });

  it("are read as they were written", () => {
    const name = fc.stringMatching(/^[A-Za-zäé][A-Za-zäé =:.]{0,20}[a-z]$/);
    const group = fc.record({
      name,
      targets: fc.array(
        fc.record({
          id: fc.integer({ min: 1, max: 1e9 }),
          name: fc.option(name, { nil: null }),
        }),
        { maxLength: 5 },
      ),
      tags: fc.array(fc.stringMatching(/^[a-z][a-z0-9:]{0,9}$/), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(group, { maxLength: 4 }), (groups) => {
        expect(parseGroups(writeGroups({ groups }), "All")).toEqual(
          groups.map((one) => ({
            ...one,
            targets: one.targets.map((target) =>
              target.name === null
                ? `${target.id}`
                : { target: `${target.id}`, name: target.name },
            ),
          })),
        );
      }),
      { numRuns: 300 },
    );
  });
});
