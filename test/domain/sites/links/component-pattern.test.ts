import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { createUrlFilter, parseUrlPattern } from "#domain/sites/links/url-pattern.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

const pieces = [
  "/",
  "a",
  "b",
  "ab",
  "-",
  ".",
  "*",
  "**",
  ":x",
  "{a}?",
  "{/b}*",
  "{-:y}+",
  "?",
  "{/*}?",
  "\\\\:",
  "é",
];
const texts = ["/", "a", "b", "ab", "-", ".", "?", ":", "é", "x"];

const patterns = fc
  .array(fc.constantFrom(...pieces), { maxLength: 7 })
  .map((parts) => `/${parts.join("")}`);
const wholePatterns = fc
  .tuple(
    fc.constantFrom(
      "https://h",
      "http{s}?://*.h",
      "https://:a.h",
      "*://h:*",
      "https://h:8080",
    ),
    patterns,
  )
  .map(([origin, path]) => origin + path);
const urls = fc
  .tuple(
    fc.constantFrom(
      "https://h",
      "http://x.h",
      "https://x.y.h",
      "https://h:8080",
      "ftp://h",
    ),
    fc.array(fc.constantFrom(...texts), { maxLength: 9 }),
  )
  .map(([origin, parts]) => `${origin}/${parts.join("")}`);

/**
 * The platform tries each way to share a path, or a query, among repeated stars: a longer
 * one (an é has six characters there) takes it minutes, and then it says no.
 */
function isTooMuchForPlatform(text: string, url: string): boolean {
  const { pathname, search } = new URL(url);
  return text.includes("**") && Math.max(pathname.length, search.length) > 8;
}

describe("a pattern with stars, names and groups", () => {
  it.each([
    ["a path's", patterns],
    ["a whole URL's", wholePatterns],
  ])("(%s) matches what the platform's URLPattern matches", (_, some) => {
    fc.assert(
      fc.property(some, urls, (text, url) => {
        const pattern = parseUrlPattern(text);
        fc.pre(pattern !== null && !isTooMuchForPlatform(text, url));
        const isWanted = createUrlFilter({ include: [text], exclude: [] });
        expect(isWanted(url)).toBe(pattern?.test(url));
      }),
      { numRuns: scenarios(6_000) },
    );
  });

  it.each([
    `/${"*-".repeat(100)}*x`,
    "/****/:x{a}?b?",
    `/${"{:a-}?".repeat(80).replaceAll(":a", "*")}x`,
    "/{a-}*{a-}*{a-}*{a-}*x",
    `/${Array.from({ length: 40 }, (_, i) => `:n${i}-`).join("")}x`,
    "/:path*/:more*/x",
    "/{:part-}+{:other-}+x",
  ])("takes steps by the lengths of pattern and URL at most: %s", (text) => {
    const isWanted = createUrlFilter({ include: [text], exclude: [] });
    const count = (length: number) => {
      const url = `https://h/${"a-".repeat(length / 2)}`;
      const spies = (["startsWith", "endsWith", "indexOf"] as const).map((name) =>
        vi.spyOn(String.prototype, name),
      );
      const wanted = isWanted(url);
      const steps = spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
      vi.restoreAllMocks();
      expect(wanted).toBe(false);
      return steps;
    };
    for (const length of [200, 1_980])
      expect(count(length)).toBeLessThanOrEqual(2 * text.length * length);
  });
});
