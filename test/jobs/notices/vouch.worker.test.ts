// Tests that healthy ticks are told to an address outside, and others are not.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { storedTexts } from "#test/fixtures/stored-texts.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const minute = 60_000;
const url = "https://hc-ping.example.com/9b2f6c1e-57a2-4c6e-8a0d-8d1c5a3f2a10";
const shown = "https://hc-ping.example.com/…2a10";

const isPing = (address: string) => address === url;
const pings = (world: World) => world.sent.filter((one) => isPing(one.url));
const set = (world: World, document: object) =>
  world.call("PUT", "/api/dead-man", document);

describe("the dead-man ping", () => {
  it("is sent once each healthy tick has ended, and its answer is kept", async () => {
    const world = await createWorld();
    await addTarget(world, { schedule: { every: "10s" } });
    expect((await set(world, { url })).status).toBe(200);
    await world.runUntil(world.now() + 3 * minute);
    expect(pings(world).length).toBe(3);
    const minutes = pings(world).map(({ at }) => Math.floor(at / minute));
    expect(new Set(minutes).size).toBe(3);
    for (const { at } of pings(world)) expect(at % minute).toBeGreaterThan(50_000);
    const { body } = await world.call("GET", "/api/dead-man");
    expect(body).toMatchObject({
      url: shown,
      everySeconds: 60,
      problem: null,
      lastPing: { status: 200, failure: null },
    });
    expect(await storedTexts(DB)).not.toContain("9b2f6c1e");
  });

  it("is sent no more often than wanted, in whole minutes", async () => {
    const world = await createWorld();
    await set(world, { url, everySeconds: 150 });
    await world.runUntil(world.now() + 7 * minute);
    expect(pings(world).length).toBe(3);
    expect((await world.call("GET", "/api/dead-man")).body.everySeconds).toBe(180);
  });

  it("is not sent when rounds were lost, or were not made", async () => {
    const world = await createWorld();
    await addTarget(world, { schedule: { every: "1m" } });
    await set(world, { url });
    world.outage.of = /INSERT INTO blocks|UPDATE blocks|blocks/;
    await world.runUntil(world.now() + minute);
    expect(pings(world)).toEqual([]);
    world.outage.of = null;
    await world.call("POST", "/api/jobs/crawl/pause");
    await world.runUntil(world.now() + 2 * minute);
    expect(pings(world)).toEqual([]);
    await world.call("POST", "/api/jobs/crawl/resume");
    await world.runUntil(world.now() + 3 * minute);
    expect(pings(world).length).toBeGreaterThan(0);
  });

  it.each([
    ["refuses", () => ({ status: 500 }), { status: 500, failure: null }],
    ["is not there", () => new Error("refused"), { status: null }],
  ])("harms no tick when its receiver %s", async (_, answer, ping) => {
    const world = await createWorld({
      site: ({ href }) => (isPing(href) ? answer() : {}),
    });
    const id = await addTarget(world, { schedule: { every: "1m" } });
    await set(world, { url });
    await world.runUntil(world.now() + 2 * minute);
    const { body } = await world.call("GET", "/api/dead-man");
    expect(body.lastPing).toMatchObject(ping);
    const target = await world.call("GET", `/api/targets/${id}`);
    expect(target.body.status).toBe("up");
  });

  it("ends when it is taken back, and then costs nothing", async () => {
    const world = await createWorld();
    const statementsOf = async () => {
      const { ended, meter } = world.startTick();
      await world.advanceTo(world.now() + minute);
      await ended;
      return meter;
    };
    const before = await statementsOf();
    await set(world, { url });
    await set(world, { url: null });
    expect(await statementsOf()).toEqual({ ...before, rowsRead: before.rowsRead + 1 });
    expect(pings(world)).toEqual([]);
    expect((await world.call("GET", "/api/dead-man")).body.url).toBeNull();
  });

  it("keeps its address when it comes back masked, and refuses what it may not ask", async () => {
    const world = await createWorld();
    await set(world, { url });
    const before = await storedTexts(DB);
    for (const same of [url, shown])
      expect((await set(world, { url: same })).body.url).toBe(shown);
    expect(await storedTexts(DB)).toBe(before);
    for (const [wrong, detail] of [
      ["http://10.0.0.1/", /private/],
      ["https://other.example.com/…abcd", /stands for/],
      ["nonsense", /valid URL/],
    ] as const) {
      const { status, body } = await set(world, { url: wrong });
      expect(status).toBe(422);
      expect(body.errors).toEqual([
        { pointer: "/url", detail: expect.stringMatching(detail) },
      ]);
    }
    expect((await set(world, { url, everySeconds: 59 })).status).toBe(422);
  });

  it("says so when its address does not open any more", async () => {
    await set(await createWorld(), { url });
    const world = await createWorld({ vars: { API_TOKEN: "other" } });
    await world.runUntil(world.now() + minute);
    const auth = { authorization: "Bearer other" };
    const { body } = await world.call("GET", "/api/dead-man", undefined, auth);
    expect(body.url).toBe("********");
    expect(body.problem).toMatch(/^url cannot be read/);
    expect(body.lastPing).toMatchObject({ status: null, failure: "internal" });
    expect(world.requests).toEqual([]);
  });
});
