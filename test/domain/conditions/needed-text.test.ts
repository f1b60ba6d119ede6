// Tests that a regular expression is looked for only where it can match: with RE2 itself as
// the judge.
import fc from "fast-check";
import { RE2JS } from "re2js";
import { describe, expect, it } from "vitest";
import { findNeededText } from "#domain/conditions/comparing/needed-text.ts";
import { compilePattern } from "#domain/conditions/comparing/regular-expression.ts";

describe("the text that each match needs", () => {
  it.each([
    ["Welcome", { text: "Welcome", ignoresCase: false, mostBefore: 0 }],
    ["(?i)\\bwel[a-z]+me", { text: "wel", ignoresCase: true, mostBefore: 0 }],
    ["v\\d+\\.build", { text: ".build", ignoresCase: false, mostBefore: null }],
    ["^.\\d[^x]ok?ay", { text: "ay", ignoresCase: false, mostBefore: 7 }],
    ["ab+cd", { text: "ab", ignoresCase: false, mostBefore: 0 }],
    ["(a|b)status: ok", { text: "status: ok", ignoresCase: false, mostBefore: null }],
    ["([)(]|\\))end[\\])]", { text: "end", ignoresCase: false, mostBefore: null }],
    ["a{0,3}b{2}c", { text: "b", ignoresCase: false, mostBefore: null }],
  ])("of %s is known", (source, needed) => {
    expect(findNeededText(source)).toEqual(needed);
  });

  it.each([
    "",
    "a|b",
    "[a-z]+",
    "(abc)",
    "a?",
    "ab(?i)c",
    "\\Qa|b\\E",
    "\\x41bc",
    "\\pNabc",
    "é",
    "a{b",
    "(?i:abc)",
  ])("of %s is not known", (source) => {
    expect(findNeededText(source)).toBeNull();
  });
});

const atom = fc.constantFrom(
  ...["a", "b", "k", "s", "K", "é", "😀", ".", "\\.", "-", "/", " "],
  ...["[a-k]", "[^a]", "[]a]", "[[:alpha:])]", "[\\](]", "\\d", "\\W", "\\b", "\\B"],
  ...["^", "$", "(a|bk)", "(?:k\\))", "([)(])", "(?i:k)", "(?P<n>as)", "(a(b)?)", "(?i)"],
  ...["\\n", "\\]", "\\x61", "\\pL", "\\Qa|\\E", "|", "{", "}", "(", ")", "[", "\\"],
);
const times = fc.constantFrom(
  "",
  "",
  "",
  "*",
  "+",
  "?",
  "{0}",
  "{2}",
  "{0,2}",
  "{1,}",
  "+?",
);
const written = fc
  .tuple(
    fc.constantFrom("", "", "(?i)", "(?s)", "(?im)", "(?U)"),
    fc.array(fc.tuple(atom, times), { maxLength: 7 }),
  )
  .map(([flags, parts]) => flags + parts.flat().join(""));
const texts = fc
  .array(
    fc.constantFrom(
      ...["a", "b", "k", "s", "A", "K", "S", "\u212a", "\u017f", "é", "😀", "\ud83d"],
      ...[".", "-", "/", " ", "(", ")", "]", "|", "{", "}", "\n", "1"],
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

describe("a regular expression", () => {
  it("finds what RE2 finds, though it is not looked for everywhere", () => {
    fc.assert(
      fc.property(written, texts, (source, text) => {
        const pattern = compilePattern(source);
        if (typeof pattern === "string") return;
        const matcher = RE2JS.compile(source).matcher(text);
        const found = matcher.find()
          ? { start: matcher.start(), end: matcher.end() }
          : null;
        expect(pattern.find(text)).toEqual(found);
      }),
      { numRuns: 5_000 },
    );
  });

  it("needs something in most expressions of this test, so that it can fail", () => {
    const sources = fc.sample(written, { numRuns: 500, seed: 1 });
    const known = sources.filter(
      (source) =>
        typeof compilePattern(source) === "object" && findNeededText(source) !== null,
    );
    expect(known.length).toBeGreaterThan(50);
  });
});
