import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createQueryVariants, repeatsPath } from "#domain/sites/links/url-traps.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

describe("a path repeats itself", () => {
  it.each([
    "/x/x/x",
    "/a/b/x/x/x/c.html",
    "/a/b/a/b/a/b",
    "/en/a/b/c/a/b/c/a/b/c/",
    "/2024/a/2024/a/2024/a",
    "/x//x///x", // empty segments do not count
    "/1/1/1/1",
    "/1/2/1/2/1/2/1/2",
    "/a/b/c/d/e/f/g/h/a/b/c/d/e/f/g/h/a/b/c/d/e/f/g/h", // eight, three times
  ])("%s", (path) => {
    expect(repeatsPath(path)).toBe(true);
  });

  it.each([
    "/",
    "/x/x",
    "/x/y/x/y/x",
    "/x/x/y/x",
    "/a/x/a/y/a/z",
    "/X/x/X/x/x",
    "/11/11/11",
    "/2011/11/11/11/post",
    "/1/2/1/2/1/2/",
    "////",
    "/a/b/c/d/e/f/g/h/i/a/b/c/d/e/f/g/h/i/a/b/c/d/e/f/g/h/i", // nine
  ])("not %s", (path) => {
    expect(repeatsPath(path)).toBe(false);
  });

  /**
   * The rule read word by word: some run of at most eight stands three times in a row, or
   * four if it is of numbers.
   */
  function repeatsByDefinition(path: string): boolean {
    const segments = path.split("/").filter(Boolean);
    return segments.some((_, from) =>
      [1, 2, 3, 4, 5, 6, 7, 8].some((length) => {
        const run = segments.slice(from, from + length);
        const times = run.every((segment) => /^\d+$/.test(segment)) ? 4 : 3;
        const repeated = Array.from({ length: times }, () => run).flat();
        return (
          repeated.join("/") === segments.slice(from, from + times * length).join("/")
        );
      }),
    );
  }

  it("exactly as defined", () => {
    const segment = fc.constantFrom("a", "b", "1", "2", "");
    const loop = fc
      .tuple(fc.array(segment, { maxLength: 9 }), fc.integer({ min: 1, max: 5 }))
      .map(([run, times]) => Array.from({ length: times }, () => run).flat());
    const anyPath = fc.array(fc.oneof(loop, fc.array(segment, { maxLength: 3 })), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(anyPath, (parts) => {
        const path = `/${parts.flat().join("/")}`;
        expect(repeatsPath(path)).toBe(repeatsByDefinition(path));
      }),
      { numRuns: scenarios(1_000) },
    );
  });
});

describe("the query strings of one path", () => {
  it("are admitted up to the limit", () => {
    const limit = 200;
    const variants = createQueryVariants(limit);
    const admitted = Array.from({ length: limit + 10 }, () => variants.admit(7));
    expect(admitted.filter(Boolean).length).toBe(limit);
    expect(admitted.lastIndexOf(true)).toBe(limit - 1);
  });

  it("do not take the room of another path", () => {
    const variants = createQueryVariants(1);
    expect([1, 2, 1, 2, 0xffffffff].map(variants.admit)).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
  });
});
