// Everything that /admin tells, as plain data: of junkai itself, its jobs, its API, its
// checks and its targets.
import type { Histogram, Metric, Simple, Unit } from "#domain/metrics/flat-metrics.ts";
import { type Sketch, sketchOf } from "#domain/statistics/sketch.ts";
import { fates, results, type Summary } from "#domain/statistics/summary.ts";
import type { Metrics, TargetMetrics } from "#store/metrics/metrics.ts";

type Counts = Metrics["requests"];

/**
 * What was read: `lastDay` is of all targets and the last 24 hours, `now` in epoch ms.
 */
export type Readings = { metrics: Metrics; lastDay: Summary; now: number };

export const adminMetricsOf = ({ metrics, lastDay, now }: Readings): Metric[] => [
  ...roundMetrics(metrics),
  ...stateMetrics(metrics, now),
  ...checkMetrics(lastDay),
  ...metrics.jobs.flatMap(jobMetrics),
  ...requestMetrics(metrics.requests),
  ...metrics.targets.flatMap(targetMetrics),
];

const simple =
  (kind: Simple["kind"]) =>
  (
    name: string,
    value: number,
    description: string,
    unit: Unit = "Unspecified",
  ): Simple => ({
    name,
    kind,
    description,
    unit,
    value,
  });
const counter = simple("counter");
const gauge = simple("gauge");

const histogram = (name: string, value: Sketch, description: string): Histogram => ({
  name,
  kind: "histogram",
  description,
  unit: "Milliseconds",
  value,
});

/** Which of the jobs makes the rounds; each of its runs is a tick. */
const roundsJob = "crawl";
const outcomes = ["ok", "failed", "paused"] as const;

function roundMetrics({ jobs }: Metrics): Metric[] {
  const totals = jobs.find(({ name }) => name === roundsJob)?.totals ?? {};
  const item = (name: string) => totals[`items.${name}`] ?? 0;
  const ticks = outcomes.reduce(
    (sum, outcome) => sum + (totals[`runs.${outcome}`] ?? 0),
    0,
  );
  return [
    counter("ticks", ticks, "Ticks that came, whether or not rounds are paused."),
    ...fates.map((fate) =>
      counter(`slots/${fate}`, item(fate), `Slots that rounds have settled as ${fate}.`),
    ),
    counter(
      "rounds/recorded",
      item("rounds") - item("lost"),
      "Rounds that were recorded.",
    ),
    counter(
      "rounds/lost",
      item("lost"),
      "Rounds that were not; their work is done again.",
    ),
  ];
}

function stateMetrics(
  { targets, omitted, dueAt, databaseBytes }: Metrics,
  now: number,
): Metric[] {
  const backlogMs = dueAt === null ? 0 : Math.max(0, now - dueAt);
  return [
    gauge(
      "backlog_ms",
      backlogMs,
      "How long what is due has been waiting for a round.",
      "Milliseconds",
    ),
    gauge("targets/enabled", targets.length + omitted, "Targets that are enabled."),
    gauge("targets/omitted", omitted, "Those of them that are not told of one by one."),
    gauge("database/bytes", databaseBytes, "Size of the database.", "Bytes"),
  ];
}

const checkMetrics = ({
  duration,
  failedDuration,
  firstByte,
  lag,
}: Summary): Metric[] => [
  histogram(
    "checks/duration_ms",
    duration,
    "How long runs took that succeeded, in the last 24 hours.",
  ),
  histogram(
    "checks/failed_duration_ms",
    failedDuration,
    "How long runs took that failed, in the last 24 hours.",
  ),
  histogram(
    "checks/first_byte_ms",
    firstByte,
    "How long answers took to begin, in the last 24 hours.",
  ),
  histogram(
    "checks/lag_ms",
    lag,
    "How long after their slots runs began, in the last 24 hours.",
  ),
];

function jobMetrics({ name, finishedAt, totals }: Metrics["jobs"][number]): Metric[] {
  const scope = `jobs/${name}`;
  const total = (key: string) => totals[key] ?? 0;
  return [
    ...outcomes.map((outcome) =>
      counter(
        `${scope}/runs/${outcome}`,
        total(`runs.${outcome}`),
        `Runs of the job that were ${outcome}.`,
      ),
    ),
    ...startingWith("items.", totals).map(([item, count]) =>
      counter(`${scope}/items/${item}`, count, "What the job did, in its own words."),
    ),
    counter(
      `${scope}/total_duration_ms`,
      total("durationMs"),
      "How long all its runs took.",
      "Milliseconds",
    ),
    counter(
      `${scope}/total_lag_ms`,
      total("lagMs"),
      "How long after they were due they began.",
      "Milliseconds",
    ),
    ...costMetrics(scope, totals),
    gauge(
      `${scope}/finished_at_ms`,
      finishedAt,
      "When its last run ended, since the epoch.",
      "Milliseconds",
    ),
  ];
}

const costMetrics = (
  scope: string,
  { statements = 0, rowsRead = 0, rowsWritten = 0 }: Counts,
): Metric[] => [
  counter(`${scope}/statements`, statements, "Statements that the database was sent."),
  counter(`${scope}/rows_read`, rowsRead, "Rows that the database bills as read."),
  counter(
    `${scope}/rows_written`,
    rowsWritten,
    "Rows that the database bills as written.",
  ),
];

const requestMetrics = (requests: Counts): Metric[] => [
  histogram(
    "http/latency_ms",
    sketchOf(
      startingWith("ms.", requests).map(([index, count]) => [Number(index), count]),
    ),
    "How long requests took until they were answered; the sum is within 0.4 %.",
  ),
  ...costMetrics("http", requests),
  ...Object.entries(requests).flatMap(([name, count]) => {
    const [, method, route, status] = /^(\S+) (\S+) (\d{3})$/.exec(name) ?? [];
    if (route === undefined) return [];
    const path = route
      .replaceAll(/\{(\w+)\}/g, ":$1")
      .split("/")
      .filter((part) => part !== "");
    const description = `Requests: ${method} ${route}, answered ${status}.`;
    return [
      counter(
        ["http", method, ...path, status].join("/"),
        count,
        description,
        "Requests",
      ),
    ];
  }),
];

/** The counts whose names start so, by the rest of their names. */
const startingWith = (prefix: string, counts: Counts): [rest: string, count: number][] =>
  Object.entries(counts).flatMap(([name, count]) =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), count]] : [],
  );

/** Under the id: names need not be unique, and keys may look like ids. */
function targetMetrics({ id, name, totals, last }: TargetMetrics): Metric[] {
  const scope = `targets/${id}`;
  const seen = results.filter((result) => result === "ok" || totals.results[result]);
  return [
    ...(last === null ? [] : lastRunMetrics(scope, name, last)),
    ...seen.map((result) =>
      counter(
        `${scope}/runs/${result}`,
        totals.results[result] ?? 0,
        `${name}: runs with the result ${result}.`,
      ),
    ),
    ...fates.map((fate) =>
      counter(
        `${scope}/slots/${fate}`,
        totals.slots[fate],
        `${name}: slots that are settled as ${fate}.`,
      ),
    ),
    counter(
      `${scope}/changes`,
      totals.changes,
      `${name}: runs that saw other content than the one before.`,
    ),
    counter(
      `${scope}/bytes`,
      totals.bytes,
      `${name}: decoded bodies of all runs.`,
      "Bytes",
    ),
  ];
}

function lastRunMetrics(
  scope: string,
  name: string,
  last: NonNullable<TargetMetrics["last"]>,
): Metric[] {
  const { failure, status, firstByteMs, bodyMs, trigger, startedAt, dueAt } = last;
  const lag = gauge(
    `${scope}/lag_ms`,
    startedAt - dueAt,
    `${name}: how late the last run began.`,
    "Milliseconds",
  );
  return [
    gauge(
      `${scope}/up`,
      Number(failure === null),
      `${name}: 1 if the last run succeeded, else 0.`,
    ),
    gauge(
      `${scope}/status_code`,
      status ?? 0,
      `${name}: status of the last answer; 0 if none came.`,
    ),
    gauge(
      `${scope}/duration_ms`,
      firstByteMs + bodyMs,
      `${name}: how long the last run took.`,
      "Milliseconds",
    ),
    gauge(
      `${scope}/first_byte_ms`,
      firstByteMs,
      `${name}: how long its answer took to begin.`,
      "Milliseconds",
    ),
    ...(trigger === "schedule" ? [lag] : []),
  ];
}
