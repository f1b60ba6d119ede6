// Tests the metrics of heartbeats that have Healthchecks' names.
import { describe, expect, it } from "vitest";
import { heardState, heartbeatMetrics } from "#test/fixtures/heartbeats/a-heartbeat.ts";
import { expose } from "#test/fixtures/metrics/exposed-metrics.ts";
import { valuesIn } from "#test/fixtures/metrics/exposition-reader.ts";
import { hour, minute, start } from "#test/fixtures/times.ts";

const names = ["hc_check_up", "hc_check_started", "hc_check_grace", "hc_check_paused"];

const readAt = (now: number, ...heartbeats: ReturnType<typeof heartbeatMetrics>[]) =>
  expose({ now, heartbeats });

describe("the metrics of a check", () => {
  const check = heartbeatMetrics({ name: 'night "b"', tags: ["db", "prod"] });
  const running = heartbeatMetrics({}, heardState(start, [start]));
  const paused = heartbeatMetrics({ enabled: false, status: "paused" });

  it.each([
    ["up", check, start + minute, [1, 0, 0, 0]],
    ["in its grace", check, start + hour, [1, 0, 1, 0]],
    ["down", check, start + 2 * hour, [0, 0, 0, 0]],
    ["started", running, start + minute, [1, 1, 0, 0]],
    ["paused", paused, start + 2 * hour, [1, 0, 0, 1]],
  ])("say that it is %s", (_, heartbeat, now, values) => {
    const read = readAt(now, heartbeat);
    expect(names.map((name) => valuesIn(read, name)[0])).toEqual(values);
  });

  it("have Healthchecks' labels", () => {
    const labels = { name: 'night "b"', tags: "db prod", unique_key: "key-1" };
    expect(valuesIn(readAt(start, check), "hc_check_up", labels)).toEqual([1]);
  });
});

describe("the metrics of all checks", () => {
  it("count them, and say of each tag whether all of it is up", () => {
    const read = readAt(
      start + minute,
      heartbeatMetrics({ id: 1, tags: ["prod", "db"] }),
      heartbeatMetrics({ id: 2, tags: ["prod"], status: "down" }),
      heartbeatMetrics({ id: 3 }),
    );
    expect(valuesIn(read, "hc_checks_total")).toEqual([3]);
    expect(valuesIn(read, "hc_checks_down_total")).toEqual([1]);
    expect(valuesIn(read, "hc_tag_up", { tag: "db" })).toEqual([1]);
    expect(valuesIn(read, "hc_tag_up", { tag: "prod" })).toEqual([0]);
  });

  it("are none where there is no heartbeat", () => {
    expect(expose({}).filter(({ name }) => name.startsWith("hc_"))).toEqual([]);
  });
});
