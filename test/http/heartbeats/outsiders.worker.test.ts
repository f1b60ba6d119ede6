// Tests what outsiders may send to heartbeats: that nothing of it costs a heartbeat its
// hearing, or shows anything of another target.
import { describe, expect, it } from "vitest";
import { setPingKey } from "#test/fixtures/heartbeats/pinged.ts";
import { heartbeatWorld, readJson } from "#test/fixtures/heartbeats/told.ts";
import { hour, isoAt, minute, start } from "#test/fixtures/times.ts";
import { addTarget } from "#test/fixtures/world.ts";

const key = "AbCdEfGhIjKlMnOpQrStUv";

const keyedWorld = async () => {
  const known = await heartbeatWorld({ spec: { slug: "backup" } });
  await setPingKey(key);
  await known.world.advanceTo(start + hour);
  return known;
};

describe("telemetry", () => {
  it.each([
    "state=complete&metric=duration:1800000000",
    "state=constructor",
    "state=toString",
    `state=run&series=${"x".repeat(65)}`,
    "state=run&series=%22%5C%22",
  ])("of what cannot be is refused, and the heartbeat hears on: %s", async (query) => {
    const { world, id, ping } = await keyedWorld();
    expect((await world.call("GET", `/p/${key}/backup?${query}`)).status).toBe(400);
    await ping();
    await world.runUntil(world.now() + 2 * minute);
    expect((await readJson(world, `/api/targets/${id}/runs`)).items).toHaveLength(1);
  });
});

describe("a report", () => {
  it.each([
    ["0001-01-01T00:00:00Z", undefined],
    ["1970-01-01T00:00:00Z", "1s"],
    [isoAt(-hour), "1m"],
  ])(
    "of a run that cannot count is refused by its field: %s, %s",
    async (startedAt, duration) => {
      const { world, id } = await keyedWorld();
      const report = { startedAt, ...(duration !== undefined && { duration }) };
      const { status, body } = await world.call(
        "POST",
        `/api/heartbeats/${id}/runs`,
        report,
      );
      expect([status, body.errors?.[0]?.pointer]).toEqual([422, "/startedAt"]);
    },
  );

  it("of a run longer than since 1970 makes no heartbeat deaf", async () => {
    const { world, id } = await keyedWorld();
    const long = await world.call("POST", `/api/heartbeats/${id}/runs`, {
      duration: "365d",
    });
    expect(long.status).toBe(200);
    await world.runUntil(world.now() + 2 * minute);
    expect(
      (await readJson(world, `/api/targets/${id}/runs?from=2020-01-01T00:00:00Z`)).items,
    ).toHaveLength(1);
  });
});

describe("a path of badges", () => {
  it("that leads out of the badges of checks is none, and other badges stay", async () => {
    const { world } = await keyedWorld();
    const id = await addTarget(world, { url: "https://example.com/", badges: true });
    const out = await world.call("GET", `/b/2/..%2F..%2Ftargets%2Fid%2F${id}.svg`);
    expect(out.status).toBe(404);
    expect((await world.call("GET", `/badges/${id}/status.svg`)).status).toBe(200);
  });
});

describe("the management API", () => {
  it("takes no key that is no text", async () => {
    const { world } = await keyedWorld();
    const odd = { api_key: { toString: 1, valueOf: 1 }, name: "x" };
    expect((await world.call("POST", "/api/v3/checks/", odd)).status).toBe(401);
  });
});

describe("the body of a ping that told of no run", () => {
  it("is not said to be kept", async () => {
    const { world, id, ping } = await keyedWorld();
    await ping("/log", "nobody runs");
    const { items } = await readJson(world, `/api/targets/${id}/pings`);
    expect(items).toMatchObject([{ action: "log", dueAt: null, hasBody: false }]);
  });
});
