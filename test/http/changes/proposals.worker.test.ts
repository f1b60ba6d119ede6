// Tests that what differs by itself leads to steps that ignore it.
import { expect, it } from "vitest";
import { aChange, aContent, hashOf, keep } from "#test/fixtures/changes/kept.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";
import "#test/fixtures/database.ts";

const at = Date.parse("2026-03-02T00:00:00Z");

async function build(kind: "learned" | "changed") {
  const world = await createWorld({ now: at + 120_000 });
  const targetId = await addTarget(world, { key: "shop" });
  const contents = ["Shop\n5 minutes ago", "Shop\n6 minutes ago"].map((text, i) =>
    aContent({ targetId, hash: hashOf(i + 1), text }),
  );
  const change = aChange({ targetId, at, kind, from: hashOf(1), to: hashOf(2) });
  await keep(world.deps.db, await Promise.all(contents), [change]);
  return { world, targetId, get: () => world.call("GET", "/api/targets/shop/proposals") };
}

it("what was learned is proposed as steps that a target takes", async () => {
  const { world, get } = await build("learned");
  const { status, body } = await get();
  expect(status).toBe(200);
  expect(body.items).toEqual([
    {
      extract: [{ ignore: { presets: ["relative-times"] } }],
      lines: 1,
      covers: [{ from: "5 minutes ago", to: "6 minutes ago" }],
    },
  ]);
  const [{ extract }] = body.items;
  const patched = await world.call("PATCH", "/api/targets/shop", { extract });
  expect(patched.body.extract).toEqual(extract);
});

it("a change that somebody made proposes nothing", async () => {
  const { get } = await build("changed");
  expect((await get()).body).toEqual({ items: [] });
});

it("what was learned of other steps is proposed no more", async () => {
  const { world, targetId, get } = await build("learned");
  const first = aChange({ targetId, at: at + 1, kind: "first", from: null });
  await keep(world.deps.db, [], [first]);
  expect((await get()).body).toEqual({ items: [] });
});
