// Tests that what a request about one target costs does not grow with their number.

import { beforeEach, describe, expect, it } from "vitest";
import { createDeps } from "#deps";
import { never } from "#domain/time/instants.ts";
import { createApp } from "#http/app.ts";
import { createMeter, openDb } from "#store/db.ts";
import { bindingsWith, DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import {
  putInForce,
  statistics,
  takeStatistics,
} from "#test/fixtures/plans/statistics.ts";

const vars = bindingsWith({ API_TOKEN: "secret" });

/** Makes a request beside `count` other targets; gives how many rows it read. */
async function rowsReadBeside(
  count: number,
  { method, path, body }: { method: string; path: string; body?: object },
): Promise<number> {
  const site = "http://site.example";
  await seedTargets(DB, { count, site, dueAt: never, anchorAt: 0 });
  await DB.prepare("UPDATE targets SET key = 'home' WHERE id = 7").run();
  const meter = createMeter();
  const deps = { ...createDeps(vars), meter, db: openDb(DB, meter), log: () => {} };
  const answer = await createApp({ depsOf: () => deps, jobs: [] }).request(
    path,
    {
      method,
      headers: { authorization: "Bearer secret", "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    },
    vars,
  );
  expect(answer.ok).toBe(true);
  return meter.rowsRead;
}

const document = { url: "https://new.example.com/", key: "home" };

describe.each(statistics)("with statistics %s, rows read", (which) => {
  beforeEach(async () => {
    await takeStatistics();
    await putInForce(which);
  });

  it.each([
    { method: "POST", path: "/api/targets", body: { ...document, key: "other" } },
    { method: "GET", path: "/api/targets/7" },
    { method: "PATCH", path: "/api/targets/7", body: { name: "Other" } },
    { method: "PUT", path: "/api/targets/by-key/home", body: document },
    { method: "POST", path: "/api/targets/7/pause" },
    { method: "DELETE", path: "/api/targets/7" },
    { method: "GET", path: "/api/targets?limit=10" },
    { method: "GET", path: "/api/targets?limit=1&tag=tag1" },
    { method: "GET", path: "/api/targets?limit=10&text=site.exam" },
  ])(
    "by $method $path are as few beside 2,000 targets as beside 200",
    async (request) => {
      const few = await rowsReadBeside(200, request);
      expect(await rowsReadBeside(2_000, request)).toBeLessThanOrEqual(few + 5);
      expect(few).toBeLessThanOrEqual(150);
    },
  );
});
