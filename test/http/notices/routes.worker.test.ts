// Tests that routes and silences are read as they are meant, refused with the place of what
// is wrong, and explained.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { happen } from "#test/fixtures/notices/incidents.ts";
import { addChannel } from "#test/fixtures/notices/told-hosts.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";
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

describe("the explanation of what would be told to whom", () => {
  const told = { told: true, toldAt: "2026-03-02T00:00:30.000Z" };
  const asked = async (world: World, question: object = {}) =>
    (await world.call("POST", "/api/routes/explain", { target: "home", ...question }))
      .body;
  const reasonsOf = async (world: World, question: object = {}) => {
    const { reasons, channels } = await asked(world, question);
    const named = reasons.map(({ reason }: { reason: string }) => reason);
    return { reasons: named, told: channels.some((one: { told: boolean }) => one.told) };
  };
  const down = (id: number) =>
    happen({ id: `${id}-a`, what: "opened", at: start, targetId: id });

  it("says how many failing runs open an incident, and that nothing keeps it quiet", async () => {
    const world = await build();
    await addTarget(world, { key: "home" });
    expect(await asked(world)).toMatchObject({
      told: true,
      reasons: [
        {
          reason: "threshold",
          effect: "later",
          says: "Its incident opens once 2 runs in a row have failed.",
        },
      ],
      channels: [told, told],
    });
    await world.call("PATCH", "/api/targets/home", { alarm: { failAfter: 1 } });
    expect(await reasonsOf(world)).toEqual({ reasons: [], told: true });
  });

  it("says that a target in maintenance has no incident, and until when", async () => {
    const world = await build();
    await addTarget(world, { key: "home" });
    const window = { name: "move", targets: ["home"], for: "1h" };
    await world.call("POST", "/api/maintenance", window);
    const says = "It is in maintenance (move): no incident opens.";
    const reason = { says, effect: "untold", until: "2026-03-02T01:00:00.000Z" };
    expect(await asked(world)).toMatchObject({
      told: false,
      reasons: [reason, { reason: "threshold" }],
      channels: [{ told: false, toldAt: null, why: says }, { told: false }],
    });
    const change = await asked(world, { event: "change" });
    expect(change.reasons).toMatchObject([
      { says: "It is in maintenance (move): no change is told." },
    ]);
    const later = { at: "2026-03-02T01:00:00Z" };
    expect(await reasonsOf(world, later)).toEqual({ reasons: ["threshold"], told: true });
    expect(await reasonsOf(world, { ...later, event: "change" })).toEqual({
      reasons: [],
      told: true,
    });
  });

  it("says that a target is named in the incident of one that it depends on", async () => {
    const world = await build();
    const parent = await addTarget(world, { key: "gateway", name: "Gateway" });
    await addTarget(world, {
      key: "home",
      url: "https://home.example.com/",
      alarm: { dependsOn: ["gateway"] },
    });
    expect((await reasonsOf(world)).reasons).toEqual(["threshold"]);
    await DB.prepare("UPDATE targets SET status = 'down' WHERE id = ?")
      .bind(parent)
      .run();
    expect(await reasonsOf(world)).toEqual({
      reasons: ["parent-failing", "threshold"],
      told: true,
    });
    await down(parent);
    expect(await reasonsOf(world)).toEqual({
      reasons: ["parent-incident", "threshold"],
      told: false,
    });
    expect((await asked(world)).channels[0].why).toBe(
      "It depends on Gateway, which has an open incident: it is named in that one.",
    );
  });

  it("says of a target with an open incident that only what is worse is told", async () => {
    const world = await build();
    const id = await addTarget(world, { key: "home" });
    const degraded = { severity: "degraded" as const };
    await happen({
      id: `${id}-a`,
      what: "opened",
      at: start,
      targetId: id,
      labels: degraded,
      facts: degraded,
    });
    expect(await reasonsOf(world)).toEqual({ reasons: [], told: true });
    expect(await reasonsOf(world, degraded)).toEqual({
      reasons: ["open-already"],
      told: false,
    });
  });

  it("says that nobody looks, sends or counts degraded runs", async () => {
    const world = await build();
    await addTarget(world, { key: "home", alarm: { degraded: false } });
    expect(await reasonsOf(world, { severity: "degraded" })).toEqual({
      reasons: ["degraded-ignored", "threshold"],
      told: false,
    });
    for (const [job, reason] of [
      ["deliver", "delivery-paused"],
      ["crawl", "rounds-paused"],
    ]) {
      await world.call("POST", `/api/jobs/${job}/pause`);
      expect(await reasonsOf(world)).toEqual({ reasons: [reason], told: false });
    }
    await world.call("PATCH", "/api/targets/home", { enabled: false });
    expect(await reasonsOf(world)).toEqual({ reasons: ["paused"], told: false });
    // What a crawl finds is no failing of a target.
    expect(await reasonsOf(world, { severity: "info" })).toEqual({
      reasons: [],
      told: true,
    });
  });

  it("names channels that a route names and that cannot be told", async () => {
    const world = await build();
    await addTarget(world, { key: "home" });
    await world.call("PUT", "/api/routes", { channels: ["ops", "team"] });
    await world.call("PATCH", "/api/channels/1", { enabled: false });
    // Who wrote the routes at the same time may still name a channel that is gone.
    await DB.prepare("DELETE FROM channels WHERE id = 2").run();
    expect(await asked(world)).toMatchObject({
      told: false,
      channels: [
        { name: "ops", told: false, why: "The channel is turned off." },
        { name: "", told: false, why: "The channel was deleted." },
      ],
    });
  });

  it("tells events of one kind to the route that takes them", async () => {
    const world = await build();
    await addTarget(world, { key: "home" });
    await world.call("PUT", "/api/routes", {
      channels: [],
      routes: [{ match: ['event="crawl"'], channels: ["team"] }],
    });
    expect((await asked(world)).channels).toEqual([]);
    const { labels, channels } = await asked(world, { severity: "info" });
    expect([labels.event, channels[0].name]).toEqual(["crawl", "team"]);
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
