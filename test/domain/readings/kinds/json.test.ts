// Holds what the step `json` gives of a document.
import { expect, it } from "vitest";
import { json } from "#domain/readings/kinds/json.ts";
import { textOf } from "#domain/readings/material.ts";
import { pageOf, refusalOf, takeStep, told } from "#test/fixtures/readings/take-step.ts";

const document = JSON.stringify({ items: [{ price: 5 }, { price: 7 }], name: "x" });

it.each([
  ["$.items[*].price", "[5,7]"],
  ["$.items[?@.price > 5]", '[{"price":7}]'],
  ["$.none", "(found nothing)"],
])("the path %s gives %s", (path, given) => {
  expect(told(takeStep(json, { json: path }, pageOf(document)))).toBe(given);
  expect(told(takeStep(json, { json: path }, document))).toBe(given);
});

it("a path searches the values that the step before gave", () => {
  const values = [{ a: [1, 2] }, { a: [3] }];
  expect(told(takeStep(json, { json: "$.a[0]" }, { kind: "json", values }))).toBe(
    "[1,3]",
  );
});

it("an answer that is no JSON is told", () => {
  const told_ = told(takeStep(json, { json: "$.a" }, pageOf("<p>")));
  expect(told_).toBe("(is given no JSON: the answer is not JSON)");
});

it.each([
  ["nested deeply", `${"[".repeat(50_000)}${"]".repeat(50_000)}`, "$[0]"],
  ["nested deeply and searched", `${"[".repeat(50_000)}${"]".repeat(50_000)}`, "$..*"],
  [
    "told many times over",
    `${'{"a":'.repeat(90)}"${"x".repeat(50_000)}"${"}".repeat(90)}`,
    "$..*",
  ],
])("a document that is %s gives no text without end", (_what, text, path) => {
  expect(takeStep(json, { json: path }, text)).toHaveProperty("unread");
});

it("a reading does not tell in which order a document has its fields", () => {
  const [one, other] = ['{"b":[{"d":1,"c":2}],"a":3}', '{"a":3,"b":[{"c":2,"d":1}]}'].map(
    (text) => {
      const given = takeStep(json, { json: "$" }, text);
      return "unread" in given ? given.unread : textOf(given, pageOf(""));
    },
  );
  expect(one).toBe(other);
  expect(one).toContain('"c": 2');
});

it("a path that is none is refused", () => {
  expect(refusalOf(json, { json: "$.[" })).toEqual({
    at: "json",
    refused: expect.stringContaining("is no JSONPath"),
  });
});
