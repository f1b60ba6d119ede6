// Tests Healthchecks' management API of what checks share: channels, badges, the status
// of the service. Tests the badges themselves.
import { beforeEach, describe, expect, it } from "vitest";
import { renewStorage } from "#test/fixtures/database.ts";
import { hour, minute, start } from "#test/fixtures/times.ts";
import { type Answered, createWorld, type World } from "#test/fixtures/world.ts";
import { callV3, made } from "./v3-caller.ts";

// Badges are kept in a cache.
beforeEach(renewStorage);

const openWorld = () => createWorld({ now: start, vars: { READ_TOKEN: "look" } });

/** What is at an address of ours, for anybody. */
const see = async (world: World, address: string): Promise<Answered> => {
  const { pathname } = new URL(address);
  return await world.call("GET", pathname, undefined, { authorization: "" });
};

const addChannel = async (world: World, name: string, kind = "log") => {
  const settings = { webhook: { url: "https://hooks.example.com/" } }[kind] ?? {};
  const { status, body } = await world.call("POST", "/api/channels", {
    kind,
    name,
    ...settings,
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id as number;
};

const channelId = (id: number) =>
  `00000000-0000-8000-9000-${String(id).padStart(12, "0")}`;

describe("channels", () => {
  it("are listed with uuids, for that is what clients take", async () => {
    const world = await openWorld();
    await addChannel(world, "ops");
    await addChannel(world, "hook", "webhook");
    expect((await callV3(world, "GET", "channels/")).body).toEqual({
      channels: [
        { id: channelId(1), name: "ops", kind: "log" },
        { id: channelId(2), name: "hook", kind: "webhook" },
      ],
    });
  });

  it("are assigned to a check by their ids and names", async () => {
    const world = await openWorld();
    await addChannel(world, "ops");
    await addChannel(world, "hook", "webhook");
    const check = await made(world, "/api/v3/checks/", { channels: "hook" });
    expect(check.channels).toBe(channelId(2));
    const update = async (channels: string) =>
      (await callV3(world, "POST", `checks/${check.uuid}`, { channels })).body;
    const both = `${channelId(1)},${channelId(2)}`;
    expect((await update(`${channelId(2)},ops`)).channels).toBe(both);
    expect((await update("")).channels).toBe("");
    expect((await update("*")).channels).toBe(both);
    expect((await callV3(world, "POST", `checks/${check.uuid}`, {})).body.channels).toBe(
      both,
    );
    expect(await update("ops,nobody")).toEqual({
      error: "invalid channel identifier: nobody",
    });
    expect(await update("ops,")).toEqual({ error: "empty channel identifier" });
  });

  it("alone are told of the check that they are assigned to", async () => {
    const world = await openWorld();
    await addChannel(world, "ops");
    await addChannel(world, "night");
    await made(world, "/api/v3/checks/", { name: "own", channels: "night" });
    await made(world, "/api/v3/checks/", { name: "routed" });
    const told = async (target: number) => {
      const { body } = await world.call("POST", "/api/routes/explain", { target });
      return body.channels.map(({ name }: { name: string }) => name);
    };
    expect(await told(1)).toEqual(["night"]);
    expect(await told(2)).toEqual(["ops", "night"]);
  });

  it("that are assigned get the notice of an incident", async () => {
    const world = await openWorld();
    await addChannel(world, "ops");
    await addChannel(world, "night");
    const check = await made(world, "/api/v3/checks/", { channels: "night" });
    await see(world, `${check.ping_url}/fail`);
    await world.runUntil(start + 5 * minute);
    const { body } = await world.call("GET", "/api/notices");
    expect(body.items.map(({ channel }: Answered) => channel.name)).toEqual(["night"]);
  });
});

describe("the badge of a check", () => {
  it("says up, late or down, in each form", async () => {
    const world = await openWorld();
    const check = await made(world, "/api/v3/checks/", { name: "db", timeout: 3_600 });
    await see(world, check.ping_url);
    const at = check.badge_url.replace("/b/2/", "/b/3/");
    const statusAt = async (address: string, ms: number) => {
      await world.advanceTo(start + ms);
      return (await see(world, address.replace(".svg", ".json"))).body;
    };
    expect(await statusAt(at, minute)).toEqual({
      status: "up",
      total: 1,
      grace: 0,
      down: 0,
    });
    expect(await statusAt(at, hour + minute)).toMatchObject({ status: "late", grace: 1 });
    expect(await statusAt(check.badge_url, hour + minute)).toMatchObject({
      status: "up",
      grace: 1,
    });
    expect((await see(world, at.replace(".svg", ".shields"))).body).toEqual({
      schemaVersion: 1,
      label: "db",
      message: "late",
      color: "important",
    });
    const { headers, body } = await see(world, at);
    expect(headers.get("content-type")).toBe("image/svg+xml; charset=utf-8");
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(body).toContain("<title>db: late</title>");
    expect(await statusAt(at, 2 * hour + minute)).toMatchObject({
      status: "down",
      down: 1,
    });
  });

  it("is there at its own address alone", async () => {
    const world = await openWorld();
    const { badge_url, uuid } = await made(world, "/api/v3/checks/", {});
    const statusOf = async (address: string) => (await see(world, address)).status;
    expect(await statusOf(badge_url)).toBe(200);
    expect(await statusOf(badge_url.replace("/b/2/", "/b/4/"))).toBe(404);
    expect(await statusOf(badge_url.replace(".svg", ".png"))).toBe(404);
    expect(await statusOf(badge_url.replace(/-\w{12}\.svg$/, "-000000000000.svg"))).toBe(
      404,
    );
    expect(await statusOf(`http://localhost/b/2/${uuid}.svg`)).toBe(404);
  });
});

describe("the badges of tags", () => {
  it("have an address for each tag, form and number of states", async () => {
    const world = await openWorld();
    await made(world, "/api/v3/checks/", { tags: "prod db" });
    await made(world, "/api/v3/checks/", { tags: "prod" });
    const { body } = await callV3(world, "GET", "badges/", undefined, "look");
    expect(Object.keys(body.badges)).toEqual(["*", "db", "prod"]);
    const forms = ["svg", "svg3", "json", "json3", "shields", "shields3"];
    for (const badges of Object.values<Record<string, string>>(body.badges)) {
      expect(Object.keys(badges)).toEqual(forms);
      for (const address of Object.values(badges))
        expect((await see(world, address)).status).toBe(200);
    }
  });

  it("sum up the checks that have the tag", async () => {
    const world = await openWorld();
    const first = await made(world, "/api/v3/checks/", { tags: "prod db" });
    await made(world, "/api/v3/checks/", { tags: "prod" });
    await see(world, `${first.ping_url}/fail`);
    await made(world, "/api/v3/checks/", { tags: "web" });
    const { body } = await callV3(world, "GET", "badges/");
    const shown = async (tag: string) => (await see(world, body.badges[tag].json3)).body;
    expect(await shown("prod")).toEqual({ status: "down", total: 2, grace: 0, down: 1 });
    expect(await shown("web")).toEqual({ status: "up", total: 1, grace: 0, down: 0 });
    expect(await shown("*")).toEqual({ status: "down", total: 3, grace: 0, down: 1 });
    const { label } = (await see(world, body.badges["*"].shields)).body;
    expect(label).toBe("junkai");
  });

  it("are at no address that somebody made up", async () => {
    const world = await openWorld();
    await made(world, "/api/v3/checks/", { tags: "prod" });
    const { body } = await callV3(world, "GET", "badges/");
    const of = body.badges.prod.json3;
    for (const forged of [
      of.replace("prod.json", "other.json"),
      of.replace("/heartbeats/", "/others/"),
      of.replace(".json", ".png"),
      of.replace("/prod", ""),
    ])
      expect((await see(world, forged)).status).toBe(404);
  });
});

describe("the status of the service", () => {
  it("is told without a key", async () => {
    const world = await openWorld();
    const { status, body } = await callV3(world, "GET", "status/", undefined, null);
    expect([status, body]).toEqual([200, "OK"]);
  });

  it("is an error where the database does not answer", async () => {
    const world = await openWorld();
    world.outage.of = /SELECT 1/;
    expect((await callV3(world, "GET", "status/", undefined, null)).status).toBe(500);
  });
});
