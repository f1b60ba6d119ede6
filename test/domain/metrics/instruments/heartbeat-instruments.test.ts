// Tests junkai's own metrics of heartbeats.
import { describe, expect, it } from "vitest";
import type { TargetState } from "#domain/rounds/state.ts";
import { heardState, heartbeatMetrics } from "#test/fixtures/heartbeats/a-heartbeat.ts";
import { aTarget, expose } from "#test/fixtures/metrics/exposed-metrics.ts";
import { valuesIn } from "#test/fixtures/metrics/exposition-reader.ts";
import { aRun } from "#test/fixtures/runs.ts";
import { minute, start } from "#test/fixtures/times.ts";

const reported = { status: null, firstByteMs: 0, bodyMs: 90_000 };

const ranOnce = (part: Parameters<typeof aRun>[0]): TargetState => ({
  ...heardState(start, [start + minute, start + 2 * minute]),
  last: aRun({ ...reported, ...part }),
});

const own = (read: ReturnType<typeof expose>) =>
  Object.fromEntries(
    read
      .filter(({ name }) => name.startsWith("junkai_heartbeat_"))
      .map(({ name }) => [name.slice("junkai_heartbeat_".length), valuesIn(read, name)]),
  );

describe("the metrics of a heartbeat", () => {
  const now = start + 5 * minute;

  it("tell its pings, its runs under way and how long its last run took", () => {
    const heartbeats = [heartbeatMetrics({ id: 7, name: "backup" }, ranOnce({}))];
    const read = expose({ now, heartbeats });
    expect(own(read)).toEqual({
      pings_total: [1],
      last_ping_timestamp_seconds: [start / 1_000],
      running: [2],
      // From the first of the two starts.
      running_seconds: [240],
      last_duration_seconds: [90],
    });
    const labels = { target: "7", name: "backup" };
    expect(valuesIn(read, "junkai_heartbeat_running", labels)).toEqual([2]);
  });

  it("tell no duration where only the end was reported, and none before the first run", () => {
    const untimed = heartbeatMetrics({ id: 7 }, ranOnce({ bodyMs: 0, untimed: true }));
    const silent = heartbeatMetrics({ id: 8 }, heardState(start));
    const read = expose({ now, heartbeats: [untimed, silent] });
    expect(valuesIn(read, "junkai_heartbeat_last_duration_seconds")).toEqual([]);
    expect(valuesIn(read, "junkai_heartbeat_running")).toEqual([2, 0]);
  });

  it("are none of a heartbeat that is paused", () => {
    const heartbeats = [heartbeatMetrics({ enabled: false, status: "paused" })];
    const read = expose({ now, heartbeats });
    expect(Object.values(own(read)).flat()).toEqual([]);
  });
});

it("a heartbeat has no metrics of an answer: nobody asked it", () => {
  const heartbeat = aTarget({
    kind: "heartbeat",
    url: "",
    last: aRun({ ...reported, untimed: true, bodyMs: 0 }),
  });
  const read = expose({ targets: [heartbeat] });
  const told = read.filter(({ samples }) => samples.length > 0).map(({ name }) => name);
  expect(told.filter((name) => name.startsWith("probe_"))).toEqual(["probe_success"]);
});
