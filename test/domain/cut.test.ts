import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byteLength, cutToBytes, cutToChars, oneLine } from "#domain/cut.ts";

/** Texts of marks, flags, families, broken surrogates, and of everything else. */
const texts = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "grapheme" }),
      fc.constantFrom(
        "👩‍👩‍👧‍👦",
        "🇯🇵🇩🇪",
        "e\u0301\u0302",
        "ナ",
        "\ud83d",
        "👍🏽",
        " ",
        "\u202e",
      ),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(""));

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const charactersOf = (text: string) =>
  [...segmenter.segment(text)].map(({ segment }) => segment);

describe("cutting a text", () => {
  const cuts = [
    { name: "characters", cut: cutToChars, sizeOf: (text: string) => text.length },
    { name: "bytes", cut: cutToBytes, sizeOf: byteLength },
  ];
  for (const { name, cut, sizeOf } of cuts) {
    test(`what is cut to ${name} has no more of them, and whole characters only`, () => {
      fc.assert(
        fc.property(texts, fc.nat({ max: 60 }), (text, most) => {
          const whole = text.toWellFormed();
          const made = cut(text, most);
          expect(sizeOf(made)).toBeLessThanOrEqual(most);
          expect(made.isWellFormed()).toBe(true);
          if (sizeOf(whole) <= most) {
            expect(made).toBe(whole);
            return;
          }
          if (made === "") {
            expect(most).toBeLessThan(sizeOf("…"));
            return;
          }
          const kept = made.slice(0, -1);
          const all = charactersOf(whole);
          const count = charactersOf(kept).length;
          expect(made.at(-1)).toBe("…");
          expect(all.slice(0, count).join("")).toBe(kept);
          // One more would be too many, but for blanks, at which nothing ends.
          const next = all.slice(0, count + 1).join("");
          if (next.trimEnd() !== kept)
            expect(sizeOf(next) + sizeOf("…")).toBeGreaterThan(most);
        }),
      );
    });
  }

  const rows: [string, number, string][] = [
    ["shop.example.com", 16, "shop.example.com"],
    ["shop.example.com", 8, "shop.ex…"],
    ["ab👩‍👩‍👧‍👦cd", 13, "ab…"],
    ["ab👩‍👩‍👧‍👦cde", 14, "ab👩‍👩‍👧‍👦…"],
    ["two words", 5, "two…"],
    ["abc", 0, ""],
  ];
  for (const [text, most, wanted] of rows)
    test(`"${text}" cut to ${most} characters is "${wanted}"`, () => {
      expect(cutToChars(text, most)).toBe(wanted);
    });

  test("a Japanese letter takes three bytes", () => {
    expect(cutToBytes("対象の障害", 12)).toBe("対象の…");
  });
});

test("one line has no line ends, and nothing that turns what comes after it", () => {
  fc.assert(
    fc.property(texts, fc.nat({ max: 60 }), (text, most) => {
      const line = oneLine(text, most);
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      expect(line.length).toBeLessThanOrEqual(most);
    }),
  );
  expect(oneLine(" a\r\n b\tc\u202e d ", 20)).toBe("a b c d");
});
