// Lists the distributions of all targets' runs in the last 24 hours, which only /admin
// shows: targets have histograms of their own at /metrics.

import { type Group, single } from "#domain/metrics/instrument.ts";
import type { Summary } from "#domain/statistics/summary.ts";

export const checkInstruments: Group<Summary> = {
  subjectsOf: ({ lastDay }) =>
    lastDay === null ? [] : [{ subject: lastDay, labels: {} }],
  instruments: [
    {
      kind: "distribution",
      name: null,
      flatName: "checks/duration_ms",
      help: "How long runs took that succeeded, in the last 24 hours.",
      unit: "milliseconds",
      read: ({ duration }) => single(duration),
    },
    {
      kind: "distribution",
      name: null,
      flatName: "checks/failed_duration_ms",
      help: "How long runs took that failed, in the last 24 hours.",
      unit: "milliseconds",
      read: ({ failedDuration }) => single(failedDuration),
    },
    {
      kind: "distribution",
      name: null,
      flatName: "checks/first_byte_ms",
      help: "How long answers took to begin, in the last 24 hours.",
      unit: "milliseconds",
      read: ({ firstByte }) => single(firstByte),
    },
    {
      kind: "distribution",
      name: null,
      flatName: "checks/lag_ms",
      help: "How long after their slots runs began, in the last 24 hours.",
      unit: "milliseconds",
      read: ({ lag }) => single(lag),
    },
  ],
};
