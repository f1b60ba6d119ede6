// Tests that a regular expression is looked for only where it can match: with RE2 itself as
// the judge.
import fc from "fast-check";
import { RE2JS } from "re2js";
import { describe, expect, it } from "vitest";
import { findNeededTexts } from "#domain/conditions/comparing/needed-texts.ts";
import { compilePattern } from "#domain/conditions/comparing/regular-expression.ts";

describe("the texts that each match needs", () => {
  it.each([
    ["Welcome", { Welcome: 0 }],
    ["\\bwel[a-z]+me", { wel: 0, me: null }],
    ["v\\d+\\.build", { ".build": null, v: 0 }],
    ["^.\\d[^x]ok?ay", { ay: 7, o: 5 }],
    ["ab+cd", { ab: 0, cd: null }],
    ["(a|b)status: ok", { "status: ok": null }],
    ["([)(]|\\))end[\\])]", { end: null }],
    ["a{0,3}b{2}c", { b: null, c: null }],
    ["a.b.cc.d", { cc: 1 + 2 + 1 + 2, a: 0, b: 1 + 2 }],
    ["x".repeat(40), { ["x".repeat(32)]: 0, ["x".repeat(8)]: 32 }],
  ])("of %s are known", (source, needed) => {
    const { texts, ignoresCase } = findNeededTexts(source);
    const found = texts.map(({ text, mostBefore }) => [text, mostBefore]);
    expect(found).toEqual(Object.entries(needed));
    expect(ignoresCase).toBe(false);
    expect(findNeededTexts(`(?i)${source}`)).toEqual({ texts, ignoresCase: true });
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
  ])("of %s are not known", (source) => {
    expect(findNeededTexts(source).texts).toEqual([]);
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
        typeof compilePattern(source) === "object" &&
        findNeededTexts(source).texts.length > 0,
    );
    expect(known.length).toBeGreaterThan(50);
  });
});
