// Lists the instruments of the service as a whole: what it is, how many targets it has,
// how far behind it is, and how large its database is.
import { thingKinds } from "#domain/apart/set-aside.ts";
import {
  type Group,
  type Instrument,
  readingsBy,
  single,
} from "#domain/metrics/instrument.ts";
import type { Snapshot, TargetMetrics } from "#domain/metrics/snapshot.ts";
import { statusOf } from "#domain/runs/judge.ts";

/** Stands in the table twice: /admin shows it first, /metrics after the targets. */
const backlog: Instrument<Snapshot> = {
  kind: "gauge",
  name: "junkai_backlog_seconds",
  flatName: "backlog_ms",
  help: "How long what is due has been waiting for a round.",
  unit: "milliseconds",
  read: ({ dueAt, now }) => single(dueAt === null ? 0 : Math.max(0, now - dueAt)),
};

const contentPlaces = ["database", "bucket"] as const;

const severities = ["down", "degraded"] as const;

const lastStatuses = ["new", "up", "degraded", "down"] as const;

const statusAfterLast = ({ last }: TargetMetrics): (typeof lastStatuses)[number] =>
  last === null ? "new" : statusOf(last);

export const serviceInstruments: Group<Snapshot> = {
  subjectsOf: (snapshot) => [{ subject: snapshot, labels: {} }],
  instruments: [
    { ...backlog, name: null },
    {
      kind: "gauge",
      name: "junkai_build_info",
      flatName: null,
      help: "Which junkai this is.",
      read: ({ version }) => [{ labels: { version }, value: 1 }],
    },
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
      name: "junkai_incidents_open",
      flatName: null,
      help: "Incidents that are open.",
      read: ({ incidents }) =>
        readingsBy("severity", severities, (severity) => incidents[severity] ?? 0),
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
    { ...backlog, flatName: null },
    {
      kind: "gauge",
      name: "junkai_set_aside",
      flatName: null,
      help: "What is left alone because it breaks our own work again and again.",
      read: ({ setAside }) =>
        readingsBy("kind", thingKinds, (kind) => setAside[kind] ?? 0),
    },
    {
      kind: "gauge",
      name: "junkai_database_bytes",
      flatName: "database/bytes",
      help: "Size of the database.",
      unit: "bytes",
      read: ({ databaseBytes }) => single(databaseBytes),
    },
    {
      kind: "gauge",
      name: "junkai_contents",
      flatName: "contents/count",
      help: "Contents that are kept of targets, as they were counted last.",
      read: ({ contents }) => single(contents?.contents ?? 0),
    },
    {
      kind: "gauge",
      name: "junkai_content_bytes",
      flatName: null,
      help: "Bytes that contents have in the database and in the bucket.",
      unit: "bytes",
      read: ({ contents }) =>
        readingsBy("in", contentPlaces, (place) =>
          place === "database" ? (contents?.bytes ?? 0) : (contents?.bucketBytes ?? 0),
        ),
    },
    {
      kind: "gauge",
      name: "junkai_database_limit_bytes",
      flatName: null,
      help: "Size that the plan allows the database.",
      unit: "bytes",
      read: ({ databaseLimitBytes }) => single(databaseLimitBytes),
    },
  ],
};
