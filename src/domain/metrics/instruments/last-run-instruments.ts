// Lists the instruments of a target's last run, under blackbox_exporter's names at
// /metrics (its prober/http.go). A target that has not run yet has no values of them.
import { type Instrument, single } from "#domain/metrics/instrument.ts";
import type { TargetMetrics } from "#domain/metrics/snapshot.ts";
import { durationOf, outcomeOf, type Run } from "#domain/runs/run.ts";
import { parseHttpDate } from "#domain/time/http-date.ts";

/** A gauge whose value `read` takes from the last run; null leaves it out. */
const ofLast = (read: (run: Run, target: TargetMetrics) => number | null) => ({
  kind: "gauge" as const,
  read: (target: TargetMetrics) =>
    single(target.last === null ? null : read(target.last, target)),
});

/** The same of what an answer was: a heartbeat's runs have none. */
const ofAnswer = (read: (run: Run, target: TargetMetrics) => number | null) =>
  ofLast((run, target) => (target.kind === "heartbeat" ? null : read(run, target)));

/** Stands in the table twice: /admin shows it before the duration, /metrics after it. */
const statusCode: Instrument<TargetMetrics> = {
  name: "probe_http_status_code",
  flatName: "targets/{target}/status_code",
  help: "Status of the last answer; 0 if none came.",
  flatHelp: "{name}: status of the last answer; 0 if none came.",
  ...ofAnswer(({ status }) => status ?? 0),
};

export const lastRunInstruments: readonly Instrument<TargetMetrics>[] = [
  {
    name: "probe_success",
    flatName: "targets/{target}/up",
    help: "Whether the last run succeeded.",
    flatHelp: "{name}: 1 if the last run succeeded, else 0.",
    ...ofLast(({ failure }) => Number(failure === null)),
  },
  { ...statusCode, name: null },
  {
    name: "probe_duration_seconds",
    flatName: "targets/{target}/duration_ms",
    help: "How long the last run took, from its request to the end of the answer.",
    flatHelp: "{name}: how long the last run took.",
    unit: "milliseconds",
    ...ofLast(durationOf),
  },
  { ...statusCode, flatName: null },
  {
    kind: "gauge",
    name: "probe_http_duration_seconds",
    flatName: null,
    help: "How long the last run's answer took to begin, redirects included, and then to end.",
    unit: "milliseconds",
    read: ({ last, kind }) =>
      last === null || kind === "heartbeat" ? [] : phasesOf(last),
  },
  {
    name: null,
    flatName: "targets/{target}/first_byte_ms",
    help: "{name}: how long its answer took to begin.",
    unit: "milliseconds",
    ...ofAnswer(({ firstByteMs }) => firstByteMs),
  },
  {
    name: "probe_http_uncompressed_body_length",
    flatName: null,
    help: "Length of the last answer's decoded body in bytes, as far as it was read.",
    ...ofAnswer(({ bytes }) => bytes),
  },
  {
    name: "probe_http_redirects",
    flatName: null,
    help: "Redirects that the last run followed.",
    ...ofAnswer(({ redirects }) => redirects),
  },
  {
    name: "probe_http_ssl",
    flatName: null,
    help: "Whether the last answer came over TLS.",
    ...ofAnswer(({ status, finalUrl }, { url }) =>
      Number(status !== null && (finalUrl ?? url).startsWith("https:")),
    ),
  },
  {
    name: "probe_http_last_modified_timestamp_seconds",
    flatName: null,
    help: "What the Last-Modified header says.",
    unit: "milliseconds",
    ...ofLast((_, { lastModified }) => instantOrNull(lastModified)),
  },
  {
    name: "probe_failed_due_to_regex",
    flatName: null,
    help: "Whether the last run failed because an assertion does not hold.",
    ...ofAnswer(({ failure }) => Number(failure?.class === "assertion")),
  },
  {
    name: "junkai_target_degraded",
    flatName: "targets/{target}/degraded",
    help: "Whether the last run passed, but a condition of lower severity does not hold.",
    flatHelp: "{name}: 1 if a condition of lower severity does not hold, else 0.",
    ...ofLast((run) => Number(outcomeOf(run) === "degraded")),
  },
  {
    name: "junkai_target_last_run_timestamp_seconds",
    flatName: null,
    help: "When the last run began.",
    unit: "milliseconds",
    ...ofLast(({ startedAt }) => startedAt),
  },
  {
    name: "junkai_target_last_lag_seconds",
    flatName: "targets/{target}/lag_ms",
    help: "How long after its slot the last run began, if it had one.",
    flatHelp: "{name}: how late the last run began.",
    unit: "milliseconds",
    ...ofLast(({ trigger, startedAt, dueAt }) =>
      trigger === "schedule" ? startedAt - dueAt : null,
    ),
  },
];

/** Without an answer neither phase took place. */
const phasesOf = ({ status, firstByteMs, bodyMs }: Run) => [
  { labels: { phase: "processing" }, value: status === null ? 0 : firstByteMs },
  { labels: { phase: "transfer" }, value: status === null ? 0 : bodyMs },
];

/** Epoch ms; null for a text that is no HTTP date. */
function instantOrNull(text: string | null): number | null {
  const at = parseHttpDate(text ?? "");
  return Number.isNaN(at) ? null : at;
}
