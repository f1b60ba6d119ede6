// Holds that patterns of users take a bounded number of looks at a text, whatever the text.
import { expect, it } from "vitest";
import { ignore } from "#domain/readings/kinds/ignore.ts";
import { lines } from "#domain/readings/kinds/lines.ts";
import { regex } from "#domain/readings/kinds/regex.ts";
import { compilePattern, compileRegex } from "#domain/readings/patterns/pattern.ts";
import { createWork, withinWork } from "#domain/readings/patterns/work.ts";
import { takeStep, told } from "#test/fixtures/readings/take-step.ts";

const almost = `${"a".repeat(65_536)}!`;

/** The work that all matches of a pattern take; null where it is too much for a step. */
function workOf(source: string, text: string): number | null {
  const pattern = compileRegex(source);
  if (typeof pattern === "string") throw new Error(pattern);
  const whole = createWork().left;
  return withinWork((work) => {
    for (const _ of pattern.matchesIn(text, work));
    return whole - work.left;
  });
}

it.each(["^(a+)+$", "(a|aa)+$", "(a|a?)+$", "([a-z]+)*!"])(
  "%s takes twice the work for a text of twice the length",
  (source) => {
    const half = workOf(source, `${"a".repeat(5_000)}!`) ?? 0;
    const whole = workOf(source, `${"a".repeat(10_000)}!`) ?? 0;
    expect(half).toBeGreaterThan(10_000);
    expect(whole / half).toBeLessThan(2.1);
  },
);

it.each(["^(a+)+$", "(a|aa)+$", "(a|a?)+$", "([a-z]+)*!"])(
  "%s is matched to the end of 64 KB",
  (source) => {
    expect(workOf(source, almost)).not.toBeNull();
  },
);

it.each(["(.*a){12}$", "a*b|a", "(a)(.*z)?", "(?i)(?:\\pL{1,50}){2}\\d"])(
  "all matches of %s in 64 KB take too long, and the step says so",
  (source) => {
    expect(workOf(source, almost)).toBeNull();
    const step = { regex: source, all: true };
    expect(told(takeStep(regex, step, almost)).slice(0, 100)).toBe(
      "(takes too long for this text)",
    );
  },
);

it.each([
  ["a million empty lines", "\n".repeat(1_000_000)],
  ["a line of a million characters", "a".repeat(1_000_000)],
  ["many short lines", "ab\n".repeat(300_000)],
])("fifty patterns for %s take a bounded time", (_what, text) => {
  const patterns = Array.from({ length: 50 }, (_, i) => `/(a|x)[bc]{${i + 1}}$/`);
  for (const given of [
    takeStep(lines, { lines: { drop: patterns } }, text),
    takeStep(ignore, { ignore: { patterns } }, text),
  ])
    expect(told(given).slice(0, 100)).toBe("(takes too long for this text)");
});

it("texts of usual pages are within the bound", () => {
  const text = `${"The quick brown fox jumps over the lazy dog, 12 times.\n".repeat(1_000)}end`;
  const patterns = [
    "/^\\d+ views$/i",
    "/(?:advert|sponsor)/",
    "/copyright.*\\d{4}/i",
    "ad",
  ];
  const step = { lines: { drop: patterns, keep: ["/\\w+, \\d+|end$/"] } };
  expect(told(takeStep(lines, step, text)) === text).toBe(true);
});

it.each([
  ["a plain text", "1.5", "a 1.5 or 125", [[2, 5]]],
  [
    "an expression",
    "/1.5/",
    "a 1.5 or 125",
    [
      [2, 5],
      [9, 12],
    ],
  ],
  ["an expression of any case", "/B+/i", "abB", [[1, 3]]],
  ["slashes inside", "/a/b/", "xa/by", [[1, 4]]],
  ["a plain text that only begins with a slash", "/a", "x/a", [[1, 3]]],
])("%s is found where it is", (_what, text, whole, places) => {
  const pattern = compilePattern(text);
  if (typeof pattern === "string") throw new Error(pattern);
  const found = [...pattern.matchesIn(whole, createWork())];
  expect(found.map(({ start, end }) => [start, end])).toEqual(places);
  expect(pattern.isIn(whole, createWork())).toBe(true);
  expect(pattern.isIn("zzz", createWork())).toBe(false);
});
