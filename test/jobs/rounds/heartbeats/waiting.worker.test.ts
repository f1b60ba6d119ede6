// Tests that a heartbeat whose incident had to wait has it soon after what it waited for,
// though its job may not be due for days.
import { describe, expect, it } from "vitest";
import { usualAlarm } from "#domain/targets/alarm-rule.ts";
import { usualSchedule } from "#domain/targets/target.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { heartbeatWorld, readJson } from "#test/fixtures/heartbeats/told.ts";
import { readTold } from "#test/fixtures/notices/told.ts";
import { hour, isoAt, minute, start } from "#test/fixtures/times.ts";
import { addTarget, type World } from "#test/fixtures/world.ts";

const week = 7 * 24 * hour;
const weekly = {
  schedule: { ...usualSchedule, timing: { kind: "every", everyMs: week } },
} as const;

/** When the slot of a week after the start is over. */
const missedAt = start + week + hour;

/** The events of incidents of a target. */
const incidentsTold = async (targetId: number) =>
  (await readTold()).filter(
    (event) => event.kind.startsWith("incident-") && event.targetId === targetId,
  );

const roundsOf = ({ logs }: World) =>
  logs.filter(({ event }) => event === "round").length;

/** Sets maintenance from an hour before the slot is over until 50 minutes after that. */
async function maintain(world: World): Promise<void> {
  const { status, body } = await world.call("POST", "/api/maintenance", {
    name: "upgrade",
    from: isoAt(week),
    until: isoAt(week + hour + 50 * minute),
    all: true,
  });
  expect(status, JSON.stringify(body)).toBe(201);
}

/** A weekly job that ran once and missed its slot ten minutes ago, in maintenance. */
async function missedInMaintenance() {
  const sent: string[] = [];
  const afterSending = async (texts: readonly string[]) => void sent.push(...texts);
  const made = await heartbeatWorld({ others: weekly, options: { afterSending } });
  const { world, id, ping } = made;
  await ping();
  await world.runUntil(start + 2 * minute);
  await world.advanceTo(missedAt - 5 * minute);
  await maintain(world);
  await world.runUntil(missedAt + 10 * minute);
  expect(await readJson(world, `/api/targets/${id}`)).toMatchObject({ status: "down" });
  return { ...made, sent };
}

describe("a weekly job that misses its slot in maintenance", () => {
  it("has one incident soon after that, which tells what it missed and when it ran", async () => {
    const { world, id, path } = await missedInMaintenance();
    const ledger = await readJson(world, `${path}/ledger`);
    await world.runUntil(missedAt + 50 * minute);
    expect(await incidentsTold(id)).toEqual([]);
    await world.runUntil(missedAt + 56 * minute);
    const [told, ...more] = await incidentsTold(id);
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      kind: "incident-opened",
      facts: {
        severity: "down",
        startedAt: missedAt,
        runsFailed: 0,
        slotsMissed: 1,
        lastGoodAt: start,
        lastRanAt: start,
        failure: { class: "missed", slots: 1 },
      },
    });
    const { openedAt } = told?.kind === "incident-opened" ? told.facts : { openedAt: 0 };
    expect(openedAt).toBeGreaterThan(missedAt + 49 * minute);
    expect(told?.at).toBe(openedAt);
    expect(await readJson(world, `${path}/ledger`)).toMatchObject({
      slots: ledger.slots,
      missed: 1,
    });
    await world.runUntil(missedAt + 2 * hour);
    expect(await incidentsTold(id)).toHaveLength(1);
  });

  it("is closed by the next ping, after it opened", async () => {
    const { world, id, ping } = await missedInMaintenance();
    await world.runUntil(missedAt + 56 * minute);
    await ping();
    await world.runUntil(missedAt + 58 * minute);
    const told = await incidentsTold(id);
    expect(told.map(({ kind }) => kind)).toEqual(["incident-opened", "incident-closed"]);
  });

  it("is asked for every five minutes while it waits, and then no more", async () => {
    const { world } = await missedInMaintenance();
    const before = roundsOf(world);
    await world.runUntil(missedAt + 40 * minute);
    const waited = roundsOf(world) - before;
    expect(waited).toBeGreaterThanOrEqual(5);
    expect(waited).toBeLessThanOrEqual(6);
    await world.runUntil(missedAt + hour);
    const opened = roundsOf(world);
    await world.runUntil(missedAt + 2 * hour);
    expect(roundsOf(world)).toBe(opened);
  });

  it("costs one statement in a round that asks, which writes to its shard alone", async () => {
    const { world, sent } = await missedInMaintenance();
    const before = { rounds: roundsOf(world), sent: sent.length };
    let rowsWritten = 0;
    for (let i = 0; i < 20; i++) {
      const roundsBefore = roundsOf(world);
      const tick = world.startTick();
      await world.advanceTo(world.now() + minute);
      await tick.ended;
      if (roundsOf(world) > roundsBefore) rowsWritten += tick.meter.rowsWritten;
    }
    const rounds = roundsOf(world) - before.rounds;
    expect(rounds).toBeGreaterThanOrEqual(3);
    const texts = sent.slice(before.sent);
    const countOf = (part: string) => texts.filter((text) => text.includes(part)).length;
    expect(countOf("AS windows")).toBe(rounds);
    expect(countOf("UPDATE shards")).toBe(2 * rounds);
    expect(countOf("INTO blocks") + countOf("UPDATE heartbeats")).toBe(0);
    // The lease, the shard with its due time; the tick's history.
    expect(rowsWritten).toBe((3 + 1) * rounds);
  });

  it("has none when it runs before maintenance ends", async () => {
    const { world, id, ping } = await missedInMaintenance();
    await ping();
    await world.runUntil(missedAt + 2 * hour);
    expect(await incidentsTold(id)).toEqual([]);
    expect(await readJson(world, `/api/targets/${id}`)).toMatchObject({ status: "up" });
  });

  it("has none when it is paused, nor when it is resumed", async () => {
    const { world, id, path } = await missedInMaintenance();
    await world.call("POST", `${path}/pause`);
    await world.runUntil(missedAt + hour);
    const paused = roundsOf(world);
    await world.runUntil(missedAt + 2 * hour);
    expect(roundsOf(world)).toBe(paused);
    await world.call("POST", `${path}/resume`);
    await world.runUntil(missedAt + 3 * hour);
    expect(await incidentsTold(id)).toEqual([]);
  });

  it("is taken back when it was set aside, since it is asked for without breaking", async () => {
    const { world, id } = await missedInMaintenance();
    await DB.prepare(
      "INSERT INTO set_aside (kind, item, reason, since, retry_at) VALUES ('target', ?, 'x', ?, ?)",
    )
      .bind(`${id}`, world.now(), world.now())
      .run();
    await world.runUntil(missedAt + 20 * minute);
    const left = await DB.prepare("SELECT count(*) AS count FROM set_aside").first(
      "count",
    );
    expect(left).toBe(0);
    await world.runUntil(missedAt + 56 * minute);
    expect(await incidentsTold(id)).toHaveLength(1);
  });

  it("has one when the database does not say what surrounds it, once it does", async () => {
    const { world, id } = await missedInMaintenance();
    await world.runUntil(missedAt + 50 * minute);
    world.outage.of = /AS windows/;
    await world.runUntil(missedAt + 58 * minute);
    expect(world.logs.map(({ event }) => event)).toContain("circumstances-unknown");
    expect(await incidentsTold(id)).toEqual([]);
    world.outage.of = null;
    await world.runUntil(missedAt + 65 * minute);
    expect(await incidentsTold(id)).toHaveLength(1);
  });
});

describe("a heartbeat that depends on a page", () => {
  /** The page fails from the start on, and the job misses its slot. */
  async function missedWithParent(failAfter = 1) {
    let isDown = true;
    const alarm = { ...usualAlarm, failAfter: 1, recheckMs: null };
    const made = await heartbeatWorld({
      options: { site: () => (isDown ? { status: 500 } : {}) },
      others: { ...weekly, alarm: { ...alarm, dependsOn: ["gateway"] } },
    });
    const { world, ping } = made;
    await ping();
    await world.runUntil(start + 2 * minute);
    await world.advanceTo(missedAt - 5 * minute);
    const gateway = await addTarget(world, {
      key: "gateway",
      schedule: { every: "1m" },
      request: { retries: 0 },
      alarm: { failAfter, recheck: null },
    });
    await world.runUntil(missedAt + 12 * minute);
    const recover = () => {
      isDown = false;
    };
    return { ...made, gateway, recover };
  }

  const kindsTold = async (id: number) =>
    (await incidentsTold(id)).map(({ kind }) => kind);

  it("is told as part of that one's incident, and has its own once that is over", async () => {
    const { world, id, gateway, recover } = await missedWithParent();
    const child = async () =>
      await DB.prepare("SELECT children FROM incidents WHERE target_id = ?")
        .bind(gateway)
        .first("children");
    expect(await kindsTold(id)).not.toContain("incident-opened");
    expect(JSON.parse(`${await child()}`)).toEqual({ [id]: "backup" });
    recover();
    await world.runUntil(missedAt + 20 * minute);
    expect(await kindsTold(gateway)).toContain("incident-closed");
    const opened = (await incidentsTold(id)).filter(
      ({ kind }) => kind === "incident-opened",
    );
    expect(opened).toMatchObject([{ facts: { startedAt: missedAt, slotsMissed: 1 } }]);
  });

  it("does not wait for ever for an incident that the page does not have", async () => {
    const { world, id } = await missedWithParent(30);
    expect(await kindsTold(id)).toEqual([]);
    await world.runUntil(missedAt + 20 * minute);
    expect(await kindsTold(id)).toEqual(["incident-opened"]);
  });
});
