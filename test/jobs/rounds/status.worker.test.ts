// Tests what a target's status says of its runs.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import {
  answering,
  isoAt,
  minute,
  runsOf,
  second,
  seconds,
  start,
  watch,
} from "#test/fixtures/rounds/rounds.ts";
import type { World } from "#test/fixtures/world.ts";
import { addTarget } from "#test/fixtures/world.ts";

describe("a target's status", () => {
  const good = {};
  const bad = { status: 404 };
  const statusOf = async (world: World, id: number) => {
    const { body } = await world.call("GET", `/api/targets/${id}`);
    return [body.status, seconds(body.statusSince), body.lastRun?.outcome ?? null];
  };

  it("is that of its last run, since the run that turned it", async () => {
    const { world } = await watch({ site: answering(good, good, bad, bad, good) });
    const id = await addTarget(world, {
      schedule: { every: "1m", startAt: isoAt(0) },
      alarm: { recheck: null },
    });
    expect(await statusOf(world, id)).toEqual(["new", 0, null]);
    const seen: unknown[] = [];
    for (let minutes = 1; minutes <= 5; minutes++) {
      await world.runUntil(start + minutes * minute);
      seen.push(await statusOf(world, id));
    }
    expect(seen).toEqual([
      ["up", 0, "ok"],
      ["up", 0, "ok"],
      ["down", 120, "failed"],
      ["down", 120, "failed"],
      ["up", 240, "ok"],
    ]);
  });

  it.each([
    [
      [good, bad, bad, bad, bad],
      ["down", 5, "failed"],
    ],
    [
      [good, good, bad, good, good],
      ["up", 15, "ok"],
    ],
    [
      [bad, bad, good, bad, bad],
      ["down", 15, "failed"],
    ],
  ])(
    "turns at the run that turned it, also when others follow in the same round: %j",
    async (answers, status) => {
      const { world } = await watch({ site: answering(...answers) });
      const id = await addTarget(world, {
        schedule: { every: "5s", startAt: isoAt(0), expiresAt: isoAt(25_000) },
      });
      await world.runUntil(start + minute);
      expect(await runsOf(world, id)).toHaveLength(5);
      expect(await statusOf(world, id)).toEqual(status);
    },
  );

  it("tells of the last failure only", async () => {
    const timeout = { afterMs: 20 * second };
    const { world } = await watch({ site: answering(timeout, bad) });
    const id = await addTarget(world, {
      schedule: { every: "1m", startAt: isoAt(0) },
      request: { timeout: "5s" },
      alarm: { recheck: null },
    });
    await world.runUntil(start + minute);
    expect(
      (await world.call("GET", `/api/targets/${id}`)).body.lastRun.failure.class,
    ).toBe("timeout");
    await world.runUntil(start + 2 * minute);
    const { body } = await world.call("GET", `/api/targets/${id}`);
    expect(body.lastRun.failure.evidence).toEqual({ status: 404, expected: "2xx" });
    expect(body.lastRun).toEqual((await runsOf(world, id)).at(-1));
  });
});

describe("a target with a broken stored schedule", () => {
  it("ends neither the round nor the tick, and does not spoil answers", async () => {
    const { world, sent } = await watch();
    const schedule = { cron: "* * * * *", zone: "Europe/Berlin" };
    const before = await addTarget(world, { url: "https://a.example.com/", schedule });
    const broken = await addTarget(world, { url: "https://b.example.com/", schedule });
    const after = await addTarget(world, { url: "https://c.example.com/", schedule });
    const zone = "$.timing.zone";
    await DB.prepare(
      "UPDATE targets SET schedule = json_set(schedule, ?, 'Mars/Olympus') WHERE id = ?",
    )
      .bind(zone, broken)
      .run();
    await world.runUntil(start + 2 * minute);
    expect(sent.map(({ host, at }) => [host, at])).toEqual([
      ["a.example.com", 0],
      ["c.example.com", 0],
      ["a.example.com", 60],
      ["c.example.com", 60],
    ]);
    expect(await runsOf(world, before)).toHaveLength(2);
    expect(await runsOf(world, after)).toHaveLength(2);
    expect(world.logs).toContainEqual(
      expect.objectContaining({ event: "target-broken", target: broken }),
    );
    expect((await world.call("GET", `/api/targets/${broken}`)).body.nextDueAt).toBeNull();
    expect(
      (await world.call("GET", `/api/targets/${broken}/upcoming`)).body.items,
    ).toEqual([]);

    await world.call("PATCH", `/api/targets/${broken}`, { schedule: { every: "1m" } });
    await world.runUntil(start + 3 * minute);
    expect(await runsOf(world, broken)).toHaveLength(1);
  });
});
