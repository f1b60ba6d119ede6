// Tests the page of what differs between two contents.
import { describe, expect, it } from "vitest";
import { aChange, aContent, hashOf, keep } from "#test/fixtures/changes/kept.ts";
import { headingOf, rowTexts } from "#test/fixtures/pages/listed.ts";
import { logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";
import "#test/fixtures/database.ts";

const now = Date.parse("2026-03-02T00:00:00Z");
const lines = (count: number, say = (i: number) => `line ${i}`) =>
  Array.from({ length: count }, (_, i) => say(i + 1));

/** A target with two contents, and the change between them. */
async function build(from: readonly string[], to: readonly string[]) {
  const world = await createWorld({ now });
  const id = await addTarget(world, { name: "Shop", extract: [{ text: true }] });
  const contents = await Promise.all(
    [from, to].map((text, i) =>
      aContent({ targetId: id, hash: hashOf(i + 1), text: text.join("\n"), seenAt: now }),
    ),
  );
  await keep(world.deps.db, contents, [aChange({ targetId: id })]);
  const visitor = await logIn(world);
  const open = async (query = "") => visitor.open(`/targets/${id}/diff${query}`);
  return { world, id, visitor, open };
}

const ends = `?from=${hashOf(1)}&to=${hashOf(2)}`;

describe("a difference", () => {
  it("is told side by side, by words, with signs beside colours", async () => {
    const { open } = await build(
      ["a", "price 10 yen", "c", "gone"],
      ["a", "price 12 yen", "c"],
    );
    const { html, status } = await open();
    expect(status).toBe(200);
    expect(headingOf(html)).toBe("1 line added, 2 lines removed");
    expect(html).toContain("price <del>10</del> yen");
    expect(html).toContain("price <ins>12</ins> yen");
    expect(rowTexts(html)).toContain("2 − removed price 10 yen 2 + added price 12 yen");
    expect(rowTexts(html)).toContain("4 − removed gone");
  });

  it("is told inline and by lines, only with what was added", async () => {
    const { open } = await build(["a", "old one"], ["a", "old two"]);
    const inline = await open(`${ends}&view=inline&unit=line`);
    expect(rowTexts(inline.html)).toEqual([
      "1 1 a",
      "2 − removed old one",
      "2 + added old two",
    ]);
    expect(inline.html).toContain("<del>old one</del>");
    const added = await open(`${ends}&view=inline&only=added`);
    expect(added.html).not.toContain("<del>");
    expect(textOf(added.html)).toContain("old two");
  });

  it("shows as much around as is asked for, and counts what it leaves out", async () => {
    const text = lines(40);
    const { open } = await build(text, text.with(4, "other 5").with(34, "other 35"));
    const few = textOf((await open(`${ends}&context=1`)).html);
    expect(few).toContain("3 lines left out that do not differ");
    expect(few).toContain("27 lines left out that do not differ");
    const all = textOf((await open(`${ends}&context=1000`)).html);
    expect(all).toContain("line 20");
    expect(all).not.toContain("left out");
  });

  it("of a megabyte that is all new is bounded, page by page, and says so", async () => {
    const { open } = await build(
      lines(24_000, (i) => `old ${i} ${"x".repeat(28)}`),
      lines(24_000, (i) => `new ${i} ${"y".repeat(28)}`),
    );
    const { html } = await open(ends);
    expect(html.length).toBeLessThan(600_000);
    const text = textOf(html);
    expect(headingOf(html)).toMatch(/Replaced as a whole|24,000 lines added/);
    expect(text).toMatch(/Part 1 of \d+/);
    const second = await open(`${ends}&page=2`);
    expect(textOf(second.html)).toMatch(/Part 2 of \d+/);
    const last = await open(`${ends}&page=9999`);
    expect(last.status).toBe(200);
    expect(textOf(last.html)).toContain("There is more that differs");
  });

  it("of a line of a megabyte shows its beginning", async () => {
    const { open } = await build(["x".repeat(900_000)], ["y".repeat(900_000)]);
    const { html } = await open(ends);
    expect(html.length).toBeLessThan(100_000);
    expect(textOf(html)).toContain("… 895,000 more characters");
  });

  it("has nothing of a stranger's but text", async () => {
    const hostile = `</td><script>alert(1)</script><img src=x onerror="alert(2)">`;
    const { open } = await build(["a"], [hostile]);
    for (const view of ["sides", "inline"]) {
      const { html } = await open(`${ends}&view=${view}`);
      expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
      expect(html).not.toContain("<script>alert");
      expect(html).not.toContain("<img");
    }
  });

  it("says that nothing differs", async () => {
    const { open } = await build(["a"], ["b"]);
    const { html } = await open(`?from=${hashOf(1)}&to=${hashOf(1)}`);
    expect(headingOf(html)).toBe("Nothing differs");
  });

  it("refuses at its field what is not kept or names nothing", async () => {
    const { open, visitor } = await build(["a"], ["b"]);
    const gone = await open(`?from=${hashOf(7)}`);
    expect(gone.status).toBe(422);
    expect(gone.html).toMatch(/id="from-wrong".*keeps no content/s);
    const unknown = await open("?to=yesterday");
    expect(unknown.status).toBe(422);
    expect(unknown.html).toContain('id="to-wrong"');
    const unseen = await open("?from=seen");
    expect(textOf(unseen.html)).toContain("Nobody has marked target 1 as seen.");
    expect((await open("?context=-1")).status).toBe(422);
    expect((await visitor.open("/targets/9/diff")).status).toBe(404);
  });
});
