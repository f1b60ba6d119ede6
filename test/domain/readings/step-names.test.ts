import { expect, it } from "vitest";
import { mayRead, numberNames } from "#domain/readings/step-names.ts";

it.each([
  [{ css: "b", name: "title" }, "title", true],
  [{ css: "b" }, "title", false],
  [{ offers: true }, "price", true],
  [{ offers: true, name: "shop" }, "shop_price", true],
  [{ offers: true, name: "shop" }, "price", false],
  [{ regex: "/v(?<major>.)/" }, "major", true],
  [{ regex: "/v(?<major>.)/" }, "minor", false],
  [{ meta: true }, "description", true],
  [{ meta: ["title", "type"], name: "og" }, "og_type", true],
  [{ meta: ["title", "type"], name: "og" }, "og_author", false],
] as const)("whether %j may read %s is %s", (step, name, may) => {
  expect(mayRead([{ text: true }, step], name)).toBe(may);
});

it("numbers are those of named numbers, of JSON and of offers", () => {
  const steps = [
    { number: true, name: "a" },
    { number: true },
    { json: "$.b", name: "b" },
    { css: "c", name: "c" },
    { offers: true, name: "shop" },
    { offers: true },
  ] as const;
  expect(numberNames(steps)).toEqual(["a", "b", "shop_price", "price"]);
});
