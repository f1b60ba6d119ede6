import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type DifferenceOptions,
  differenceBetween,
  usualOptions,
} from "#domain/changes/comparing/difference.ts";
import { jsonOf } from "#domain/changes/formats/json.ts";
import { writeText } from "#domain/changes/formats/text.ts";
import { writeUnified } from "#domain/changes/formats/unified.ts";

const from = "a\nb\nprice 100 yen\nd\ne\nf\ng\nh\ni\nj";
const to = "a\nb\nprice 98 yen\nd\ne\nf\ng\nh\ni\nj\nk";

const unified = (old: string, recent: string, context = 3) =>
  writeUnified({ name: "old", text: old }, { name: "new", text: recent }, context);

const differ = (options: Partial<DifferenceOptions> = {}) =>
  differenceBetween(from, to, { ...usualOptions, ...options });

/** Applies a unified diff as `patch` does, without forgiveness. */
function patched(text: string, diff: string): string {
  const noBreak = "\\ No newline at end of file";
  const lines = text.split("\n").map((line) => `${line}\n`);
  const last = (lines.pop() as string).slice(0, -1);
  if (last !== "") lines.push(last);
  const [, , ...rest] = diff.split("\n");
  rest.pop();
  const made: string[] = [];
  let at = 0;
  rest.forEach((line, i) => {
    const header = /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@$/.exec(line);
    if (header) {
      const [, start, count, toStart, toCount] = header.map(Number);
      const begin = count === 0 ? (start as number) : (start as number) - 1;
      made.push(...lines.slice(at, begin));
      at = begin;
      const expected = toCount === 0 ? made.length : made.length + 1;
      if (toStart !== expected) throw new Error(`the hunk begins at ${toStart}`);
      return;
    }
    if (line === noBreak) return;
    const whole = line.slice(1) + (rest[i + 1] === noBreak ? "" : "\n");
    if (line[0] !== "+" && lines[at++] !== whole)
      throw new Error(`no such line: ${line}`);
    if (line[0] !== "-") made.push(whole);
  });
  return [...made, ...lines.slice(at)].join("");
}

describe("a unified diff", () => {
  it("has hunks with what is around", () => {
    expect(unified(from, to, 1)).toBe(
      [
        "--- old",
        "+++ new",
        "@@ -2,3 +2,3 @@",
        " b",
        "-price 100 yen",
        "+price 98 yen",
        " d",
        "@@ -9,2 +9,3 @@",
        " i",
        "-j",
        "\\ No newline at end of file",
        "+j",
        "+k",
        "\\ No newline at end of file",
        "",
      ].join("\n"),
    );
  });

  it.each([
    ["", "a\n", "@@ -0,0 +1,1 @@\n+a\n"],
    ["a\n", "", "@@ -1,1 +0,0 @@\n-a\n"],
    ["a\nb\n", "a\n", "@@ -1,2 +1,1 @@\n a\n-b\n"],
  ])("of %j and %j tells ranges without lines", (old, recent, hunks) => {
    expect(unified(old, recent)).toBe(`--- old\n+++ new\n${hunks}`);
  });

  it("of the same content is empty", () => {
    expect(unified(from, from)).toBe("");
  });

  it("keeps names within their line", () => {
    const diff = writeUnified({ name: "a\n+b", text: "" }, { name: "\t", text: "x" }, 3);
    expect(diff.split("\n").slice(0, 3)).toEqual([
      "--- a +b",
      "+++  ",
      "@@ -0,0 +1,1 @@",
    ]);
  });

  const anyText = fc
    .tuple(
      fc.array(fc.constantFrom("a", "b", "c", "", "-x", "+y", "@@ -1,1 +1,1 @@", "\r"), {
        maxLength: 25,
      }),
      fc.constantFrom("", "\n"),
    )
    .map(([lines, end]) => lines.join("\n") + end);

  it("makes the new content of the old one", () => {
    fc.assert(
      fc.property(anyText, anyText, fc.nat(6), (old, recent, context) => {
        const diff = unified(old, recent, context);
        expect(diff === "" ? old : patched(old, diff)).toBe(recent);
      }),
      { numRuns: 1_000 },
    );
  });

  it("of contents that differ too much replaces all lines", () => {
    const many = Array.from({ length: 3_000 }, (_, i) => `line ${i}`);
    const old = many.join("\n");
    const recent = many.toReversed().join("\n");
    const diff = unified(old, recent);
    expect(diff).toContain("@@ -1,3000 +1,3000 @@");
    expect(patched(old, diff)).toBe(recent);
  });
});

describe("a difference as data", () => {
  it("has hunks of lines with their numbers", () => {
    expect(jsonOf(differ({ context: 1 }))).toEqual({
      addedLines: 2,
      removedLines: 1,
      isWhole: false,
      isCut: false,
      hunks: [
        {
          from: 2,
          fromLines: 3,
          to: 2,
          toLines: 3,
          lines: [
            { kind: "same", from: 2, to: 2, text: "b" },
            { kind: "removed", from: 3, to: null, text: "price 100 yen" },
            { kind: "added", from: null, to: 3, text: "price 98 yen" },
            { kind: "same", from: 4, to: 4, text: "d" },
          ],
        },
        {
          from: 10,
          fromLines: 1,
          to: 10,
          toLines: 2,
          lines: [
            { kind: "same", from: 10, to: 10, text: "j" },
            { kind: "added", from: null, to: 11, text: "k" },
          ],
        },
      ],
    });
  });

  it("marks the words of lines that were replaced", () => {
    const [hunk] = jsonOf(differ({ unit: "word", context: 0 })).hunks;
    expect(hunk?.lines.map(({ words }) => words)).toEqual([
      [
        { text: "price ", differs: false },
        { text: "100", differs: true },
        { text: " yen", differs: false },
      ],
      [
        { text: "price ", differs: false },
        { text: "98", differs: true },
        { text: " yen", differs: false },
      ],
    ]);
  });

  it("shows replaced lines beside each other", () => {
    const [hunk] = differ({ context: 0 }).hunks;
    expect(hunk?.rows).toMatchObject([
      { kind: "replaced", from: { line: 3 }, to: { line: 3, text: "price 98 yen" } },
    ]);
  });

  it.each([
    ["added", [["added 3"], ["added 11"]]],
    ["removed", [["removed 3"]]],
  ] as const)("can show only lines that were %s", (kind, hunks) => {
    const shown = differ({ context: 0, only: [kind] }).hunks.map(({ rows }) =>
      rows.map((row) => `${row.kind} ${(row.from ?? row.to)?.line}`),
    );
    expect(shown).toEqual(hunks);
  });

  it.each([
    [{ rows: 3, characters: 1_000 }, 1, 3],
    [{ rows: 100, characters: 27 }, 1, 2],
    [{ rows: 6, characters: 1_000 }, 2, 5],
  ])("is cut at %j", (most, hunks, rows) => {
    const difference = differ({ context: 1, most });
    expect(difference.hunks).toHaveLength(hunks);
    expect(difference.hunks.flatMap((hunk) => hunk.rows)).toHaveLength(rows);
    expect(difference.isCut).toBe(rows !== 5);
  });

  it("says when the whole was replaced", () => {
    const many = Array.from({ length: 3_000 }, (_, i) => `line ${i}`);
    const old = many.join("\n");
    const difference = differenceBetween(old, many.toReversed().join("\n"), usualOptions);
    expect(difference).toMatchObject({ isWhole: true, isCut: false });
    expect(difference.hunks[0]?.rows).toHaveLength(3_000);
  });
});

describe("a difference as text", () => {
  it("has a sign before each line", () => {
    expect(writeText(differ({ context: 1 }))).toBe(
      ["Line 2\n  b\n- price 100 yen\n+ price 98 yen\n  d", "Line 10\n  j\n+ k\n"].join(
        "\n\n",
      ),
    );
  });

  it("marks words", () => {
    expect(writeText(differ({ unit: "word", context: 0 }))).toBe(
      "Line 3\n- price [-100-] yen\n+ price {+98+} yen\n\nLine 11\n+ k\n",
    );
  });

  it("of the same content is empty", () => {
    expect(writeText(differenceBetween(from, from, usualOptions))).toBe("");
  });

  it("says that there is more", () => {
    const most = { rows: 2, characters: 1_000 };
    expect(writeText(differ({ context: 0, most }))).toContain("+ price 98 yen");
    expect(writeText(differ({ context: 0, most: { ...most, rows: 1 } }))).toBe(
      "Line 3\n- price 100 yen\n+ price 98 yen\n\nThere is more that differs.\n",
    );
  });
});
