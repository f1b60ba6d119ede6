import { expect, it } from "vitest";
import { createApp } from "#http/app.ts";
import { bindings, DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import { createWorld } from "#test/fixtures/world.ts";

/** What an operation costs where there are `count` targets. */
async function costOf(count: number, body: object) {
  await seedTargets(DB, { count, site: "https://a.example", dueAt: 0, anchorAt: 0 });
  const deps = (await createWorld()).newDeps();
  const app = createApp({ depsOf: () => deps, jobs: [] });
  const headers = { authorization: "Bearer secret", "content-type": "application/json" };
  const request = { method: "POST", headers, body: JSON.stringify(body) };
  const response = await app.request("/api/targets/bulk", request, bindings);
  const { items } = await response.json<{ items: unknown[] }>();
  return {
    items: items.length,
    status: response.status,
    read: deps.meter.rowsRead,
    written: deps.meter.rowsWritten,
  };
}

const documents = [{ url: "https://new.example/", key: "new" }];

it.each([
  { operation: "create", documents },
  { operation: "upsert", documents },
  { operation: "pause", targets: [7, "none"] },
  { operation: "tag", filter: { tag: "tag7" }, add: ["b"] },
  { operation: "pause", filter: { kind: "site" } },
  { operation: "delete", targets: [7] },
])("%j reads and writes no more among 4,000 targets than among 400", async (body) => {
  const few = await costOf(400, body);
  const many = await costOf(4_000, body);
  expect([few.status, many.status]).toEqual([200, 200]);
  const more = many.items - few.items;
  // A target that more targets brings along costs its own rows and those of its shard.
  expect(many.written - few.written).toBeLessThanOrEqual(more * 6);
  expect(many.read - few.read).toBeLessThanOrEqual(5 + more * 100);
});
