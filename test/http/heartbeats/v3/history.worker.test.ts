// Tests Healthchecks' management API of what checks have told: their pings, the bodies of
// those, and when their status turned.
import { describe, expect, it } from "vitest";
import { isoAt, minute, second, start } from "#test/fixtures/times.ts";
import { type Answered, createWorld, type World } from "#test/fixtures/world.ts";
import { callV3, made } from "./v3-caller.ts";

const rid = "123e4567-e89b-42d3-a456-426614174000";

/** A check each ten minutes, a minute of grace. */
const open = async (body: object = {}) => {
  const world = await createWorld({ now: start, vars: { READ_TOKEN: "look" } });
  const check = await made(world, "/api/v3/checks/", {
    timeout: 600,
    grace: 60,
    ...body,
  });
  return { world, check, at: `checks/${check.uuid}` };
};

const ping = (
  world: World,
  { uuid }: Answered,
  path = "",
  body?: string,
): Promise<Answered> =>
  world.call(body === undefined ? "GET" : "POST", `/ping/${uuid}${path}`, body, {
    authorization: "",
    "user-agent": "curl/8.5.0",
    "cf-connecting-ip": "192.0.2.7",
  });

const read = async (world: World, path: string): Promise<Answered> =>
  (await callV3(world, "GET", path)).body;

/** An instant so many ms after the start, as Healthchecks writes it. */
const hcAt = (ms: number) => isoAt(ms).replace(".000Z", "+00:00");

describe("a check that is pinged", () => {
  it("is up, then in its grace, then down, then up again", async () => {
    const { world, check, at } = await open();
    await world.advanceTo(start + minute);
    await ping(world, check);
    const seen = async () => {
      const { status, started, last_ping, next_ping, n_pings } = await read(world, at);
      return { status, started, last_ping, next_ping, n_pings };
    };
    const up = {
      status: "up",
      started: false,
      last_ping: hcAt(minute),
      next_ping: hcAt(11 * minute),
      n_pings: 1,
    };
    expect(await seen()).toEqual(up);
    await world.runUntil(start + 11 * minute);
    expect(await seen()).toEqual({ ...up, status: "grace" });
    await world.advanceTo(start + 12 * minute);
    expect(await seen()).toEqual({ ...up, status: "down", next_ping: null });
    await world.runUntil(start + 14 * minute);
    expect(await seen()).toEqual({ ...up, status: "down", next_ping: null });
    await ping(world, check);
    expect(await seen()).toMatchObject({ status: "up", n_pings: 2 });
  });

  it("has started until it ends, and tells how long that took", async () => {
    const { world, check, at } = await open();
    await ping(world, check, `/start?rid=${rid}`);
    expect(await read(world, at)).toMatchObject({
      status: "new",
      started: true,
      last_ping: null,
      next_ping: hcAt(0),
    });
    const { body } = await world.call("GET", `/api/v1/${at}`, undefined, {
      authorization: "",
      "x-api-key": "secret",
    });
    expect(body.status).toBe("started");
    await world.advanceTo(start + 42 * second);
    await ping(world, check, `?rid=${rid}`);
    expect(await read(world, at)).toMatchObject({
      status: "up",
      started: false,
      last_duration: 42,
      last_ping: hcAt(42 * second),
    });
  });

  it("forgets its last ping when it is resumed", async () => {
    const { world, check, at } = await open();
    await ping(world, check);
    await callV3(world, "POST", `${at}/pause`);
    expect(await read(world, at)).toMatchObject({ status: "paused", next_ping: null });
    await world.advanceTo(start + minute);
    await callV3(world, "POST", `${at}/resume`);
    expect(await read(world, at)).toMatchObject({
      status: "new",
      last_ping: null,
      next_ping: null,
      n_pings: 1,
    });
  });
});

describe("the pings of a check", () => {
  it("are told the latest first, with what is known of each", async () => {
    const { world, check, at } = await open();
    const pingsAt = `${check.update_url}/pings`;
    await ping(world, check, `/start?rid=${rid}`);
    await world.advanceTo(start + 2_345);
    await ping(world, check, `?rid=${rid}`, "1,200 rows");
    await world.advanceTo(start + minute);
    await ping(world, check, "/7", "no space left");
    const common = { scheme: "http", remote_addr: "192.0.2.7", ua: "curl/8.5.0" };
    const expected = [
      {
        type: "fail",
        date: hcAt(minute),
        n: 3,
        ...common,
        method: "POST",
        rid: null,
        body_url: `${pingsAt}/3/body`,
      },
      {
        type: "success",
        date: "2026-03-02T00:00:02.345000+00:00",
        n: 2,
        ...common,
        method: "POST",
        rid,
        body_url: `${pingsAt}/2/body`,
        duration: 2.35,
      },
      {
        type: "start",
        date: hcAt(0),
        n: 1,
        ...common,
        method: "GET",
        rid,
        body_url: null,
      },
    ];
    expect(await read(world, `${at}/pings/`)).toEqual({ pings: expected });
    await world.runUntil(start + 3 * minute);
    expect(await read(world, `${at}/pings/`)).toEqual({ pings: expected });
  });

  it("have their bodies, before and after a round has taken them", async () => {
    const { world, check, at } = await open();
    await ping(world, check);
    await ping(world, check, "", "1,200 rows\n");
    const bodies = async () => {
      const answers = await Promise.all(
        [1, 2, 3, "x"].map((n) => callV3(world, "GET", `${at}/pings/${n}/body`)),
      );
      return answers.map(({ status, body }) => (status === 200 ? body : status));
    };
    const { headers } = await callV3(world, "GET", `${at}/pings/2/body`);
    expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await bodies()).toEqual([404, "1,200 rows\n", 404, 404]);
    await world.runUntil(start + 3 * minute);
    expect(await bodies()).toEqual([404, "1,200 rows\n", 404, 404]);
  });
});

it("a ping that a check does not want is told as ignored, and is none of its ends", async () => {
  const { world, check, at } = await open({ methods: "POST" });
  await ping(world, check, "", "done");
  await world.advanceTo(start + 2 * second);
  await ping(world, check, "/fail");
  const told = async () => {
    const { pings } = await read(world, `${at}/pings/`);
    return pings.map(({ n, type, method }: Answered) => [n, type, method]);
  };
  const expected = [
    [2, "ign", "GET"],
    [1, "success", "POST"],
  ];
  expect(await told()).toEqual(expected);
  await world.runUntil(start + minute);
  expect(await told()).toEqual(expected);
  expect(await read(world, at)).toMatchObject({
    status: "up",
    last_ping: hcAt(0),
    n_pings: 2,
  });
});

describe("the flips of a check", () => {
  const flipping = async () => {
    const opened = await open();
    const { world, check } = opened;
    await world.runUntil(start + minute);
    await ping(world, check);
    await world.runUntil(start + 2 * minute);
    await ping(world, check, "/fail");
    await world.runUntil(start + 4 * minute);
    await ping(world, check);
    await world.runUntil(start + 6 * minute);
    return opened;
  };

  it("are told the latest first", async () => {
    const { world, at } = await flipping();
    expect(await read(world, `${at}/flips/`)).toEqual({
      flips: [
        { timestamp: hcAt(4 * minute), up: 1 },
        { timestamp: hcAt(2 * minute), up: 0 },
      ],
    });
  });

  it("are told of a time, also to who may only read", async () => {
    const { world, at } = await flipping();
    const ups = async (query: string) =>
      (await read(world, `${at}/flips/?${query}`)).flips.map(
        ({ up }: { up: number }) => up,
      );
    const s = (ms: number) => (start + ms) / 1_000;
    expect(await ups(`start=${s(3 * minute)}`)).toEqual([1]);
    expect(await ups(`end=${s(3 * minute)}`)).toEqual([0]);
    expect(await ups(`start=${s(2 * minute)}&end=${s(4 * minute)}`)).toEqual([0]);
    expect(await ups("seconds=150")).toEqual([1]);
    for (const query of ["start=-1", "start=x", "end=10000000001", "seconds=31536001"])
      expect((await callV3(world, "GET", `${at}/flips/?${query}`)).status).toBe(400);
    const listed = await callV3(world, "GET", "checks/", undefined, "look");
    const key = listed.body.checks[0].unique_key;
    const shown = await callV3(world, "GET", `checks/${key}/flips/`, undefined, "look");
    expect(shown.body.flips).toHaveLength(2);
  });

  it("are none of a check that was never pinged", async () => {
    const { world, at } = await open();
    expect(await read(world, `${at}/flips/`)).toEqual({ flips: [] });
  });
});
