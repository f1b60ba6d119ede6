// Tests that selectors find what they find in browsers, and what a search may cost.
import { selectAll } from "css-select";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildDocument } from "#domain/readings/dom/build-document.ts";
import { isAt } from "#domain/readings/dom/element-places.ts";
import { findElements, selectorOf } from "#domain/readings/dom/select.ts";

const search = (html: string, selector: string) => {
  const page = buildDocument(html);
  const found = findElements({
    page,
    within: [page],
    isWithSelf: false,
    selectors: [selectorOf(selector)],
    most: Number.POSITIVE_INFINITY,
  });
  return { page, found };
};

describe("a search", () => {
  it("finds what the library finds by itself", () => {
    const name = fc.constantFrom("a", "b", "p");
    const piece = fc.oneof(
      name.map((name) => `<${name} class="x y">`),
      name.map((name) => `<${name} id=i>`),
      name.map((name) => `</${name}>`),
      fc.constant(" t "),
    );
    const pages = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));
    const simple = fc.constantFrom(
      ...["a", "*", ".x", "#i", ":not(a)", ":first-child", ":nth-child(2n+1)"],
      ...[
        ":nth-last-child(2)",
        "b:nth-of-type(odd)",
        "p:nth-last-of-type(-n+2)",
        ":empty",
      ],
      ...[
        ":has(> b)",
        ":is(a, b)",
        ":nth-child(1 of .x)",
        ":only-child",
        ":contains('t')",
      ],
    );
    const selectors = fc
      .array(fc.tuple(simple, fc.constantFrom(" ", " > ", " + ", " ~ ", ", ")), {
        minLength: 1,
        maxLength: 3,
      })
      .map((parts) => `${parts.map((part) => part.join("")).join("")}*`);
    fc.assert(
      fc.property(pages, selectors, (html, selector) => {
        const { page, found } = search(html, selector);
        expect(found).toEqual(selectAll(selector, page.children));
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, readonly number[]]>([
    ["even", [2, 4, 6, 8]],
    ["ODD", [1, 3, 5, 7]],
    ["3", [3]],
    ["n", [1, 2, 3, 4, 5, 6, 7, 8]],
    ["3n", [3, 6]],
    [" 3n + 1 ", [1, 4, 7]],
    ["-n+3", [1, 2, 3]],
    ["+4n-1", [3, 7]],
    ["0n+5", [5]],
    ["-2", []],
  ])("knows the places of %s", (rule, places) => {
    const first = [1, 2, 3, 4, 5, 6, 7, 8];
    expect(first.filter((place) => isAt(place, rule))).toEqual(places);
  });

  it("looks at each row of a long table a few times only", () => {
    const rows = 20_000;
    const table = `<table>${"<tr><td>a</td></tr>".repeat(rows)}</table>`;
    const { page, found } = search(table, "tr:nth-child(2n) > td:nth-last-of-type(1)");
    expect(found).toHaveLength(rows / 2);
    expect(page.workDone).toBeLessThan(15 * rows);
  });

  it.each([
    ["each ancestor of each ancestor", ".x * * * * i", "<i>".repeat(20_000)],
    ["what is in each in each element", ":has(:has(.x))", "<i>".repeat(20_000)],
    [
      "the text of each element",
      ":contains(zz)",
      `${"<i>".repeat(250)}${"a<b>".repeat(20_000)}`,
    ],
    ["those before each one", ".x ~ i ~ i", "<i></i>".repeat(20_000)],
    [
      "a long attribute for each element in it",
      ".x .y",
      `<i class="${"z ".repeat(100_000)}">${"<i class=y>".repeat(20_000)}`,
    ],
  ])("ends where it would look at %s", (_, selector, html) => {
    const { page, found } = search(html, selector);
    expect(found).toBeNull();
    expect(page.workDone).toBeLessThan(220_000 + 13 * page.nodeCount);
  });

  it("leaves enough for thirty usual ones, and no more than that for hostile ones", () => {
    const page = buildDocument('<div class="a b"><p class="c">x</p></div>'.repeat(5_000));
    const find = (selector: string) =>
      findElements({
        page,
        within: [page],
        isWithSelf: false,
        selectors: [selectorOf(selector)],
        most: Number.POSITIVE_INFINITY,
      });
    for (let i = 0; i < 30; i++) expect(find("main .q, .a > .d")).toEqual([]);
    for (let i = 0; i < 10; i++) find(".q ~ * ~ div");
    expect(find("p")).toBeNull();
  });
});
