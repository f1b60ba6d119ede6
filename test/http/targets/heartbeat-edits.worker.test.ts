// Holds how heartbeats are changed over the API, also by many requests at once.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { askForHeartbeat as add, backup } from "#test/fixtures/heartbeats/ask.ts";
import { createWorld } from "#test/fixtures/world.ts";

const url = "https://site.example.com/";
const uuid = "6f1c2d7e-0d52-4d0f-9f0a-2b6a1a5a9c11";

describe("changing a heartbeat", () => {
  it("keeps its ping address, whatever else is changed", async () => {
    const world = await createWorld();
    const { id, pingUrl } = await add(world, { key: "backup" });
    const answers = [
      await world.call("PATCH", `/api/targets/${id}`, { name: "dump" }),
      await world.call("PATCH", `/api/targets/${id}`, { heartbeat: { grace: "5m" } }),
      await world.call("PUT", "/api/targets/by-key/backup", backup),
      await world.call("POST", `/api/targets/${id}/pause`),
      await world.call("POST", `/api/targets/${id}/resume`),
    ];
    expect(answers.map(({ status, body }) => [status, body.pingUrl])).toEqual(
      answers.map(() => [200, pingUrl]),
    );
    expect(answers.map(({ body }) => body.heartbeat.grace)).toEqual([
      "1h",
      "5m",
      "1h",
      "1h",
      "1h",
    ]);
  });

  it("takes a new address, and the old one is nobody's", async () => {
    const world = await createWorld();
    const { id } = await add(world);
    const patch = { heartbeat: { uuid } };
    const { body } = await world.call("PATCH", `/api/targets/${id}`, patch);
    expect(body.pingUrl).toMatch(new RegExp(`/ping/${uuid}$`));
    const { results } = await DB.prepare("SELECT uuid FROM heartbeats").all();
    expect(results).toEqual([{ uuid }]);
  });

  it("gives back what is usual for null", async () => {
    const world = await createWorld();
    const { id } = await add(world, {
      heartbeat: { slug: "a", grace: "5m", runMax: "2h" },
      alarm: { failAfter: 3 },
    });
    const { body } = await world.call("PATCH", `/api/targets/${id}`, {
      heartbeat: { slug: null, grace: null, runMax: null },
      alarm: null,
    });
    expect(body).toMatchObject({
      heartbeat: { slug: null, grace: "1h", runMax: null },
      alarm: { failAfter: 1, recheck: null },
    });
  });

  it("makes no page of it, and of a page no heartbeat", async () => {
    const world = await createWorld();
    const { id } = await add(world);
    const page = (await world.call("POST", "/api/targets", { url })).body;
    const refusals = [
      await world.call("PATCH", `/api/targets/${id}`, { kind: "page", url }),
      await world.call("PUT", `/api/targets/${id}`, { url }),
      await world.call("PUT", `/api/targets/${page.id}`, backup),
    ];
    for (const { status, body } of refusals)
      expect([status, body.errors[0].pointer]).toEqual([422, "/kind"]);
  });

  it("leaves nothing of it when it is deleted", async () => {
    const world = await createWorld();
    const { id } = await add(world);
    expect((await world.call("DELETE", `/api/targets/${id}`)).status).toBe(204);
    const { results } = await DB.prepare("SELECT * FROM heartbeats").all();
    expect(results).toEqual([]);
  });
});

describe("requests at the same time", () => {
  it("make one heartbeat of a key, with one address", async () => {
    const world = await createWorld();
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        world.call("PUT", "/api/targets/by-key/backup", {
          ...backup,
          heartbeat: { slug: `backup-${n}` },
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.pingUrl)).size).toBe(1);
  });

  it("give an address to one heartbeat only, however they ask for it", async () => {
    const world = await createWorld();
    const others = [(await add(world)).id, (await add(world)).id];
    const heartbeat = { uuid };
    const bulk = (key: string) =>
      world.call("POST", "/api/targets/bulk", {
        operation: "upsert",
        documents: [{ ...backup, key, heartbeat }],
      });
    const answers = await Promise.all([
      world.call("POST", "/api/targets", { ...backup, heartbeat }),
      world.call("PUT", "/api/targets/by-key/a", { ...backup, heartbeat }),
      ...others.map((id) => world.call("PATCH", `/api/targets/${id}`, { heartbeat })),
      bulk("b"),
      bulk("c"),
    ]);
    const statuses = answers.map(({ status, body }) => body.items?.[0].status ?? status);
    expect(statuses.filter((status) => status < 300)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(5);
    const { results } = await DB.prepare(
      "SELECT count(*) AS n FROM heartbeats WHERE uuid = ?",
    )
      .bind(uuid)
      .all();
    expect(results).toEqual([{ n: 1 }]);
  });
});
