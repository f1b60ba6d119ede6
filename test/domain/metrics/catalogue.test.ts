// Tests the names of all metrics.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toFlatMetrics } from "#domain/metrics/admin-metrics.ts";
import { adminOrder, metricsOrder } from "#domain/metrics/instruments/catalogue.ts";
import { createSummary } from "#domain/statistics/summary.ts";
import { createTotals } from "#domain/statistics/totals.ts";
import { heardState, heartbeatMetrics } from "#test/fixtures/heartbeats/a-heartbeat.ts";
import {
  aPricedTarget,
  aTarget,
  expose,
  nothing,
} from "#test/fixtures/metrics/exposed-metrics.ts";
import { valuesIn } from "#test/fixtures/metrics/exposition-reader.ts";
import { aRun } from "#test/fixtures/runs.ts";

const now = Date.parse("2026-03-02T10:00:00Z");

/** Every family there can be. */
const everything = [
  "hc_check_grace",
  "hc_check_paused",
  "hc_check_started",
  "hc_check_up",
  "hc_checks_down_total",
  "hc_checks_total",
  "hc_tag_up",
  "junkai_backlog_seconds",
  "junkai_build_info",
  "junkai_content_bytes",
  "junkai_contents",
  "junkai_database_bytes",
  "junkai_database_limit_bytes",
  "junkai_dead_messages_total",
  "junkai_degraded_runs_total",
  "junkai_failed_runs_total",
  "junkai_heartbeat_last_duration_seconds",
  "junkai_heartbeat_last_ping_timestamp_seconds",
  "junkai_heartbeat_pings_total",
  "junkai_heartbeat_running",
  "junkai_heartbeat_running_seconds",
  "junkai_http_request_duration_seconds",
  "junkai_http_requests_total",
  "junkai_incidents_open",
  "junkai_job_degraded_runs_total",
  "junkai_job_duration_seconds",
  "junkai_job_items_total",
  "junkai_job_lag_seconds",
  "junkai_job_last_run_timestamp_seconds",
  "junkai_job_runs_total",
  "junkai_last_tick_timestamp_seconds",
  "junkai_notices_dead",
  "junkai_notices_total",
  "junkai_notices_waiting",
  "junkai_reading",
  "junkai_reading_highest",
  "junkai_reading_lowest",
  "junkai_rounds_total",
  "junkai_rows_read_total",
  "junkai_rows_written_total",
  "junkai_set_aside",
  "junkai_slots_total",
  "junkai_statements_total",
  "junkai_target_bytes_total",
  "junkai_target_changes_total",
  "junkai_target_degraded",
  "junkai_target_degraded_runs_total",
  "junkai_target_duration_seconds",
  "junkai_target_info",
  "junkai_target_last_lag_seconds",
  "junkai_target_last_run_timestamp_seconds",
  "junkai_target_runs_total",
  "junkai_target_slots_total",
  "junkai_targets",
  "junkai_targets_omitted",
  "junkai_ticks_total",
  "junkai_unknown_messages_total",
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
  it("are those of the list in this test", () => {
    const read = expose({
      targets: [aPricedTarget({ lastModified: "Sun, 06 Nov 1994 08:49:37 GMT" })],
      jobs: [{ name: "crawl", finishedAt: now, totals: { "items.ran": 1 } }],
      requests: { "GET /health 200": 1 },
      heartbeats: [
        heartbeatMetrics({ tags: ["prod"] }, { ...heardState(now, [now]), last: aRun() }),
      ],
    });
    expect(read.map(({ name }) => name).toSorted()).toEqual(everything);
  });

  it.each(["alerts.yml", "alerts.test.yml", "grafana-dashboard.json"])(
    "all stand in docs/%s",
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

it("a strict reader takes the metrics of targets of any name and any course", () => {
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

  it("has every instrument once, and each is shown by /metrics or /admin", () => {
    expect(shown.filter((names) => names === "null and null")).toEqual([]);
    const names = instruments.flatMap(({ name }) => name ?? []);
    expect(names).toEqual([...new Set(names)]);
    const flatNames = instruments.flatMap(({ flatName }) => flatName ?? []);
    expect(flatNames).toEqual([...new Set(flatNames)]);
  });

  it("names units and counters as Prometheus asks for", () => {
    for (const { name, kind, unit } of instruments) {
      // Healthchecks' own names are as they are.
      if (name === null || name.startsWith("hc_")) continue;
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

  it("stand in the order of the list in this test", () => {
    expect(metrics.map(({ name }) => name)).toEqual([
      "ticks",
      ...["slots/ran", "slots/late", "slots/skipped", "slots/missed"],
      ...["rounds/recorded", "rounds/lost"],
      "backlog_ms",
      ...["messages/dead/rounds", "messages/dead/crawls", "messages/dead/other"],
      "messages/unknown",
      ...["database/bytes", "contents/count", "targets/enabled", "targets/omitted"],
      ...["checks/duration_ms", "checks/failed_duration_ms"],
      ...["checks/first_byte_ms", "checks/lag_ms"],
      ...[
        "jobs/seal/runs/ok",
        "jobs/seal/runs/failed",
        "jobs/seal/runs/paused",
        "jobs/seal/runs/lost",
      ],
      "jobs/seal/degraded_runs",
      "jobs/seal/items/sealed",
      ...["jobs/seal/total_duration_ms", "jobs/seal/total_lag_ms"],
      ...["jobs/seal/statements", "jobs/seal/rows_read", "jobs/seal/rows_written"],
      "jobs/seal/finished_at_ms",
      ...["notices/waiting", "notices/dead"],
      ...["notices/tries/sent", "notices/tries/failed", "notices/tries/dead"],
      "http/latency_ms",
      ...["http/statements", "http/rows_read", "http/rows_written"],
      ...["http/GET/api/targets/:id/404", "http/GET/200"],
      ...["targets/1/up", "targets/1/status_code", "targets/1/duration_ms"],
      ...["targets/1/first_byte_ms", "targets/1/degraded", "targets/1/lag_ms"],
      ...["targets/1/runs/ok", "targets/1/runs/timeout", "targets/1/degraded_runs"],
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
