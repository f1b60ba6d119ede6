// Holds what the step `header` gives of an answer.
import { expect, it } from "vitest";
import { header } from "#domain/readings/kinds/header.ts";
import { pageOf, refusalOf, takeStep, told } from "#test/fixtures/readings/take-step.ts";

const page = pageOf("hello", { "last-modified": "Sun, 29 Nov 2026 00:13:26 GMT" });

it("a header is given whatever the case of its name", () => {
  expect(told(takeStep(header, { header: "Last-Modified" }, page))).toBe(
    "Sun, 29 Nov 2026 00:13:26 GMT",
  );
});

it("a header that the answer lacks is nothing found", () => {
  expect(told(takeStep(header, { header: "etag" }, page))).toBe("(found nothing)");
});

it.each([
  ["a b", "is no name of a header"],
  ["Set-Cookie", "is secret by its name"],
])("the header %s is refused", (name, reason) => {
  expect(refusalOf(header, { header: name })).toEqual({
    at: "header",
    refused: expect.stringContaining(reason),
  });
});
