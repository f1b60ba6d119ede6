// Tests the metrics of junkai itself.
import { describe, expect, it } from "vitest";
import { aTarget, expose } from "#test/fixtures/metrics/exposed-metrics.ts";
import { type ReadFamily, valuesIn } from "#test/fixtures/metrics/exposition-reader.ts";
import { aRun } from "#test/fixtures/runs.ts";

const now = Date.parse("2026-03-02T10:00:00Z");

describe("the metrics of junkai itself", () => {
  const crawl = {
    name: "crawl",
    finishedAt: now - 30_000,
    totals: {
      "runs.ok": 10,
      "runs.failed": 1,
      "runs.paused": 2,
      durationMs: 5_500,
      lagMs: 1_100,
      "duration.0": 6,
      "duration.3": 4,
      "duration.8": 1,
      "lag.0": 11,
      statements: 100,
      rowsRead: 300,
      rowsWritten: 30,
      "items.rounds": 9,
      "items.lost": 2,
      "items.ran": 40,
      "items.late": 3,
      "items.missed": 5,
      "items.failed": 6,
    },
  };
  const seal = {
    name: "seal",
    finishedAt: now,
    totals: { "runs.ok": 3, statements: 11, rowsRead: 7, rowsWritten: 2 },
  };

  it("take ticks, rounds and slots from the job that makes the rounds", () => {
    const read = expose({ jobs: [crawl, seal] });
    // 10 + 1 + 2.
    expect(valuesIn(read, "junkai_ticks_total")).toEqual([13]);
    expect(valuesIn(read, "junkai_last_tick_timestamp_seconds")).toEqual([
      now / 1000 - 30,
    ]);
    expect(valuesIn(read, "junkai_rounds_total", { outcome: "recorded" })).toEqual([7]);
    expect(valuesIn(read, "junkai_rounds_total", { outcome: "lost" })).toEqual([2]);
    const fates = ["ran", "late", "skipped", "missed"];
    expect(fates.map((fate) => valuesIn(read, "junkai_slots_total", { fate }))).toEqual([
      [40],
      [3],
      [0],
      [5],
    ]);
    expect(valuesIn(read, "junkai_failed_runs_total")).toEqual([6]);
  });

  it("have counters at 0 and no time of a tick before the first tick", () => {
    const read = expose({});
    expect(valuesIn(read, "junkai_ticks_total")).toEqual([0]);
    expect(valuesIn(read, "junkai_slots_total")).toEqual([0, 0, 0, 0]);
    expect(valuesIn(read, "junkai_last_tick_timestamp_seconds")).toEqual([]);
  });

  it("have outcomes, times and items for each job", () => {
    const read = expose({ jobs: [crawl, seal] });
    expect(valuesIn(read, "junkai_job_runs_total", { job_name: "crawl" })).toEqual([
      10, 1, 2, 0,
    ]);
    expect(valuesIn(read, "junkai_job_runs_total", { job_name: "seal" })).toEqual([
      3, 0, 0, 0,
    ]);
    expect(
      valuesIn(read, "junkai_job_duration_seconds_bucket", { job_name: "crawl" }),
    ).toEqual([6, 6, 6, 10, 10, 10, 10, 10, 11]);
    expect(
      valuesIn(read, "junkai_job_duration_seconds_sum", { job_name: "crawl" }),
    ).toEqual([5.5]);
    expect(valuesIn(read, "junkai_job_lag_seconds_count", { job_name: "crawl" })).toEqual(
      [11],
    );
    expect(valuesIn(read, "junkai_job_lag_seconds_sum", { job_name: "crawl" })).toEqual([
      1.1,
    ]);
    expect(
      valuesIn(read, "junkai_job_items_total", { job_name: "crawl", item: "failed" }),
    ).toEqual([6]);
    expect(valuesIn(read, "junkai_job_items_total", { job_name: "seal" })).toEqual([]);
    expect(
      valuesIn(read, "junkai_job_last_run_timestamp_seconds", { job_name: "seal" }),
    ).toEqual([now / 1000]);
  });

  it("count statements and rows of the database by who asked for them", () => {
    const read = expose({
      jobs: [crawl, seal],
      requests: { statements: 5, rowsRead: 50 },
      databaseBytes: 123,
    });
    for (const [name, jobs, requests] of [
      ["statements", 111, 5],
      ["rows_read", 307, 50],
      ["rows_written", 32, 0],
    ] as const) {
      expect(valuesIn(read, `junkai_${name}_total`, { source: "jobs" })).toEqual([jobs]);
      expect(valuesIn(read, `junkai_${name}_total`, { source: "requests" })).toEqual([
        requests,
      ]);
    }
    expect(valuesIn(read, "junkai_database_bytes")).toEqual([123]);
    expect(valuesIn(read, "junkai_database_limit_bytes")).toEqual([500]);
  });

  it("tell contents in the database from those in the bucket", () => {
    const read = expose({ contents: { contents: 7, bytes: 500, bucketBytes: 900 } });
    expect(valuesIn(read, "junkai_contents")).toEqual([7]);
    const bytesIn = (place: string) =>
      valuesIn(read, "junkai_content_bytes", { in: place });
    expect([bytesIn("database"), bytesIn("bucket")]).toEqual([[500], [900]]);
  });

  it("count requests by route", () => {
    const read = expose({
      requests: {
        "GET /api/targets/{id} 200": 5,
        "GET /api/targets/{id} 404": 1,
        "GET /api/targets/{id} ms": 90,
        "GET /api/targets/{id} le.0": 4,
        "GET /api/targets/{id} le.9": 2,
        "POST /api/targets 201": 1,
        "POST /api/targets ms": 7,
        "POST /api/targets le.1": 1,
        "ms.7": 1,
        "ms.18": 6,
      },
    });
    const reading = { method: "GET", route: "/api/targets/{id}" };
    expect(
      valuesIn(read, "junkai_http_requests_total", { ...reading, status: "200" }),
    ).toEqual([5]);
    expect(valuesIn(read, "junkai_http_requests_total")).toEqual([5, 1, 1]);
    expect(
      valuesIn(read, "junkai_http_request_duration_seconds_bucket", reading),
    ).toEqual([4, 4, 4, 4, 4, 4, 4, 4, 4, 6]);
    expect(valuesIn(read, "junkai_http_request_duration_seconds_sum", reading)).toEqual([
      0.09,
    ]);
    expect(
      valuesIn(read, "junkai_http_request_duration_seconds_count", { method: "POST" }),
    ).toEqual([1]);
  });

  it.each([
    [null, 0],
    [now + 5_000, 0],
    [now - 90_000, 90],
  ])(
    "with the longest waiting shard due at %s have a backlog of %d s",
    (dueAt, seconds) => {
      expect(valuesIn(expose({ dueAt }), "junkai_backlog_seconds")).toEqual([seconds]);
    },
  );

  it("count targets by how their last run went, unless targets are omitted", () => {
    const down = aRun({ failure: { class: "dns", host: "site.example" } });
    const targets = [
      aTarget(),
      aTarget({ id: 2, last: null }),
      aTarget({ id: 3, last: down }),
      aTarget({ id: 4 }),
    ];
    const statuses = (read: ReadFamily[]) =>
      ["new", "up", "down"].map((status) => valuesIn(read, "junkai_targets", { status }));
    expect(statuses(expose({ targets }))).toEqual([[1], [2], [1]]);
    expect(statuses(expose({}))).toEqual([[0], [0], [0]]);
    const read = expose({ omitted: 4 });
    expect(statuses(read)).toEqual([[], [], []]);
    expect(valuesIn(read, "junkai_targets_omitted")).toEqual([4]);
  });

  it("tell its version", () => {
    expect(valuesIn(expose({}), "junkai_build_info", { version: "1.2.3" })).toEqual([1]);
  });
});
