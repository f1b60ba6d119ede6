// Lists the instruments of the service as a whole: what it is, how far behind it is,
// what came to nothing, and how large its database is.
import { thingKinds } from "#domain/apart/set-aside.ts";
import { queueSubjects } from "#domain/jobs/message-counts.ts";
import {
  type Group,
  type Instrument,
  readingsBy,
  single,
} from "#domain/metrics/instrument.ts";
import type { Snapshot } from "#domain/metrics/snapshot.ts";

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
      name: "junkai_incidents_open",
      flatName: null,
      help: "Incidents that are open.",
      read: ({ incidents }) =>
        readingsBy("severity", severities, (severity) => incidents[severity] ?? 0),
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
      kind: "counter",
      name: "junkai_dead_messages_total",
      flatName: "messages/dead/{queue}",
      help: "Messages of queues that were given up, by what they were about.",
      flatHelp: "Messages about {queue} that their queue gave up.",
      read: ({ messages }) =>
        readingsBy("queue", queueSubjects, (subject) => messages[`dead.${subject}`] ?? 0),
    },
    {
      kind: "counter",
      name: "junkai_unknown_messages_total",
      flatName: "messages/unknown",
      help: "Messages of queues that nobody understands.",
      read: ({ messages }) => single(messages.unknown ?? 0),
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
