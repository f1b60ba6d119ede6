// Tests rounds whose targets are changed, paused, added or deleted while the round goes
// on.

import { describe, expect, it } from "vitest";
import { auditTarget } from "#test/fixtures/audit.ts";
import { DB } from "#test/fixtures/bindings.ts";
import {
  isoAt,
  minute,
  runsOf,
  type Sent,
  second,
  start,
  timesOf,
  watch,
} from "#test/fixtures/rounds/rounds.ts";
import type { Site, World } from "#test/fixtures/world.ts";
import { addTarget } from "#test/fixtures/world.ts";

describe("a change while the round is under way", () => {
  const slow: Site = ({ host }) => ({
    afterMs: host === "slow.example.com" ? 3 * second : 10,
  });
  const lost = (world: World) =>
    world.logs.filter(({ lost, problem }) => lost || problem);

  /** Starts a tick and stops in the middle of its first run. */
  async function inFlight(schedule: object) {
    const { world, sent } = await watch({ site: slow });
    const id = await addTarget(world, { url: "https://slow.example.com/", schedule });
    const other = await addTarget(world, {
      schedule: { every: "1m", startAt: isoAt(0) },
    });
    world.startTick();
    await world.advanceTo(start + second);
    expect(sent).toHaveLength(2);
    return { world, sent, id, other };
  }

  const sentTo = (sent: readonly Sent[], host: string) =>
    sent.filter((one) => one.host === host).map(({ at }) => at);

  it("deletes a target for good, and the others are recorded", async () => {
    const { world, sent, id, other } = await inFlight({ every: "1m", startAt: isoAt(0) });
    expect((await world.call("DELETE", `/api/targets/${id}`)).status).toBe(204);
    await world.advanceTo(start + minute);
    await world.runUntil(start + 3 * minute);
    expect(sentTo(sent, "slow.example.com")).toEqual([0]);
    expect((await world.call("GET", `/api/targets/${id}`)).status).toBe(404);
    expect((await timesOf(world, other)).map(([dueAt]) => dueAt)).toEqual([0, 60, 120]);
    expect(lost(world)).toEqual([]);
    const { state } = (await DB.prepare("SELECT state FROM shards").first()) as {
      state: string;
    };
    const ids = Object.keys(JSON.parse(state)).filter((name) => Number(name) > 0);
    expect(ids).toEqual([`${other}`]);
  });

  it("pauses a target, and the run it was in is kept", async () => {
    const { world, sent, id, other } = await inFlight({ every: "1m", startAt: isoAt(0) });
    await world.call("POST", `/api/targets/${id}/pause`);
    await world.advanceTo(start + minute);
    await world.runUntil(start + 3 * minute);
    expect(sentTo(sent, "slow.example.com")).toEqual([0]);
    expect((await world.call("GET", `/api/targets/${id}`)).body).toMatchObject({
      status: "paused",
      statusSince: isoAt(second),
      nextDueAt: null,
    });
    expect(await timesOf(world, id)).toEqual([[0, 0]]);
    expect(await runsOf(world, other)).toHaveLength(3);
    expect(lost(world)).toEqual([]);
  });

  it.each([
    [{ every: "1h" }, { every: "30s" }],
    [{ every: "1h" }, { cron: "*/10 * * * * *" }],
    [{ every: "5s" }, { every: "1h" }],
    [{ every: "5s" }, { every: "6s" }],
  ])(
    "of %j to %j makes the target due right after, and the ledger adds up",
    async (before, after) => {
      const { world, id } = await inFlight(before);
      const patched = await world.call("PATCH", `/api/targets/${id}`, {
        schedule: after,
      });
      expect(patched.status).toBe(200);
      await world.advanceTo(start + minute);
      const [first, ...others] = await timesOf(world, id);
      expect(first).toEqual([0, 0]);
      expect(others.length).toBeGreaterThan(0);
      await world.runUntil(start + 3 * minute);
      const { slots, ran } = await auditTarget(id, world.now());
      expect(slots).toBeGreaterThan(0);
      expect(ran).toBeGreaterThan(0);
    },
  );

  it("adds a target that is due in the same tick", async () => {
    const { world } = await inFlight({ every: "1m", startAt: isoAt(0) });
    const id = await addTarget(world, { schedule: { every: "1h" } });
    await world.advanceTo(start + minute);
    expect(await timesOf(world, id)).toEqual([[1, expect.any(Number)]]);
  });
});
