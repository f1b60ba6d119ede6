// Tests the last days and runs of many targets at once.
import { describe, expect, it } from "vitest";
import { createApp } from "#http/app.ts";
import { bindings, DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import {
  countLog,
  end,
  hour,
  type Log,
  makePast,
  start,
  within,
} from "#test/fixtures/history/kept-history.ts";
import { isOfRound } from "#test/fixtures/history/triggers.ts";
import { type Answered, createWorld } from "#test/fixtures/world.ts";

const day = 24 * hour;

const nameThem = "These are ids of targets: target=1, or target=1&target=2 for several.";

describe("heat", () => {
  it("is every day's runs and missed slots, and the last scheduled runs one by one", async () => {
    const { world, logs } = await makePast();
    // 4 was deleted, 9 was never there.
    const { status, body } = await world.call(
      "GET",
      "/api/heat?target=3&target=1&target=9&target=2&target=4&target=1",
    );
    expect(status).toBe(200);
    expect(body.items.map(({ id }: Answered) => id)).toEqual([1, 2, 3]);
    const today = end - (end % day);
    for (const { id, days, runs: lately } of body.items) {
      const log = logs.get(id) as Log;
      expect(days).toHaveLength(90);
      days.forEach((one: Answered, i: number) => {
        const from = today - (89 - i) * day;
        const { runs, slots } = countLog(within([log], from, from + day));
        expect(one).toEqual({
          day: new Date(from).toISOString().slice(0, 10),
          ok: runs.ok,
          failed: runs.failed,
          missed: slots.missed,
          degraded: runs.degraded,
        });
      });
      // Manual runs do not stand among scheduled ones.
      const latest = log.runs
        .filter(isOfRound)
        .toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt))
        .slice(-60);
      expect(lately).toHaveLength(60);
      lately.forEach(({ ok, durationMs: ms }: Answered, i: number) => {
        const { outcome, durationMs } = latest[i];
        expect(ok).toBe(outcome !== "failed");
        if (ok)
          expect(Math.abs(ms - durationMs)).toBeLessThanOrEqual(
            Math.max(1, durationMs * 0.04),
          );
        else expect(ms).toBeNull();
      });
    }
    const counts = body.items.flatMap(({ days }: Answered) => days);
    for (const name of ["ok", "failed", "missed", "degraded"]) {
      expect(
        counts.filter((one: Answered) => one[name] > 0).length,
      ).toBeGreaterThanOrEqual(3);
    }
  });

  it("of a target that never ran is ninety empty days", async () => {
    const world = await createWorld({ now: start });
    await world.call("POST", "/api/targets", { url: "https://a.example/" });
    const { body } = await world.call("GET", "/api/heat?target=1");
    expect(body.items).toHaveLength(1);
    expect(body.items[0].runs).toEqual([]);
    expect(
      body.items[0].days.filter((one: Answered) => one.ok + one.failed + one.missed > 0),
    ).toEqual([]);
    expect(body.items[0].days.at(-1).day).toBe("2026-02-28");
  });

  it("of a hundred targets takes a row for each shard and day", async () => {
    const world = await createWorld({ now: start });
    await seedTargets(DB, {
      count: 120,
      site: "http://site.example",
      dueAt: end,
      anchorAt: start,
    });
    await DB.prepare(`
      WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 3 * 200 - 1)
      INSERT INTO shard_days (shard_id, day, folded, total, hours, heat)
      SELECT i % 3 + 1, ?1 - i / 3, 0, x'', x'', x'' FROM n`)
      .bind(Math.floor(start / day))
      .run();
    const deps = world.newDeps();
    const query = Array.from({ length: 100 }, (_, i) => `target=${i + 1}`).join("&");
    const app = createApp({ depsOf: () => deps, jobs: [] });
    const headers = { authorization: "Bearer secret" };
    const answer = await app.request(`/api/heat?${query}`, { headers }, bindings);
    const { items }: Answered = await answer.json();
    expect(items).toHaveLength(100);
    expect(deps.meter.statements).toBe(1 + 3);
    // 3 shards and their 90 days each, and for each target its row, its id in the
    // parameter and once more in a sorter.
    expect(deps.meter.rowsRead).toBeLessThanOrEqual(3 * 90 + 3 * 100 + 30);
  });

  it.each([
    ["", nameThem],
    ["target=a", nameThem],
    ["target=0", nameThem],
    ["target=1,2", nameThem],
    ["target=1&target=x", nameThem],
    ["target=1&target=0", nameThem],
    [
      Array.from({ length: 101 }, (_, i) => `target=${i + 1}`).join("&"),
      "At most 100 at a time.",
    ],
  ])("refuses [%s]", async (query, detail) => {
    const world = await createWorld({ now: start });
    const { status, body } = await world.call("GET", `/api/heat?${query}`);
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ parameter: "target", detail }]);
  });

  it("is described with an example", async () => {
    const { body: document } = await (await createWorld()).call("GET", "/openapi.json");
    expect(document.components.schemas.Heat.example).toBeDefined();
    expect(document.paths["/api/heat"].get.parameters).toMatchObject([
      { name: "target", required: true },
    ]);
  });
});
