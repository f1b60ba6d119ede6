// Tests that the runs of a job elsewhere count where all runs do: in statistics, series of
// numbers, exports, metrics and incidents.
import { describe, expect, it } from "vitest";
import { heartbeatWorld, readJson, rids } from "#test/fixtures/heartbeats/told.ts";
import { readExposition, valuesIn } from "#test/fixtures/metrics/exposition-reader.ts";
import { hour, isoAt, minute, second, start } from "#test/fixtures/times.ts";
import type { World } from "#test/fixtures/world.ts";

/** An hour after the first run. */
const slot = hour + minute;
const spec = { graceMs: 10 * minute };

/** Goes to an instant after the start without rounds, and makes some there. */
async function goTo(world: World, ms: number): Promise<void> {
  await world.advanceTo(start + ms);
  await world.runUntil(start + ms + 2 * minute);
}

/** A run of which only the end is reported, then one of 100 seconds in its slot. */
async function twoRuns() {
  const heard = await heartbeatWorld({ spec });
  const { world, ping } = heard;
  await world.advanceTo(start + minute);
  await ping("", "items=10");
  await goTo(world, minute);
  await world.advanceTo(start + slot);
  await ping(`/start?rid=${rids[0]}`);
  await world.advanceTo(start + slot + 100 * second);
  await ping(`?rid=${rids[0]}`, '{"items": 30}');
  await world.runUntil(start + slot + 4 * minute);
  return heard;
}

const window = `from=${isoAt(0)}&to=${isoAt(2 * hour)}`;

const linesOf = (csv: unknown): string[][] =>
  String(csv)
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));

describe("the runs of a heartbeat", () => {
  it("count, and durations are of those whose start is known", async () => {
    const { world, path } = await twoRuns();
    const told = await readJson(world, `${path}/stats?${window}`);
    expect(told).toMatchObject({
      availability: 1,
      runs: { total: 2, ok: 2, failed: 0 },
      slots: { total: 1, ran: 1 },
      duration: { count: 1, min: 100_000, max: 100_000, p50: 100_000 },
      firstByte: { count: 0 },
      readings: { items: { count: 2, min: 10, max: 30, last: 30 } },
    });
    const heat = await readJson(world, "/api/heat?target=1");
    expect(heat.items).toMatchObject([{ runs: [{ durationMs: null }, {}] }]);
    expect(heat.items[0].runs[1].durationMs / 100_000).toBeCloseTo(1, 1);
  });

  it("make their numbers a series, as JSON and as CSV", async () => {
    const { world, path } = await twoRuns();
    const query = `${window}&step=1h&name=items`;
    const { items } = await readJson(world, `${path}/readings?${query}`);
    expect(items).toMatchObject([
      {
        name: "items",
        series: [
          { count: 1, last: 10 },
          { count: 1, last: 30 },
        ],
      },
    ]);
    const csv = linesOf((await world.call("GET", `${path}/readings.csv?${query}`)).body);
    expect(csv).toHaveLength(3);
  });

  it("are exported with what is known of them", async () => {
    const { world, path } = await twoRuns();
    const [header = [], ...lines] = linesOf(
      (await world.call("GET", `${path}/runs.csv?${window}`)).body,
    );
    const told = lines.map((line) =>
      ["trigger", "durationMs", "outcome", "finalUrl"].map(
        (name) => line[header.indexOf(name)],
      ),
    );
    expect(told).toEqual([
      ["schedule", "100000", "ok", ""],
      ["extra", "", "ok", ""],
    ]);
  });

  it("are metrics, beside its pings", async () => {
    const { world, id } = await twoRuns();
    const { body } = await world.call("GET", "/metrics");
    const read = readExposition(String(body), "prometheus");
    const own = { target: String(id), name: "backup" };
    const value = (name: string, labels = {}) =>
      valuesIn(read, name, { ...own, ...labels });
    expect(value("junkai_heartbeat_pings_total")).toEqual([3]);
    expect(value("junkai_heartbeat_running")).toEqual([0]);
    expect(value("junkai_heartbeat_last_duration_seconds")).toEqual([100]);
    expect(value("junkai_target_runs_total", { result: "ok" })).toEqual([2]);
    expect(value("junkai_reading", { reading: "items" })).toEqual([30]);
    expect(value("probe_http_status_code")).toEqual([]);
  });
});

describe("the incident of a heartbeat", () => {
  it("tells how many slots were missed, and when the job last ran", async () => {
    const { world, path, ping } = await twoRuns();
    await goTo(world, slot + hour + 10 * minute);
    await goTo(world, slot + 2 * hour + 10 * minute);
    const { items } = await readJson(world, "/api/incidents");
    expect(items).toMatchObject([
      {
        ...{ url: null, severity: "down", runsFailed: 0, slotsMissed: 2 },
        ...{ lastRanAt: isoAt(slot), lastGoodAt: isoAt(slot), closedAt: null },
        failure: {
          class: "missed",
          message: "The job did not report in time, 2 slots in a row.",
        },
      },
    ]);
    await ping();
    await world.runUntil(world.now() + 2 * minute);
    const closed = await readJson(world, "/api/incidents");
    expect(closed.items).toMatchObject([
      { slotsMissed: 2, runsFailed: 0, lastRanAt: isoAt(slot), closeReason: "recovered" },
    ]);
    expect(await readJson(world, path)).toMatchObject({ status: "up" });
  });

  it("is one, of two runs that overlap and of which one is stuck", async () => {
    const { world, ping } = await heartbeatWorld({ spec });
    await ping(`/start?rid=${rids[0]}`);
    await world.advanceTo(start + minute);
    await ping(`/start?rid=${rids[1]}`);
    await world.advanceTo(start + 2 * minute);
    await ping(`?rid=${rids[1]}`);
    await goTo(world, 7 * minute);
    expect((await readJson(world, "/api/incidents")).items).toEqual([]);
    await goTo(world, 12 * minute);
    await goTo(world, 30 * minute);
    expect((await readJson(world, "/api/incidents")).items).toMatchObject([
      {
        ...{ runsFailed: 1, slotsMissed: 0, lastRanAt: null, closedAt: null },
        failure: {
          class: "timeout",
          message: "The run did not report its end within 10 min.",
        },
      },
    ]);
  });
});
