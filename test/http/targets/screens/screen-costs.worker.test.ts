// Tests how many statements and rows the pages of a target and of a run read, with a month
// of history of a target of every minute.
import { expect, it } from "vitest";
import { createApp } from "#http/app.ts";
import { bindings, DB } from "#test/fixtures/bindings.ts";
import { storePast } from "#test/fixtures/history/past.ts";
import { logIn } from "#test/fixtures/pages/visitor.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";

const hour = 3_600_000;
const days = 30;
const end = Date.parse("2026-03-31T00:00:00Z");

it("a target's page takes 9 statements and 300 rows, whatever the window", async () => {
  const from = end - days * 24 * hour;
  const world = await createWorld({ now: from });
  const id = await addTarget(world, { schedule: { every: "1m" } });
  await storePast(DB, {
    targetIds: [id],
    shardId: 1,
    from,
    hours: days * 24,
    everyMs: 60_000,
  });
  await world.advanceTo(end);
  const visitor = await logIn(world);
  const cookie = [...visitor.cookies].map((pair) => pair.join("=")).join("; ");

  /** What a page costs. */
  const costOf = async (path: string) => {
    const deps = world.newDeps();
    const app = createApp({ depsOf: () => deps, jobs: [] });
    const headers = { accept: "text/html", cookie };
    const answer = await app.request(`/targets/${id}${path}`, { headers }, bindings);
    await answer.arrayBuffer();
    expect([answer.status, path]).toEqual([200, path]);
    const { statements, rowsRead } = deps.meter;
    return { statements, rowsRead };
  };
  /** A month of an earlier schedule is more than a calendar of days holds. */
  const changed = async () => {
    const schedule = { cron: "0 3 * * *" };
    await world.call("PATCH", `/api/targets/${id}`, { schedule });
    const page = await visitor.open(`/targets/${id}`);
    expect(page.html).toContain("there are more than a page holds");
    return await costOf("");
  };
  const slot = new Date(end - 5 * hour).toISOString();
  const paths = ["", "?window=7d", "?window=30d", "?window=90d", `/runs/${slot}`];
  const costs = [];
  for (const path of [...paths, "?outcome=failed"]) costs.push(await costOf(path));
  costs.push(await changed());
  for (const { statements, rowsRead } of costs) {
    expect(statements).toBeLessThanOrEqual(9);
    expect(rowsRead).toBeLessThanOrEqual(300);
  }
}, 120_000);
