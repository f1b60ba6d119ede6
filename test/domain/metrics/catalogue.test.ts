import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toFlatMetrics } from "#domain/metrics/admin-metrics.ts";
import { formatExposition } from "#domain/metrics/exposition.ts";
import { adminOrder, metricsOrder } from "#domain/metrics/instruments/catalogue.ts";
import { toFamilies } from "#domain/metrics/prometheus-families.ts";
import type { Snapshot, TargetMetrics } from "#domain/metrics/snapshot.ts";
import type { Run } from "#domain/runs/run.ts";
import { createSummary } from "#domain/statistics/summary.ts";
import { createTotals } from "#domain/statistics/totals.ts";
import {
  type ReadFamily,
  readExposition,
  valuesIn,
} from "#test/fixtures/metrics/exposition-reader.ts";
import { aRun } from "#test/fixtures/runs.ts";

const now = Date.parse("2026-03-02T10:00:00Z");
const aTarget = (part: Partial<TargetMetrics> = {}): TargetMetrics => ({
  id: 1,
  name: "Home",
  url: "https://site.example/",
  kind: "page",
  key: null,
  tags: [],
  last: aRun({ startedAt: now, dueAt: now }),
  lastModified: null,
  totals: createTotals(),
  ...part,
});

const nothing: Snapshot = {
  targets: [],
  omitted: 0,
  dueAt: null,
  jobs: [],
  requests: {},
  databaseBytes: 0,
  now,
  version: "1.2.3",
  databaseLimitBytes: 500,
  lastDay: null,
};

/** Read back by a strict reader from both formats, whose samples are the same. */
function expose(part: Partial<Snapshot>): ReadFamily[] {
  const families = toFamilies({ ...nothing, ...part });
  const [prometheus, openmetrics] = (["prometheus", "openmetrics"] as const).map(
    (format) => readExposition(formatExposition(families, format), format),
  );
  const samplesOf = (read: ReadFamily[] = []) =>
    read.flatMap(({ samples }) => samples.map(({ name, value }) => [name, value]));
  expect(samplesOf(openmetrics)).toEqual(samplesOf(prometheus));
  return prometheus ?? [];
}

/** Of each series of one target, without the labels that they all have. */
function seriesOf(part: Partial<TargetMetrics>): Record<string, number> {
  const samples = expose({ targets: [aTarget(part)] }).flatMap(
    (family) => family.samples,
  );
  return Object.fromEntries(
    samples
      .filter(({ labels }) => labels.target === "1")
      .map(({ name, labels: { target: _, name: __, ...others }, value }) => [
        [name, ...Object.values(others)].join(" "),
        value,
      ]),
  );
}

const lastRun = (run: Partial<Run>, part: Partial<TargetMetrics> = {}) =>
  seriesOf({ last: aRun(run), ...part });

describe("of a target's last run", () => {
  it("a success is told as blackbox_exporter tells it", () => {
    const run = {
      firstByteMs: 171,
      bodyMs: 15,
      bytes: 1256,
      redirects: 2,
      dueAt: now - 60_000,
      startedAt: now - 59_500,
    };
    expect(lastRun(run)).toMatchObject({
      probe_success: 1,
      probe_duration_seconds: 0.186,
      probe_http_status_code: 200,
      "probe_http_duration_seconds processing": 0.171,
      "probe_http_duration_seconds transfer": 0.015,
      probe_http_uncompressed_body_length: 1256,
      probe_http_redirects: 2,
      probe_http_ssl: 1,
      probe_failed_due_to_regex: 0,
      junkai_target_last_run_timestamp_seconds: now / 1000 - 59.5,
      junkai_target_last_lag_seconds: 0.5,
    });
  });

  it("one without an answer has no status, no phases and no TLS, which are 0 there", () => {
    const failure = { class: "timeout", phase: "first-byte", limitMs: 10_000 } as const;
    expect(
      lastRun({ status: null, firstByteMs: 10_000, bodyMs: 0, failure }),
    ).toMatchObject({
      probe_success: 0,
      probe_duration_seconds: 10,
      probe_http_status_code: 0,
      "probe_http_duration_seconds processing": 0,
      "probe_http_duration_seconds transfer": 0,
      probe_http_ssl: 0,
    });
  });

  it("an unwanted answer has a status, and an assertion that does not hold says so", () => {
    expect(
      lastRun({
        status: 503,
        failure: { class: "status", status: 503, expected: "2xx" },
      }),
    ).toMatchObject({
      probe_success: 0,
      probe_http_status_code: 503,
      probe_failed_due_to_regex: 0,
    });
    expect(lastRun({ failure: { class: "assertion", detail: "no" } })).toMatchObject({
      probe_success: 0,
      probe_failed_due_to_regex: 1,
    });
  });

  it.each([
    ["https://a.example/", null, 1],
    ["http://a.example/", null, 0],
    ["http://a.example/", "https://a.example/", 1],
    ["https://a.example/", "http://a.example/", 0],
  ])("TLS is what the final answer came over: %s, then %s", (url, finalUrl, value) => {
    expect(lastRun({ finalUrl }, { url }).probe_http_ssl).toBe(value);
  });

  it("a manual one has no lag", () => {
    expect(lastRun({ trigger: "manual" })).not.toHaveProperty(
      "junkai_target_last_lag_seconds",
    );
  });

  // The three forms of RFC 9110 5.6.7, and what servers send besides.
  it.each([
    ["Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777],
    ["Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777],
    ["Sun Nov  6 08:49:37 1994", 784_111_777],
    ["0", undefined],
    ["1.5", undefined],
    ["Never", undefined],
    ["", undefined],
    [null, undefined],
  ])("Last-Modified: %s is known or left out", (lastModified, value) => {
    expect(seriesOf({ lastModified }).probe_http_last_modified_timestamp_seconds).toBe(
      value,
    );
  });
});

describe("of a target", () => {
  it("that was not run yet there are its info and its counters, and nothing else", () => {
    const names = Object.keys(seriesOf({ last: null })).map(
      (series) => series.split(" ")[0],
    );
    expect([...new Set(names)].toSorted()).toEqual([
      "junkai_target_bytes_total",
      "junkai_target_changes_total",
      "junkai_target_duration_seconds_bucket",
      "junkai_target_duration_seconds_count",
      "junkai_target_duration_seconds_sum",
      "junkai_target_info",
      "junkai_target_runs_total",
      "junkai_target_slots_total",
    ]);
  });

  it("every series has its id and its name, and its info the rest", () => {
    const read = expose({
      targets: [
        aTarget({ id: 7, name: 'The "b\\ack\n"', key: "home", tags: ["web", "eu west"] }),
      ],
    });
    const [info] = read
      .filter(({ name }) => name === "junkai_target_info")
      .flatMap(({ samples }) => samples);
    expect(info).toEqual({
      name: "junkai_target_info",
      labels: {
        target: "7",
        name: 'The "b\\ack\n"',
        url: "https://site.example/",
        kind: "page",
        key: "home",
        tags: ",web,eu west,",
      },
      value: 1,
    });
    expect(
      valuesIn(read, "probe_success", { target: "7", name: 'The "b\\ack\n"' }),
    ).toEqual([1]);
  });

  it("totals are counters, results that never came excepted", () => {
    const durations = [1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 4];
    const totals = {
      slots: { ran: 5, late: 2, skipped: 1, missed: 3 },
      results: { ok: 7, timeout: 2, dns: 1 },
      bytes: 12_345,
      changes: 4,
      durationMs: 98_765,
      durations,
      recent: "",
    };
    const read = expose({ targets: [aTarget({ totals })] });
    const runs = read
      .flatMap(({ samples }) => samples)
      .filter(({ name }) => name === "junkai_target_runs_total");
    expect(runs.map(({ labels, value }) => [labels.result, value])).toEqual([
      ["ok", 7],
      ["dns", 1],
      ["timeout", 2],
    ]);
    const fates = ["ran", "late", "skipped", "missed"];
    expect(
      fates.map((fate) => valuesIn(read, "junkai_target_slots_total", { fate })),
    ).toEqual([[5], [2], [1], [3]]);
    expect(valuesIn(read, "junkai_target_bytes_total")).toEqual([12_345]);
    expect(valuesIn(read, "junkai_target_changes_total")).toEqual([4]);
    expect(valuesIn(read, "junkai_target_duration_seconds_bucket")).toEqual([
      1, 3, 6, 6, 6, 6, 6, 6, 6, 6, 6, 10,
    ]);
    expect(
      valuesIn(read, "junkai_target_duration_seconds_bucket", { le: "0.025" }),
    ).toEqual([3]);
    expect(valuesIn(read, "junkai_target_duration_seconds_sum")).toEqual([98.765]);
  });

  it("a run that ended well is counted before the first one did: a series that begins at 1 has no rate", () => {
    expect(seriesOf({ last: null })["junkai_target_runs_total ok"]).toBe(0);
  });
});

describe("of junkai itself", () => {
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

  it("ticks, rounds and slots are those of the job that makes the rounds", () => {
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

  it("before the first tick there are counters at 0, and no time of one", () => {
    const read = expose({});
    expect(valuesIn(read, "junkai_ticks_total")).toEqual([0]);
    expect(valuesIn(read, "junkai_slots_total")).toEqual([0, 0, 0, 0]);
    expect(valuesIn(read, "junkai_last_tick_timestamp_seconds")).toEqual([]);
  });

  it("each job has its outcomes, times and items", () => {
    const read = expose({ jobs: [crawl, seal] });
    expect(valuesIn(read, "junkai_job_runs_total", { job_name: "crawl" })).toEqual([
      10, 1, 2,
    ]);
    expect(valuesIn(read, "junkai_job_runs_total", { job_name: "seal" })).toEqual([
      3, 0, 0,
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

  it("what the database was asked is told by who asked", () => {
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

  it("requests are counted by route", () => {
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
    "with the longest waiting shard due at %s, the backlog is %d s",
    (dueAt, seconds) => {
      expect(valuesIn(expose({ dueAt }), "junkai_backlog_seconds")).toEqual([seconds]);
    },
  );

  it("targets are counted by how their last run went, as long as any are shown", () => {
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

  it("its version is told", () => {
    expect(valuesIn(expose({}), "junkai_build_info", { version: "1.2.3" })).toEqual([1]);
  });
});

/** Every family there can be. */
const everything = [
  "junkai_backlog_seconds",
  "junkai_build_info",
  "junkai_database_bytes",
  "junkai_database_limit_bytes",
  "junkai_failed_runs_total",
  "junkai_http_request_duration_seconds",
  "junkai_http_requests_total",
  "junkai_job_duration_seconds",
  "junkai_job_items_total",
  "junkai_job_lag_seconds",
  "junkai_job_last_run_timestamp_seconds",
  "junkai_job_runs_total",
  "junkai_last_tick_timestamp_seconds",
  "junkai_rounds_total",
  "junkai_rows_read_total",
  "junkai_rows_written_total",
  "junkai_slots_total",
  "junkai_statements_total",
  "junkai_target_bytes_total",
  "junkai_target_changes_total",
  "junkai_target_duration_seconds",
  "junkai_target_info",
  "junkai_target_last_lag_seconds",
  "junkai_target_last_run_timestamp_seconds",
  "junkai_target_runs_total",
  "junkai_target_slots_total",
  "junkai_targets",
  "junkai_targets_omitted",
  "junkai_ticks_total",
  "probe_duration_seconds",
  "probe_failed_due_to_regex",
  "probe_http_duration_seconds",
  "probe_http_last_modified_timestamp_seconds",
  "probe_http_redirects",
  "probe_http_ssl",
  "probe_http_status_code",
  "probe_http_uncompressed_body_length",
  "probe_success",
];

describe("the names of metrics", () => {
  it("are these", () => {
    const read = expose({
      targets: [aTarget({ lastModified: "Sun, 06 Nov 1994 08:49:37 GMT" })],
      jobs: [{ name: "crawl", finishedAt: now, totals: { "items.ran": 1 } }],
      requests: { "GET /health 200": 1 },
    });
    expect(read.map(({ name }) => name).toSorted()).toEqual(everything);
  });

  it.each(["alerts.yml", "alerts.test.yml", "grafana-dashboard.json"])(
    "in docs/%s are all of them",
    (file) => {
      const text = readFileSync(join(import.meta.dirname, "../../../docs", file), "utf8");
      // What recording rules make has a colon in its name.
      const named = text
        .match(/(?<![\w:])(probe|junkai)_\w+/g)
        ?.map((name) => name.replace(/_(bucket|sum|count)$/, ""));
      expect(named?.length).toBeGreaterThan(20);
      expect([...new Set(named)].filter((name) => !everything.includes(name))).toEqual(
        [],
      );
    },
  );
});

it("whatever targets are called and however they went, a strict reader takes it all", () => {
  const words = fc.string({
    unit: fc.constantFrom("a", "\\", '"', "\n", ",", "}", "=", "日"),
  });
  const target = fc.record({
    name: words,
    url: words,
    key: fc.option(words),
    tags: fc.array(words, { maxLength: 3 }),
    lastModified: fc.option(words),
    last: fc.option(
      fc
        .record({ firstByteMs: fc.nat(), status: fc.option(fc.nat(599)) })
        .map((run) => aRun(run)),
    ),
  });
  fc.assert(
    fc.property(fc.array(target), (parts) => {
      const targets = parts.map((part, i) => aTarget({ ...part, id: i + 1 }));
      const read = expose({ targets });
      const [infos = []] = read
        .filter(({ name }) => name === "junkai_target_info")
        .map(({ samples }) => samples);
      expect(infos.map(({ labels }) => [labels.target, labels.name, labels.url])).toEqual(
        targets.map(({ id, name, url }) => [String(id), name, url]),
      );
      expect(valuesIn(read, "probe_success")).toHaveLength(
        targets.filter(({ last }) => last !== null).length,
      );
    }),
  );
});

describe("the catalogue", () => {
  const instruments = [...new Set([...metricsOrder, ...adminOrder])].flatMap(
    (group) => group.instruments,
  );
  const shown = instruments.map(({ name, flatName }) => `${name} and ${flatName}`);

  it("has no instrument that neither /metrics nor /admin shows, and none twice", () => {
    expect(shown.filter((names) => names === "null and null")).toEqual([]);
    const names = instruments.flatMap(({ name }) => name ?? []);
    expect(names).toEqual([...new Set(names)]);
    const flatNames = instruments.flatMap(({ flatName }) => flatName ?? []);
    expect(flatNames).toEqual([...new Set(flatNames)]);
  });

  it("names units and counters as Prometheus asks for", () => {
    for (const { name, kind, unit } of instruments) {
      if (name === null) continue;
      expect([name, name.endsWith("_total")]).toEqual([name, kind === "counter"]);
      expect([name, name.endsWith("_seconds")]).toEqual([name, unit === "milliseconds"]);
    }
  });
});

describe("the flat metrics of /admin", () => {
  const metrics = toFlatMetrics({
    ...nothing,
    targets: [
      aTarget({
        name: "Say {target}",
        last: aRun({ firstByteMs: 40, bodyMs: 2 }),
        totals: { ...createTotals(), results: { timeout: 2 } },
      }),
    ],
    jobs: [{ name: "seal", finishedAt: now, totals: { "items.sealed": 5 } }],
    requests: { "GET /api/targets/{id} 404": 3, "GET / 200": 1 },
    lastDay: createSummary(),
  });

  it("stand in this order", () => {
    expect(metrics.map(({ name }) => name)).toEqual([
      "ticks",
      ...["slots/ran", "slots/late", "slots/skipped", "slots/missed"],
      ...["rounds/recorded", "rounds/lost"],
      "backlog_ms",
      ...["targets/enabled", "targets/omitted", "database/bytes"],
      ...["checks/duration_ms", "checks/failed_duration_ms"],
      ...["checks/first_byte_ms", "checks/lag_ms"],
      ...["jobs/seal/runs/ok", "jobs/seal/runs/failed", "jobs/seal/runs/paused"],
      "jobs/seal/items/sealed",
      ...["jobs/seal/total_duration_ms", "jobs/seal/total_lag_ms"],
      ...["jobs/seal/statements", "jobs/seal/rows_read", "jobs/seal/rows_written"],
      "jobs/seal/finished_at_ms",
      "http/latency_ms",
      ...["http/statements", "http/rows_read", "http/rows_written"],
      ...["http/GET/api/targets/:id/404", "http/GET/200"],
      ...["targets/1/up", "targets/1/status_code", "targets/1/duration_ms"],
      ...["targets/1/first_byte_ms", "targets/1/lag_ms"],
      ...["targets/1/runs/ok", "targets/1/runs/timeout"],
      ...["targets/1/slots/ran", "targets/1/slots/late"],
      ...["targets/1/slots/skipped", "targets/1/slots/missed"],
      ...["targets/1/changes", "targets/1/bytes"],
    ]);
  });

  it("keep milliseconds, and fill labels into their sentences once", () => {
    expect(metrics.find(({ name }) => name === "targets/1/duration_ms")).toEqual({
      name: "targets/1/duration_ms",
      kind: "gauge",
      description: "Say {target}: how long the last run took.",
      unit: "Milliseconds",
      value: 42,
    });
  });
});
