// Tests how differences between contents are asked for and told.
import { describe, expect, it } from "vitest";
import { aChange, aContent, hashOf, keep } from "#test/fixtures/changes/kept.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";
import "#test/fixtures/database.ts";

const at = Date.parse("2026-03-02T00:00:00Z");
const texts = ["a\nold price 10\nc\n", "a\nold price 12\nc\n<d>\n", "b"];

/** Contents 1, 2 and 3 of a target; it became 2, and 3 came between. */
async function build() {
  const sent: string[] = [];
  const afterSending = async (sentTexts: readonly string[]) => {
    sent.push(...sentTexts);
  };
  const world = await createWorld({ now: at + 60_000, afterSending });
  const id = await addTarget(world, { key: "shop" });
  const contents = [1, 2, 3].map((n) =>
    aContent({ targetId: id, hash: hashOf(n), text: texts[n - 1] ?? "" }),
  );
  const change = (n: number, from: number | null, to: number) =>
    aChange({
      targetId: id,
      at: at + n,
      from: from === null ? null : hashOf(from),
      to: hashOf(to),
    });
  await keep(world.deps.db, await Promise.all(contents), [
    change(1, null, 1),
    change(2, 1, 3),
    change(3, 1, 2),
  ]);
  const diff = (query = "", headers: Record<string, string> = {}) =>
    world.call("GET", `/api/targets/shop/diff${query}`, undefined, headers);
  return { world, id, diff, sent };
}

const unified = `--- ${hashOf(1)}
+++ ${hashOf(2)}
@@ -1,3 +1,4 @@
 a
-old price 10
+old price 12
 c
+<d>
`;

describe("a difference", () => {
  it("is that of the latest content and the one before, as patch takes it", async () => {
    const { diff } = await build();
    const { status, body, headers } = await diff();
    expect([status, body]).toEqual([200, unified]);
    expect(headers.get("content-type")).toBe("text/x-diff; charset=utf-8");
    const narrow = await diff("?context=0");
    expect(narrow.body).not.toContain(" a\n");
  });

  it("makes the new text of the old one as both are told, each with its last line", async () => {
    const { world, id, diff } = await build();
    const texts = ["a\nb", "a\nc", "a\nb\n"];
    const contents = texts.map((text, i) =>
      aContent({ targetId: id, hash: hashOf(20 + i), text }),
    );
    await keep(world.deps.db, await Promise.all(contents));
    const told = async (n: number) =>
      (await world.call("GET", `/api/targets/shop/contents/${hashOf(n)}`)).body;
    const between = async (from: number, to: number) =>
      (await diff(`?from=${hashOf(from)}&to=${hashOf(to)}`)).body;
    const hunk = "@@ -1,2 +1,2 @@\n a\n-b\n+c\n";
    expect(await between(20, 21)).toBe(`--- ${hashOf(20)}\n+++ ${hashOf(21)}\n${hunk}`);
    expect([await told(20), await told(21)]).toEqual(["a\nb\n", "a\nc\n"]);
    expect([await told(22), await between(20, 22)]).toEqual(["a\nb\n", null]);
  });

  it("is told in hunks, by words where asked", async () => {
    const { diff } = await build();
    const { body } = await diff("?format=json&unit=word&only=added&context=0");
    expect(body).toMatchObject({
      from: hashOf(1),
      to: hashOf(2),
      addedLines: 2,
      removedLines: 1,
      isWhole: false,
      isCut: false,
    });
    const lines = body.hunks.flatMap((hunk: { lines: object[] }) => hunk.lines);
    expect(lines).toEqual([
      {
        kind: "added",
        from: null,
        to: 2,
        text: "old price 12",
        words: [
          { text: "old price ", differs: false },
          { text: "12", differs: true },
        ],
      },
      { kind: "added", from: null, to: 4, text: "<d>" },
    ]);
  });

  it("is a fragment of HTML in which strangers' text is text, under a policy", async () => {
    const { diff } = await build();
    const { body, headers } = await diff("?format=html&unit=word");
    expect(body).toContain(
      '<tr class="removed"><td>2</td><td></td><td><del>old price <mark>10</mark></del></td></tr>',
    );
    expect(body).toContain("<ins>&lt;d&gt;</ins>");
    expect(headers.get("content-security-policy")).toMatch(
      /^sandbox; default-src 'none';.* frame-ancestors 'none'$/,
    );
  });

  it("is told for people", async () => {
    const { diff } = await build();
    const { body, headers } = await diff("?format=text&unit=word&context=0");
    expect(body).toContain("+ <d>");
    expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
  });

  it.each([
    [`from=${hashOf(3)}&to=${hashOf(1)}`, 3, 1],
    [`to=${hashOf(3)}`, 1, 3],
    ["from=seen", 3, 2],
    ["from=latest&to=seen", 2, 3],
  ])("for %s is that of the contents that are named", async (query, from, to) => {
    const { world, diff } = await build();
    await world.call("POST", `/api/targets/shop/seen?content=${hashOf(3)}`);
    const { body } = await diff(`?${query}&format=json`);
    expect([body.from, body.to]).toEqual([hashOf(from), hashOf(to)]);
  });

  it("of a content with itself is empty", async () => {
    const { diff } = await build();
    const same = `from=${hashOf(1)}&to=${hashOf(1)}`;
    for (const format of ["unified", "text", "html"])
      expect((await diff(`?${same}&format=${format}`)).body ?? "").toBe("");
    expect((await diff(`?${same}&format=json`)).body.hunks).toEqual([]);
  });

  it("of contents that have nothing in common says so", async () => {
    const { world, id, diff } = await build();
    const many = (word: string) =>
      Array.from({ length: 4_000 }, (_, i) => `${word} ${(i * 7_919) % 4_000}`).join(
        "\n",
      );
    const other = many("x").split("\n").reverse().join("\n");
    await keep(world.deps.db, [
      await aContent({ targetId: id, hash: hashOf(8), text: many("x") }),
      await aContent({ targetId: id, hash: hashOf(9), text: other }),
    ]);
    const query = `?from=${hashOf(8)}&to=${hashOf(9)}`;
    const { body } = await diff(`${query}&format=json`);
    expect(body.isWhole).toBe(true);
    for (const format of ["text", "html"])
      expect((await diff(`${query}&format=${format}`)).body).toContain(
        "The contents differ too much to tell line by line.",
      );
  });
});

describe("what cannot be compared", () => {
  it.each([
    ["from=soon", "from", /^This is previous, seen, latest, the instant of a run/],
    ["from=seen", "from", /^Nobody has marked target 1 as seen/],
    ["to=2026-03-02T00:00:00Z", "to", /^Target 1 has no run for 2026-03-02T00:00/],
    [`to=${hashOf(7)}&from=latest`, "to", /keeps no content 0+7, or no longer/],
    [`to=${hashOf(7)}`, "from", /^No change is kept that led to this content/],
    [`to=${hashOf(1)}`, "from", /^There is no content before this one/],
    ["format=pdf", "format", /^This is "unified", "html", "json" or "text"/],
    ["unit=word", "unit", /^A unified difference is told by lines/],
    ["only=added", "only", /^A unified difference has all lines/],
    ["only=replaced", "only", /^This is added, removed, or both/],
    ["context=-1", "context", /^This is a whole number from 0 to 1000/],
    ["contxt=1", "contxt", /Did you mean "context"\?/],
  ])("for %s is told, and the parameter named", async (query, parameter, detail) => {
    const { diff } = await build();
    const { status, body } = await diff(`?${query}`);
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ parameter, detail: expect.stringMatching(detail) }]);
  });

  it("is a target without a content", async () => {
    const { world } = await build();
    const id = await addTarget(world);
    const { status, body } = await world.call("GET", `/api/targets/${id}/diff`);
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      { parameter: "to", detail: `Target ${id} has no content yet.` },
    ]);
  });
});

it("who has a difference already gets none of it, and no content is read", async () => {
  const { diff, sent } = await build();
  const etag = String((await diff("?format=json")).headers.get("etag"));
  sent.length = 0;
  const again = await diff("?format=json", { "if-none-match": `"x", W/${etag}` });
  expect([again.status, again.body]).toEqual([304, null]);
  expect(sent.join()).not.toContain("reading");
  expect((await diff("?format=text", { "if-none-match": etag })).status).toBe(200);
});

it("a difference costs six statements", async () => {
  const { diff, sent } = await build();
  sent.length = 0;
  await diff();
  expect(sent).toHaveLength(6);
});
