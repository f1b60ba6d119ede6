// Lists the instruments that count targets: those that are told of one by one, and those
// that are left out. Each part of a scrape counts its own.
import { type Group, readingsBy, single } from "#domain/metrics/instrument.ts";
import type {
  StoredTargets,
  TargetMetrics,
  TargetsSnapshot,
} from "#domain/metrics/snapshot.ts";
import { statusOf } from "#domain/runs/judge.ts";

const lastStatuses = ["new", "up", "degraded", "down"] as const;

const statusAfterLast = ({ last }: TargetMetrics): (typeof lastStatuses)[number] =>
  last === null ? "new" : statusOf(last);

export const targetCountInstruments: Group<StoredTargets, TargetsSnapshot> = {
  subjectsOf: (snapshot) => [{ subject: snapshot, labels: {} }],
  instruments: [
    {
      kind: "gauge",
      name: "junkai_targets",
      flatName: null,
      help: "Enabled targets that have series here, by how their last run went.",
      read({ targets, omitted }) {
        if (targets.length === 0 && omitted > 0) return [];
        const count = { new: 0, up: 0, degraded: 0, down: 0 };
        for (const target of targets) count[statusAfterLast(target)] += 1;
        return readingsBy("status", lastStatuses, (status) => count[status]);
      },
    },
    {
      kind: "gauge",
      name: null,
      flatName: "targets/enabled",
      help: "Targets that are enabled.",
      read: ({ targets, omitted }) => single(targets.length + omitted),
    },
    {
      kind: "gauge",
      name: "junkai_targets_omitted",
      flatName: "targets/omitted",
      help: "Enabled targets that the limit leaves without series here.",
      flatHelp: "Those of them that are not told of one by one.",
      read: ({ omitted }) => single(omitted),
    },
  ],
};
