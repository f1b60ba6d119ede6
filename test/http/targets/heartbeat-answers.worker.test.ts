// Holds what the API answers of heartbeats, and to whom.
import { describe, expect, it } from "vitest";
import { askForHeartbeat as add, backup } from "#test/fixtures/heartbeats/ask.ts";
import { createWorld } from "#test/fixtures/world.ts";

const url = "https://site.example.com/";
const uuid = "6f1c2d7e-0d52-4d0f-9f0a-2b6a1a5a9c11";

describe("what is answered of a heartbeat", () => {
  it("has no ping address for those who may only look", async () => {
    const world = await createWorld({ vars: { READ_TOKEN: "look" } });
    const { id, heartbeat } = await add(world);
    const reader = { authorization: "Bearer look" };
    const answers = [
      await world.call("GET", `/api/targets/${id}`, undefined, reader),
      await world.call("GET", "/api/targets?kind=heartbeat", undefined, reader),
    ];
    for (const { status, body } of answers) {
      expect([status, (body.items ?? [body])[0].pingUrl]).toEqual([200, null]);
      expect(JSON.stringify(body)).not.toContain(heartbeat.uuid);
    }
    const { body } = await world.call("GET", `/api/targets/${id}`);
    expect(body.heartbeat.uuid).toBe(heartbeat.uuid);
  });

  it("is among the targets that a list is asked for", async () => {
    const world = await createWorld();
    const { id } = await add(world);
    await world.call("POST", "/api/targets", { url });
    const found = async (query: string) =>
      (await world.call("GET", `/api/targets?${query}`)).body.items.map(
        (item: { id: number }) => item.id,
      );
    expect(await found("kind=heartbeat")).toEqual([id]);
    expect(await found("text=backup")).toEqual([id]);
    expect(await found("status=new&sort=created")).toEqual([id, id + 1]);
  });

  it("tells at once what its job reports: what runs, how long that usually takes", async () => {
    const world = await createWorld({ now: Date.parse("2026-03-02T00:00:00.400Z") });
    const { id, heartbeat } = await add(world, { heartbeat: { runMax: "10m" } });
    const ping = async (end: string) => {
      const path = `/ping/${heartbeat.uuid}${end}`;
      const { status } = await world.call("POST", path, undefined, { authorization: "" });
      expect(status).toBe(200);
    };
    const answers = async () => [
      (await world.call("GET", `/api/targets/${id}`)).body,
      (await world.call("GET", "/api/targets?kind=heartbeat")).body.items[0],
    ];
    await ping("/start?rid=6f1c2d7e-0d52-4d0f-9f0a-2b6a1a5a9c11");
    for (const answer of await answers())
      expect(answer).toMatchObject({
        status: "new",
        nextDueAt: "2026-03-02T01:00:00.000Z",
        reported: {
          pings: 1,
          lastPingAt: "2026-03-02T00:00:00.400Z",
          running: [
            {
              rid: uuid,
              startedAt: "2026-03-02T00:00:00.400Z",
              dueAt: null,
              deadlineAt: "2026-03-02T00:10:00.400Z",
            },
          ],
          usualMs: null,
        },
      });
    await world.advanceTo(world.now() + 30_000);
    await ping("?rid=6f1c2d7e-0d52-4d0f-9f0a-2b6a1a5a9c11");
    for (const answer of await answers())
      expect(answer).toMatchObject({
        status: "up",
        nextDueAt: "2026-03-02T01:00:00.000Z",
        lastRun: { trigger: "extra", outcome: "ok", durationMs: 30_000 },
        reported: { pings: 2, running: [], usualMs: { p50: 30_000, p95: 30_000 } },
      });
  });

  it("cannot be run or tried: its job runs elsewhere", async () => {
    const world = await createWorld();
    const { id } = await add(world);
    const refusals = [
      await world.call("POST", `/api/targets/${id}/run`),
      await world.call("POST", "/api/targets/test", backup),
    ];
    for (const { status, body } of refusals)
      expect([status, body.detail]).toEqual([409, expect.stringMatching(/elsewhere/)]);
  });
});
