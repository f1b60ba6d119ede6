// Holds how heartbeats are added over the API, and which documents are refused.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { askForHeartbeat as add, backup } from "#test/fixtures/heartbeats/ask.ts";
import { createWorld } from "#test/fixtures/world.ts";

const url = "https://site.example.com/";
const uuid = "6f1c2d7e-0d52-4d0f-9f0a-2b6a1a5a9c11";
const anyUuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/;

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
    [{ heartbeat: { early: "2h" } }, "/heartbeat/early", /duration from 0s to 10m/],
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
