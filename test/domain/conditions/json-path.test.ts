// Holds JSONPath to the compliance tests of RFC 9535, and its work to the document's size.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { compilePath, findValues } from "#domain/conditions/comparing/json-path.ts";

/** A case of the suite: one result, several of which each will do, or a refusal. */
type Case = {
  name: string;
  selector: string;
  document?: unknown;
  result?: unknown[];
  results?: unknown[][];
  invalid_selector?: true;
};

const cases: Case[] = JSON.parse(
  readFileSync("test/fixtures/json-path/cts.json", "utf8"),
);

it("the suite is whole", () => {
  expect(cases).toHaveLength(703);
});

it.each(cases)("RFC 9535: $name", ({ selector, document, ...wanted }) => {
  const query = compilePath(selector);
  if (wanted.invalid_selector === true) return expect(query).toBeTypeOf("string");
  if (typeof query === "string") throw new Error(query);
  return expect(wanted.results ?? [wanted.result]).toContainEqual(
    findValues(query, document),
  );
});

/** How often a path reads the fields of the objects in a document of some size. */
function readsOf(path: string, size: number): number {
  const query = compilePath(path);
  if (typeof query === "string") throw new Error(query);
  let reads = 0;
  const item = (id: number) => ({
    get id() {
      reads += 1;
      return id;
    },
  });
  const items = Array.from({ length: size }, (_, i) => item(i));
  findValues(query, { items, others: items.map(({ id }) => item(id)) });
  return reads;
}

it.each([
  "$.items[?count($..id) == @.id]",
  "$.items[?$.items == $.others && @.id < 0]",
  "$.items[?$.others[?@.id == $.items[1].id] && @.id < 0]",
])("%s takes twice the work for a document of twice the size", (path) => {
  expect(readsOf(path, 200)).toBeLessThan(2.2 * readsOf(path, 100));
});

it("a path is found anew in another document", () => {
  const query = compilePath("$.items[?@ == $.wanted]");
  if (typeof query === "string") throw new Error(query);
  for (const wanted of [1, 2, 1])
    expect(findValues(query, { items: [1, 2], wanted })).toEqual([wanted]);
});
