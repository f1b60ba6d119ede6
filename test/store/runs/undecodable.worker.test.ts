// Tests rows that cannot be decoded, because their bytes were damaged or written by later
// code: they hide themselves, and everything else goes on.
import { beforeEach, describe, expect, it } from "vitest";
import { hourOf } from "#domain/time/instants.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { isoAt, minute, start } from "#test/fixtures/rounds/rounds.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const hour = 60 * minute;
const first = hourOf(start);

let world: World;

/** Two targets of one shard, every ten minutes; the second one always fails. */
beforeEach(async () => {
  const site = ({ host }: URL) => ({ status: host.startsWith("two") ? 500 : 200 });
  world = await createWorld({ now: start, site });
  for (const name of ["one", "two"]) {
    await addTarget(world, {
      url: `https://${name}.example.com/`,
      tags: ["all"],
      request: { retries: 0 },
      alarm: { recheck: null },
      schedule: { every: "10m", startAt: isoAt(0) },
    });
  }
});

/** Damages a blob: its bytes are then of a version that nobody knows. */
const damage = (table: string, column: string, where: string) =>
  DB.prepare(`UPDATE ${table} SET ${column} = x'ff00' || ${column} WHERE ${where}`).run();
const repair = (table: string, column: string, where: string) =>
  DB.prepare(
    `UPDATE ${table} SET ${column} = CAST(substr(${column}, 3) AS BLOB) WHERE ${where}`,
  ).run();

const get = async (path: string) => {
  const { status, body } = await world.call("GET", path);
  expect(status, path).toBe(200);
  return body;
};
const runsOf = async (id: number, query = "") =>
  (await get(`/api/targets/${id}/runs?limit=500${query}`)).items;
/** Ticks when something is due: every ten minutes, and to seal at three past. */
async function tickUntil(until: number): Promise<void> {
  const minutes = [0, 3, 10, 20, 30, 40, 50];
  while (world.now() < until) {
    world.startTick();
    const past = (world.now() % hour) / minute;
    const next = minutes.find((one) => one > past) ?? 60;
    await world.advanceTo(world.now() + (next - past) * minute);
  }
}

const sealNow = async () => (await world.call("POST", "/api/jobs/seal/run")).body;
const window = (from: number, to: number) => `from=${isoAt(from)}&to=${isoAt(to)}`;

describe("a sealed hour that cannot be decoded", () => {
  it("is missing in its target's history, which has the other hours", async () => {
    await world.runUntil(start + 3 * hour + 5 * minute);
    await damage("hours", "entries", `target_id = 1 AND hour = ${first + 1}`);
    const hours = (await runsOf(1)).map(({ dueAt }: { dueAt: string }) =>
      hourOf(Date.parse(dueAt)),
    );
    expect(new Set(hours)).toEqual(new Set([first, first + 2, first + 3]));
    const isSaid = { event: "unreadable", target: 1, rows: 1 };
    expect(world.logs).toContainEqual(isSaid);
    const csv: string = await get("/api/targets/1/runs.csv");
    expect(csv.trim().split("\n")).toHaveLength(1 + hours.length);
    expect(world.logs.filter(({ event }) => event === isSaid.event)).toHaveLength(2);
    expect(await runsOf(2)).toHaveLength(19);
    const cut = await get(`/api/targets/1/stats?${window(65 * minute, 3 * hour)}`);
    expect(cut).toMatchObject({ unreadable: 1, runs: { total: 6 } });
    const ledger = await get(`/api/targets/1/ledger?${window(0, 3 * hour)}`);
    expect(ledger).toMatchObject({ slots: 19, unreadable: 1 });
    const sound = await get(`/api/targets/2/stats?${window(65 * minute, 3 * hour)}`);
    expect(sound.unreadable).toBeUndefined();
    const others = await get(`/api/targets/2/ledger?${window(0, 3 * hour)}`);
    expect(others.unreadable).toBeUndefined();
    expect((await get("/api/heat?target=1")).unreadable).toBeUndefined();
  });
});

describe("a block that cannot be decoded", () => {
  const block = `hour = ${first + 1}`;

  it("is set apart by seal, tried again more and more rarely, and holds up nothing", async () => {
    await world.runUntil(start + hour + 35 * minute);
    await damage("blocks", "data", block);
    await world.runUntil(start + 3 * hour + minute);
    const lines = () => world.logs.filter(({ event }) => event === "block-not-sealed");
    expect(lines()).toMatchObject([{ shard: 1, hour: first + 1, part: 0 }]);
    expect(await runsOf(1)).toHaveLength(13);
    expect(await get("/api/stats")).toMatchObject({ unreadable: 1 });
    expect(await get("/api/heat?target=1&target=2")).toMatchObject({ unreadable: 1 });
    // Its slots and its drops are read by themselves: what both miss counts once.
    const ledger = await get(`/api/targets/1/ledger?${window(0, 3 * hour)}`);
    expect(ledger).toMatchObject({ slots: 13, unreadable: 1 });
    expect(await get("/metrics")).toContain("probe_success");
    // The hour before it was sealed, the hour behind it is sealed as well.
    await world.runUntil(start + 3 * hour + 10 * minute);
    const { results } = await DB.prepare("SELECT DISTINCT hour FROM hours").all();
    expect(results).toEqual([{ hour: first }, { hour: first + 2 }]);
    // It is tried after one hour, two and four.
    await tickUntil(start + 9 * hour);
    expect(lines()).toHaveLength(4);
    await repair("blocks", "data", block);
    await tickUntil(start + 11 * hour);
    expect(await runsOf(1)).toHaveLength(6 * 11);
    const left = "SELECT count(*) AS n FROM blocks WHERE hour < ?";
    expect(
      await DB.prepare(left)
        .bind(first + 9)
        .first("n"),
    ).toBe(0);
    expect(await DB.prepare("SELECT count(*) AS n FROM set_aside").first("n")).toBe(0);
  });

  it("is counted by the run of seal that could not seal it", async () => {
    await world.runUntil(start + hour + 35 * minute);
    await damage("blocks", "data", block);
    await world.call("POST", "/api/jobs/seal/pause");
    await world.advanceTo(start + 2 * hour + 30 * minute);
    await world.runUntil(start + 2 * hour + 31 * minute);
    expect((await sealNow()).counts).toMatchObject({ setAside: 1 });
    expect((await sealNow()).counts).not.toHaveProperty("setAside");
    const aside = "SELECT kind, item, reason FROM set_aside";
    expect(await DB.prepare(aside).first()).toEqual({
      kind: "block",
      item: `1/${first + 1}/0`,
      reason: "bytes of version 127; this code knows up to 5",
    });
  });

  it("is tried again though a clock that was far ahead has set it apart", async () => {
    await world.runUntil(start + hour + 35 * minute);
    await damage("blocks", "data", block);
    await world.call("POST", "/api/jobs/seal/pause");
    await world.advanceTo(start + 2 * hour + 30 * minute);
    await world.runUntil(start + 2 * hour + 31 * minute);
    world.stepClock(365 * 24 * hour);
    expect((await sealNow()).counts).toMatchObject({ setAside: 1 });
    world.stepClock(-365 * 24 * hour);
    await repair("blocks", "data", block);
    expect((await sealNow()).counts).toMatchObject({ blocks: 1 });
  });
});

describe("a day that cannot be decoded", () => {
  it("hides only itself in statistics and in lists of failed runs", async () => {
    await tickUntil(start + 26 * hour);
    await damage("days", "hours", "target_id = 1 AND day = (SELECT min(day) FROM days)");
    await damage("days", "total", "target_id = 1 AND folded > 0");
    await damage(
      "days",
      "failures",
      "target_id = 2 AND day = (SELECT min(day) FROM days)",
    );
    const all = await get(`/api/stats?tag=all&${window(0, 26 * hour)}`);
    expect(all).toMatchObject({ unreadable: 1, runs: { failed: 6 * 26 } });
    const ledger = await get(`/api/targets/1/ledger?${window(0, 26 * hour)}`);
    expect(ledger).toMatchObject({ unreadable: 1 });
    expect(await get("/api/reports/2026-03")).toMatchObject({ unreadable: 1 });
    const failed = await runsOf(2, "&outcome=failed");
    expect(failed).toHaveLength(6 * 2);
    expect(await runsOf(2)).toHaveLength(6 * 26);
  });

  it("is set apart when days are folded, and the others are folded", async () => {
    await tickUntil(start + 23 * hour);
    await damage("days", "hours", "target_id = 1");
    await damage("shard_days", "heat", "true");
    await tickUntil(start + 27 * hour);
    const { items, unreadable } = await get("/api/heat?target=1&target=2");
    expect(unreadable).toBe(1);
    expect(items[1].days.at(-1)).toMatchObject({ failed: 18 });
    const folded = "SELECT target_id AS id FROM days WHERE folded > 0";
    expect((await DB.prepare(folded).all()).results).toEqual([{ id: 2 }]);
    const { results } = await DB.prepare(
      "SELECT kind, item FROM set_aside ORDER BY 1",
    ).all();
    expect(results).toEqual([
      { kind: "day", item: `1/${first / 24}` },
      { kind: "shard-day", item: `1/${first / 24}` },
    ]);
    const { items: jobs } = await get("/api/jobs/seal/runs?limit=5");
    expect(jobs.every(({ outcome }: { outcome: string }) => outcome === "ok")).toBe(true);
  });
});
