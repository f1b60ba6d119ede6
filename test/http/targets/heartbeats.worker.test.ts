// Holds how heartbeats are added, answered, changed and refused over the API.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const backup = { kind: "heartbeat", name: "backup", schedule: { every: "1h" } };
const url = "https://site.example.com/";
const uuid = "6f1c2d7e-0d52-4d0f-9f0a-2b6a1a5a9c11";
const anyUuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/;

const add = async (world: World, more: object = {}) => {
  const { status, body } = await world.call("POST", "/api/targets", {
    ...backup,
    ...more,
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
};

describe("adding a heartbeat", () => {
  it("answers the whole target with every default and its ping address", async () => {
    const world = await createWorld();
    const body = await add(world);
    expect(body.pingUrl).toMatch(new RegExp(`^https?://[^/]+/ping/${anyUuid.source}$`));
    expect(body).toMatchObject({
      kind: "heartbeat",
      name: "backup",
      url: null,
      schedule: { every: "1h" },
      heartbeat: {
        uuid: body.pingUrl.slice(-36),
        slug: null,
        description: "",
        grace: "1h",
        startGrace: null,
        runMax: null,
        runMin: null,
        early: "30s",
        unusual: null,
        keepAlive: false,
        postOnly: false,
        manualResume: false,
      },
      alarm: { failAfter: 1, recheck: null },
      reported: { pings: 0, lastPingAt: null, running: [], usualMs: null },
      status: "new",
      state: "new",
      nextDueAt: null,
    });
    for (const field of ["request", "expect", "extract", "changes", "crawl"])
      expect(body).not.toHaveProperty(field);
  });

  it("takes a day where no period is given", async () => {
    const { schedule } = await add(await createWorld(), { schedule: {} });
    expect(schedule).toMatchObject({ every: "1d" });
  });

  it("gives each an address of its own, and a place for its pings", async () => {
    const world = await createWorld();
    const first = await add(world, { heartbeat: { slug: "backup", postOnly: true } });
    const second = await add(world, { enabled: false });
    expect(first.pingUrl).not.toBe(second.pingUrl);
    const { results } = await DB.prepare(
      "SELECT target_id, uuid, slug, enabled, post_only FROM heartbeats ORDER BY target_id",
    ).all();
    expect(results).toEqual([
      {
        target_id: first.id,
        uuid: first.heartbeat.uuid,
        slug: "backup",
        enabled: 1,
        post_only: 1,
      },
      {
        target_id: second.id,
        uuid: second.heartbeat.uuid,
        slug: null,
        enabled: 0,
        post_only: 0,
      },
    ]);
  });

  it("names the public address of the deployment where it knows one", async () => {
    const vars = { PUBLIC_URL: "https://junkai.example.com" };
    const { pingUrl } = await add(await createWorld({ vars }), { heartbeat: { uuid } });
    expect(pingUrl).toBe(`https://junkai.example.com/ping/${uuid}`);
  });

  it.each([
    [{ name: undefined }, "/name", "A heartbeat needs a name."],
    [{ url }, "/url", /has no URL/],
    [{ request: {} }, "/request", /has no request/],
    [{ expect: { status: [200] } }, "/expect", /expects no answer/],
    [{ extract: [{ css: "main" }] }, "/extract", /no answer to read/],
    [{ changes: { learn: true } }, "/changes", /no readings/],
    [{ crawl: {} }, "/crawl", /goes with kind site/],
    [{ kind: "page", url, heartbeat: {} }, "/heartbeat", /goes with kind heartbeat/],
    [{ kind: "page" }, "/url", /missing/],
    [{ schedule: { every: "59s" } }, "/schedule/every", /1m to 365d/],
    [{ schedule: { every: "366d" } }, "/schedule/every", /1m to 365d/],
    [{ alarm: { recheck: "20s" } }, "/alarm/recheck", /cannot be asked/],
    [{ alarm: { failAfter: 3, ofLast: 2 } }, "/alarm/ofLast", /at least as many/],
    [{ heartbeat: { slug: "Backup" } }, "/heartbeat/slug", /a-z/],
    [{ heartbeat: { slug: "a".repeat(101) } }, "/heartbeat/slug", /1 to 100/],
    [{ heartbeat: { grace: "59s" } }, "/heartbeat/grace", /duration from 1m to 365d/],
    [{ heartbeat: { early: "2h" } }, "/heartbeat/early", /duration from 0s to 1h/],
    [{ heartbeat: { unusual: 1 } }, "/heartbeat/unusual", /more than 1/],
    [{ heartbeat: { runMin: "1h" } }, "/heartbeat/runMin", /shorter than runMax/],
    [{ heartbeat: { uuid: "backup" } }, "/heartbeat/uuid", /UUID/],
    [{ heartbeat: { colour: "red" } }, "/heartbeat/colour", /no such field/],
  ])("refuses %j and names the field", async (more, pointer, detail) => {
    const world = await createWorld();
    const document = { ...backup, ...more };
    const { status, body } = await world.call("POST", "/api/targets", document);
    expect([status, body.errors]).toEqual([
      422,
      [{ pointer, detail: expect.stringMatching(detail) }],
    ]);
  });

  it("refuses the address of another heartbeat, also to change to", async () => {
    const world = await createWorld();
    await add(world, { heartbeat: { uuid } });
    const { id } = await add(world);
    const wanted = { heartbeat: { uuid: uuid.toUpperCase() } };
    const refusals = [
      await world.call("POST", "/api/targets", { ...backup, ...wanted }),
      await world.call("PUT", "/api/targets/by-key/b", { ...backup, ...wanted }),
      await world.call("PATCH", `/api/targets/${id}`, wanted),
    ];
    for (const { status, body } of refusals)
      expect([status, body.errors]).toEqual([
        409,
        [{ pointer: "/heartbeat/uuid", detail: "Another heartbeat has this uuid." }],
      ]);
  });
});

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
