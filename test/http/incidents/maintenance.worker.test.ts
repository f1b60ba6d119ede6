// Tests the API of maintenance windows, and what targets say while one holds.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const now = Date.parse("2026-03-02T00:00:00Z");
const minute = 60_000;
const hour = 60 * minute;
const iso = (at: number) => new Date(at).toISOString();

const post = (world: World, document: unknown) =>
  world.call("POST", "/api/maintenance", document);

const sundays = {
  name: "backups",
  all: true,
  schedule: { cron: "0 3 * * SUN", zone: "Europe/Berlin" },
  lasts: "2h",
};

describe("a maintenance window", () => {
  it("begins now and lasts as long as it says, for targets named by key and id", async () => {
    const world = await createWorld({ now });
    const home = await addTarget(world, { key: "home" });
    const other = await addTarget(world);
    const { status, headers, body } = await post(world, {
      name: "deploy",
      targets: ["home", other, String(home)],
      tags: ["web"],
      for: "1h",
    });
    expect(status).toBe(201);
    expect(headers.get("etag")).toBe('"1-1"');
    expect(headers.get("location")).toBe("/api/maintenance/1");
    const span = { from: iso(now), until: iso(now + hour) };
    expect(body).toEqual({
      id: 1,
      name: "deploy",
      all: false,
      targets: [home, other],
      tags: ["web"],
      ...span,
      state: "active",
      current: span,
      next: null,
      createdAt: iso(now),
      updatedAt: iso(now),
      revision: 1,
    });
    expect((await world.call("GET", "/api/maintenance/1")).body).toEqual(body);
  });

  it("comes again by a schedule in the civil time of a zone", async () => {
    const world = await createWorld({ now });
    const { body } = await post(world, sundays);
    expect(body).toMatchObject({
      all: true,
      schedule: { cron: "0 3 * * SUN", zone: "Europe/Berlin" },
      lasts: "2h",
      state: "upcoming",
      current: null,
      // The eighth is the next Sunday; Berlin is at UTC+1.
      next: { from: "2026-03-08T02:00:00.000Z", until: "2026-03-08T04:00:00.000Z" },
    });
  });

  it.each([
    { document: { all: true, for: "1h" }, pointer: "/name" },
    { document: { name: "x", for: "1h" }, pointer: "/targets" },
    { document: { name: "x", all: true, tags: ["a"], for: "1h" }, pointer: "/all" },
    { document: { name: "x", targets: ["nobody"], for: "1h" }, pointer: "/targets/0" },
    { document: { name: "x", targets: [1, 99], for: "1h" }, pointer: "/targets/1" },
    { document: { name: "x", targets: [{}], for: "1h" }, pointer: "/targets/0" },
    { document: { name: "x", tags: ["/"], for: "1h" }, pointer: "/tags/0" },
    { document: { name: "x", all: true }, pointer: "/until" },
    { document: { name: "x", all: true, for: "2s" }, pointer: "/for" },
    {
      document: { name: "x", all: true, for: "1h", from: "2026-03-01T00:00:00Z" },
      pointer: "/for",
    },
    {
      document: { name: "x", all: true, until: "2026-03-01T00:00:00Z" },
      pointer: "/until",
    },
    { document: { ...sundays, lasts: undefined }, pointer: "/lasts" },
    { document: { ...sundays, for: "1h" }, pointer: "/for" },
    { document: { ...sundays, lasts: "170h" }, pointer: "/lasts" },
    { document: { ...sundays, schedule: { cron: "hello" } }, pointer: "/schedule/cron" },
    {
      document: { ...sundays, schedule: { cron: "0 3 * * *", zone: "Mars" } },
      pointer: "/schedule/zone",
    },
    { document: { ...sundays, colour: "red" }, pointer: "/colour" },
  ])("is refused, and the field is named: $document", async ({ document, pointer }) => {
    const world = await createWorld({ now });
    await addTarget(world);
    const { status, body } = await post(world, document);
    expect([status, body.errors[0].pointer]).toEqual([422, pointer]);
    expect((await world.call("GET", "/api/maintenance")).body.items).toEqual([]);
  });

  it("is changed by whoever knows its latest ETag, and by others only without one", async () => {
    const world = await createWorld({ now });
    await post(world, { name: "deploy", all: true, for: "1h" });
    const path = "/api/maintenance/1";
    const stale = { "if-match": '"1-7"' };
    expect((await world.call("PATCH", path, { name: "x" }, stale)).status).toBe(412);
    expect((await world.call("DELETE", path, undefined, stale)).status).toBe(412);
    const patched = await world.call(
      "PATCH",
      path,
      { until: iso(now + 2 * hour) },
      { "if-match": '"1-1"' },
    );
    expect(patched.headers.get("etag")).toBe('"1-2"');
    expect(patched.body).toMatchObject({ from: iso(now), until: iso(now + 2 * hour) });
    const again = await world.call("PATCH", path, { name: "deploy" });
    expect(again.body.revision).toBe(2);
    const repeated = await world.call("PATCH", path, {
      schedule: { cron: "0 3 * * *" },
      lasts: "1h",
    });
    expect(repeated.body).toMatchObject({ schedule: { zone: "UTC" }, lasts: "1h" });
    expect(repeated.body.until).toBeUndefined();
    const replaced = await world.call("PUT", path, sundays);
    expect(replaced.body).toMatchObject({ name: "backups", revision: 4 });
    expect((await world.call("DELETE", path)).status).toBe(204);
    expect((await world.call("GET", path)).status).toBe(404);
    expect((await world.call("PUT", path, sundays)).status).toBe(404);
  });

  it("keeps a target that was deleted since", async () => {
    const world = await createWorld({ now });
    const id = await addTarget(world);
    await post(world, { name: "deploy", targets: [id], for: "1h" });
    await world.call("DELETE", `/api/targets/${id}`);
    const renamed = await world.call("PATCH", "/api/maintenance/1", { name: "other" });
    expect([renamed.status, renamed.body.targets]).toEqual([200, [id]]);
  });

  it("is listed by its state, page by page, the newest first", async () => {
    const world = await createWorld({ now });
    for (const document of [
      { name: "past", all: true, for: "1m" },
      { name: "now", all: true, for: "3h" },
      { name: "later", all: true, from: iso(now + 24 * hour), for: "1h" },
      sundays,
    ])
      await post(world, document);
    await world.advanceTo(now + hour);
    const names = async (query: string) => {
      const { body } = await world.call("GET", `/api/maintenance${query}`);
      return {
        names: body.items.map(({ name }: { name: string }) => name),
        next: body.next,
      };
    };
    expect(await names("?state=active")).toEqual({ names: ["now"], next: null });
    expect(await names("?state=past")).toEqual({ names: ["past"], next: null });
    const first = await names("?limit=3");
    expect(first.names).toEqual(["backups", "later", "now"]);
    expect(await names(`?limit=3&cursor=${first.next}`)).toEqual({
      names: ["past"],
      next: null,
    });
    expect((await world.call("GET", "/api/maintenance?state=odd")).status).toBe(422);
  });

  it("is one of 500 at most", async () => {
    const world = await createWorld({ now });
    await DB.prepare(
      `INSERT INTO maintenance (name, scope, timing, created_at, updated_at)
       SELECT 'x', '{"all":true}', '{"from":0,"until":1}', 0, 0
       FROM json_each(?)`,
    )
      .bind(JSON.stringify(Array.from({ length: 500 }, () => 0)))
      .run();
    const { status } = await post(world, { name: "x", all: true, for: "1h" });
    expect(status).toBe(409);
    const { body } = await world.call("GET", "/api/maintenance?limit=500");
    expect(body.items.length).toBe(500);
  });

  it("goes 90 days after it was over, and one with a schedule stays", async () => {
    const world = await createWorld({ now });
    await post(world, { name: "deploy", all: true, for: "1h" });
    await post(world, sundays);
    const day = 24 * hour;
    const left = async (at: number) => {
      await world.advanceTo(at);
      await world.runUntil(at + minute);
      const { body } = await world.call("GET", "/api/maintenance");
      return body.items.map(({ name }: { name: string }) => name);
    };
    expect(await left(now + 90 * day + 17 * minute)).toEqual(["backups", "deploy"]);
    expect(await left(now + 90 * day + hour + 17 * minute)).toEqual(["backups"]);
  });

  it("is not for whoever only reads", async () => {
    const world = await createWorld({ now, vars: { READ_TOKEN: "look" } });
    const reader = { authorization: "Bearer look" };
    const document = { name: "x", all: true, for: "1h" };
    const answers = [
      await world.call("GET", "/api/maintenance", undefined, reader),
      await world.call("POST", "/api/maintenance", document, reader),
      await world.call("GET", "/api/maintenance", undefined, { authorization: "" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 403, 401]);
  });
});

describe("a target's state", () => {
  const stateOf = async (world: World, id: number) => {
    const { body } = await world.call("GET", `/api/targets/${id}`);
    const list = await world.call("GET", "/api/targets");
    const listed = list.body.items.find((one: { id: number }) => one.id === id);
    expect(listed.state).toBe(body.state);
    return [body.status, body.state];
  };

  it("is maintenance while a window of its tag holds, and its status stays", async () => {
    const world = await createWorld({ now, site: () => ({ status: 500 }) });
    const id = await addTarget(world, { tags: ["web"], schedule: { every: "1m" } });
    const other = await addTarget(world, { schedule: { every: "1m" } });
    await world.runUntil(now + 5 * minute);
    await post(world, { name: "deploy", tags: ["web"], for: "10m" });
    expect(await stateOf(world, id)).toEqual(["down", "maintenance"]);
    expect(await stateOf(world, other)).toEqual(["down", "down"]);
    await world.runUntil(now + 15 * minute);
    expect(await stateOf(world, id)).toEqual(["down", "down"]);
  });

  it("is unknown when nobody looked at a slot for its grace and two minutes", async () => {
    const world = await createWorld({ now });
    const schedule = { every: "1m", startAt: iso(now) };
    const id = await addTarget(world, { schedule });
    await world.runUntil(now + 2 * minute + 1);
    // The slot of the third minute waits; its grace is a minute.
    await world.advanceTo(now + 6 * minute);
    expect(await stateOf(world, id)).toEqual(["up", "up"]);
    await world.advanceTo(now + 6 * minute + 1);
    expect(await stateOf(world, id)).toEqual(["up", "unknown"]);
    await world.runUntil(now + 7 * minute);
    expect(await stateOf(world, id)).toEqual(["up", "up"]);
  });
});
