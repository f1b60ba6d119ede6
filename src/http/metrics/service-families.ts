// What /metrics tells of junkai itself: its ticks and rounds, its jobs, its API, and what
// they cost.
import type { Counts } from "#domain/counts.ts";
import { jobBounds } from "#domain/jobs/job-run.ts";
import {
  type Family,
  type HistogramSample,
  labels,
  type Sample,
} from "#domain/metrics/exposition.ts";
import { requestBounds } from "#domain/metrics/request-counts.ts";
import { fates } from "#domain/statistics/summary.ts";
import type { Metrics } from "#store/metrics/metrics.ts";

type Job = Metrics["jobs"][number];

/** What the deployment is. */
export type Deployment = { version: string; databaseLimitBytes: number };

/** Which of the jobs makes the rounds; each of its runs is a tick. */
const roundsJob = "crawl";

/** The families of the service as a whole. `now` is in epoch ms. */
export function serviceFamilies(
  metrics: Metrics,
  now: number,
  deployment: Deployment,
): Family[] {
  return [
    ...stateFamilies(metrics, now, deployment),
    ...roundFamilies(metrics.jobs.find(({ name }) => name === roundsJob)),
    ...jobFamilies(metrics.jobs),
    ...costFamilies(metrics),
    ...requestFamilies(metrics.requests),
  ];
}

const gauge = (name: string, help: string, samples: readonly Sample[]): Family => ({
  name,
  help,
  type: "gauge",
  samples,
});

const counter = (name: string, help: string, samples: readonly Sample[]): Family => ({
  name,
  help,
  type: "counter",
  samples,
});

const histogram = (
  name: string,
  help: string,
  bounds: readonly number[],
  samples: readonly HistogramSample[],
): Family => ({ name, help, type: "histogram", bounds, samples });

const only = (value: number): Sample[] => [{ labels: "", value }];

function stateFamilies(
  { targets, omitted, dueAt, databaseBytes }: Metrics,
  now: number,
  deployment: Deployment,
): Family[] {
  const statuses = { new: 0, up: 0, down: 0 };
  for (const { last } of targets)
    statuses[last === null ? "new" : last.failure === null ? "up" : "down"] += 1;
  return [
    gauge("junkai_build_info", "Which junkai this is.", [
      { labels: labels({ version: deployment.version }), value: 1 },
    ]),
    gauge(
      "junkai_targets",
      "Enabled targets that have series here, by how their last run went.",
      targets.length === 0 && omitted > 0
        ? []
        : Object.entries(statuses).map(([status, value]) => ({
            labels: labels({ status }),
            value,
          })),
    ),
    gauge(
      "junkai_targets_omitted",
      "Enabled targets that the limit leaves without series here.",
      only(omitted),
    ),
    gauge(
      "junkai_backlog_seconds",
      "How long what is due has been waiting for a round.",
      only(dueAt === null ? 0 : Math.max(0, now - dueAt) / 1000),
    ),
    gauge("junkai_database_bytes", "Size of the database.", only(databaseBytes)),
    gauge(
      "junkai_database_limit_bytes",
      "Size that the plan allows the database.",
      only(deployment.databaseLimitBytes),
    ),
  ];
}

function roundFamilies(job: Job | undefined): Family[] {
  const { totals = {}, finishedAt } = job ?? {};
  const item = (name: string): number => totals[`items.${name}`] ?? 0;
  return [
    counter(
      "junkai_ticks_total",
      "Ticks that came, whether or not rounds are paused.",
      only(outcomesOf(totals).reduce((sum, [, count]) => sum + count, 0)),
    ),
    gauge(
      "junkai_last_tick_timestamp_seconds",
      "When a tick's rounds last ended.",
      finishedAt === undefined ? [] : only(finishedAt / 1000),
    ),
    counter(
      "junkai_slots_total",
      "Slots that rounds of ended ticks have settled, sites' crawls left out, by what became of them.",
      fates.map((fate) => ({ labels: labels({ fate }), value: item(fate) })),
    ),
    counter("junkai_rounds_total", "Rounds; the work of lost ones is done again.", [
      { labels: labels({ outcome: "recorded" }), value: item("rounds") - item("lost") },
      { labels: labels({ outcome: "lost" }), value: item("lost") },
    ]),
    counter(
      "junkai_failed_runs_total",
      "Runs in rounds that failed.",
      only(item("failed")),
    ),
  ];
}

const outcomesOf = (totals: Readonly<Counts>) =>
  (["ok", "failed", "paused"] as const).map(
    (outcome) => [outcome, totals[`runs.${outcome}`] ?? 0] as const,
  );

function jobFamilies(jobs: readonly Job[]): Family[] {
  return [
    counter(
      "junkai_job_runs_total",
      "Runs of background jobs, by outcome.",
      jobs.flatMap(({ name: job, totals }) =>
        outcomesOf(totals).map(([outcome, value]) => ({
          labels: labels({ job_name: job, outcome }),
          value,
        })),
      ),
    ),
    histogram(
      "junkai_job_duration_seconds",
      "How long runs of background jobs took.",
      jobBounds,
      distributionOf(jobs, "duration"),
    ),
    histogram(
      "junkai_job_lag_seconds",
      "How long after they were due runs of background jobs began.",
      jobBounds,
      distributionOf(jobs, "lag"),
    ),
    counter(
      "junkai_job_items_total",
      "What background jobs did, in their own words.",
      jobs.flatMap(({ name: job, totals }) =>
        Object.entries(totals).flatMap(([name, value]) =>
          name.startsWith("items.")
            ? [
                {
                  labels: labels({ job_name: job, item: name.slice("items.".length) }),
                  value,
                },
              ]
            : [],
        ),
      ),
    ),
    gauge(
      "junkai_job_last_run_timestamp_seconds",
      "When the background job's last run ended.",
      jobs.map(({ name: job, finishedAt }) => ({
        labels: labels({ job_name: job }),
        value: finishedAt / 1000,
      })),
    ),
  ];
}

const distributionOf = (
  jobs: readonly Job[],
  name: "duration" | "lag",
): HistogramSample[] =>
  jobs.map(({ name: job, totals }) => ({
    labels: labels({ job_name: job }),
    counts: bucketsOf(totals, `${name}.`, jobBounds),
    sum: (totals[`${name}Ms`] ?? 0) / 1000,
  }));

/** How many lie in each bucket, the one beyond the bounds included. */
const bucketsOf = (
  counts: Readonly<Counts>,
  prefix: string,
  bounds: readonly number[],
): number[] =>
  [...bounds, Number.POSITIVE_INFINITY].map((_, i) => counts[`${prefix}${i}`] ?? 0);

function costFamilies({ jobs, requests }: Metrics): Family[] {
  const bySource = (name: string): Sample[] => [
    {
      labels: labels({ source: "jobs" }),
      value: jobs.reduce((sum, { totals }) => sum + (totals[name] ?? 0), 0),
    },
    { labels: labels({ source: "requests" }), value: requests[name] ?? 0 },
  ];
  return [
    counter(
      "junkai_statements_total",
      "Statements that the database was sent.",
      bySource("statements"),
    ),
    counter(
      "junkai_rows_read_total",
      "Rows that the database bills as read.",
      bySource("rowsRead"),
    ),
    counter(
      "junkai_rows_written_total",
      "Rows that the database bills as written.",
      bySource("rowsWritten"),
    ),
  ];
}

/**
 * `requests` counts by "METHOD route" and, behind a space, a status, `ms` or
 * `le.<bucket>`.
 */
function requestFamilies(requests: Readonly<Counts>): Family[] {
  const counted = Object.entries(requests).flatMap(([name, value]) => {
    const [, method, route, status] = /^(\S+) (\S+) (\d{3})$/.exec(name) ?? [];
    return method && route && status ? [{ method, route, status, value }] : [];
  });
  const routes = new Map(
    counted.map(({ method, route }) => [`${method} ${route}`, labels({ method, route })]),
  );
  return [
    counter(
      "junkai_http_requests_total",
      "Requests by route and status.",
      counted.map(({ value, ...request }) => ({ labels: labels(request), value })),
    ),
    histogram(
      "junkai_http_request_duration_seconds",
      "How long requests took until they were answered.",
      requestBounds,
      [...routes].map(([name, own]) => ({
        labels: own,
        counts: bucketsOf(requests, `${name} le.`, requestBounds),
        sum: (requests[`${name} ms`] ?? 0) / 1000,
      })),
    ),
  ];
}
