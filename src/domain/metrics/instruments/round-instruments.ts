// Lists the instruments of rounds, read from what the job that makes them has counted.
import { roundsJob } from "#domain/jobs/job-names.ts";
import { outcomes } from "#domain/jobs/job-run.ts";
import { type Group, readingsBy, single } from "#domain/metrics/instrument.ts";
import type { JobMetrics } from "#domain/metrics/snapshot.ts";
import { fates } from "#domain/statistics/summary.ts";

/** `finishedAt` is null before the first tick. */
type Ticks = Pick<JobMetrics, "totals"> & { finishedAt: number | null };

const noTicks: Ticks = { totals: {}, finishedAt: null };

const itemOf = ({ totals }: Ticks, name: string): number => totals[`items.${name}`] ?? 0;

export const roundInstruments: Group<Ticks> = {
  subjectsOf: ({ jobs }) => [
    { subject: jobs.find(({ name }) => name === roundsJob) ?? noTicks, labels: {} },
  ],
  instruments: [
    {
      kind: "counter",
      name: "junkai_ticks_total",
      flatName: "ticks",
      help: "Ticks that came, whether or not rounds are paused.",
      read: ({ totals }) =>
        single(outcomes.reduce((sum, name) => sum + (totals[`runs.${name}`] ?? 0), 0)),
    },
    {
      kind: "gauge",
      name: "junkai_last_tick_timestamp_seconds",
      flatName: null,
      help: "When a tick's rounds last ended.",
      unit: "milliseconds",
      read: ({ finishedAt }) => single(finishedAt),
    },
    {
      kind: "counter",
      name: "junkai_slots_total",
      flatName: "slots/{fate}",
      help: "Slots that rounds of ended ticks have settled, sites' crawls left out, by what became of them.",
      flatHelp: "Slots that rounds have settled as {fate}.",
      read: (ticks) => readingsBy("fate", fates, (fate) => itemOf(ticks, fate)),
    },
    {
      kind: "counter",
      name: "junkai_rounds_total",
      flatName: "rounds/{outcome}",
      help: "Rounds; the work of lost ones is done again.",
      flatHelp: ({ outcome }) =>
        outcome === "lost"
          ? "Rounds that were not; their work is done again."
          : "Rounds that were recorded.",
      read: (ticks) =>
        readingsBy("outcome", ["recorded", "lost"], (outcome) =>
          outcome === "lost"
            ? itemOf(ticks, "lost")
            : itemOf(ticks, "rounds") - itemOf(ticks, "lost"),
        ),
    },
    {
      kind: "counter",
      name: "junkai_failed_runs_total",
      flatName: null,
      help: "Runs in rounds that failed.",
      read: (ticks) => single(itemOf(ticks, "failed")),
    },
    {
      kind: "counter",
      name: "junkai_degraded_runs_total",
      flatName: null,
      help: "Runs in rounds that were degraded: of those that succeeded.",
      read: (ticks) => single(itemOf(ticks, "degraded")),
    },
  ],
};
