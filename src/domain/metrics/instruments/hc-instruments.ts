// Lists the instruments of heartbeats under Healthchecks' names at /metrics, with its
// labels (hc/integrations/prometheus), so that dashboards of it go on. There are none
// while there are no heartbeats.
import { type CheckStatus, checkStatus } from "#domain/heartbeats/check-status.ts";
import {
  type Group,
  type Instrument,
  readingsBy,
  single,
} from "#domain/metrics/instrument.ts";
import type { HeartbeatMetrics, TargetsSnapshot } from "#domain/metrics/snapshot.ts";

type CheckMetrics = { status: CheckStatus; isStarted: boolean; tags: readonly string[] };

const toCheck = ({ target, state }: HeartbeatMetrics, now: number): CheckMetrics => ({
  status: checkStatus(target, state, now),
  isStarted: target.enabled && (state.heartbeat?.open.length ?? 0) > 0,
  tags: target.tags,
});

/** One gauge that is 1 for yes and 0 for no. */
const yesOrNo = (
  name: string,
  what: string,
  read: (check: CheckMetrics) => boolean,
): Instrument<CheckMetrics> => ({
  kind: "gauge",
  name,
  flatName: null,
  help: `Whether the check is currently ${what} (1 for yes, 0 for no).`,
  read: (check) => single(Number(read(check))),
});

export const hcCheckInstruments: Group<CheckMetrics, TargetsSnapshot> = {
  subjectsOf: ({ heartbeats, now }) =>
    heartbeats.map((heartbeat) => ({
      subject: toCheck(heartbeat, now),
      labels: {
        name: heartbeat.target.name,
        tags: heartbeat.target.tags.join(" "),
        unique_key: heartbeat.uniqueKey,
      },
    })),
  instruments: [
    yesOrNo("hc_check_up", "up", ({ status }) => status !== "down"),
    yesOrNo("hc_check_started", "started", ({ isStarted }) => isStarted),
    yesOrNo("hc_check_grace", "in the grace period", ({ status }) => status === "grace"),
    yesOrNo("hc_check_paused", "paused", ({ status }) => status === "paused"),
  ],
};

export const checkSumInstruments: Group<readonly CheckMetrics[], TargetsSnapshot> = {
  subjectsOf: ({ heartbeats, now }) =>
    heartbeats.length === 0
      ? []
      : [{ subject: heartbeats.map((one) => toCheck(one, now)), labels: {} }],
  instruments: [
    {
      kind: "gauge",
      name: "hc_tag_up",
      flatName: null,
      help: "Whether all checks with this tag are up (1 for yes, 0 for no).",
      read(checks) {
        const tags = new Set(checks.flatMap((check) => check.tags));
        const down = new Set(downOf(checks).flatMap((check) => check.tags));
        return readingsBy("tag", [...tags].sort(), (tag) => (down.has(tag) ? 0 : 1));
      },
    },
    {
      kind: "gauge",
      name: "hc_checks_total",
      flatName: null,
      help: "The total number of checks.",
      read: (checks) => single(checks.length),
    },
    {
      kind: "gauge",
      name: "hc_checks_down_total",
      flatName: null,
      help: "The number of checks currently down.",
      read: (checks) => single(downOf(checks).length),
    },
  ],
};

const downOf = (checks: readonly CheckMetrics[]): CheckMetrics[] =>
  checks.filter(({ status }) => status === "down");
