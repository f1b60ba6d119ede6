// Holds what the step `lines` does to the lines of a text.
import fc from "fast-check";
import { expect, it } from "vitest";
import { lines } from "#domain/readings/kinds/lines.ts";
import type { StepsByKind } from "#domain/readings/step.ts";
import { refusalOf, takeStep, told } from "#test/fixtures/readings/take-step.ts";

type Rules = StepsByKind["lines"]["lines"];

const take = (rules: Rules, text: string): string =>
  told(takeStep(lines, { lines: rules }, text));

it.each<[string, Rules, string, string]>([
  ["that have a text are kept", { keep: ["in stock"] }, "a in stock\nb\nc", "a in stock"],
  ["that match are kept", { keep: ["/^b\\d$/i", "c"] }, "a\nB1\nc", "B1\nc"],
  ["that have a text are dropped", { drop: ["ad"] }, "a\nan ad\nb", "a\nb"],
  ["are kept before they are dropped", { keep: ["a"], drop: ["b"] }, "a\nab\nc", "a"],
  ["are trimmed, and empty ones go", { trim: true }, " a \r\n\t\nb", "a\nb"],
  ["are trimmed before they match", { trim: true, keep: ["/^a$/"] }, " a \nb", "a"],
  ["are sorted by code units", { sort: true }, "b\na\nB\né", "B\na\nb\né"],
  ["are unique", { unique: true }, "b\na\nb", "b\na"],
])("lines %s", (_what, rules, text, given) => {
  expect(take(rules, text)).toBe(given);
});

it("where no line is left, nothing was found", () => {
  expect(take({ keep: ["x"] }, "a\nb")).toBe("(found nothing)");
});

it("a pattern that cannot be taken is named by its place", () => {
  expect(refusalOf(lines, { lines: { keep: ["a"], drop: ["a", "/(/"] } })).toEqual({
    at: "lines.drop.1",
    refused: expect.stringContaining("is no regular expression of RE2"),
  });
});

it("lines that were ordered once stay as they are", () => {
  const rules = fc.record({
    trim: fc.boolean(),
    sort: fc.boolean(),
    unique: fc.boolean(),
  });
  const text = fc
    .array(fc.string({ unit: "grapheme", maxLength: 4 }))
    .map((all) => all.join("\n"));
  fc.assert(
    fc.property(rules, text, (how, before) => {
      const once = takeStep(lines, { lines: how }, before);
      if ("unread" in once) return;
      expect(takeStep(lines, { lines: how }, once)).toEqual(once);
    }),
  );
});
