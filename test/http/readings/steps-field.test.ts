// Tests how a list of steps is parsed: what is taken, and what is told of what is not.
import { expect, it } from "vitest";
import { invalid, Problem } from "#http/problem.ts";
import { stepsField } from "#http/readings/steps-field.ts";
import { useOwnObjections } from "#http/requests/objections.ts";

useOwnObjections();

/** The errors of a document whose field is `extract`, as they are answered. */
function errorsOf(steps: unknown): Record<string, string> {
  const parsed = stepsField.safeParse(steps);
  if (parsed.success) return {};
  const issues = parsed.error.issues.map((issue) => ({
    ...issue,
    path: ["extract", ...issue.path],
  }));
  const problem = invalid(issues as never, "json");
  expect(problem).toBeInstanceOf(Problem);
  return Object.fromEntries(
    problem.errors.map(({ pointer = "", detail }) => [pointer, detail]),
  );
}

it.each([
  ["text", "/extract", "This is a list, not text."],
  [
    [{ css: "p > > b" }],
    "/extract/0/css",
    "This is no CSS selector that can be used: Did not expect successive traversals.",
  ],
  [
    [{ css: "p::before" }],
    "/extract/0/css",
    "This is no CSS selector that can be used: Pseudo-elements are not supported.",
  ],
  [
    [{ css: "a" }, "jsn $.a"],
    "/extract/1",
    'A step begins with one of css, remove, text, json, regex, lines, ignore, number, date, feed, offers, header, meta. Did you mean "json"?',
  ],
  [
    ["number as Price"],
    "/extract/0",
    "A name is a lower-case letter, then up to 39 of a-z, 0-9 and _.",
  ],
  [
    ["css main; every"],
    "/extract/0",
    'The options of css are all, text, html, attribute; a ";" stands between.',
  ],
  [["feed entries many"], "/extract/0", "This is true or a number."],
  [[null], "/extract/0", 'This is a step such as {"css": "main .price"}.'],
  [
    [{ css: "a" }, { css: "a", number: true }],
    "/extract/1",
    "This names css and number: each is a step of its own.",
  ],
  [[{ csss: "a" }], "/extract/0/csss", 'There is no such step. Did you mean "css"?'],
  [
    [{ name: "x" }],
    "/extract/0",
    "A step has one of css, remove, text, json, regex, lines, ignore, number, date, feed, offers, header, meta.",
  ],
  [[{ text: true }, { css: 7 }], "/extract/1/css", "This is text, not a number."],
  [
    [{ css: "a", atribute: "href" }],
    "/extract/0/atribute",
    'There is no such field. Did you mean "attribute"?',
  ],
  [[{ number: { decimal: ";" } }], "/extract/0/number/decimal", 'This is "." or ",".'],
  [
    [{ lines: { keep: [""] } }],
    "/extract/0/lines/keep/0",
    "This has at least 1 character.",
  ],
  [
    [{ ignore: { presets: ["date"] } }],
    "/extract/0/ignore/presets/0",
    'This is "dates", "relative-times", "counters", "tokens", "session-ids" or "cache-busters". Did you mean "dates"?',
  ],
  [
    [{ css: "a", name: "Price" }],
    "/extract/0/name",
    "A name is a lower-case letter, then up to 39 of a-z, 0-9 and _.",
  ],
  [
    [
      { css: "a", name: "x" },
      { css: "b", name: "x" },
    ],
    "/extract/1/name",
    "Another step has the name x.",
  ],
  [
    Array.from({ length: 9 }, (_, i) => ({ number: true, name: `n${i}` })),
    "/extract/8/name",
    "At most 8 numbers have names.",
  ],
  [Array(31).fill({ text: true }), "/extract", "This has at most 30 items."],
])("of %j it is told where it is wrong", (steps, place, detail) => {
  expect(errorsOf(steps)).toEqual({ [place]: detail });
});

it("takes the line of a step for the step", () => {
  const lines = ["css main; all", "number decimal , as price"];
  expect(stepsField.parse(lines)).toEqual([
    { css: "main", all: true },
    { number: { decimal: "," }, name: "price" },
  ]);
});
