// Tests how a difference is cut into pages.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differenceBetween, usualOptions } from "#domain/changes/comparing/difference.ts";
import { mostLineCharacters, pagesOf } from "#ui/changes/differences/diff-pages.ts";

const most = { rows: 10_000, characters: 1e8 };

const hunksOf = (from: string, to: string, context = 3) =>
  differenceBetween(from, to, { ...usualOptions, context, most }).hunks;

const many = (count: number, say: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => say(i)).join("\n");

describe("pages of a difference", () => {
  it("are one where nothing differs", () => {
    expect(pagesOf([])).toEqual([[]]);
  });

  it("have 500 rows at most, and each row once, in its order", () => {
    const line = fc.constantFrom("a", "b", "c", "d", "x".repeat(9_000));
    const text = fc.array(line, { maxLength: 60 }).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(text, text, fc.nat(4), (from, to, context) => {
        const hunks = hunksOf(from, to, context);
        const rows = pagesOf(hunks)
          .flat()
          .flatMap((hunk) => hunk.rows);
        expect(rows).toEqual(hunks.flatMap((hunk) => hunk.rows));
      }),
    );
    const pages = pagesOf(
      hunksOf(
        "",
        many(1_201, (i) => `line ${i}`),
      ),
    );
    expect(pages.map((page) => page.flatMap(({ rows }) => rows).length)).toEqual([
      500, 500, 201,
    ]);
    expect(pages[1]?.[0]).toMatchObject({ to: 501, toLines: 500 });
  });

  it("have few long lines each, and cut what is shown of one", () => {
    const long = "x".repeat(100_000);
    const pages = pagesOf(
      hunksOf(
        "",
        many(96, (i) => `${i}${long}`),
      ),
    );
    expect(pages.length).toBe(96 / (120_000 / mostLineCharacters));
  });
});
