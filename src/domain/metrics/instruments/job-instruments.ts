// Lists the instruments of each background job. They know no job by name, so that a new
// job has them all.
import { countsByBucket, countsWithPrefix } from "#domain/counts.ts";
import { jobBounds } from "#domain/jobs/job-counts.ts";
import { outcomes } from "#domain/jobs/job-run.ts";
import {
  type Buckets,
  type Group,
  readingsBy,
  single,
} from "#domain/metrics/instrument.ts";
import type { JobMetrics } from "#domain/metrics/snapshot.ts";
import { flatCostInstruments } from "./cost-instruments.ts";

export const jobInstruments: Group<JobMetrics> = {
  subjectsOf: ({ jobs }) =>
    jobs.map((job) => ({ subject: job, labels: { job_name: job.name } })),
  instruments: [
    {
      kind: "counter",
      name: "junkai_job_runs_total",
      flatName: "jobs/{job_name}/runs/{outcome}",
      help: "Runs of background jobs, by outcome.",
      flatHelp: "Runs of the job that were {outcome}.",
      read: ({ totals }) =>
        readingsBy("outcome", outcomes, (outcome) => totals[`runs.${outcome}`] ?? 0),
    },
    {
      kind: "counter",
      name: "junkai_job_degraded_runs_total",
      flatName: "jobs/{job_name}/degraded_runs",
      help: "Runs of background jobs that were degraded: of those that were ok.",
      flatHelp: "Runs of the job that were degraded: of those that were ok.",
      read: ({ totals }) => single(totals.degraded ?? 0),
    },
    {
      kind: "histogram",
      name: "junkai_job_duration_seconds",
      flatName: null,
      help: "How long runs of background jobs took.",
      unit: "milliseconds",
      bounds: jobBounds,
      read: (job) => single(bucketsOf(job, "duration")),
    },
    {
      kind: "histogram",
      name: "junkai_job_lag_seconds",
      flatName: null,
      help: "How long after they were due runs of background jobs began.",
      unit: "milliseconds",
      bounds: jobBounds,
      read: (job) => single(bucketsOf(job, "lag")),
    },
    {
      kind: "counter",
      name: "junkai_job_items_total",
      flatName: "jobs/{job_name}/items/{item}",
      help: "What background jobs did, in their own words.",
      flatHelp: "What the job did, in its own words.",
      read: ({ totals }) =>
        countsWithPrefix(totals, "items.").map(({ name, count }) => ({
          labels: { item: name },
          value: count,
        })),
    },
    {
      kind: "counter",
      name: null,
      flatName: "jobs/{job_name}/total_duration_ms",
      help: "How long all its runs took.",
      unit: "milliseconds",
      read: ({ totals }) => single(totals.durationMs ?? 0),
    },
    {
      kind: "counter",
      name: null,
      flatName: "jobs/{job_name}/total_lag_ms",
      help: "How long after they were due they began.",
      unit: "milliseconds",
      read: ({ totals }) => single(totals.lagMs ?? 0),
    },
    ...flatCostInstruments<JobMetrics>("jobs/{job_name}", ({ totals }) => totals),
    {
      kind: "gauge",
      name: "junkai_job_last_run_timestamp_seconds",
      flatName: "jobs/{job_name}/finished_at_ms",
      help: "When the background job's last run ended.",
      flatHelp: "When its last run ended, since the epoch.",
      unit: "milliseconds",
      read: ({ finishedAt }) => single(finishedAt),
    },
  ],
};

const bucketsOf = ({ totals }: JobMetrics, name: "duration" | "lag"): Buckets => ({
  counts: countsByBucket(totals, `${name}.`, jobBounds),
  sum: totals[`${name}Ms`] ?? 0,
});
