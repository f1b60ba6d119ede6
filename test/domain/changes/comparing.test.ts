import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareLines } from "#domain/changes/comparing/compare-lines.ts";
import { compareEnds, compareWords } from "#domain/changes/comparing/compare-words.ts";
import { type Edit, findEdits } from "#domain/changes/comparing/edits.ts";
import { pairLines } from "#domain/changes/comparing/pair-lines.ts";

const few = fc.array(fc.constantFrom("a", "b", "c", "d", ""), { maxLength: 30 });

/** The new list, made of the old one and what was added. */
const edited = (from: readonly string[], to: readonly string[], edits: Edit[]) => {
  const lines = [...from];
  for (const edit of edits.toReversed())
    lines.splice(edit.from, edit.removed, ...to.slice(edit.to, edit.to + edit.added));
  return lines;
};

/** How many texts two lists have in common in their order, by the schoolbook's table. */
const mostInCommon = (from: readonly string[], to: readonly string[]): number => {
  let below = Array<number>(to.length + 1).fill(0);
  for (const text of from.toReversed()) {
    const row = Array<number>(to.length + 1).fill(0);
    for (let i = to.length - 1; i >= 0; i--)
      row[i] =
        text === to[i]
          ? (below[i + 1] as number) + 1
          : Math.max(below[i] as number, row[i + 1] as number);
    below = row;
  }
  return below[0] as number;
};

describe("edits", () => {
  it("make the new list of the old one, and are as few as can be", () => {
    fc.assert(
      fc.property(few, few, (from, to) => {
        const edits = findEdits(from, to) as Edit[];
        expect(edited(from, to, edits)).toEqual(to);
        const removed = edits.reduce((sum, edit) => sum + edit.removed, 0);
        expect(from.length - removed).toBe(mostInCommon(from, to));
      }),
    );
  });

  it("of lists that are the same are none", () => {
    expect(findEdits(["a", "b"], ["a", "b"])).toEqual([]);
  });

  const numbered = (count: number) => Array.from({ length: count }, (_, i) => `${i}`);

  it("of lists without a text in common are one, however many texts they have", () => {
    const from = numbered(5_000);
    const to = from.map((text) => `new ${text}`);
    expect(findEdits(from, to)).toEqual([
      { from: 0, removed: 5_000, to: 0, added: 5_000 },
    ]);
  });

  it("are found among 5,000 lines of which each fiftieth differs", () => {
    const from = numbered(5_000);
    const to = from.map((text, i) => (i % 50 === 7 ? `new ${text}` : text));
    const edits = findEdits(from, to) as Edit[];
    expect(edits).toHaveLength(100);
    expect(edits[1]).toEqual({ from: 57, removed: 1, to: 57, added: 1 });
  });

  it.each([
    ["more edits than are looked for", numbered(2_000), numbered(2_000).toReversed()],
    ["more texts than are looked at", numbered(60_000), numbered(60_000).toReversed()],
    [
      "more edits times texts than are looked at",
      Array.from({ length: 49_000 }, (_, i) => (i % 3 === 0 ? "a" : "b")),
      Array.from({ length: 49_000 }, (_, i) => (i % 5 === 0 ? "a" : "b")),
    ],
  ])("are given up with %s", (_, from, to) => {
    expect(findEdits(from, to)).toBeNull();
  });

  it("are found in long lists that differ in their middle", () => {
    const from = numbered(300_000);
    expect(findEdits(from, from.toSpliced(150_000, 1))).toEqual([
      { from: 150_000, removed: 1, to: 150_000, added: 0 },
    ]);
  });
});

describe("lines", () => {
  it("of contents that differ too much are replaced as a whole", () => {
    const lines = Array.from({ length: 3_000 }, (_, i) => `${i}`);
    const { edits, isWhole } = compareLines(
      lines.join("\n"),
      lines.toReversed().join("\n"),
    );
    expect(isWhole).toBe(true);
    expect(edits).toEqual([{ from: 0, removed: 3_000, to: 0, added: 3_000 }]);
  });

  it("of an empty text are none", () => {
    expect(compareLines("", "a").edits).toEqual([
      { from: 0, removed: 0, to: 0, added: 1 },
    ]);
    expect(compareLines("", "").edits).toEqual([]);
  });
});

describe("words", () => {
  const told = (from: string, to: string) => {
    const words = compareWords(from, to);
    const tell = (pieces: readonly { text: string; differs: boolean }[]) =>
      pieces.map(({ text, differs }) => (differs ? `[${text}]` : text)).join("");
    return words && [tell(words.from), tell(words.to)];
  };

  it.each([
    ["price 100 yen", "price 98 yen", "price [100] yen", "price [98] yen"],
    [
      "price 1,234.50 yen",
      "price 1,234.60 yen",
      "price [1,234.50] yen",
      "price [1,234.60] yen",
    ],
    ["at 10:05 there", "at 10:06 there", "at [10:05] there", "at [10:06] there"],
    ["one two three", "one three", "one [two ]three", "one three"],
    ["価格は百円です", "価格は九百円です", "価格は百円です", "価格は[九]百円です"],
    ["naïve café", "naïve cafés", "naïve [café]", "naïve [cafés]"],
    ["👍🏽 fine here", "👎🏽 fine here", "[👍]🏽 fine here", "[👎]🏽 fine here"],
  ])("of %j and %j differ as a reader sees them", (from, to, old, recent) => {
    expect(told(from, to)).toEqual([old, recent]);
  });

  it("of lines that have hardly any in common are not told", () => {
    expect(told("abc def", "ghi jkl")).toBeNull();
    expect(told("", "ghi")).toBeNull();
  });

  const anyLine = fc
    .array(fc.constantFrom("a", "bc", "12", " ", "  ", ".", "語", "👍", "é"), {
      maxLength: 40,
    })
    .map((texts) => texts.join(""));

  it.each([
    ["words", compareWords],
    ["ends", compareEnds],
  ])(
    "by %s leave both lines whole, and what does not differ is the same",
    (_, compare) => {
      fc.assert(
        fc.property(anyLine, anyLine, (from, to) => {
          const words = compare(from, to);
          if (words === null) return;
          const textIn = (pieces: typeof words.from, all: boolean) =>
            pieces
              .filter(({ differs }) => all || !differs)
              .map(({ text }) => text)
              .join("");
          expect(textIn(words.from, true)).toBe(from);
          expect(textIn(words.to, true)).toBe(to);
          expect(textIn(words.from, false)).toBe(textIn(words.to, false));
          for (const { text } of [...words.from, ...words.to]) {
            expect(text).not.toBe("");
            expect(text.isWellFormed()).toBe(true);
          }
        }),
        { numRuns: 500 },
      );
    },
  );

  it("of a long line differ in one stretch, from word to word", () => {
    const start = "same words ".repeat(5_000);
    const end = " and more".repeat(5_000);
    expect(told(`${start}price 100.5${end}`, `${start}price 100.7${end}`)).toEqual([
      `${start}price [100.5]${end}`,
      `${start}price [100.7]${end}`,
    ]);
  });

  it("of a long line cut no character in two", () => {
    const many = "👍".repeat(15_000);
    const words = compareWords(`${many}👍${many}`, `${many}👎${many}`);
    expect(words?.from.every(({ text }) => text.isWellFormed())).toBe(true);
    expect(words?.to.filter(({ differs }) => differs)).toHaveLength(1);
  });
});

describe("pairs of lines", () => {
  it.each<[string, string[], string[], [number | null, number | null][]]>([
    [
      "as many as before",
      ["a", "b"],
      ["c", "d"],
      [
        [0, 0],
        [1, 1],
      ],
    ],
    [
      "none before",
      [],
      ["c", "d"],
      [
        [null, 0],
        [null, 1],
      ],
    ],
    ["none after", ["a"], [], [[0, null]]],
    [
      "one more above",
      ["item one: 5 left"],
      ["item zero: new", "item one: 4 left"],
      [
        [null, 0],
        [0, 1],
      ],
    ],
    [
      "one less",
      ["title of the first", "title of another", "the second is here"],
      ["title of the 1st", "the second was here"],
      [
        [0, 0],
        [1, null],
        [2, 1],
      ],
    ],
    [
      "nothing alike",
      ["xxxx"],
      ["aaaa", "bbbb"],
      [
        [0, 0],
        [null, 1],
      ],
    ],
  ])("%s", (_, removed, added, pairs) => {
    expect(pairLines(removed, added).map(({ from, to }) => [from, to])).toEqual(pairs);
  });

  it("have each line once, in its order", () => {
    const lines = fc.array(fc.constantFrom("aaaa", "aaab", "bbbb", "cccc x", ""), {
      maxLength: 25,
    });
    fc.assert(
      fc.property(lines, lines, (removed, added) => {
        const pairs = pairLines(removed, added);
        const places = (count: number) => Array.from({ length: count }, (_, i) => i);
        const given = (side: "from" | "to") =>
          pairs.map((pair) => pair[side]).filter((place) => place !== null);
        expect(given("from")).toEqual(places(removed.length));
        expect(given("to")).toEqual(places(added.length));
      }),
    );
  });
});
