// Holds that what users write cannot make judging take more than a bounded number of
// steps: counted by how often the text is looked at.
import { RE2JS } from "re2js";
import { expect, it } from "vitest";
import { compilePattern } from "#domain/conditions/comparing/regular-expression.ts";

/** How often a search looks at a character of a text that almost matches. */
function looksAt(source: string, length: number): number {
  let looks = 0;
  const bytes = [...new TextEncoder().encode("a".repeat(length)), 0x21];
  const text = new Proxy(bytes, {
    get(target, name) {
      if (typeof name === "string" && /^\d+$/.test(name)) looks += 1;
      return Reflect.get(target, name);
    },
  });
  RE2JS.compile(source).matcher(text).find();
  return looks;
}

it.each(["^(a+)+$", "(a|aa)+$", "(a|a?)+$", "(.*a){12}$", "^(([a-z])+.)+[A-Z]([a-z])+$"])(
  "%s looks twice as often at a text of twice the length",
  (source) => {
    expect(compilePattern(source)).toBeTypeOf("object");
    const looks = looksAt(source, 1_000);
    expect(looks).toBeGreaterThan(1_000);
    expect(looksAt(source, 2_000)).toBeLessThan(2.1 * looks);
  },
);
