// Tests that steps are shown at work on a body that is sent along.
import { expect, it } from "vitest";
import { createWorld } from "#test/fixtures/world.ts";

const body = `<nav>Menu</nav><main><h1>Shop</h1>
  <p class="price">Price: 12.50 €</p><a href="/more">More</a></main>`;

const preview = async (document: object) => {
  const world = await createWorld();
  const answer = await world.call("POST", "/api/extract/preview", { body, ...document });
  return { ...answer, world };
};

it("each step is shown with its input and its output", async () => {
  const answer = await preview({
    extract: [
      { remove: "nav" },
      { css: ".price", name: "told" },
      { css: ".price" },
      { number: true, name: "price" },
      { header: "X-Stock", name: "stock" },
    ],
    headers: { "x-stock": "7 left" },
    conditions: ["reading price < 10", 'reading stock contains "left"'],
  });
  expect(answer.status).toBe(200);
  const { steps, ...rest } = answer.body;
  expect(steps.map((one: { told: string }) => one.told)).toEqual([
    'remove "nav"',
    'css ".price"',
    'css ".price"',
    "number",
    'header "X-Stock"',
  ]);
  expect(steps[3]).toMatchObject({
    step: 4,
    input: "Price: 12.50 €",
    inputCharacters: 14,
    output: "12.5",
    outputCharacters: 4,
    problem: null,
  });
  expect(rest).toEqual({
    unread: null,
    text: "told: Price: 12.50 €\nprice: 12.5\nstock: 7 left",
    values: { told: "Price: 12.50 €", price: 12.5, stock: "7 left" },
    numbers: { price: 12.5 },
    conditions: [
      { condition: "reading price < 10", actual: "12.5", outcome: "failed" },
      { condition: 'reading stock contains "left"', actual: '"7 left"', outcome: "ok" },
    ],
  });
});

it("the step that finds nothing is the last that is shown", async () => {
  const { body: told } = await preview({
    extract: [{ css: "h1", name: "title" }, { css: ".gone" }, { text: true }],
    conditions: ["reading title == 'x'"],
  });
  expect(told.steps).toHaveLength(2);
  expect(told.steps[1]).toMatchObject({ output: null, problem: "found nothing" });
  expect(told.unread).toEqual({ step: 2, told: 'css ".gone"', problem: "found nothing" });
  expect([told.text, told.values, told.numbers]).toEqual([null, {}, {}]);
});

it("texts are cut, and their lengths told", async () => {
  const long = `<p>${"x".repeat(30_000)}</p>`;
  const { body: told } = await preview({ body: long, extract: [{ css: "p" }] });
  const [step] = told.steps;
  expect([step.output.length, step.outputCharacters]).toEqual([10_000, 30_000]);
  expect(step.inputCharacters).toBe(long.length);
});

it.each([
  [{ extract: [{ css: "a" }, { csss: "b" }] }, "/extract/1/csss"],
  [{ extract: [{ css: "a[" }] }, "/extract/0/css"],
  [{ extract: [] }, "/extract"],
  [{ extract: [{ css: "a" }], body: 7 }, "/body"],
  [{ extract: [{ css: "a" }], url: "ftp://example.com/" }, "/url"],
  [{ extract: [{ css: "a" }], headers: { "a b": "c" } }, "/headers/a b"],
  [{ extract: [{ css: "a" }], headers: { a: "b\nc" } }, "/headers/a"],
  [{ extract: [{ css: "a" }], conditions: ["reading x"] }, "/conditions/0"],
])("of %j the field is named", async (document, pointer) => {
  const answer = await preview(document);
  expect(answer.status).toBe(422);
  const pointers = answer.body.errors.map((error: { pointer: string }) => error.pointer);
  expect(pointers).toEqual([pointer]);
});

it("nothing is fetched", async () => {
  const { world } = await preview({ extract: [{ css: "h1" }] });
  expect(world.requests).toEqual([]);
});

it("the answer stays short, however much the steps read", async () => {
  const long = `<p>${"x".repeat(200_000)}</p>`;
  const steps = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ css: "p", name: `n${i}` }));
  const some = await preview({ body: long, extract: steps(4) });
  expect(Object.values<string>(some.body.values).map((text) => text.length)).toEqual(
    Array(4).fill(10_000),
  );
  const many = await preview({ body: long, extract: steps(30) });
  expect(many.body.unread).toEqual({
    step: 6,
    told: 'css "p"',
    problem: "makes the reading longer than 1 MB",
  });
  expect(JSON.stringify(many.body).length).toBeLessThan(200_000);
});

it("longer bodies and more steps than a target's are refused", async () => {
  const long = await preview({ body: "x".repeat(300_000), extract: [{ text: true }] });
  expect([long.status, long.body.detail]).toEqual([
    413,
    "The body is larger than 256 KB.",
  ]);
  const many = await preview({ extract: Array(31).fill({ text: true }) });
  expect([many.status, many.body.errors]).toEqual([
    422,
    [{ pointer: "/extract", detail: "This has at most 30 items." }],
  ]);
});
