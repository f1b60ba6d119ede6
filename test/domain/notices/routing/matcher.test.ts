import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RoutedLabels } from "#domain/notices/event.ts";
import {
  labelNames,
  type Matcher,
  matches,
  parseMatchers,
  writeMatchers,
} from "#domain/notices/routing/matcher.ts";

const labels: RoutedLabels = {
  target: "home",
  name: "Home page",
  host: "www.example.com",
  kind: "page",
  severity: "down",
  event: "incident",
  tag: ["web", "prod"],
};

const parsed = (text: string): Matcher[] => {
  const result = parseMatchers(text);
  if ("objection" in result) throw new Error(result.objection.reason);
  return result.matchers;
};

describe("a matcher", () => {
  it.each([
    ['severity="down"', true],
    ['severity = "degraded"', false],
    ["severity=down", true],
    ['tag="web"', true],
    ['tag="db"', false],
    ['tag!="db"', true],
    ['tag!="web"', false],
    ['host=~".*\\.example\\.com"', true],
    ['host=~"example"', false],
    ['host!~"example"', true],
    ['tag=~"w.*|db"', true],
    ['tag!~"d.*"', true],
    ['{tag="web", severity="down"}', true],
    ['{ tag = "web" , severity = "degraded" , }', false],
    ["{}", true],
    ["", true],
    ['name="Home page"', true],
  ])("written %s matches: %s", (text, expected) => {
    expect(parsed(text).every((matcher) => matches(matcher, labels))).toBe(expected);
  });

  it.each([
    ['colour="red"', 1, "A label is target, name, host, kind, severity, tag, event"],
    ['severity"down"', 9, "One of = != =~ !~ is missing."],
    ["severity=", 10, "A value is missing."],
    ['severity="down', 15, "A value has no closing quote."],
    ['{severity="down"', 17, "A comma or } is missing."],
    ['severity="down" tag="web"', 17, "A comma is missing."],
    ['{severity="down"} x', 19, "Something follows the end."],
    ['host=~"("', 7, '"(" is no regular expression of RE2.'],
    ['host=~"(?=a)"', 7, "is no regular expression of RE2."],
    [`host="${"a".repeat(201)}"`, 6, "A value has at most 200 characters."],
    ['host=~"(?:x{30}){30}"', 7, "is too large when its repetitions are written out."],
    ["{", 2, "A } is missing."],
  ])("that is wrong is refused with its place: %s", (text, at, reason) => {
    expect(parseMatchers(text)).toMatchObject({
      objection: { at, reason: expect.stringContaining(reason) },
    });
  });

  const anyMatcher = fc.record({
    label: fc.constantFrom(...labelNames),
    operator: fc.constantFrom("=" as const, "!=" as const),
    value: fc.string({ maxLength: 60, unit: "binary" }),
  });

  it("that is written parses to the same one", () => {
    fc.assert(
      fc.property(fc.array(anyMatcher), (matchers) => {
        expect(parsed(writeMatchers(matchers))).toEqual(matchers);
      }),
    );
  });

  it("holds exactly when its negation does not", () => {
    fc.assert(
      fc.property(anyMatcher, (matcher) => {
        const negated = {
          ...matcher,
          operator: matcher.operator === "=" ? "!=" : "=",
        } as const;
        expect(matches(matcher, labels)).toBe(!matches(negated, labels));
      }),
    );
  });

  it("of any text is parsed or refused within its text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const result = parseMatchers(text);
        if (!("objection" in result)) return;
        expect(result.objection.at).toBeGreaterThanOrEqual(1);
        expect(result.objection.at).toBeLessThanOrEqual(text.length + 1);
      }),
    );
  });

  it("takes no more than linear time for a hostile pattern", () => {
    const [matcher] = parsed('name=~"(a+)+b"');
    expect(matches(matcher as Matcher, { ...labels, name: "a".repeat(200) })).toBe(false);
  });
});
