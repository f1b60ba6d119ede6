// What /metrics tells of targets: the last run of each under blackbox_exporter's names
// (its prober/http.go), and what all of them have come to.
import { type Family, labels } from "#domain/metrics/exposition.ts";
import type { Run } from "#domain/runs/run.ts";
import { fates, results } from "#domain/statistics/summary.ts";
import { durationBounds } from "#domain/statistics/totals.ts";
import { parseHttpDate } from "#domain/time/http-date.ts";
import type { TargetMetrics } from "#store/metrics/metrics.ts";

/**
 * Series of one target: the labels that it has beside the target's own, and its value.
 */
type Series = readonly [extra: string, value: number];
type Simple = {
  name: string;
  help: string;
  type: "gauge" | "counter";
  seriesOf: (target: TargetMetrics) => readonly Series[];
};

/** A gauge of the last run: left out where that gives null, or there was no run. */
const ofLast = (
  name: string,
  help: string,
  readingOf: (run: Run, target: TargetMetrics) => number | null,
): Simple => ({
  name,
  help,
  type: "gauge",
  seriesOf(target) {
    const value = target.last === null ? null : readingOf(target.last, target);
    return value === null ? [] : [["", value]];
  },
});

const counter = (name: string, help: string, seriesOf: Simple["seriesOf"]): Simple => ({
  name,
  help,
  type: "counter",
  seriesOf,
});

const families: readonly Simple[] = [
  {
    name: "junkai_target_info",
    help: "What the target is; its tags stand between commas.",
    type: "gauge",
    seriesOf: ({ url, kind, key, tags }) => [
      [
        labels({
          url,
          kind,
          key: key ?? "",
          tags: tags.length === 0 ? "" : `,${tags.join(",")},`,
        }),
        1,
      ],
    ],
  },
  ofLast("probe_success", "Whether the last run succeeded.", ({ failure }) =>
    Number(failure === null),
  ),
  ofLast(
    "probe_duration_seconds",
    "How long the last run took, from its request to the end of the answer.",
    ({ firstByteMs, bodyMs }) => (firstByteMs + bodyMs) / 1000,
  ),
  ofLast(
    "probe_http_status_code",
    "Status of the last answer; 0 if none came.",
    ({ status }) => status ?? 0,
  ),
  {
    name: "probe_http_duration_seconds",
    help: "How long the last run's answer took to begin, redirects included, and then to end.",
    type: "gauge",
    seriesOf: ({ last }) => (last === null ? [] : phasesOf(last)),
  },
  ofLast(
    "probe_http_uncompressed_body_length",
    "Length of the last answer's decoded body in bytes, as far as it was read.",
    ({ bytes }) => bytes,
  ),
  ofLast(
    "probe_http_redirects",
    "Redirects that the last run followed.",
    ({ redirects }) => redirects,
  ),
  ofLast(
    "probe_http_ssl",
    "Whether the last answer came over TLS.",
    ({ status, finalUrl }, { url }) =>
      Number(status !== null && (finalUrl ?? url).startsWith("https:")),
  ),
  ofLast(
    "probe_http_last_modified_timestamp_seconds",
    "What the Last-Modified header says.",
    (_, { lastModified }) => secondsOfDate(lastModified),
  ),
  ofLast(
    "probe_failed_due_to_regex",
    "Whether the last run failed because an assertion does not hold.",
    ({ failure }) => Number(failure?.class === "assertion"),
  ),
  ofLast(
    "junkai_target_last_run_timestamp_seconds",
    "When the last run began.",
    ({ startedAt }) => startedAt / 1000,
  ),
  ofLast(
    "junkai_target_last_lag_seconds",
    "How long after its slot the last run began, if it had one.",
    ({ trigger, startedAt, dueAt }) =>
      trigger === "schedule" ? (startedAt - dueAt) / 1000 : null,
  ),
  counter(
    "junkai_target_runs_total",
    "Runs by result: ok, or why they failed.",
    ({ totals }) =>
      results
        .filter((result) => result === "ok" || totals.results[result])
        .map((result) => [labels({ result }), totals.results[result] ?? 0]),
  ),
  counter("junkai_target_slots_total", "Slots by what became of them.", ({ totals }) =>
    fates.map((fate) => [labels({ fate }), totals.slots[fate]]),
  ),
  counter(
    "junkai_target_changes_total",
    "Runs that saw other content than the one before.",
    ({ totals }) => [["", totals.changes]],
  ),
  counter("junkai_target_bytes_total", "Decoded bytes that were read.", ({ totals }) => [
    ["", totals.bytes],
  ]),
];

/** Without an answer neither phase took place. */
const phasesOf = ({ status, firstByteMs, bodyMs }: Run): Series[] => [
  [labels({ phase: "processing" }), status === null ? 0 : firstByteMs / 1000],
  [labels({ phase: "transfer" }), status === null ? 0 : bodyMs / 1000],
];

/** Epoch seconds; null for what is no HTTP date. */
function secondsOfDate(text: string | null): number | null {
  const at = parseHttpDate(text ?? "");
  return Number.isNaN(at) ? null : at / 1000;
}

/** The families of targets: each series is labelled with its target's id and name. */
export function targetFamilies(targets: readonly TargetMetrics[]): Family[] {
  const labelled = targets.map((target) => ({
    target,
    own: labels({ target: String(target.id), name: target.name }),
  }));
  const simple = families.map(({ seriesOf, ...family }) => ({
    ...family,
    samples: labelled.flatMap(({ target, own }) =>
      seriesOf(target).map(([extra, value]) => ({
        labels: extra === "" ? own : `${own},${extra}`,
        value,
      })),
    ),
  }));
  const durations: Family = {
    name: "junkai_target_duration_seconds",
    help: "How long runs took.",
    type: "histogram",
    bounds: durationBounds,
    samples: labelled.map(({ target: { totals }, own }) => ({
      labels: own,
      counts: totals.durations,
      sum: totals.durationMs / 1000,
    })),
  };
  return [...simple, durations];
}
