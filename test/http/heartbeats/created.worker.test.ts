// Tests heartbeats that their first ping creates, resumes, or is too much for.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import {
  addHeartbeat,
  readHeartbeatRow,
  setPingKey,
} from "#test/fixtures/heartbeats/pinged.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const key = "AbCdEfGhIjKlMnOpQrStUv";

async function keyedWorld() {
  const world = await createWorld();
  await setPingKey(key);
  return world;
}

const targetsOf = async (world: World) =>
  (await world.call("GET", "/api/targets")).body.items;

describe("create=1", () => {
  it("makes the heartbeat on the first ping: 201 Created, then 200 OK", async () => {
    const world = await keyedWorld();
    const first = await world.call("POST", `/ping/${key}/db-backup?create=1`, "done");
    expect([first.status, first.body]).toEqual([201, "Created"]);
    expect(first.headers.get("ping-body-limit")).toBe("10000");
    expect(first.headers.get("location")).toBeNull();
    const again = await world.call("POST", `/ping/${key}/db-backup?create=1`, "done");
    expect([again.status, again.body]).toEqual([200, "OK"]);
    const [target, ...others] = await targetsOf(world);
    expect(others).toEqual([]);
    expect(target).toMatchObject({
      kind: "heartbeat",
      name: "db-backup",
      schedule: { every: "1d" },
      heartbeat: { slug: "db-backup", grace: "1h" },
      alarm: { failAfter: 1 },
    });
    const { waiting } = await readHeartbeatRow(target.id);
    expect(waiting).toMatchObject([
      { n: 1, action: "success", body: "done" },
      { n: 2, action: "success", body: "done" },
    ]);
  });

  it("takes the schedule, the times and the tags that stand beside it", async () => {
    const world = await keyedWorld();
    const query = new URLSearchParams({
      create: "1",
      schedule: "30 3 * * *",
      zone: "Europe/Berlin",
      grace: "30m",
      startGrace: "10m",
      runMax: "2h",
      tags: "prod, db",
    });
    const answer = await world.call("GET", `/ping/${key}/nightly/start?${query}`);
    expect([answer.status, answer.body]).toEqual([201, "Created"]);
    const [target] = await targetsOf(world);
    expect(target).toMatchObject({
      tags: ["prod", "db"],
      schedule: { cron: "30 3 * * *", zone: "Europe/Berlin" },
      heartbeat: { grace: "30m", startGrace: "10m", runMax: "2h" },
    });
    expect((await readHeartbeatRow(target.id)).waiting).toMatchObject([
      { action: "start" },
    ]);
  });

  it.each([
    ["every=10s", /^every: .*1m to 365d/],
    ["every=often", /^every: This is a duration/],
    ["schedule=at+noon", /^schedule: /],
    ["every=1h&schedule=0+*+*+*+*", /^schedule: A schedule has either every or cron/],
    ["zone=Mars/Olympus&schedule=0+*+*+*+*", /^zone: /],
    ["grace=1s", /^grace: This is a duration from 1m to 365d/],
    ["startGrace=soon", /^startGrace: /],
    ["runMax=-1", /^runMax: /],
    ["tags=%2F%2F", /^tags: A tag is/],
  ])("with %s is refused with the name of the parameter", async (query, text) => {
    const world = await keyedWorld();
    const answer = await world.call("POST", `/ping/${key}/job?create=1&${query}`, "x");
    expect(answer.status).toBe(400);
    expect(answer.body).toMatch(text);
    expect(await targetsOf(world)).toEqual([]);
  });

  it("is only for the first ping: later parameters change nothing", async () => {
    const world = await keyedWorld();
    await world.call("GET", `/ping/${key}/job?create=1&every=1h`);
    const later = await world.call("GET", `/ping/${key}/job?create=1&every=never`);
    expect(later.status).toBe(200);
    expect((await targetsOf(world))[0].schedule.every).toBe("1h");
  });

  it("of two first pings at once makes one heartbeat, which takes both", async () => {
    const world = await keyedWorld();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        world.call("POST", `/ping/${key}/job?create=1`, "x"),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 200, 200, 200, 200, 201]);
    const [target, ...others] = await targetsOf(world);
    expect(others).toEqual([]);
    expect((await readHeartbeatRow(target.id)).pings).toBe(6);
  });

  it("makes a heartbeat again after it was deleted", async () => {
    const world = await keyedWorld();
    await world.call("GET", `/ping/${key}/job?create=1`);
    const [{ id }] = await targetsOf(world);
    await world.call("DELETE", `/api/targets/${id}`);
    expect((await world.call("GET", `/ping/${key}/job`)).status).toBe(404);
    expect((await world.call("GET", `/ping/${key}/job?create=1`)).status).toBe(201);
  });
});

describe("a ping of a paused heartbeat", () => {
  it.each(["", "/start", "/fail", "/1"])("%j resumes it", async (ending) => {
    const world = await createWorld();
    const { id, uuid } = await addHeartbeat(world);
    await world.call("POST", `/api/targets/${id}/pause`);
    await world.advanceTo(world.now() + 60_000);
    const answer = await world.call("GET", `/ping/${uuid}${ending}`);
    expect([answer.status, answer.body]).toEqual([200, "OK"]);
    const { body } = await world.call("GET", `/api/targets/${id}`);
    expect(body.enabled).toBe(true);
    const [ping, ...more] = (await readHeartbeatRow(id)).waiting;
    expect(more).toEqual([]);
    const anchorAt = await DB.prepare("SELECT anchor_at FROM targets").first("anchor_at");
    expect(ping?.at).toBeGreaterThanOrEqual(Number(anchorAt));
    expect(anchorAt).toBe(world.now());
  });

  it.each([
    ["its user alone resumes it", { manualResume: true }, ""],
    ["it is a log", {}, "/log"],
  ])("leaves it paused where %s", async (_, spec, ending) => {
    const world = await createWorld();
    const { id, uuid } = await addHeartbeat(world, spec);
    await world.call("POST", `/api/targets/${id}/pause`);
    expect((await world.call("GET", `/ping/${uuid}${ending}`)).status).toBe(200);
    expect((await world.call("GET", `/api/targets/${id}`)).body.enabled).toBe(false);
    expect(await readHeartbeatRow(id)).toMatchObject({ pings: 1, waiting: [] });
  });
});

describe("what is too much", () => {
  it("is 429 for a heartbeat over its limit, and for no other", async () => {
    const keys: string[] = [];
    const limit = async ({ key: asked }: { key: string }) => {
      keys.push(asked);
      return { success: !asked.startsWith("aaaa") };
    };
    const world = await createWorld({ vars: { PING_LIMIT: { limit } } });
    await setPingKey(key);
    const uuid = "aaaaaaaa-57a2-4c6e-8a0d-8d1c5a3f2a10";
    const { id } = await addHeartbeat(world, { uuid });
    const other = await addHeartbeat(world, { slug: "other" });
    const refused = await world.call("POST", `/ping/${uuid}`, "x");
    expect([refused.status, refused.body]).toEqual([429, "too many pings"]);
    expect(refused.headers.get("retry-after")).toBe("60");
    expect((await readHeartbeatRow(id)).pings).toBe(0);
    expect((await world.call("GET", `/ping/${other.uuid}`)).status).toBe(200);
    expect((await world.call("GET", `/ping/${key}/other`)).status).toBe(200);
    const report = await world.call("POST", `/api/heartbeats/${id}/runs`, {});
    expect(report.status).toBe(429);
    expect(report.headers.get("retry-after")).toBe("60");
    expect(keys).toEqual([uuid, other.uuid, `${key}/other`, uuid]);
  });

  it("is 429 in plain text for an address over its limit", async () => {
    const limit = async () => ({ success: false });
    const world = await createWorld({ vars: { API_LIMIT: { limit } } });
    const { id, uuid } = await addHeartbeat(world);
    const refused = await world.call("POST", `/ping/${uuid}`, "x");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(refused.headers.get("retry-after")).toBe("60");
    expect((await readHeartbeatRow(id)).pings).toBe(0);
  });
});
