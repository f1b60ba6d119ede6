// Tests /metrics, for targets that were run and for junkai itself.
import { describe, expect, it } from "vitest";
import { readServiceMetrics } from "#store/metrics/service-metrics.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { readExposition, valuesIn } from "#test/fixtures/metrics/exposition-reader.ts";
import { createWorld, type Site, type World } from "#test/fixtures/world.ts";

const minute = 60_000;
const start = Date.parse("2026-03-02T10:00:00Z");

const openmetrics =
  "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

const site: Site = ({ host }) =>
  host.startsWith("down.")
    ? { status: 500, afterMs: 30 }
    : {
        body: "hello",
        headers: { "last-modified": "Sun, 06 Nov 1994 08:49:37 GMT" },
        afterMs: 20,
      };

/** Targets with ids from 1 on, each run every minute from the start on. */
async function worldOf(
  hosts: string[],
  vars: Record<string, string> = {},
): Promise<World> {
  const world = await createWorld({ now: start, site, vars });
  const schedule = { every: "1m", startAt: "2026-03-02T10:00:00Z" };
  for (const host of hosts) {
    const [tag = ""] = host.split(".");
    const target = {
      url: `https://${host}/`,
      name: `The ${host}`,
      tags: [tag, "all"],
      schedule,
      request: { retries: 0 },
      alarm: { recheck: null },
    };
    expect((await world.call("POST", "/api/targets", target)).status).toBe(201);
  }
  return world;
}

async function scrape(world: World, query = "") {
  const { status, headers, body } = await world.call("GET", `/metrics${query}`);
  expect([status, headers.get("content-type")]).toEqual([
    200,
    "text/plain; version=0.0.4; charset=utf-8",
  ]);
  return readExposition(body, "prometheus");
}

const idsIn = async (world: World, query = ""): Promise<string[]> =>
  (await scrape(world, query))
    .flatMap(({ samples }) => samples)
    .flatMap(({ name, labels }) =>
      name === "junkai_target_info" ? [labels.target ?? ""] : [],
    );

describe("a scrape", () => {
  it("tells of each target what its last run saw, and what all of them have come to", async () => {
    const world = await worldOf(["up.example", "down.example"]);
    await world.runUntil(start + 3 * minute);
    const read = await scrape(world);
    const [up, down] = [
      { target: "1", name: "The up.example" },
      { target: "2", name: "The down.example" },
    ];
    expect(valuesIn(read, "probe_success", up)).toEqual([1]);
    expect(valuesIn(read, "probe_http_status_code", up)).toEqual([200]);
    expect(valuesIn(read, "probe_duration_seconds", up)).toEqual([0.02]);
    expect(valuesIn(read, "probe_http_uncompressed_body_length", up)).toEqual([5]);
    expect(valuesIn(read, "probe_http_ssl", up)).toEqual([1]);
    expect(valuesIn(read, "probe_http_last_modified_timestamp_seconds", up)).toEqual([
      784_111_777,
    ]);
    expect(valuesIn(read, "junkai_target_last_run_timestamp_seconds", up)).toEqual([
      (start + 2 * minute) / 1000,
    ]);
    expect(valuesIn(read, "junkai_target_runs_total", up)).toEqual([3]);
    expect(valuesIn(read, "junkai_target_bytes_total", up)).toEqual([15]);
    expect(valuesIn(read, "junkai_target_duration_seconds_sum", up)).toEqual([0.06]);
    // 20 ms lie between 10 and 25.
    expect(
      valuesIn(read, "junkai_target_duration_seconds_bucket", { ...up, le: "0.01" }),
    ).toEqual([0]);
    expect(
      valuesIn(read, "junkai_target_duration_seconds_bucket", { ...up, le: "0.025" }),
    ).toEqual([3]);

    expect(valuesIn(read, "probe_success", down)).toEqual([0]);
    expect(valuesIn(read, "probe_http_status_code", down)).toEqual([500]);
    expect(valuesIn(read, "probe_http_last_modified_timestamp_seconds", down)).toEqual(
      [],
    );
    expect(valuesIn(read, "junkai_target_runs_total", { ...down, result: "ok" })).toEqual(
      [0],
    );
    expect(
      valuesIn(read, "junkai_target_runs_total", { ...down, result: "status" }),
    ).toEqual([3]);
    for (const labels of [up, down]) {
      expect(
        valuesIn(read, "junkai_target_slots_total", { ...labels, fate: "ran" }),
      ).toEqual([3]);
      const { body } = await world.call("GET", `/api/targets/${labels.target}/runs`);
      expect(valuesIn(read, "junkai_target_duration_seconds_count", labels)).toEqual([
        body.items.length,
      ]);
    }
  });

  it("tells of ticks, rounds, jobs and requests, and of the database", async () => {
    const world = await worldOf(["up.example", "down.example"]);
    await world.runUntil(start + 3 * minute);
    const read = await scrape(world);
    expect(valuesIn(read, "junkai_ticks_total")).toEqual([3]);
    expect(valuesIn(read, "junkai_slots_total", { fate: "ran" })).toEqual([6]);
    expect(valuesIn(read, "junkai_failed_runs_total")).toEqual([3]);
    expect(valuesIn(read, "junkai_rounds_total", { outcome: "lost" })).toEqual([0]);
    expect(
      valuesIn(read, "junkai_job_items_total", { job_name: "crawl", item: "ran" }),
    ).toEqual([6]);
    expect(valuesIn(read, "junkai_job_lag_seconds_count", { job_name: "crawl" })).toEqual(
      [3],
    );
    expect(
      ["new", "up", "down"].map((status) => valuesIn(read, "junkai_targets", { status })),
    ).toEqual([[0], [1], [1]]);
    const requests = { method: "POST", route: "/api/targets" };
    expect(
      valuesIn(read, "junkai_http_requests_total", { ...requests, status: "201" }),
    ).toEqual([2]);
    expect(
      valuesIn(read, "junkai_http_request_duration_seconds_count", requests),
    ).toEqual([2]);
    for (const source of ["jobs", "requests"]) {
      for (const name of ["statements", "rows_read", "rows_written"]) {
        expect(valuesIn(read, `junkai_${name}_total`, { source })[0]).toBeGreaterThan(0);
      }
    }
    expect(valuesIn(read, "junkai_database_bytes")[0]).toBeGreaterThan(10_000);
    expect(valuesIn(read, "junkai_database_limit_bytes")).toEqual([10_000_000_000]);
  });

  it("shows the backlog while nobody ticks", async () => {
    const world = await worldOf(["up.example"]);
    await world.runUntil(start + minute);
    expect(valuesIn(await scrape(world), "junkai_backlog_seconds")).toEqual([0]);
    await world.advanceTo(start + 5 * minute);
    expect(valuesIn(await scrape(world), "junkai_backlog_seconds")).toEqual([240]);
  });

  it("in OpenMetrics is the same", async () => {
    const world = await worldOf(["up.example", "down.example"]);
    await world.runUntil(start + minute);
    const { body, headers } = await world.call("GET", "/metrics", undefined, {
      accept: openmetrics,
    });
    expect(headers.get("content-type")).toBe(
      "application/openmetrics-text; version=1.0.0; charset=utf-8",
    );
    const read = readExposition(body, "openmetrics");
    expect(valuesIn(read, "probe_success")).toEqual([1, 0]);
    expect(valuesIn(read, "junkai_target_runs_total", { result: "ok" })).toEqual([1, 0]);
    expect(read.map(({ name }) => name)).toContain("junkai_target_runs");
  });

  it("of an empty deployment tells of junkai alone", async () => {
    const world = await worldOf([]);
    const read = await scrape(world);
    expect(valuesIn(read, "junkai_ticks_total")).toEqual([0]);
    expect(read.filter(({ name }) => /^(probe|junkai_target)_/.test(name))).toEqual([]);
  });
});

describe("the targets of a scrape", () => {
  it("are not those that are paused or deleted, and what was counted goes on when they are resumed", async () => {
    const world = await worldOf(["a.example", "b.example", "c.example"]);
    await world.runUntil(start + minute);
    await world.call("POST", "/api/targets/1/pause");
    await world.call("DELETE", "/api/targets/2");
    const read = await scrape(world);
    const told = read
      .flatMap(({ samples }) => samples)
      .filter(({ labels }) => labels.target !== undefined);
    expect([...new Set(told.map(({ labels }) => labels.target))]).toEqual(["3"]);
    await world.call("POST", "/api/targets/1/resume");
    await world.runUntil(start + 2 * minute);
    expect(
      valuesIn(await scrape(world), "junkai_target_runs_total", { target: "1" }),
    ).toEqual([2]);
  });

  it("have the names and tags that they were given last", async () => {
    const world = await worldOf(["a.example"]);
    await world.call("PATCH", "/api/targets/1", {
      name: 'Back\\slash, "quote"',
      tags: ["new"],
    });
    const labels = {
      name: 'Back\\slash, "quote"',
      tags: ",new,",
      url: "https://a.example/",
      kind: "page",
    };
    expect(valuesIn(await scrape(world), "junkai_target_info", labels)).toEqual([1]);
  });

  it.each([
    ["", ["1", "2", "3"]],
    ["?target=2", ["2"]],
    ["?target=3&target=1", ["1", "3"]],
    ["?target=99", []],
    ["?tag=a", ["1", "3"]],
    ["?tag=all&tag=b", ["2"]],
    ["?tag=a&target=3&target=2", ["3"]],
    ["?limit=2", ["1", "2"]],
    ["?targets=off", []],
    ["?targets=off&target=1", []],
  ])("asked for with [%s] are %j", async (query, ids) => {
    const world = await worldOf(["a.example", "b.example", "a.example"]);
    expect(await idsIn(world, query)).toEqual(ids);
    expect(valuesIn(await scrape(world, query), "junkai_ticks_total")).toEqual([0]);
  });

  it.each([
    ["", "", "2", 1],
    ["", "?limit=1", "2", 2],
    ["", "?limit=3", "2", 1],
    ["no single ones: ", "", "0", 3],
    ["no single ones: ", "?limit=3", "0", 3],
  ])("%s[%s] of METRICS_TARGETS=%s leave out %i", async (_, query, most, omitted) => {
    const world = await worldOf(["a.example", "b.example", "c.example"], {
      METRICS_TARGETS: most,
    });
    expect(valuesIn(await scrape(world, query), "junkai_targets_omitted")).toEqual([
      omitted,
    ]);
    expect(await idsIn(world, query)).toHaveLength(3 - omitted);
  });
});

describe("a scrape is refused", () => {
  it.each([
    ["?nonsense=1", "nonsense"],
    ["?target=x", "target"],
    ["?target=1&target=0", "target"],
    ["?limit=0", "limit"],
    ["?targets=some", "targets"],
  ])("with %s, and the parameter named", async (query, parameter) => {
    const world = await worldOf([]);
    const { status, headers, body } = await world.call("GET", `/metrics${query}`);
    expect([status, headers.get("content-type")]).toEqual([
      422,
      "application/problem+json",
    ]);
    expect(body.errors).toMatchObject([{ parameter }]);
  });

  it("without a token, and let in with the one for metrics", async () => {
    const world = await worldOf([], { METRICS_TOKEN: "gauges" });
    const statusWith = async (authorization: string) =>
      (await world.call("GET", "/metrics", undefined, { authorization })).status;
    expect(await statusWith("")).toBe(401);
    expect(await statusWith("Bearer gauges")).toBe(200);
  });
});

it("/openapi.json describes the scrape and its parameters", async () => {
  const world = await worldOf([]);
  const { get } = (await world.call("GET", "/openapi.json")).body.paths["/metrics"];
  expect(Object.keys(get.responses["200"].content)).toEqual([
    "text/plain",
    "application/openmetrics-text",
  ]);
  expect(get.parameters.map(({ name }: { name: string }) => name)).toEqual([
    "targets",
    "target",
    "tag",
    "limit",
    "shard",
  ]);
});

it("a scrape reads few rows, however many notices wait or are dead", async () => {
  const world = await worldOf(["up.example"]);
  const costOf = async () => {
    const { db, meter } = world.newDeps();
    await readServiceMetrics(db, ["deliver"]);
    return meter.rowsRead;
  };
  const before = await costOf();
  await DB.prepare(`
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
    INSERT INTO notices (id, channel_id, group_key, message, state, created_at, due_at)
    SELECT i, i % 100, i % 1000, '{}', iif(i % 2, 'waiting', 'dead'), i, i FROM n`).run();
  expect((await costOf()) - before).toBeLessThanOrEqual(2_100);
  const read = await scrape(world);
  for (const state of ["waiting", "dead"])
    expect(valuesIn(read, `junkai_notices_${state}`)).toEqual([1_000]);
});
