// Tests whole runs that one request reports, the ping key, and Cronitor's telemetry.
import { describe, expect, it } from "vitest";
import {
  addHeartbeat,
  readHeartbeatRow,
  setPingKey,
} from "#test/fixtures/heartbeats/pinged.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";

const rid = "0b8a5e0c-43b7-4d5b-9c52-4ff0c9a1d6aa";
const key = "AbCdEfGhIjKlMnOpQrStUv";

async function reportedWorld() {
  const world = await createWorld({ now: Date.parse("2026-03-02T10:00:00Z") });
  const { id, uuid } = await addHeartbeat(world, { slug: "backup" }, { key: "nightly" });
  await world.advanceTo(world.now() + 3_600_000);
  const report = (body: unknown, name: string | number = id) =>
    world.call("POST", `/api/heartbeats/${name}/runs`, body);
  return { world, id, uuid, report };
}

describe("a run that is reported by one request", () => {
  it("is one ping with all that was told", async () => {
    const { id, report } = await reportedWorld();
    const answer = await report({
      outcome: "fail",
      exitStatus: 3,
      startedAt: "2026-03-02T12:10:00+02:00",
      duration: "4m12s",
      rid: rid.toUpperCase(),
      counts: { items: 1200, errors: 2 },
      log: "two did not go",
    });
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        ping: 1,
        outcome: "fail",
        startedAt: "2026-03-02T10:10:00.000Z",
        endedAt: "2026-03-02T10:14:12.000Z",
      },
    ]);
    expect((await readHeartbeatRow(id)).waiting).toMatchObject([
      {
        at: Date.parse("2026-03-02T10:14:12Z"),
        startedAt: Date.parse("2026-03-02T10:10:00Z"),
        action: "fail",
        exitStatus: 3,
        rid,
        counts: { items: 1200, errors: 2 },
        body: "two did not go",
        bodyBytes: 14,
      },
    ]);
  });

  it.each([
    [{}, { outcome: "success", startedAt: null, endedAt: "11:00:00.000" }],
    [{ exitStatus: 0 }, { outcome: "success", startedAt: null, endedAt: "11:00:00.000" }],
    [{ exitStatus: 7 }, { outcome: "fail", startedAt: null, endedAt: "11:00:00.000" }],
    [
      { duration: "10m" },
      { outcome: "success", startedAt: "10:50:00.000", endedAt: "11:00:00.000" },
    ],
    [
      { startedAt: "2026-03-02T10:30:00Z" },
      { outcome: "success", startedAt: "10:30:00.000", endedAt: "11:00:00.000" },
    ],
    [
      { startedAt: "2026-03-02T10:30:00Z", duration: "0s" },
      { outcome: "success", startedAt: "10:30:00.000", endedAt: "10:30:00.000" },
    ],
    // A clock that is half a minute ahead.
    [
      { startedAt: "2026-03-02T10:59:30Z", duration: "1m" },
      { outcome: "success", startedAt: "10:59:00.000", endedAt: "11:00:00.000" },
    ],
  ])("%j says when it was and how it ended", async (body, told) => {
    const { report } = await reportedWorld();
    const onDay = (time: string | null) => time && `2026-03-02T${time}Z`;
    const { startedAt, endedAt, outcome } = told;
    expect((await report(body)).body).toEqual({
      ping: 1,
      outcome,
      startedAt: onDay(startedAt),
      endedAt: onDay(endedAt),
    });
  });

  it.each([
    [{ outcome: "maybe" }, "/outcome"],
    [{ outcome: "success", exitStatus: 1 }, "/outcome"],
    [{ exitStatus: 256 }, "/exitStatus"],
    [{ startedAt: "yesterday" }, "/startedAt"],
    [{ startedAt: "2026-03-02T11:02:00Z" }, "/startedAt"],
    [{ startedAt: "2026-03-02T10:59:00Z", duration: "5m" }, "/duration"],
    [{ duration: "long" }, "/duration"],
    [{ rid: "7" }, "/rid"],
    [{ counts: { Items: 1 } }, "/counts/Items"],
    [{ counts: { items: "many" } }, "/counts/items"],
    [
      { counts: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`c${i}`, i])) },
      "/counts",
    ],
    [{ log: 7 }, "/log"],
    [{ output: "x" }, "/output"],
  ])("%j is refused by the field's name", async (body, pointer) => {
    const { id, report } = await reportedWorld();
    const answer = await report(body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer })]);
    expect((await readHeartbeatRow(id)).pings).toBe(0);
  });

  it("may name the heartbeat by its key; others are refused", async () => {
    const { world, report } = await reportedWorld();
    const page = await addTarget(world);
    expect((await report({}, "nightly")).status).toBe(200);
    expect((await report({}, "nobody")).status).toBe(404);
    expect((await report({}, page)).status).toBe(409);
  });

  it("needs a token that may change things", async () => {
    const world = await createWorld({ vars: { READ_TOKEN: "look" } });
    const { id } = await addHeartbeat(world);
    for (const [token, status] of [
      ["", 401],
      ["look", 403],
      ["secret", 200],
    ] as const) {
      const authorization = token === "" ? "" : `Bearer ${token}`;
      const answer = await world.call(
        "POST",
        `/api/heartbeats/${id}/runs`,
        {},
        { authorization },
      );
      expect([token, answer.status]).toEqual([token, status]);
    }
  });

  it("resumes one that is paused, and is taken from then on", async () => {
    const { world, id, report } = await reportedWorld();
    await world.call("POST", `/api/targets/${id}/pause`);
    await world.advanceTo(world.now() + 60_000);
    const answer = await report({ startedAt: "2026-03-02T10:30:00Z", duration: "5m" });
    expect(answer.body).toMatchObject({
      startedAt: "2026-03-02T10:56:00.000Z",
      endedAt: "2026-03-02T11:01:00.000Z",
    });
    expect((await world.call("GET", `/api/targets/${id}`)).body.enabled).toBe(true);
  });

  it("is refused while only its user resumes it", async () => {
    const world = await createWorld();
    const { id } = await addHeartbeat(world, { manualResume: true });
    await world.call("POST", `/api/targets/${id}/pause`);
    expect((await world.call("POST", `/api/heartbeats/${id}/runs`, {})).status).toBe(409);
  });

  it("has a log of which 10,000 bytes are kept", async () => {
    const { id, report } = await reportedWorld();
    await report({ log: "é".repeat(6_000) });
    expect((await readHeartbeatRow(id)).waiting).toMatchObject([
      { body: "é".repeat(5_000), bodyBytes: 12_000 },
    ]);
  });
});

describe("the ping key", () => {
  it("is made when it is first asked for, stays, and is renewed", async () => {
    const world = await createWorld();
    await addHeartbeat(world, { slug: "backup" });
    const first = (await world.call("GET", "/api/heartbeats/ping-key")).body;
    expect(first.pingKey).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(first.address).toBe(`http://localhost/ping/${first.pingKey}/`);
    expect((await world.call("GET", "/api/heartbeats/ping-key")).body).toEqual(first);
    const at = (pingKey: string) => `/ping/${pingKey}/backup`;
    expect((await world.call("GET", at(first.pingKey))).status).toBe(200);
    const renewed = (await world.call("POST", "/api/heartbeats/ping-key/renew")).body;
    expect(renewed.pingKey).not.toBe(first.pingKey);
    expect((await world.call("GET", at(first.pingKey))).status).toBe(404);
    expect((await world.call("GET", at(renewed.pingKey))).status).toBe(200);
  });

  it("is told where the deployment is", async () => {
    const world = await createWorld({
      vars: { PUBLIC_URL: "https://junkai.example.com" },
    });
    const { pingKey, address } = (await world.call("GET", "/api/heartbeats/ping-key"))
      .body;
    expect(address).toBe(`https://junkai.example.com/ping/${pingKey}/`);
  });

  it("is hidden from who may change nothing, and not made by them", async () => {
    const world = await createWorld({ vars: { READ_TOKEN: "look" } });
    const look = { authorization: "Bearer look" };
    const hidden = { pingKey: null, address: null };
    const read = () => world.call("GET", "/api/heartbeats/ping-key", undefined, look);
    expect((await read()).body).toEqual(hidden);
    await world.call("GET", "/api/heartbeats/ping-key");
    expect((await read()).body).toEqual(hidden);
    const renew = await world.call(
      "POST",
      "/api/heartbeats/ping-key/renew",
      undefined,
      look,
    );
    expect(renew.status).toBe(403);
  });
});

describe("telemetry as Cronitor's clients send it", () => {
  it.each([
    ["", { action: "success", rid: null, startedAt: null, counts: null }],
    ["state=run", { action: "start" }],
    ["state=complete", { action: "success" }],
    ["state=ok", { action: "success" }],
    ["state=fail&status_code=2", { action: "fail", exitStatus: 2 }],
    ["state=run&series=job-17", { action: "start", rid: "job-17" }],
    ["state=complete&msg=all+done", { body: "all done", bodyBytes: 8 }],
    [
      "state=complete&metric=count:12&metric=error_count:1&metric=duration:90.5",
      { counts: { count: 12, error_count: 1 }, startedAt: -90_500 },
    ],
    [
      "state=complete&metric=count:12,error_count:1",
      { counts: { count: 12, error_count: 1 } },
    ],
    ["state=complete&env=production&host=db-1", { action: "success" }],
  ])(
    "with %j is a ping",
    async (query, { startedAt = null, ...told }: Record<string, unknown>) => {
      const { world, id } = await reportedWorld();
      await setPingKey(key);
      for (const method of ["GET", "POST"]) {
        const answer = await world.call(method, `/p/${key}/backup?${query}`);
        expect([answer.status, answer.body]).toEqual([200, "OK"]);
      }
      const { waiting } = await readHeartbeatRow(id);
      expect(waiting).toHaveLength(2);
      const began = startedAt === null ? null : world.now() + Number(startedAt);
      for (const ping of waiting)
        expect(ping).toMatchObject({ ...told, startedAt: began });
    },
  );

  it.each([
    [404, `/p/${key}/other`],
    [404, "/p/AnotherKeyOfTwentyTwoo/backup"],
    [404, `/p/${key}`],
    [404, `/p/${key}/backup/more`],
    [400, `/p/${key}/Backup`],
    [400, `/p/${key}/backup?state=maybe`],
    [400, `/p/${key}/backup?metric=count:many`],
    [400, `/p/${key}/backup?status_code=256`],
  ])("is refused with %i at %s", async (status, path) => {
    const { world, id } = await reportedWorld();
    await setPingKey(key);
    const answer = await world.call("GET", path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect((await readHeartbeatRow(id)).pings).toBe(0);
  });

  it("makes its heartbeat where it asks for that", async () => {
    const world = await createWorld();
    await setPingKey(key);
    const path = `/p/${key}/backup?state=run&create=1&every=1h`;
    expect((await world.call("GET", path)).status).toBe(201);
    expect((await world.call("GET", path)).status).toBe(200);
  });
});
