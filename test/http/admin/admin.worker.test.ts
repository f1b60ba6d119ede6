// Tests the admin endpoints, as twitter-server's users know them.
import { describe, expect, it } from "vitest";
import { openDoor } from "#test/fixtures/sites/stored-pages.ts";
import { createWorld } from "#test/fixtures/world.ts";

const minute = 60_000;
const start = Date.parse("2026-03-02T10:00:00Z");

/**
 * Two targets, the second of which is down, after three ticks: 10:00, 10:01 and 10:02.
 */
async function createBusyWorld() {
  const world = await createWorld({
    now: start,
    site: (url) => ({
      afterMs: 100,
      body: "hello",
      status: url.pathname === "/down" ? 500 : 200,
    }),
  });
  const schedule = { every: "1m", startAt: "2026-03-02T10:00:00Z" };
  for (const path of ["/up", "/down"]) {
    const request = { retries: 0 };
    await world.call("POST", "/api/targets", {
      url: `https://site.example.com${path}`,
      name: path,
      schedule,
      request,
      alarm: { recheck: null },
    });
  }
  await world.runUntil(start + 3 * minute);
  return world;
}

describe("/admin/metrics.json", () => {
  it("tells of ticks, slots, rounds, jobs, requests, checks, targets and the database in one flat object", async () => {
    const world = await createBusyWorld();
    await world.call("GET", "/api/targets/1");
    await world.call("GET", "/api/targets/99");
    const { status, body } = await world.call("GET", "/admin/metrics.json");
    expect(status).toBe(200);
    for (const value of Object.values(body)) expect(typeof value).toBe("number");
    expect(body).toMatchObject({
      ticks: 3,
      "slots/ran": 6,
      "slots/late": 0,
      "slots/skipped": 0,
      "slots/missed": 0,
      "rounds/recorded": 3,
      "rounds/lost": 0,
      "targets/enabled": 2,
      "targets/omitted": 0,
      "jobs/crawl/runs/ok": 3,
      "jobs/crawl/runs/failed": 0,
      "jobs/crawl/runs/paused": 0,
      "jobs/crawl/items/ran": 6,
      "jobs/crawl/items/failed": 3,
      "http/POST/api/targets/201": 2,
      "http/GET/api/targets/:id/200": 1,
      "http/GET/api/targets/:id/404": 1,
      "http/latency_ms.count": 4,
      "checks/duration_ms.count": 3,
      "checks/failed_duration_ms.count": 3,
      "checks/first_byte_ms.count": 3,
      "checks/lag_ms.count": 6,
      "targets/1/up": 1,
      "targets/1/status_code": 200,
      "targets/1/runs/ok": 3,
      "targets/1/bytes": 15,
      "targets/1/slots/ran": 3,
      "targets/2/up": 0,
      "targets/2/status_code": 500,
      "targets/2/runs/ok": 0,
      "targets/2/runs/status": 3,
    });
    expect(body["targets/1/duration_ms"]).toBe(100);
    expect(body["checks/duration_ms.p9990"]).toBe(100);
    expect(body["checks/duration_ms.sum"]).toBe(300);
    expect(body["jobs/crawl/rows_written"]).toBeGreaterThan(0);
    expect(body["http/rows_written"]).toBeGreaterThan(0);
    expect(body["database/bytes"]).toBeGreaterThan(10_000);
    expect(body).not.toHaveProperty("targets/1/runs/status");
  });

  it("has only the count of an empty histogram, and no metrics of runs before the first run", async () => {
    const world = await createWorld({ now: start });
    await world.call("POST", "/api/targets", { url: "https://site.example.com/" });
    const { body } = await world.call("GET", "/admin/metrics.json");
    expect(body).toMatchObject({
      ticks: 0,
      "checks/duration_ms.count": 0,
      "targets/1/runs/ok": 0,
    });
    const names = Object.keys(body);
    expect(names.filter((name) => name.startsWith("checks/duration_ms"))).toEqual([
      "checks/duration_ms.count",
    ]);
    expect(names).not.toContain("targets/1/up");
    expect(names.filter((name) => name.startsWith("jobs/"))).toEqual([]);
  });

  it.each(["true", "1"])("is sorted and indented with pretty=%s", async (pretty) => {
    const world = await createBusyWorld();
    const { body, headers } = await world.call(
      "GET",
      `/admin/metrics.json?pretty=${pretty}&filtered=true`,
    );
    const names = Object.keys(body);
    expect(names).toEqual(names.toSorted());
    expect(names).toContain("ticks");
    expect(headers.get("content-type")).toMatch(/^application\/json/);
  });

  it("is one line unless indentation is asked for", async () => {
    const { get } = openDoor();
    const textOf = async (query: string) =>
      (await get(`/admin/metrics.json${query}`)).text();
    expect(await textOf("")).toMatch(/^\{"ticks":0,.*\}$/);
    expect(await textOf("?pretty=false")).not.toContain("\n");
    expect(await textOf("?pretty=true")).toMatch(/^\{\n {2}"backlog_ms": 0,\n/);
  });

  it("leaves out single targets when filtered", async () => {
    const world = await createBusyWorld();
    const { body } = await world.call("GET", "/admin/metrics.json?filtered=true");
    expect(Object.keys(body).filter((name) => /^targets\/\d/.test(name))).toEqual([]);
    expect(body).toMatchObject({
      "slots/ran": 6,
      "targets/enabled": 2,
      "checks/duration_ms.count": 3,
    });
  });

  it("leaves out checks that are older than a day", async () => {
    const world = await createBusyWorld();
    await world.advanceTo(start + 24 * 60 * minute + 1);
    const { body } = await world.call("GET", "/admin/metrics.json");
    expect(body).toMatchObject({ "checks/duration_ms.count": 2, "targets/1/runs/ok": 3 });
  });

  it.each(["pretty=yes", "prety=true", "filtered=2"])(
    "refuses %s and names the parameter",
    async (query) => {
      const world = await createWorld({ now: start });
      const { status, body } = await world.call("GET", `/admin/metrics.json?${query}`);
      expect(status).toBe(422);
      expect(body.errors[0].parameter).toBe(query.split("=")[0]);
    },
  );
});

describe("/admin/metrics", () => {
  it("gives values, and how much counters have grown since they were last asked for", async () => {
    const world = await createBusyWorld();
    const ask = async (names: string) =>
      (await world.call("GET", `/admin/metrics?${names}`)).body;
    expect(await ask("m=ticks&m=nothing&m=targets/1/duration_ms")).toEqual([
      { name: "ticks", delta: 3, value: 3 },
      { name: "targets/1/duration_ms", delta: 100, value: 100 },
    ]);
    await world.runUntil(start + 5 * minute);
    expect(await ask("m=ticks")).toEqual([{ name: "ticks", delta: 2, value: 5 }]);
    expect(await ask("m=ticks&m=slots/ran")).toEqual([
      { name: "ticks", delta: 0, value: 5 },
      { name: "slots/ran", delta: 10, value: 10 },
    ]);
    expect(await ask("m=checks/lag_ms.count")).toEqual([
      { name: "checks/lag_ms.count", delta: 10, value: 10 },
    ]);
    expect(await ask("m=checks/lag_ms.count")).toEqual([
      { name: "checks/lag_ms.count", delta: 10, value: 10 },
    ]);
  });

  it("gives all metrics when none is named", async () => {
    const world = await createBusyWorld();
    const flat = (await world.call("GET", "/admin/metrics.json")).body;
    const samples: { name: string }[] = (await world.call("GET", "/admin/metrics")).body;
    const names = samples.map(({ name }) => name);
    expect(names.filter((name) => !name.startsWith("http/"))).toEqual(
      Object.keys(flat).filter((name) => !name.startsWith("http/")),
    );
  });
});

describe("/admin/histograms.json", () => {
  const all = [
    "checks/duration_ms",
    "checks/failed_duration_ms",
    "checks/first_byte_ms",
    "checks/lag_ms",
    "http/latency_ms",
  ];

  it("lists every histogram with its buckets", async () => {
    const world = await createBusyWorld();
    const { body } = await world.call("GET", "/admin/histograms.json");
    expect(Object.keys(body)).toEqual(all);
    expect(body["checks/duration_ms"]).toEqual([
      { lower_limit: 100, upper_limit: 101, count: 3 },
    ]);
  });

  it.each([
    ["raw", { "checks/duration_ms": [{ lower_limit: 100, upper_limit: 101, count: 3 }] }],
    [
      "pdf",
      { "checks/duration_ms": [{ lower_limit: 100, upper_limit: 101, percentage: 1 }] },
    ],
    [
      "cdf",
      { "checks/duration_ms": [{ lower_limit: 100, upper_limit: 101, percentage: 1 }] },
    ],
    [
      "summary",
      {
        name: "checks/duration_ms",
        count: 3,
        sum: 300,
        average: 100,
        min: 100,
        max: 100,
        percentiles: { p50: 100, p90: 100, p95: 100, p99: 100, p999: 100, p9999: 100 },
      },
    ],
  ])("gives one histogram as %s", async (fmt, expected) => {
    const world = await createBusyWorld();
    const { status, body } = await world.call(
      "GET",
      `/admin/histograms.json?h=checks/duration_ms&fmt=${fmt}`,
    );
    expect(status).toBe(200);
    expect(body).toEqual(expected);
  });

  it("gives all histograms in the form that is asked for", async () => {
    const world = await createBusyWorld();
    const { body } = await world.call("GET", "/admin/histograms.json?fmt=summary");
    expect(Object.keys(body)).toEqual(all);
    expect(body["checks/lag_ms"]).toMatchObject({ name: "checks/lag_ms", count: 6 });
  });

  it("refuses an unknown histogram and an unknown form", async () => {
    const world = await createWorld({ now: start });
    const unknown = await world.call("GET", "/admin/histograms.json?h=ticks");
    expect([unknown.status, unknown.body.detail]).toEqual([
      404,
      "There is no histogram called ticks.",
    ]);
    expect((await world.call("GET", "/admin/histograms.json?fmt=html")).status).toBe(422);
  });
});

describe("/admin/metric_metadata.json", () => {
  it("gives the name, kind, description and unit of each metric", async () => {
    const world = await createBusyWorld();
    const { body } = await world.call("GET", "/admin/metric_metadata.json");
    expect(body).toMatchObject({ counters_latched: false, separator_char: "/" });
    const flat = Object.keys((await world.call("GET", "/admin/metrics.json")).body);
    const described: { name: string; kind: string; description: string; unit: string }[] =
      body.metrics;
    const names = described.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const known = flat
      .map((name) => name.replace(/(_ms)\.\w+$/, "$1"))
      .filter((name) => !name.includes("/admin/"));
    expect(known.filter((name) => !names.includes(name))).toEqual([]);
    for (const { kind, description, unit } of described) {
      expect(["counter", "gauge", "histogram"]).toContain(kind);
      expect(description).toMatch(/\S+ \S+/);
      expect(["Milliseconds", "Bytes", "Requests", "Unspecified"]).toContain(unit);
    }
  });

  it("gives only the metrics that are named, also by a part of a histogram", async () => {
    const world = await createBusyWorld();
    const query = "name=targets/2/up&name=checks/lag_ms.p9990&name=nothing";
    const { body } = await world.call("GET", `/admin/metric_metadata.json?${query}`);
    expect(body.metrics).toEqual([
      expect.objectContaining({
        name: "checks/lag_ms",
        kind: "histogram",
        unit: "Milliseconds",
      }),
      {
        name: "targets/2/up",
        kind: "gauge",
        description: "/down: 1 if the last run succeeded, else 0.",
        unit: "Unspecified",
      },
    ]);
    expect(body.metrics[0].buckets).toMatchObject({ average: ".avg", "0.999": ".p9990" });
  });
});

describe("the other admin endpoints", () => {
  it("answer pong to everybody, and what the server is only to those with a token", async () => {
    const world = await createWorld({ now: start });
    const nobody = { authorization: "" };
    expect(await world.call("GET", "/admin/ping", undefined, nobody)).toMatchObject({
      status: 200,
      body: "pong",
    });
    expect(
      (await world.call("GET", "/admin/server_info", undefined, nobody)).status,
    ).toBe(401);
    const { body } = await world.call("GET", "/admin/server_info");
    expect(body).toEqual({
      name: "junkai",
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    });
  });
});

describe("/health", () => {
  it.each([
    ["text/plain", "OK"],
    ["text/plain, */*", "OK"],
    ["*/*", { status: "ok", reason: null }],
    ["text/html,application/json;q=0.9,text/plain;q=0.5", { status: "ok", reason: null }],
  ])("answers a caller that accepts %s with %o", async (accept, expected) => {
    const world = await createBusyWorld();
    const { status, body } = await world.call("GET", "/health", undefined, { accept });
    expect(status).toBe(200);
    if (typeof expected === "string") expect(body).toBe(expected);
    else expect(body).toMatchObject(expected);
  });

  it("says in plain text, too, what is wrong", async () => {
    const world = await createBusyWorld();
    await world.advanceTo(start + 10 * minute);
    const { status, body } = await world.call("GET", "/health", undefined, {
      accept: "text/plain",
    });
    expect([status, body]).toEqual([503, "The last tick ended 8 minutes ago."]);
  });
});
