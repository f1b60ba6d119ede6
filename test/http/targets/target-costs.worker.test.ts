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

type Asked = { method: string; path: string; body?: object };

const site = "http://site.example";

/** Makes a request; gives the answer's items, if it has any, and how many rows it read. */
async function ask({ method, path, body }: Asked) {
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
  expect(answer.ok, path).toBe(true);
  const text = await answer.text();
  const { items = [], next = null } = text === "" ? {} : JSON.parse(text);
  return { ids: items.map(({ id }: { id: number }) => id), next, read: meter.rowsRead };
}

/** Makes a request beside `count` other targets; gives how many rows it read. */
async function rowsReadBeside(count: number, asked: Asked): Promise<number> {
  await seedTargets(DB, { count, site, dueAt: never, anchorAt: 0 });
  await DB.prepare("UPDATE targets SET key = 'home' WHERE id = 7").run();
  return (await ask(asked)).read;
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

describe("a list by several filters", () => {
  it.each([
    ["text=site.exam&tag=rare", [1_000, 3]],
    ["tag=web&status=down", [901, 1]],
    ["text=page&status=down&enabled=true", [901, 1]],
    ["tag=web&tag=rare&enabled=true", [1_000, 3]],
    ["text=Page%201999&tag=web&status=up", [1_999]],
  ])("reads few rows where few targets meet one of them: %s", async (query, ids) => {
    await seedTargets(DB, { count: 2_000, site, dueAt: never, anchorAt: 0 });
    await DB.batch(
      [
        `UPDATE targets SET tags = '["web"]', status = 'up', enabled = 1`,
        `UPDATE targets SET tags = '["web", "rare"]' WHERE id IN (3, 1000)`,
        "UPDATE targets SET status = 'down' WHERE id IN (1, 901)",
      ].map((statement) => DB.prepare(statement)),
    );
    const found = await ask({ method: "GET", path: `/api/targets?limit=10&${query}` });
    expect(found.ids).toEqual(ids);
    expect(found.read).toBeLessThanOrEqual(300);
  });

  const choices = {
    text: ["", "text=page%2011", "text=pa", "text=PAGE"],
    tag: ["", "tag=tag1", "tag=tag1&tag=tag0"],
    status: ["", "status=up", "status=down", "status=paused"],
    enabled: ["", "enabled=true", "enabled=false"],
    sort: ["sort=created", "sort=-name"],
  };
  const queries = Object.values(choices).reduce<string[]>(
    (sum, some) => sum.flatMap((query) => some.map((part) => `${query}&${part}`)),
    [""],
  );

  it("has the targets that meet all of them, page by page", async () => {
    await seedTargets(DB, { count: 1_200, site, dueAt: never, anchorAt: 0 });
    await DB.prepare(
      `UPDATE targets SET tags = '["tag1", "tag0"]' WHERE id % 300 = 1`,
    ).run();
    const { results } = await DB.prepare(
      "SELECT id, name, tags, status, enabled FROM targets",
    ).all<{ id: number; name: string; tags: string; status: string; enabled: number }>();
    for (const query of queries) {
      const wanted = new URLSearchParams(query);
      const value = (name: string) => wanted.get(name);
      const expected = results.filter(
        ({ name, tags, status, enabled }) =>
          name.toLowerCase().includes((value("text") ?? "").toLowerCase()) &&
          wanted.getAll("tag").every((tag) => JSON.parse(tags).includes(tag)) &&
          [null, status].includes(value("status")) &&
          [null, String(enabled === 1)].includes(value("enabled")),
      );
      const ordered =
        value("sort") === "created"
          ? expected.toSorted((a, b) => a.id - b.id)
          : expected.toSorted((a, b) => (a.name < b.name ? 1 : -1));
      const path = `/api/targets?limit=7${query.replaceAll("&&", "&")}`;
      const first = await ask({ method: "GET", path });
      const second =
        first.next &&
        (await ask({ method: "GET", path: `${path}&cursor=${first.next}` }));
      expect([...first.ids, ...(second?.ids ?? [])], path).toEqual(
        ordered.slice(0, 14).map(({ id }) => id),
      );
    }
  });
});
