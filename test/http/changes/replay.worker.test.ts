// Tests what other steps would have read in the bodies that are kept.
import { expect, it } from "vitest";
import { aContent, hashOf, keep } from "#test/fixtures/changes/kept.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";
import "#test/fixtures/database.ts";

const at = Date.parse("2026-03-02T00:00:00Z");

const page = (price: string, rest = "") => ({
  bytes: new TextEncoder().encode(`<h1>Shop</h1><b class=price>${price}</b>${rest}`),
  contentType: "text/html",
});

type Body = ReturnType<typeof page> | null;

/** A target with a content for each body, the oldest first. */
async function build(bodies: readonly Body[], target: object = {}) {
  const sent: string[] = [];
  const afterSending = async (texts: readonly string[]) => {
    sent.push(...texts);
  };
  const world = await createWorld({ afterSending });
  const id = await addTarget(world, { key: "shop", ...target });
  const contents = bodies.map((body, i) =>
    aContent({ targetId: id, hash: hashOf(i), seenAt: at + i }, body),
  );
  await keep(world.deps.db, await Promise.all(contents));
  const replay = (extract: unknown, query = "") =>
    world.call("POST", `/api/targets/shop/extract/replay${query}`, { extract });
  return { world, replay, sent };
}

const price = [{ css: ".price" }, { number: true, name: "price" }];
const kindsOf = (items: { kind: string | null }[]) => items.map(({ kind }) => kind);

it("each kept body is told of, and how it would differ from the one before", async () => {
  const bodies = [page("10"), page("10", "<i>x</i>"), page("sold out"), null, page("12")];
  const { replay } = await build(bodies);
  const { status, body } = await replay(price);
  expect(status).toBe(200);
  expect(body.next).toBeNull();
  expect(body.items[0]).toEqual({
    hash: hashOf(4),
    seenAt: "2026-03-02T00:00:00.004Z",
    isKept: true,
    unread: null,
    text: "price: 12",
    values: { price: 12 },
    kind: "changed",
    addedLines: 1,
    removedLines: 1,
    addedCharacters: 9,
    removedCharacters: 9,
    characters: 9,
    added: ["price: 12"],
    removed: ["price: 10"],
    numbers: { price: { from: 10, to: 12 } },
    isWhole: false,
    why: null,
  });
  const nothing = { text: null, values: {}, kind: null };
  expect(body.items.slice(1)).toEqual([
    expect.objectContaining({ isKept: false, unread: null, ...nothing }),
    expect.objectContaining({
      isKept: true,
      unread: { step: 2, told: "number", problem: 'is no number: "sold out"' },
      ...nothing,
    }),
    expect.objectContaining({ text: "price: 10", kind: "same" }),
    expect.objectContaining({ text: "price: 10", kind: "first" }),
  ]);
});

it("what hardly differs is told as the target's rule has it", async () => {
  const extract = [{ number: true, name: "price" }];
  const changes = { numbers: { price: { percent: 50 } } };
  const { replay } = await build([page("10"), page("12")], { extract, changes });
  const { body } = await replay(price);
  expect(kindsOf(body.items)).toEqual(["minor", "first"]);
  expect(body.items[0].why).toMatch(/./);
});

it("pages lead from one to the next, and compare across their ends", async () => {
  const bodies = ["1", "2", "2", "3", "3"].map((one) => page(one));
  const { replay, sent } = await build(bodies);
  const whole = (await replay(price)).body.items;
  expect(kindsOf(whole)).toEqual(["same", "changed", "same", "changed", "first"]);
  for (const limit of [1, 2, 3]) {
    const items: unknown[] = [];
    for (let next: string | null = ""; next !== null; ) {
      const cursor: string = next === "" ? "" : `&cursor=${next}`;
      sent.length = 0;
      const { body } = await replay(price, `?limit=${limit}${cursor}`);
      expect(sent.length).toBeLessThanOrEqual(2 + limit + 1);
      items.push(...body.items);
      next = body.next;
    }
    expect(items).toEqual(whole);
  }
});

it("a page ends early where bodies are large", async () => {
  const large = `<p>${"x".repeat(840_000)}</p>`;
  const { replay } = await build(["1", "2", "3", "4"].map((one) => page(one, large)));
  const { body } = await replay(price);
  expect(kindsOf(body.items)).toEqual(["changed"]);
  const rest = await replay(price, `?cursor=${body.next}`);
  expect(kindsOf(rest.body.items)).toEqual(["changed"]);
});

it.each([
  [[], "", { pointer: "/extract" }],
  [[{ css: "a[" }], "", { pointer: "/extract/0/css" }],
  [price, "?limit=21", { parameter: "limit" }],
  [price, "?cursor=x", { parameter: "cursor" }],
])("%j with %j is refused, and the field named", async (extract, query, place) => {
  const { replay } = await build([page("1")]);
  const { status, body } = await replay(extract, query);
  expect(status).toBe(422);
  expect(body.errors).toEqual([expect.objectContaining(place)]);
});
