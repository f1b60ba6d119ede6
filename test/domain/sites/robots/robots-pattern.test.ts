// Tests patterns of robots.txt: in time, and against their definition.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAllowed, parseRobots } from "#domain/sites/robots/robots.ts";
import { matchesPattern, parsePattern } from "#domain/sites/robots/robots-pattern.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import { allows, parse } from "#test/fixtures/sites/robots-verdicts.ts";

const encoder = new TextEncoder();

const lines = (...all: string[]): string => all.join("\n");

describe("a pattern made to be slow", () => {
  const almost = `/${"a".repeat(50_000)}`;
  it.each([
    ["/*a*a*a*a*a*a*a*a*a*b", almost, false],
    ["/*a*a*a*a*a*a*a*a*a*b", `${almost}b`, true],
    ["/*a*a*a*a*a*a*a*a*a*b$", `${almost}bc`, false],
    [`/${"*a".repeat(8_000)}*b`, almost, false],
    [`/${"*".repeat(16_000)}b`, almost, false],
    [`/${"*aaaa".repeat(3_000)}`, almost, true],
  ])("still gives its verdict: %#", (value, path, matches) => {
    expect(allows(lines("user-agent: *", `disallow: ${value}`), path)).toBe(!matches);
  });
});

const charactersOf = (alphabet: string) => fc.constantFrom(...alphabet);

const aPattern = fc
  .string({ unit: charactersOf("aab//**$"), maxLength: 8 })
  .map((rest) => (rest.startsWith("*") ? rest : `/${rest}`));

const aPath = fc
  .string({ unit: charactersOf("aab/$"), maxLength: 12 })
  .map((rest) => `/${rest}`);

const aRule = fc.record({ name: fc.constantFrom("allow", "disallow"), value: aPattern });

type Line = { name: string; value: string };

const written = ({ name, value }: Line): string => `${name}: ${value}`;

const groupOf = (agent: string, rules: readonly Line[]): string =>
  lines(`user-agent: ${agent}`, ...rules.map(written));

/** By definition: tries every length for every `*`. */
function matchesByDefinition(pattern: string, path: string): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return true;
  if (pattern === "$") return path === "";
  if (first !== "*")
    return path.startsWith(first) && matchesByDefinition(rest.join(""), path.slice(1));
  return Array.from({ length: path.length + 1 }, (_, skipped) =>
    path.slice(skipped),
  ).some((remainder) => matchesByDefinition(rest.join(""), remainder));
}

describe("for all files", () => {
  const fragments = fc.constantFrom(
    "user-agent",
    "allow",
    "crawl-delay",
    ":",
    " ",
    "*",
    "/",
    "\r",
    "\n",
    "%",
  );

  it("there is an answer, and it survives as JSON", () => {
    const aFile = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .array(fc.oneof(fragments, fc.string({ unit: "binary" })))
        .map((all) => encoder.encode(all.join(""))),
    );
    fc.assert(
      fc.property(
        aFile,
        fc.string(),
        fc.oneof(fc.webUrl(), fc.string()),
        (bytes, agent, url) => {
          const robots = parseRobots(bytes, agent);
          const verdict = isAllowed(robots, url);
          expect(verdict).toBeTypeOf("boolean");
          expect(isAllowed(JSON.parse(JSON.stringify(robots)), url)).toBe(verdict);
        },
      ),
      { numRuns: scenarios(1_000) },
    );
  });

  it("a pattern matches what it matches by definition", () => {
    fc.assert(
      fc.property(aPattern, aPath, (pattern, path) => {
        expect(matchesPattern(parsePattern(pattern), path)).toBe(
          matchesByDefinition(pattern, path),
        );
      }),
      { numRuns: scenarios(5_000) },
    );
  });

  it("an escape counts as the one character that it stands for", () => {
    const rules = [
      { name: "disallow", value: "*$a" },
      { name: "allow", value: "/ba" },
    ];
    expect(allows(groupOf("*", rules), "/ba$a")).toBe(true);
  });

  it("the longest of the matching rules decides, and allow if it is as long", () => {
    fc.assert(
      fc.property(fc.array(aRule, { maxLength: 6 }), aPath, (rules, path) => {
        const longest = (kind: string) =>
          Math.max(
            0,
            ...rules
              .filter(
                ({ name, value }) => name === kind && matchesByDefinition(value, path),
              )
              .map(({ value }) => value.length),
          );
        expect(allows(groupOf("*", rules), path)).toBe(
          longest("allow") >= longest("disallow"),
        );
      }),
      { numRuns: scenarios(2_000) },
    );
  });

  it("a path that is both allowed and forbidden by the same pattern is allowed", () => {
    fc.assert(
      fc.property(aPattern, aPath, fc.boolean(), (value, path, allowFirst) => {
        const names = allowFirst ? ["allow", "disallow"] : ["disallow", "allow"];
        const both = names.map((name) => ({ name, value }));
        expect(allows(groupOf("*", both), path)).toBe(true);
      }),
    );
  });

  it("neither the group of another agent nor how lines end makes a difference", () => {
    const aGroup = fc.record({
      agent: fc.constantFrom("junkai", "JUNKAI", "*"),
      rules: fc.array(aRule, { minLength: 1, maxLength: 3 }),
    });
    const others = fc.record({
      at: fc.nat(3),
      rules: fc.array(aRule, { minLength: 1, maxLength: 3 }),
    });
    const anEnd = fc.constantFrom("\n", "\r", "\r\n", "\n\n", "\r\n\n");
    fc.assert(
      fc.property(
        fc.array(aGroup, { maxLength: 3 }),
        others,
        anEnd,
        (groups, { at, rules }, end) => {
          const all = groups.map((group) => groupOf(group.agent, group.rules));
          const more = all
            .toSpliced(at, 0, groupOf("other", rules))
            .join("\n")
            .replaceAll("\n", end);
          expect(parse(more)).toEqual(parse(lines(...all)));
        },
      ),
      { numRuns: scenarios(500) },
    );
  });
});
