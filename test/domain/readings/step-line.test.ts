// Tests that a step and its line say the same.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Step } from "#domain/readings/step.ts";
import { readStepLine, writeStepLine } from "#domain/readings/step-lines/step-line.ts";
import { anyStep } from "#test/fixtures/readings/any-step.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

const written: [line: string, step: Step][] = [
  ["css main .price", { css: "main .price" }],
  ["css h1, h2; all as title", { css: "h1, h2", all: true, name: "title" }],
  ["css main; html", { css: "main", give: "html" }],
  ["css a.next; attribute href", { css: "a.next", attribute: "href" }],
  ['css [style*="a;b"]', { css: '[style*="a;b"]' }],
  ["remove nav, .ads", { remove: ["nav", ".ads"] }],
  ['remove "a, b"', { remove: ["a, b"] }],
  ["text", { text: true }],
  ["text links", { text: true, links: true }],
  ["json $.items[*].price", { json: "$.items[*].price" }],
  ["regex /a;b (?<n>\\d+)/i; all", { regex: "/a;b (?<n>\\d+)/i", all: true }],
  ['regex "known as x"', { regex: "known as x" }],
  [
    "lines keep a, /b,c/i; drop d; trim; sort; unique",
    {
      lines: {
        keep: ["a", "/b,c/i"],
        drop: ["d"],
        trim: true,
        sort: true,
        unique: true,
      },
    },
  ],
  ["lines", { lines: {} }],
  [
    "ignore dates, counters, /v=\\d+/",
    { ignore: { presets: ["dates", "counters"], patterns: ["/v=\\d+/"] } },
  ],
  [
    "ignore tokens; patterns dates",
    { ignore: { presets: ["tokens"], patterns: ["dates"] } },
  ],
  ["number as price", { number: true, name: "price" }],
  ["number decimal , as price", { number: { decimal: "," }, name: "price" }],
  ["date order dmy", { date: { order: "dmy" } }],
  ["feed", { feed: true }],
  [
    "feed fields title, link; entries 20",
    { feed: { fields: ["title", "link"], entries: 20 } },
  ],
  ['{"feed":{}}', { feed: {} }],
  ['{"text":true,"links":false}', { text: true, links: false }],
  ["offers as product", { offers: true, name: "product" }],
  ["header last-modified as updated", { header: "last-modified", name: "updated" }],
  ["meta", { meta: true }],
  ["meta title, description", { meta: ["title", "description"] }],
];

describe("the line of a step", () => {
  it.each(written)("%s", (line, step) => {
    expect(writeStepLine(step)).toBe(line);
    expect(readStepLine(line)).toEqual({ step });
  });

  it.each([
    ["  css   main  ", { css: "main" }],
    ["remove nav,.ads,", { remove: ["nav", ".ads"] }],
    ["number as Price", { number: true, name: "Price" }],
    ["feed entries many", { feed: { entries: "many" } }],
    ["css", { css: "" }],
    ['css "main', { css: '"main' }],
  ])("is read with mercy, and judged by the schema: %j", (line, step) => {
    expect(readStepLine(line)).toEqual({ step });
  });

  it.each([
    ["", "A step begins with one of css, remove,"],
    ["main .price", "A step begins with one of css, remove,"],
    ["jsn $.a", 'Did you mean "json"?'],
    ["constructor x", "A step begins with one of css, remove,"],
    ["css main; every", 'The options of css are all, text, html, attribute; a ";"'],
    ["number price", "The options of number are decimal"],
    ["offers all", 'After offers and its value comes nothing but "as" and a name.'],
    ["lines trim; trim", "The option trim comes twice."],
    ["{css: main}", "This is no JSON object."],
  ])("is refused with what to do: %j", (line, refused) => {
    expect(readStepLine(line)).toEqual({ refused: expect.stringContaining(refused) });
  });

  it("comes back as the same step, whatever is in it", () => {
    fc.assert(
      fc.property(anyStep, (step) => {
        const line = writeStepLine(step);
        expect(line).not.toMatch(/[\r\n]/);
        expect(line).toBe(line.trim());
        expect(readStepLine(line)).toEqual({ step });
      }),
      { numRuns: scenarios(2_000) },
    );
  });

  it("is read in steps that grow with its length, also where nothing is closed", () => {
    const hostile = [`css ${'"'.repeat(200_001)}`, `regex ${'"\\'.repeat(100_000)}`];
    for (const line of hostile) expect(readStepLine(line)).toHaveProperty("step");
  });
});
