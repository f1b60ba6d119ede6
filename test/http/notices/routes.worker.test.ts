// Tests that routes and silences are read as they are meant, refused with the place of what
// is wrong, and explained.
import { describe, expect, it } from "vitest";
import { happen } from "#test/fixtures/notices/incidents.ts";
import { addChannel } from "#test/fixtures/notices/told-hosts.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";
import "#test/fixtures/database.ts";

const start = Date.parse("2026-03-02T00:00:00Z");

async function build() {
  const world = await createWorld({ now: start });
  await addChannel(world, "ops");
  await addChannel(world, "team");
  return world;
}

describe("the tree of routes", () => {
  it("is answered as it was written, with names, and changed only by who has read it", async () => {
    const world = await build();
    const tree = {
      channels: ["team"],
      groupWait: "10s",
      repeat: null,
      routes: [
        { match: ['severity="down"', 'tag="web"'], channels: ["ops"], continue: true },
        { match: ['kind="site"'], digest: "1d" },
      ],
    };
    const put = await world.call("PUT", "/api/routes", {
      ...tree,
      routes: [
        { ...tree.routes[0], match: ['severity="down"', { tag: "web" }], channels: [1] },
        tree.routes[1],
      ],
    });
    expect([put.status, put.body]).toEqual([200, tree]);
    const { body, headers } = await world.call("GET", "/api/routes");
    expect([body, headers.get("etag")]).toEqual([tree, '"routes-1"']);
    const stale = { "if-match": '"routes-0"' };
    expect((await world.call("PUT", "/api/routes", {}, stale)).status).toBe(412);
    const again = await world.call("PUT", "/api/routes", tree);
    expect(again.headers.get("etag")).toBe('"routes-1"');
    const both = { "if-match": '"routes-0", W/"routes-1"' };
    expect((await world.call("PUT", "/api/routes", {}, both)).status).toBe(200);
  });

  it.each([
    [{ channels: ["nobody"] }, "/channels/0", 'There is no channel "nobody".'],
    [{ routes: [{ match: ['colour="red"'] }] }, "/routes/0/match/0", "At character 1:"],
    [{ routes: [{ match: { colour: "red" } }] }, "/routes/0/match/colour", "A label is"],
    [{ routes: [{ groupWait: "2d" }] }, "/routes/0/groupWait", "This is a duration from"],
    [{ routes: [{ mute: [{ zone: "Mars" }] }] }, "/routes/0/mute/0", "is no time zone"],
    [{ match: 'tag="web"' }, "/match", "The route at the top takes every event."],
    [
      { routes: [{ routes: [{ chanels: [] }] }] },
      "/routes/0/routes/0/chanels",
      "no such field",
    ],
    [{ routes: Array(200).fill({}) }, "/routes/199", "There are at most 200 routes."],
  ])("that is wrong is refused at its field: %j", async (tree, pointer, detail) => {
    const world = await build();
    const { status, body } = await world.call("PUT", "/api/routes", tree);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([
      { pointer, detail: expect.stringContaining(detail) },
    ]);
  });

  it("explains whom it would tell what, and when, with what is silenced", async () => {
    const world = await build();
    const id = await addTarget(world, { key: "home", tags: ["web"] });
    await world.call("PUT", "/api/routes", {
      channels: ["team"],
      routes: [{ match: ['tag="web"'], channels: ["ops"] }],
    });
    const ask = async () =>
      (await world.call("POST", "/api/routes/explain", { target: id })).body;
    expect(await ask()).toMatchObject({
      labels: { target: "home", severity: "down", tag: ["web"] },
      routes: [{ takes: false }, { takes: true, path: '{}/{tag="web"}' }],
      channels: [{ name: "ops", toldAt: "2026-03-02T00:00:30.000Z" }],
    });
    await world.call("POST", "/api/silences", { match: { tag: "web" }, for: "1h" });
    expect((await ask()).channels).toMatchObject([
      { toldAt: "2026-03-02T01:00:00.000Z", why: "It is silenced until then." },
    ]);
    await world.call("DELETE", "/api/silences/1");
    expect((await ask()).channels).toMatchObject([
      { toldAt: "2026-03-02T00:00:30.000Z" },
    ]);
  });
});

describe("a silence", () => {
  it.each([
    [{ for: "1h" }, "/match"],
    [{ match: { tag: "web" } }, "/for"],
    [{ match: { tag: "web" }, for: "1h", untilRecovery: true }, "/for"],
    [{ match: { tag: "web" }, untilRecovery: true }, "/incident"],
    [{ match: { tag: "web" }, until: "2020-01-01T00:00:00Z" }, "/until"],
  ])(
    "that says too little or too much is refused at its field: %j",
    async (document, pointer) => {
      const world = await build();
      const { status, body } = await world.call("POST", "/api/silences", document);
      expect([status, body.errors[0].pointer]).toEqual([422, pointer]);
    },
  );

  it("until recovery ends with its incident, and is of one that is open", async () => {
    const world = await build();
    const document = { incident: "1-a", untilRecovery: true };
    const add = () => world.call("POST", "/api/silences", document);
    expect((await add()).body.errors).toMatchObject([{ pointer: "/incident" }]);
    await happen({ id: "1-a", what: "opened", at: start });
    expect((await add()).body).toMatchObject({ state: "active", until: null });
    await happen({ id: "1-a", what: "closed", at: start + 1_000 });
    await world.advanceTo(start + 2_000);
    const { body } = await world.call("GET", "/api/silences?state=active");
    expect(body.items).toEqual([]);
    expect((await add()).status).toBe(422);
  });

  it("is listed by its state: upcoming, active, and past", async () => {
    const world = await build();
    const from = new Date(start + 600_000).toISOString();
    const document = { incident: "1-a", from, for: "1h", reason: "deploying", by: "ada" };
    const made = await world.call("POST", "/api/silences", document);
    expect([made.status, made.headers.get("location")]).toEqual([201, "/api/silences/1"]);
    const statesIn = async (query: string) =>
      (await world.call("GET", `/api/silences${query}`)).body.items.map(
        ({ id, state }: { id: number; state: string }) => `${id} ${state}`,
      );
    const states = ["active", "upcoming", "past"];
    const listed = async () =>
      (await Promise.all(states.map((state) => statesIn(`?state=${state}`)))).flat();
    expect(made.body).toMatchObject({ state: "upcoming", incident: "1-a", by: "ada" });
    expect([await listed(), await statesIn("")]).toEqual([
      ["1 upcoming"],
      ["1 upcoming"],
    ]);
    await world.advanceTo(start + 600_000);
    expect([await listed(), await statesIn("")]).toEqual([["1 active"], ["1 active"]]);
    await world.advanceTo(start + 4_200_000);
    expect([await listed(), await statesIn("")]).toEqual([["1 past"], ["1 past"]]);
  });
});
