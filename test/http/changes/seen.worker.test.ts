// Tests that somebody marks what is new as seen.
import { expect, it } from "vitest";
import { aChange, aContent, hashOf, keep } from "#test/fixtures/changes/kept.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";
import "#test/fixtures/database.ts";

const at = Date.parse("2026-03-02T00:00:00Z");

async function build() {
  const world = await createWorld({ now: at + 60_000 });
  const shop = await addTarget(world, { key: "shop" });
  const contents = [1, 2].map((n) => aContent({ targetId: shop, hash: hashOf(n) }));
  await keep(world.deps.db, await Promise.all(contents), [
    aChange({ targetId: shop, at, kind: "first", from: null, to: hashOf(1) }),
    aChange({ targetId: shop, at: at + 1, from: hashOf(1), to: hashOf(2) }),
  ]);
  const mark = (query = "", name = "shop") =>
    world.call("POST", `/api/targets/${name}/seen${query}`);
  return { world, shop, mark };
}

it("the latest content is marked, or the one that is named", async () => {
  const { mark } = await build();
  const seenAt = "2026-03-02T00:01:00.000Z";
  for (const [query, hash] of [
    ["", hashOf(2)],
    [`?content=${hashOf(1)}`, hashOf(1)],
  ] as const) {
    const answer = await mark(query);
    expect([answer.status, answer.body]).toEqual([200, { hash, seenAt }]);
  }
});

it.each([
  [`?content=${hashOf(3)}`, "content", `keeps no content ${hashOf(3)}, or no longer.`],
  ["?content=x", "content", "This is the hash of a content: 32 of 0-9 and a-f."],
  ["?contents=x", "contents", "There is no such field."],
])("%s is refused, and marks nothing", async (query, parameter, detail) => {
  const { mark } = await build();
  const answer = await mark(query);
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toEqual([
    { parameter, detail: expect.stringContaining(detail) },
  ]);
});

it("a target without a content has nothing to mark", async () => {
  const { world, mark } = await build();
  const id = await addTarget(world);
  const answer = await mark("", `${id}`);
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toEqual([
    { parameter: "content", detail: `Target ${id} has no content yet.` },
  ]);
  expect((await mark("", "nobody")).status).toBe(404);
});
