// Tests that contents of a thousand targets are recorded, all of them new at once.
import { expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { minute, start, watch } from "#test/fixtures/rounds/rounds.ts";

const count = 1_000;

it("a thousand new targets with steps have their first content, and then their change, once each", async () => {
  let word = "old";
  const site = ({ pathname }: URL) => ({
    headers: { "content-type": "text/plain" },
    body: `${word} ${pathname} ${"text ".repeat(400)}`,
  });
  const { world } = await watch({ site });
  const items = Array.from({ length: count }, (_, i) => ({
    key: `k${i}`,
    url: `https://site${i}.example.com/${i}`,
    schedule: { every: "5m" },
    extract: ["text"],
  }));
  for (let from = 0; from < count; from += 100) {
    const documents = items.slice(from, from + 100);
    const { status } = await world.call("POST", "/api/targets/bulk", {
      operation: "create",
      documents,
    });
    expect(status).toBe(200);
  }
  const kinds = async () =>
    (
      await DB.prepare(
        "SELECT kind, count(*) AS n, count(DISTINCT target_id) AS targets FROM changes GROUP BY kind ORDER BY kind",
      ).all()
    ).results;
  await world.runUntil(start + 12 * minute);
  expect(await kinds()).toEqual([{ kind: "first", n: count, targets: count }]);
  word = "new";
  await world.runUntil(start + 24 * minute);
  expect(await kinds()).toEqual([
    { kind: "changed", n: count, targets: count },
    { kind: "first", n: count, targets: count },
  ]);
  expect(await DB.prepare("SELECT count(*) AS n FROM contents").first()).toEqual({
    n: 2 * count,
  });
});
