// Holds the contract of ping addresses, row by row.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import {
  addHeartbeat,
  readHeartbeatRow,
  setPingKey,
} from "#test/fixtures/heartbeats/pinged.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const key = "AbCdEfGhIjKlMnOpQrStUv";
const rid = "0b8a5e0c-43b7-4d5b-9c52-4ff0c9a1d6aa";

/** A world with a heartbeat, as it is called by its uuid and by its slug. */
async function pingedWorld() {
  const world = await createWorld();
  const { id, uuid } = await addHeartbeat(world, { slug: "backup" });
  await setPingKey(key);
  return { world, id, uuid, addresses: [`/ping/${uuid}`, `/ping/${key}/backup`] };
}

const expectTaken = (
  answer: Awaited<ReturnType<World["call"]>>,
  status = 200,
  text = "OK",
) => {
  expect(answer.status).toBe(status);
  expect(answer.body).toBe(text);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "text/plain; charset=utf-8",
    "ping-body-limit": "10000",
    "access-control-allow-origin": "*",
    "cache-control": "max-age=0, no-cache, no-store, must-revalidate, private",
  });
};

describe("each address of a heartbeat pings it", () => {
  const told = (action: string, exitStatus: number | null = null) => ({
    action,
    exitStatus,
  });
  it.each([
    ["", told("success")],
    ["/", told("success")],
    ["/start", told("start")],
    ["/start/", told("start")],
    ["/fail", told("fail")],
    ["/fail/", told("fail")],
    ["/log", told("log")],
    ["/log/", told("log")],
    ["/0", told("success", 0)],
    ["/1", told("fail", 1)],
    ["/3/", told("fail", 3)],
    ["/255", told("fail", 255)],
  ])("with %j after it, by GET, POST and HEAD", async (ending, expected) => {
    const { world, id, addresses } = await pingedWorld();
    for (const address of addresses) {
      expectTaken(await world.call("GET", `${address}${ending}`));
      expectTaken(await world.call("POST", `${address}${ending}`, "done"));
      const head = await world.call("HEAD", `${address}${ending}`);
      expect([head.status, head.headers.get("ping-body-limit")]).toEqual([200, "10000"]);
    }
    const { waiting, pings } = await readHeartbeatRow(id);
    expect(pings).toBe(6);
    expect(waiting.map(({ n, method }) => [n, method])).toEqual([
      [1, "GET"],
      [2, "POST"],
      [3, "HEAD"],
      [4, "GET"],
      [5, "POST"],
      [6, "HEAD"],
    ]);
    for (const ping of waiting) expect(ping).toMatchObject(expected);
  });

  it("in upper case as well, where it is a uuid", async () => {
    const { world, id, uuid } = await pingedWorld();
    expectTaken(await world.call("GET", `/ping/${uuid.toUpperCase()}`));
    expect((await readHeartbeatRow(id)).pings).toBe(1);
  });
});

it("a ping is kept with all that it tells", async () => {
  const { world, id, uuid } = await pingedWorld();
  await world.call("POST", `/ping/${uuid}/7?rid=${rid.toUpperCase()}`, "hello 🌍", {
    "user-agent": "runitor/1.3",
    "cf-connecting-ip": "192.0.2.7",
  });
  const row = await readHeartbeatRow(id);
  expect(row.lastAt).toBe(world.now());
  expect(row.waiting).toEqual([
    {
      n: 1,
      at: world.now(),
      action: "fail",
      rid,
      exitStatus: 7,
      body: "hello 🌍",
      bodyBytes: 10,
      counts: null,
      startedAt: null,
      method: "POST",
      scheme: "http",
      userAgent: "runitor/1.3",
      from: "192.0.2.7",
    },
  ]);
});

describe("what is no ping is refused in plain text, and nothing is written", () => {
  const unknown = "9b2f6c1e-57a2-4c6e-8a0d-8d1c5a3f2a10";
  it.each([
    [404, "not found", () => `/ping/${unknown}`],
    [404, "not found", () => `/ping/${unknown}/fail`],
    [404, "not found", () => `/ping/${unknown}?create=1`],
    [404, "not found", (uuid: string) => `/ping/${uuid}/done`],
    [404, "not found", (uuid: string) => `/ping/${uuid}/start/3`],
    [404, "not found", () => "/ping/nothing"],
    [404, "not found", () => "/ping/"],
    [404, "not found", () => `/ping/${key}/other`],
    [404, "not found", () => "/ping/AnotherKeyOfTwentyTwoo/backup"],
    [404, "not found", () => "/ping/AnotherKeyOfTwentyTwoo/backup?create=1"],
    [404, "not found", () => `/ping/${key}/backup/done`],
    [404, "not found", () => `/ping/${key}/backup/start/3`],
    [400, "invalid url format", (uuid: string) => `/ping/${uuid}/256`],
    [400, "invalid url format", (uuid: string) => `/ping/${uuid}/99999999999999999999`],
    [400, "invalid url format", () => `/ping/${key}/backup/256`],
    [400, "invalid url format", () => `/ping/${key}/Backup`],
    [400, "invalid url format", () => `/ping/${key}/Backup?create=1`],
    [400, "invalid url format", () => `/ping/${key}/${"a".repeat(101)}?create=1`],
    [400, "invalid uuid format", (uuid: string) => `/ping/${uuid}?rid=7`],
    [400, "invalid uuid format", (uuid: string) => `/ping/${uuid}?rid=`],
    [400, "invalid uuid format", () => `/ping/${key}/backup?rid=${rid}0`],
  ] as const)("%i %s", async (status, text, path) => {
    const { world, uuid } = await pingedWorld();
    const before = await readAll();
    for (const method of ["GET", "POST"]) {
      const answer = await world.call(
        method,
        path(uuid),
        method === "POST" ? "x" : undefined,
      );
      expect([answer.status, answer.body]).toEqual([status, text]);
      expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
      expect(answer.headers.get("location")).toBeNull();
    }
    expect(await readAll()).toEqual(before);
  });

  it("409 ambiguous slug: of two with one slug neither is pinged", async () => {
    const { world, id, uuid } = await pingedWorld();
    await addHeartbeat(world, { slug: "backup" });
    for (const query of ["", "?create=1"]) {
      const answer = await world.call("POST", `/ping/${key}/backup${query}`, "x");
      expect([answer.status, answer.body]).toEqual([409, "ambiguous slug"]);
    }
    expect((await readHeartbeatRow(id)).pings).toBe(0);
    expectTaken(await world.call("POST", `/ping/${uuid}`));
  });

  it("405 for other methods, and OPTIONS lets pages ping", async () => {
    const { world, id, uuid } = await pingedWorld();
    for (const method of ["PUT", "PATCH", "DELETE"]) {
      const answer = await world.call(method, `/ping/${uuid}`);
      expect(answer.status).toBe(405);
      expect(answer.headers.get("allow")).toBe("HEAD, GET, POST, OPTIONS");
    }
    const preflight = await world.call("OPTIONS", `/ping/${uuid}`);
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
    expect((await readHeartbeatRow(id)).pings).toBe(0);
  });
});

/** All that a ping could have changed. */
const readAll = async () => {
  const tables = ["heartbeats", "shards", "targets", "ping_keys"];
  return await Promise.all(
    tables.map(
      async (table) => (await DB.prepare(`SELECT * FROM ${table}`).all()).results,
    ),
  );
};

describe("a body of any size is cut and never refused", () => {
  const bodyOf = async (body: string | Uint8Array) => {
    const { world, id, uuid } = await pingedWorld();
    expectTaken(await world.call("POST", `/ping/${uuid}`, body));
    const [ping] = (await readHeartbeatRow(id)).waiting;
    return ping;
  };

  it.each([
    ["none", "", null, 0],
    ["10,000 bytes", "a".repeat(10_000), "a".repeat(10_000), 10_000],
    ["one more", "a".repeat(10_001), "a".repeat(10_000), 10_001],
    ["100,000 as borgmatic sends", "b".repeat(100_000), "b".repeat(10_000), 100_000],
    ["more than the API takes", "c".repeat(900_000), "c".repeat(10_000), 900_000],
  ])("%s", async (_, body, kept, bodyBytes) => {
    expect(await bodyOf(body)).toMatchObject({ body: kept, bodyBytes });
  });

  it("a character that the cut goes through is left out", async () => {
    const body = `${"a".repeat(9_999)}é`;
    expect((await bodyOf(body))?.body).toBe("a".repeat(9_999));
  });

  it("bytes that are no text, and NUL, are replaced", async () => {
    const kept = await bodyOf(new Uint8Array([0x61, 0xff, 0x62, 0x00, 0x63]));
    expect(kept).toMatchObject({ body: "a\uFFFDb\uFFFDc", bodyBytes: 5 });
  });

  it("a body of many megabytes is not read to its end", async () => {
    const body = new Uint8Array(5_000_000).fill(0x64);
    expect(await bodyOf(body)).toMatchObject({ body: "d".repeat(10_000) });
  });

  it("is taken without a type, and of any type", async () => {
    const { world, id, uuid } = await pingedWorld();
    for (const type of ["application/x-www-form-urlencoded", "text/plain", "nonsense"])
      expectTaken(
        await world.call("POST", `/ping/${uuid}`, "{not json", { "content-type": type }),
      );
    const { waiting } = await readHeartbeatRow(id);
    expect(waiting.map(({ body }) => body)).toEqual(Array(3).fill("{not json"));
  });
});

it("pings need no token", async () => {
  const { world, id, addresses } = await pingedWorld();
  for (const address of addresses)
    expectTaken(await world.call("GET", address, undefined, { authorization: "" }));
  expect((await readHeartbeatRow(id)).pings).toBe(2);
});

it("neither uuids nor keys nor queries of pings are logged", async () => {
  const { world, uuid } = await pingedWorld();
  const paths = [
    `/ping/${uuid}`,
    `/ping/${uuid}/start?rid=${rid}`,
    `/ping/${key}/backup`,
    `//ping/${key}/backup`,
    `/%70ing/${key}/backup`,
    `/ping%2f${key}/backup`,
    `/p/${key}/backup?msg=hush`,
    `/nothing/${uuid}`,
    `/api/targets?text=https://junkai.example.com/ping/${key}/backup`,
    `/api/targets?text=${uuid}`,
  ];
  for (const path of paths) await world.call("GET", path);
  expect(world.requestLogs).toHaveLength(paths.length);
  const logged = JSON.stringify([...world.requestLogs, ...world.logs]);
  for (const secret of [uuid, key, rid, "hush"]) expect(logged).not.toContain(secret);
  expect(world.requestLogs[0]).toMatchObject({ route: "/ping/*", path: "/ping/***" });
});
