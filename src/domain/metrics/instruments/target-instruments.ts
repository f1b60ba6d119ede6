// Lists the instruments of each target: what it is, its last run, and what all its runs
// and slots have come to.
import {
  type Group,
  type Reading,
  readingsBy,
  single,
} from "#domain/metrics/instrument.ts";
import type { TargetMetrics, TargetsSnapshot } from "#domain/metrics/snapshot.ts";
import { fates, results } from "#domain/statistics/summary.ts";
import { durationBounds } from "#domain/statistics/totals.ts";
import { lastRunInstruments } from "./last-run-instruments.ts";
import { readingInstruments } from "./reading-instruments.ts";

/** /admin has targets under their ids: names need not be unique, and keys may look so. */
export const targetInstruments: Group<TargetMetrics, TargetsSnapshot> = {
  subjectsOf: ({ targets }) =>
    targets.map((target) => ({
      subject: target,
      labels: { target: String(target.id), name: target.name },
    })),
  instruments: [
    {
      kind: "gauge",
      name: "junkai_target_info",
      flatName: null,
      help: "What the target is; its tags stand between commas.",
      read: infoOf,
    },
    ...lastRunInstruments,
    ...readingInstruments,
    {
      kind: "counter",
      name: "junkai_target_runs_total",
      flatName: "targets/{target}/runs/{result}",
      help: "Runs by result: ok, or why they failed.",
      flatHelp: "{name}: runs with the result {result}.",
      read: ({ totals }) =>
        readingsBy(
          "result",
          results.filter((result) => result === "ok" || totals.results[result]),
          (result) => totals.results[result] ?? 0,
        ),
    },
    {
      kind: "counter",
      name: "junkai_target_degraded_runs_total",
      flatName: "targets/{target}/degraded_runs",
      help: "Runs that were degraded: of those whose result is ok.",
      flatHelp: "{name}: runs that were degraded, of those with the result ok.",
      read: ({ totals }) => single(totals.degraded),
    },
    {
      kind: "counter",
      name: "junkai_target_slots_total",
      flatName: "targets/{target}/slots/{fate}",
      help: "Slots by what became of them.",
      flatHelp: "{name}: slots that are settled as {fate}.",
      read: ({ totals }) => readingsBy("fate", fates, (fate) => totals.slots[fate]),
    },
    {
      kind: "counter",
      name: "junkai_target_changes_total",
      flatName: "targets/{target}/changes",
      help: "Runs that saw other content than the one before.",
      flatHelp: "{name}: runs that saw other content than the one before.",
      read: ({ totals }) => single(totals.changes),
    },
    {
      kind: "counter",
      name: "junkai_target_bytes_total",
      flatName: "targets/{target}/bytes",
      help: "Decoded bytes that were read.",
      flatHelp: "{name}: decoded bodies of all runs.",
      unit: "bytes",
      read: ({ totals }) => single(totals.bytes),
    },
    {
      kind: "histogram",
      name: "junkai_target_duration_seconds",
      flatName: null,
      help: "How long runs took.",
      unit: "milliseconds",
      bounds: durationBounds,
      read: ({ totals }) => single({ counts: totals.durations, sum: totals.durationMs }),
    },
  ],
};

function infoOf({ url, kind, key, tags }: TargetMetrics): Reading[] {
  const tagList = tags.length === 0 ? "" : `,${tags.join(",")},`;
  return [{ labels: { url, kind, key: key ?? "", tags: tagList }, value: 1 }];
}
