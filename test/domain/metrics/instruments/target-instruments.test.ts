// Tests the metrics of targets and of their last runs.
import { describe, expect, it } from "vitest";
import type { TargetMetrics } from "#domain/metrics/snapshot.ts";
import type { Run } from "#domain/runs/run.ts";
import { aTarget, expose } from "#test/fixtures/metrics/exposed-metrics.ts";
import { valuesIn } from "#test/fixtures/metrics/exposition-reader.ts";
import { aRun } from "#test/fixtures/runs.ts";

const now = Date.parse("2026-03-02T10:00:00Z");

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

describe("the metrics of a target's last run", () => {
  it("report a success as blackbox_exporter does", () => {
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

  it("report status, phases and TLS as 0 when there was no answer", () => {
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

  it("report the status of an unwanted answer, and an assertion that failed", () => {
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
  ])(
    "say whether the final answer came over TLS: %s, then %s",
    (url, finalUrl, value) => {
      expect(lastRun({ finalUrl }, { url }).probe_http_ssl).toBe(value);
    },
  );

  it("have no lag for a manual run", () => {
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
  ])("have the time of Last-Modified: %s, or leave it out", (lastModified, value) => {
    expect(seriesOf({ lastModified }).probe_http_last_modified_timestamp_seconds).toBe(
      value,
    );
  });
});

describe("the metrics of a target", () => {
  it("are only its info and its counters before its first run", () => {
    const names = Object.keys(seriesOf({ last: null })).map(
      (series) => series.split(" ")[0],
    );
    expect([...new Set(names)].toSorted()).toEqual([
      "junkai_target_bytes_total",
      "junkai_target_changes_total",
      "junkai_target_degraded_runs_total",
      "junkai_target_duration_seconds_bucket",
      "junkai_target_duration_seconds_count",
      "junkai_target_duration_seconds_sum",
      "junkai_target_info",
      "junkai_target_runs_total",
      "junkai_target_slots_total",
    ]);
  });

  it("carry its id and name in every series, and the rest in its info", () => {
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

  it("are counters for its totals, without results that never came", () => {
    const durations = [1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 4];
    const totals = {
      slots: { ran: 5, late: 2, skipped: 1, missed: 3 },
      results: { ok: 7, timeout: 2, dns: 1 },
      degraded: 3,
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
    expect(valuesIn(read, "junkai_target_degraded_runs_total")).toEqual([3]);
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

  it("count successful runs from 0, since a series that begins at 1 has no rate", () => {
    expect(seriesOf({ last: null })["junkai_target_runs_total ok"]).toBe(0);
  });
});
