// Tests pings of clients that repeat them while the database fails, as their sources have it.
import { describe, expect, it } from "vitest";
import { addHeartbeat, readHeartbeatRow } from "#test/fixtures/heartbeats/pinged.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

/** Answers after which runitor and `curl --retry` try again. */
const repeatedAfter = new Set([408, 429, 500, 502, 503, 504]);

/** Posts until it is taken in, and gives the statuses it was answered. */
async function postAsRunitor(world: World, path: string, body: string) {
  const statuses: number[] = [];
  for (let tries = 0; tries < 6; tries++) {
    const { status } = await world.call("POST", path, body, {
      authorization: "",
      "content-type": "text/plain",
      "user-agent": "runitor/1.4.1 (+https://bdd.fi/x/runitor)",
    });
    statuses.push(status);
    if (!repeatedAfter.has(status)) break;
  }
  return statuses;
}

async function pingedWorld() {
  const world = await createWorld();
  return { world, ...(await addHeartbeat(world)) };
}

describe("a client that repeats pings", () => {
  it("is answered in plain text while the database fails, and is taken in once it does not", async () => {
    const { world, id, uuid } = await pingedWorld();
    world.outage.of = /UPDATE heartbeats/;
    const failed = await world.call("POST", `/ping/${uuid}`, "done");
    expect(failed.status).toBe(500);
    expect(failed.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(failed.body).not.toContain(uuid);
    expect(JSON.stringify(world.logs)).not.toContain(uuid);
    world.outage.of = null;
    expect(await postAsRunitor(world, `/ping/${uuid}`, "done")).toEqual([200]);
    expect((await readHeartbeatRow(id)).pings).toBe(1);
  });

  it.each([1, 2])("tries again when trip %i to the database fails", async (at) => {
    const { world, id, uuid } = await pingedWorld();
    await world.call("POST", `/api/targets/${id}/pause`);
    world.spoilNextCall({ at, fails: true });
    expect(await postAsRunitor(world, `/ping/${uuid}/0`, "done")).toEqual([500, 200]);
    expect((await readHeartbeatRow(id)).waiting).toMatchObject([{ n: 1, body: "done" }]);
  });

  it("is told apart by its rid where the answer to a ping was lost", async () => {
    const { world, id, uuid } = await pingedWorld();
    const path = `/ping/${uuid}?rid=${crypto.randomUUID()}`;
    world.spoilNextCall({ at: 1, answerLost: true });
    expect(await postAsRunitor(world, path, "done")).toEqual([500, 200]);
    expect((await readHeartbeatRow(id)).pings).toBe(2);
    const { body } = await world.call("GET", `/api/targets/${id}/runs`);
    expect(body.items).toHaveLength(1);
  });
});

it("both pings of a rid are one run, whose log is the end's", async () => {
  const { world, id, uuid } = await pingedWorld();
  const rid = crypto.randomUUID();
  expect(await postAsRunitor(world, `/ping/${uuid}/start?rid=${rid}`, "")).toEqual([200]);
  await world.advanceTo(world.now() + 90_000);
  expect(await postAsRunitor(world, `/ping/${uuid}/0?rid=${rid}`, "items=7")).toEqual([
    200,
  ]);
  const { body } = await world.call("GET", `/api/targets/${id}/runs`);
  expect(body.items).toMatchObject([
    { outcome: "ok", durationMs: 90_000, reading: { numbers: { items: 7 } } },
  ]);
});

it("a run that is reported late has its own span, whatever was heard meanwhile", async () => {
  const { world, id, uuid } = await pingedWorld();
  await world.call("POST", `/ping/${uuid}`);
  await world.runUntil(world.now() + 600_000);
  await world.call("POST", `/ping/${uuid}`);
  await world.runUntil(world.now() + 120_000);
  const startedAt = new Date(world.now() - 500_000).toISOString();
  const report = { startedAt, duration: "2m", log: "late" };
  await world.call("POST", `/api/heartbeats/${id}/runs`, report);
  const read = async () =>
    (await world.call("GET", `/api/targets/${id}/runs`)).body.items;
  const reported = expect.objectContaining({ startedAt, durationMs: 120_000 });
  expect(await read()).toContainEqual(reported);
  await world.runUntil(world.now() + 120_000);
  expect(await read()).toContainEqual(reported);
  expect(await read()).toHaveLength(3);
});
