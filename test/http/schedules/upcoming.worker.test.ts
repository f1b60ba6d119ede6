// Tests the list of a target's next slots over the API.
import { describe, expect, it } from "vitest";
import { listed } from "#test/fixtures/rounds/run-history.ts";
import { isoAt, minute, second, start } from "#test/fixtures/times.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";

describe("the slots to come", () => {
  it.each([
    [{ every: "5m", startAt: isoAt(90_000) }, ["00:01:30", "00:06:30", "00:11:30"]],
    [{ cron: "*/20 * * * *" }, ["00:00:00", "00:20:00", "00:40:00"]],
    [
      { cron: "0 0,12 * * *", zone: "Europe/Berlin" },
      ["11:00:00", "23:00:00", "11:00:00"],
    ],
    [
      { every: "1m", startAt: isoAt(0), expiresAt: isoAt(90_000) },
      ["00:00:00", "00:01:00"],
    ],
    [
      { cron: "*/30 * * * *", window: { from: "02:15", to: "03:30", zone: "UTC" } },
      ["02:30:00", "03:00:00", "02:30:00"],
    ],
  ])("of %j are %j", async (schedule, expected) => {
    const world = await createWorld({ now: start - second });
    const id = await addTarget(world, { schedule });
    const { body } = await world.call("GET", `/api/targets/${id}/upcoming?n=3`);
    expect(body.items.map((instant: string) => instant.slice(11, 19))).toEqual(expected);
  });

  it("are the instants at which the runs then are due, ten unless asked otherwise", async () => {
    const world = await createWorld({ now: start });
    const id = await addTarget(world, { schedule: { every: "7m" } });
    await world.runUntil(start + minute);
    const { body } = await world.call("GET", `/api/targets/${id}/upcoming`);
    expect(body.items).toHaveLength(10);
    await world.runUntil(Date.parse(body.items[9]) + minute);
    expect((await listed(world, id)).map(({ dueAt }) => dueAt).reverse()).toEqual([
      isoAt(0),
      ...body.items,
    ]);
  });
});
