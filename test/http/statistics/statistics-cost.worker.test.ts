// Tests how many statements and rows statistics read.
import { describe, expect, it } from "vitest";
import { createApp } from "#http/app.ts";
import { bindings, DB } from "#test/fixtures/bindings.ts";
import { end, hour, makePast } from "#test/fixtures/history/kept-history.ts";
import { makePricedPast } from "#test/fixtures/statistics/priced-history.ts";
import type { World } from "#test/fixtures/world.ts";

const day = 24 * hour;
const isoAt = (at: number) => new Date(at).toISOString();

/** What a request costs at the world's time. */
async function costOf(world: World, path: string) {
  const deps = world.newDeps();
  const app = createApp({ depsOf: () => deps, jobs: [] });
  const answer = await app.request(
    path,
    { headers: { authorization: "Bearer secret" } },
    bindings,
  );
  expect(answer.status, path).toBe(200);
  await answer.arrayBuffer();
  return deps.meter;
}

describe("reading statistics", () => {
  it("takes a row a day, however many points and burn rates there are", async () => {
    const { world } = await makePast();
    const plain = await costOf(world, "/api/targets/1/stats");
    const more = await costOf(world, "/api/targets/1/stats?step=1h&slo=99.9");
    // The target with its shard; then days, hours that the window cuts, and blocks that
    // are not sealed yet.
    expect(more.statements).toBe(1 + 3);
    expect(more).toEqual(plain);

    const all = await costOf(world, "/api/stats");
    // The shards; then the same three.
    expect(all.statements).toBe(1 + 3);
    expect(all.rowsRead).toBeLessThanOrEqual(15);

    await DB.prepare(`
      WITH RECURSIVE n (i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
      INSERT INTO days (target_id, day, folded, total, hours, failures) SELECT 1, ?1 - i, 0, x'', x'', x'' FROM n`)
      .bind(Math.floor(end / day))
      .run();
    const year = await costOf(
      world,
      `/api/targets/1/stats?from=${isoAt(end - 366 * day)}`,
    );
    expect(year.statements).toBe(1 + 3);
    expect(year.rowsRead).toBeLessThanOrEqual(367 + 15);
  });

  it("takes no statement and no row more for the numbers that steps read", async () => {
    const { world } = await makePricedPast();
    const ofTarget = (door: string) => costOf(world, `/api/targets/1/${door}`);
    const day = await ofTarget("stats");
    expect(day.statements).toBe(1 + 3);
    expect(day.rowsRead).toBeLessThanOrEqual(15);
    const month = await ofTarget("stats?from=-30d&step=1h");
    expect(month.statements).toBe(1 + 3);
    expect(await ofTarget("readings?step=1h")).toEqual(month);
    expect(await ofTarget("readings.csv?step=1h&name=price")).toEqual(month);
  });
});
