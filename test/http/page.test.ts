import { describe, expect, it } from "vitest";
import { z } from "zod";
import { cursorField, toPage } from "#http/page.ts";

/** Numbers from 1 to `count`, as a list finds them that was asked for `limit` + 1. */
const pageOfNumbers = (count: number, limit: number) =>
  toPage(
    Array.from({ length: count }, (_, i) => i + 1),
    limit,
    (number) => `n${number}`,
    (last) => [last],
  );

describe("a page of a list", () => {
  it("is all there is, without a next page, when no more was found than asked for", () => {
    expect(pageOfNumbers(3, 3)).toEqual({ items: ["n1", "n2", "n3"], next: null });
    expect(pageOfNumbers(2, 3)).toEqual({ items: ["n1", "n2"], next: null });
    expect(pageOfNumbers(0, 3)).toEqual({ items: [], next: null });
  });

  it("leaves out the item that shows that there is a next page, to which its cursor leads", () => {
    const { items, next } = pageOfNumbers(4, 3);
    expect(items).toEqual(["n1", "n2", "n3"]);
    expect(cursorField(z.tuple([z.int()])).parse(next)).toEqual([3]);
  });

  it("begins at the start of the list without a cursor", () => {
    expect(cursorField(z.int()).parse(undefined)).toBeNull();
  });

  it.each([
    ["is no base64url", "*"],
    ["holds no JSON", "bm8"],
    ["holds something else than this list's cursors", "InRleHQi"],
  ])("refuses a cursor that %s", (_, cursor) => {
    const [issue] = cursorField(z.int()).safeParse(cursor).error?.issues ?? [];
    expect(issue?.message).toBe("This is not a cursor that an answer gave as `next`.");
  });
});
