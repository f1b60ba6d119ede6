// Lists the instruments of each heartbeat: its pings, its runs under way, and how long its
// last run took. What all targets have, heartbeats have as well.
import { type Group, single } from "#domain/metrics/instrument.ts";
import type { HeartbeatMetrics, TargetsSnapshot } from "#domain/metrics/snapshot.ts";
import { durationOf } from "#domain/runs/run.ts";

type At = { heartbeat: HeartbeatMetrics; now: number };

const openOf = ({ heartbeat: { state } }: At) => state.heartbeat?.open ?? [];

export const heartbeatInstruments: Group<At, TargetsSnapshot> = {
  subjectsOf: ({ heartbeats, now }) =>
    heartbeats
      .filter(({ target }) => target.enabled)
      .map((heartbeat) => ({
        subject: { heartbeat, now },
        labels: { target: String(heartbeat.target.id), name: heartbeat.target.name },
      })),
  instruments: [
    {
      kind: "counter",
      name: "junkai_heartbeat_pings_total",
      flatName: "targets/{target}/pings",
      help: "Pings of the heartbeat.",
      flatHelp: "{name}: pings that came in.",
      read: ({ heartbeat }) => single(heartbeat.pings),
    },
    {
      kind: "gauge",
      name: "junkai_heartbeat_last_ping_timestamp_seconds",
      flatName: null,
      help: "When the heartbeat's last ping came.",
      unit: "milliseconds",
      read: ({ heartbeat }) => single(heartbeat.lastAt),
    },
    {
      kind: "gauge",
      name: "junkai_heartbeat_running",
      flatName: "targets/{target}/running",
      help: "Runs of the heartbeat that have begun and not ended.",
      flatHelp: "{name}: runs that have begun and not ended.",
      read: (at) => single(openOf(at).length),
    },
    {
      kind: "gauge",
      name: "junkai_heartbeat_running_seconds",
      flatName: "targets/{target}/running_ms",
      help: "For how long the earliest of these runs has been under way.",
      flatHelp: "{name}: for how long the earliest of these has been under way.",
      unit: "milliseconds",
      read: (at) =>
        openOf(at)
          .slice(0, 1)
          .flatMap(({ startedAt }) => single(Math.max(0, at.now - startedAt))),
    },
    {
      kind: "gauge",
      name: "junkai_heartbeat_last_duration_seconds",
      flatName: null,
      help: "How long the heartbeat's last run took; none where only its end was reported.",
      unit: "milliseconds",
      read: ({ heartbeat: { state } }) =>
        single(state.last ? durationOf(state.last) : null),
    },
  ],
};
