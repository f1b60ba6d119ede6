// Holds what the step `regex` gives of a text.
import { expect, it } from "vitest";
import { regex } from "#domain/readings/kinds/regex.ts";
import { refusalOf, takeStep, told } from "#test/fixtures/readings/take-step.ts";

it.each([
  ["the whole match", String.raw`v\d+`, "at v12 and v3", "v12"],
  ["its first group", String.raw`v(\d+)\.(\d+)`, "at v12.5", "12"],
  ["a plain text", "v12", "at v12 and v3", "v12"],
  ["a match of any case", "/V\\d+/i", "at v12", "v12"],
  ["nothing where there is no match", String.raw`w\d+`, "at v12", "(found nothing)"],
  ["nothing where the match is empty", "x*", "at v12", "(found nothing)"],
])("an expression gives %s", (_what, pattern, text, given) => {
  expect(told(takeStep(regex, { regex: pattern }, text))).toBe(given);
});

it("all matches stand in lines of their own", () => {
  expect(told(takeStep(regex, { regex: String.raw`\d+`, all: true }, "1 b 23 c 4"))).toBe(
    "1\n23\n4",
  );
});

it("named groups give values by their names", () => {
  const step = { regex: String.raw`(?<major>\d+)\.(?P<minor>\d+)(?:-(?<label>\w+))?` };
  expect(takeStep(regex, step, "12.5")).toEqual({
    kind: "fields",
    fields: { major: { type: "text", text: "12" }, minor: { type: "text", text: "5" } },
  });
});

it("named groups of all matches give a line for each match", () => {
  const step = { regex: String.raw`(?<name>\w+)=(?<of>\d)`, all: true };
  expect(told(takeStep(regex, step, "a=1 b=2"))).toBe("name: a\nb\nof: 1\n2");
});

it.each([
  ["(a", "is no regular expression of RE2"],
  ["/a/x", "none of RE2's"],
  ["(?<Name>a)", "has no name of a value"],
  ["(?=a)", "is no regular expression of RE2"],
  ["(?:a{1,100}){1,10}", "is too large"],
])("the expression %s is refused", (pattern, reason) => {
  expect(refusalOf(regex, { regex: pattern })).toEqual({
    at: "regex",
    refused: expect.stringContaining(reason),
  });
});
