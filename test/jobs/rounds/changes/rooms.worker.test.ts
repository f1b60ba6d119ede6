// Tests rounds that find more new contents than they can record at once.
import { expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { isoAt, minute, start, watch } from "#test/fixtures/rounds/rounds.ts";
import { addTarget } from "#test/fixtures/world.ts";

/** A text that hardly packs: digits of a sequence that looks random. */
function noise(seed: number, length: number): string {
  let state = seed + 1;
  let text = "";
  while (text.length < length) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    text += (state >>> 8).toString(36);
  }
  return text.slice(0, length);
}

it("contents of a round that are too many for a statement are all kept, in rounds after it", async () => {
  const count = 12;
  const { world } = await watch({
    site: ({ pathname }) => ({
      body: noise(Number(pathname.slice(1)), 250_000),
      headers: { "content-type": "text/plain" },
    }),
  });
  for (let i = 0; i < count; i++)
    await addTarget(world, {
      url: `https://host${i}.example.com/${i}`,
      schedule: { every: "1h", startAt: isoAt(0) },
      extract: [{ text: true }],
    });
  await world.runUntil(start + 6 * minute);
  const kept = await DB.prepare(
    "SELECT count(*) AS n, min(stored_bytes) AS least FROM contents",
  ).first<{ n: number; least: number }>();
  expect(kept?.n).toBe(count);
  // Texts alone come to more than a round takes in.
  expect(count * (kept?.least ?? 0)).toBeGreaterThan(900_000);
  expect(await DB.prepare("SELECT count(*) AS n FROM changes").first("n")).toBe(count);
  expect(world.logs.filter(({ problem, lost }) => problem || lost)).toEqual([]);
});

it("changes of forty pages at once are all found on the free plan, each once", async () => {
  const page = (path: string) => `${path} ${world.now() < start + minute ? "A" : "B"}`;
  const { world } = await watch({
    vars: { PLAN: "free" },
    site: ({ pathname }) => ({
      body: page(pathname),
      headers: { "content-type": "text/plain" },
    }),
  });
  for (let i = 0; i < 40; i++)
    await addTarget(world, {
      url: `https://host${i}.example.com/${i}`,
      schedule: { every: "2m", startAt: isoAt(0) },
      extract: [{ text: true }],
    });
  await world.runUntil(start + 9 * minute);
  const { results } = await DB.prepare(
    "SELECT kind, count(*) AS n, count(DISTINCT target_id) AS targets FROM changes GROUP BY kind",
  ).all();
  expect(results).toEqual([
    { kind: "changed", n: 40, targets: 40 },
    { kind: "first", n: 40, targets: 40 },
  ]);
  expect(world.logs.filter(({ problem, lost }) => problem || lost)).toEqual([]);
});
