// Tests statistics over HTTP against every single run and slot.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSummary } from "#domain/statistics/summary.ts";
import { packSummary } from "#domain/statistics/summary-encoding.ts";
import { bindingsWith, DB } from "#test/fixtures/bindings.ts";
import { seedTargets, simulateTicks } from "#test/fixtures/bulk.ts";
import { parseCsv } from "#test/fixtures/content/csv.ts";
import {
  countLog,
  end,
  hour,
  type Log,
  makePast,
  start,
  within,
} from "#test/fixtures/history/kept-history.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import {
  type Answered,
  anyQuery,
  anyWindow,
  expectAnswer,
  read,
  sources,
  stepMs,
} from "#test/fixtures/statistics/expected-statistics.ts";
import { createWorld } from "#test/fixtures/world.ts";

const minute = hour / 60;
const day = 24 * hour;
const isoAt = (at: number) => new Date(at).toISOString();

describe("statistics over HTTP", () => {
  it("are those of every run and slot, of any window, step and set of targets", async () => {
    const { world, logs } = await makePast();
    const everything = countLog(within([...logs.values()], start, end));
    for (const count of Object.values(everything.runs.byClass))
      expect(count).toBeGreaterThan(10);
    expect(Object.keys(everything.runs.byClass)).toHaveLength(2);
    expect(everything.runs.degraded).toBeGreaterThan(10);
    expect(everything.slots.late).toBeGreaterThan(10);
    expect(everything.slots.missed).toBeGreaterThan(10);
    expect(everything.runs.total).toBeGreaterThan(
      everything.slots.ran + everything.slots.late,
    );
    expect(everything.changes).toBeGreaterThan(10);

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...sources),
        anyWindow,
        anyQuery,
        async ({ path, ids, exactMs }, edges, { step, slo }) => {
          const [from, to] = edges.map((at) => at - (at % exactMs)) as [number, number];
          const usedStep =
            step !== undefined && (stepMs[step] ?? 0) % exactMs === 0 ? step : undefined;
          fc.pre(from < to);
          const query = [
            `from=${isoAt(from)}&to=${isoAt(to)}`,
            ...(usedStep === undefined ? [] : [`step=${usedStep}`]),
            ...(slo === undefined ? [] : [`slo=${slo}`]),
          ];
          const body = await read(world, `${path}${query.join("&")}`);
          expect([body.from, body.to]).toEqual([isoAt(from), isoAt(to)]);
          const own = ids.map((id) => logs.get(id) as Log);
          expectAnswer(body, own, {
            ...(usedStep !== undefined && { step: stepMs[usedStep] as number }),
            ...(slo !== undefined && { slo }),
          });
        },
      ),
      { numRuns: scenarios(150) },
    );
  });

  it("go on by whole hours when runs are no longer kept in detail", async () => {
    const { world, logs } = await makePast();
    await DB.prepare("DELETE FROM hours").run();
    const [first] = [logs.get(1) as Log];
    const midnight = start + 4 * hour;
    const whole = await read(
      world,
      `/api/targets/1/stats?from=${isoAt(midnight)}&to=${isoAt(midnight + day)}&step=1h`,
    );
    expectAnswer(whole, [first], { step: hour });
    // The hours of 22:00 and 01:00 count as a whole, with the window and with the point
    // in which they begin.
    const cut = await read(
      world,
      `/api/targets/1/stats?from=${isoAt(start + 2.5 * hour)}&to=${isoAt(start + 5.5 * hour)}&step=90m`,
    );
    expect(cut.runs.total).toBe(
      within([first], start + 2 * hour, start + 6 * hour).runs.length,
    );
    // 22:30 to 00:00, and to 01:30.
    expect(cut.series.map(({ runs }: Answered) => runs)).toEqual([
      within([first], start + 2 * hour, start + 4 * hour).runs.length,
      within([first], start + 4 * hour, start + 6 * hour).runs.length,
    ]);
  });

  it("count every run once, of more targets than are read at a time", async () => {
    const site = "http://site.example";
    await seedTargets(DB, { count: 40, site, dueAt: 0, anchorAt: start });
    const vars = bindingsWith({
      API_TOKEN: "secret",
      PLAN: "paid",
      HOST_GAP_MS: "0",
    });
    const { runs } = await simulateTicks(vars, [
      start,
      start + minute,
      start + 2 * minute,
    ]);
    expect(runs).toBe(40 * 3);
    const world = await createWorld({ now: start + 3 * minute });
    // 366 days of 40 targets are some 15,000 rows, had they been there all the time.
    const body = await read(
      world,
      `/api/stats?host=site.example&from=${isoAt(start - 365 * day)}`,
    );
    expect(body.runs.total).toBe(runs);
    expect(body.slots.total).toBe(runs);
  });

  it("are of the last 24 hours unless asked otherwise, and of no time to come", async () => {
    const { world, logs } = await makePast();
    for (const path of [
      "/api/targets/1/stats",
      `/api/targets/1/stats?to=${isoAt(end + 9 * day)}`,
    ]) {
      const body = await read(world, path);
      expect([body.from, body.to]).toEqual([isoAt(end - day), isoAt(end)]);
      expectAnswer(body, [logs.get(1) as Log]);
    }
    const { from, to } = await read(world, `/api/stats?to=${isoAt(end - hour)}`);
    expect([from, to]).toEqual([isoAt(end - hour - day), isoAt(end - hour)]);
  });

  it("say nothing of a target that never ran", async () => {
    const world = await createWorld({ now: start });
    const schedule = { every: "1d", startAt: isoAt(start + day) };
    await world.call("POST", "/api/targets", { url: "https://a.example/", schedule });
    const body = await read(world, "/api/targets/1/stats?slo=99.9&step=12h");
    expectAnswer(body, [], { slo: 99.9, step: 12 * hour });
    expect(body.availability).toBeNull();
  });

  it("as CSV are the points of the series, by default of thirty days", async () => {
    const { world } = await makePast();
    for (const [path, usualSeries] of [
      ["/api/targets/2/stats", "step=1d"],
      ["/api/stats", "step=1d"],
      ["/api/stats?tag=prod&step=6h", ""],
    ] as const) {
      const [route, query = ""] = path.split("?");
      const answer = await world.call("GET", `${route}.csv?${query}`);
      expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
      const name = route?.includes("targets") ? "target-2-stats.csv" : "stats.csv";
      expect(answer.headers.get("content-disposition")).toBe(
        `attachment; filename="${name}"`,
      );
      const [columns = [], ...lines] = parseCsv(answer.body);
      const { series } = await read(
        world,
        `${route}?from=${isoAt(end - 30 * day)}&${query}&${usualSeries}`,
      );
      expect(columns).toEqual(Object.keys(series[0]));
      expect(lines).toEqual(
        series.map((point: Answered) =>
          columns.map((column) => String(point[column] ?? "")),
        ),
      );
      // It is 06:00: thirty whole days in quarters of days, and 29 days between two parts
      // of days.
      expect(lines.length).toBe(usualSeries === "" ? 30 * 4 : 29 + 2);
    }
  });

  it.each([
    ["from=2026-02-03T00:00:00Z&to=2026-02-03T00:00:00Z", "from"],
    ["from=2030-01-01T00:00:00Z", "from"],
    ["from=2025-02-01T00:00:00Z&to=2026-02-02T00:00:01Z", "from"],
    ["from=yesterday", "from"],
    ["step=30s", "step"],
    ["step=1m&from=2026-02-10T00:00:00Z", "step"],
    ["slo=0.999", "slo"],
    ["slo=100", "slo"],
    ["slo=99.99999", "slo"],
    ["slo=high", "slo"],
    ["tags=web", "tags"],
    ["host=https://a.example/", "host"],
    [Array.from({ length: 21 }, (_, i) => `tag=t${i}`).join("&"), "tag"],
  ])("refuse %s and name the field", async (query, field) => {
    const world = await createWorld({ now: start });
    const { status, body } = await world.call("GET", `/api/stats?${query}`);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ parameter: field }]);
    expect(body.errors[0].detail).toMatch(/[.?]$/);
  });

  it("take 1,000 points and no more", async () => {
    const world = await createWorld({ now: start });
    // 1,000 minutes end at a full one, and one second earlier they begin in another.
    const stats = "/api/stats?tag=web&step=1m";
    const { series } = await read(
      world,
      `${stats}&from=${isoAt(start - 1_000 * minute)}`,
    );
    expect(series).toHaveLength(1_000);
    const more = await world.call(
      "GET",
      `${stats}&from=${isoAt(start - 1_000 * minute - 1_000)}`,
    );
    expect(more.body.errors).toMatchObject([{ parameter: "step" }]);
    expect(more.body.errors[0].detail).toContain("1001 points");
  });

  it("of all targets together are of full hours, and the answer says of which", async () => {
    const world = await createWorld({ now: start + 3 * hour + 20 * minute });
    const window = `from=${isoAt(start + 70 * minute)}&to=${isoAt(start + 80 * minute)}`;
    expect(await read(world, `/api/stats?${window}`)).toMatchObject({
      from: isoAt(start + hour),
      to: isoAt(start + 2 * hour),
    });
    const latest = await read(
      world,
      `/api/stats?from=${isoAt(start + 3 * hour + minute)}&step=1h`,
    );
    expect(latest).toMatchObject({
      from: isoAt(start + 3 * hour),
      to: isoAt(world.now()),
    });
    for (const path of ["stats", "stats.csv"]) {
      const { status, body } = await world.call("GET", `/api/${path}?${window}&step=90m`);
      expect(status).toBe(422);
      expect(body.errors).toMatchObject([{ parameter: "step" }]);
    }
  });

  it.each(["stats", "stats.csv"])(
    "of a target that does not exist are not found: %s",
    async (name) => {
      const world = await createWorld({ now: start });
      expect((await world.call("GET", `/api/targets/9/${name}`)).status).toBe(404);
    },
  );

  it.each([
    // On the free plan, 14 times three statements of 4,000 rows: 10 targets' year, 26
    // targets' month by the hour, …
    { targets: 140, window: 366 * day, step: "", parts: [140] },
    { targets: 141, window: 366 * day, step: "", parts: [140, 1] },
    { targets: 500, window: 99 * day, step: "", parts: [500] },
    { targets: 364, window: 30 * day, step: "&step=1h", parts: [364] },
    { targets: 365, window: 30 * day, step: "&step=1h", parts: [364, 1] },
    { targets: 120, window: 30 * day, step: "&step=44m", parts: [56, 56, 8] },
  ])(
    "of $targets targets by tag and $window ms come in parts of $parts, which add up",
    async ({ targets: count, window, step, parts }) => {
      const now = Date.parse("2026-03-02T00:00:00Z");
      const world = await createWorld({ now, vars: { PLAN: "free" } });
      await DB.prepare(`
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
      INSERT INTO target_tags (tag, target_id) SELECT 'many', i FROM n`)
        .bind(count)
        .run();
      await seedRows(count);
      await seedRuns(count, now);
      const totals: number[] = [];
      let next = "";
      while (totals.length <= parts.length) {
        const query = `tag=many&from=${isoAt(now - window)}${step}${next}`;
        const { runs, next: cursor } = await read(world, `/api/stats?${query}`);
        totals.push(runs.total);
        if (cursor === null) break;
        next = `&cursor=${cursor}`;
      }
      expect(totals).toEqual(parts);
    },
  );

  it("of all together come in parts of shards, as CSV too", async () => {
    const now = Date.parse("2026-03-02T00:00:00Z");
    const world = await createWorld({ now, vars: { PLAN: "free" } });
    // 14 times 10 shards of a year, so 5,600 of 5,610 targets.
    await DB.prepare(`
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 141)
      INSERT INTO shards (id, size, due_at) SELECT i, 40, 0 FROM n`).run();
    const query = `from=${isoAt(now - 365 * day)}&step=100d`;
    const first = await read(world, `/api/stats?${query}`);
    expect(first.next).not.toBeNull();
    const last = await read(world, `/api/stats?${query}&cursor=${first.next}`);
    expect(last.next).toBeNull();
    const file = await world.call("GET", `/api/stats.csv?${query}`);
    expect(file.headers.get("link")).toContain(`cursor=${first.next}>; rel="next"`);
  });
});

/** A run of each target, two days ago. */
async function seedRuns(count: number, now: number): Promise<void> {
  const summary = { ...createSummary(), results: { ok: 1 } };
  await DB.prepare(`
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
    INSERT INTO days (target_id, day, folded, total, hours, failures) SELECT i, ?2, -1, ?3, x'', x'' FROM n`)
    .bind(count, Math.floor(now / day) - 2, packSummary(summary))
    .run();
}

/** Targets as rows, of whom nobody ever asked anything. */
async function seedRows(count: number): Promise<void> {
  await DB.prepare(`
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
    INSERT INTO targets (id, kind, url, host, name, tags, enabled, status, status_since, shard_id, anchor_at, schedule,
      request, expect, request_revision, revision, created_at, updated_at)
    SELECT i, 'page', 'https://a.example/' || i, 'a.example', 'Page ' || i, '["many"]', 0, 'paused', 0, (i + 39) / 40, 0,
      '{}', '{}', '{}', 1, 1, 0, 0 FROM n`)
    .bind(count)
    .run();
}

describe("the description of statistics", () => {
  it("has an example of every document and file", async () => {
    const world = await createWorld();
    const document = await read(world, "/openapi.json");
    for (const name of ["Statistics", "StatisticsPoint", "ErrorBudget", "Distribution"]) {
      expect(document.components.schemas[name].example, name).toBeDefined();
    }
    for (const path of ["/api/stats.csv", "/api/targets/{id}/stats.csv"]) {
      expect(document.paths[path].get.responses[200].content["text/csv"].example).toMatch(
        /^from,to,availability,/,
      );
    }
  });
});
