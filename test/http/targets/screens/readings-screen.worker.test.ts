// Tests the page of the numbers that a target's steps read, and their tiles.
import { expect, it } from "vitest";
import {
  afterMinutes,
  type Said,
  watchedPage,
} from "#test/fixtures/changes/watched-page.ts";
import { figuresIn } from "#test/fixtures/pages/listed.ts";
import { logIn, textOf } from "#test/fixtures/pages/visitor.ts";

const steps = [{ number: true, name: "price" }];

const prices: readonly Said[] = [
  [0, "Price: 12.5"],
  [90, "Price: 10"],
  [210, "Price: 20.25"],
  [330, "Price: 15"],
];

async function build(document: Record<string, unknown> = {}) {
  const made = await watchedPage(prices, { name: "Shop", extract: steps, ...document });
  const visitor = await logIn(made.world);
  return { ...made, visitor };
}

it("shows the last, the lowest and the highest, and draws them", async () => {
  const { world, visitor } = await build();
  await world.runUntil(afterMinutes(7));
  const { html } = await visitor.open("/targets/1/readings");
  expect(html).toContain("<title>Shop: price 15 · junkai");
  expect(figuresIn(html).slice(0, 3)).toEqual(["15", "10", "20.25"]);
  const text = textOf(html);
  expect(text).toContain("Between 10 and 20.25 in 7 days.");
  expect(text).toContain("read by 10 runs");
  expect(html).toMatch(/<path class="l-p50" d="M\d+ \d+L\d+ \d+"/);
  expect(html).toMatch(/href="\/api\/targets\/1\/readings\.csv\?from=/);
  const tile = textOf((await visitor.open("/targets/1")).html);
  expect(tile).toContain("lowest 10, highest 20.25");
});

it("tells how far a number moved since the day before", async () => {
  const { world, visitor } = await build();
  await world.runUntil(afterMinutes(1));
  await world.advanceTo(afterMinutes(24 * 60));
  await world.runUntil(afterMinutes(24 * 60 + 2));
  const text = textOf((await visitor.open("/targets/1/readings?window=30d")).html);
  expect(text).toContain("+2.5 since the day before");
});

it("says where no number is read, and in which language", async () => {
  const { world, visitor } = await build({ extract: [{ text: true }] });
  await world.runUntil(afterMinutes(1));
  const { html } = await visitor.open("/targets/1/readings?lang=ja");
  expect(textOf(html)).toContain("名前の付いた数値を読み取る手順がありません");
  expect((await visitor.open("/targets/1/readings?window=1y")).status).toBe(422);
  expect((await visitor.open("/targets/7/readings")).status).toBe(404);
});
