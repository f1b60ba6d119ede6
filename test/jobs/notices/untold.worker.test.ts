// Tests what nobody is told, from the page that fails to the channel: what was not
// recorded, what happens in maintenance, and what only we ourselves did not see.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { idsTold } from "#test/fixtures/notices/told.ts";
import { addChannel, createReceivers } from "#test/fixtures/notices/told-hosts.ts";
import { isoAt, minute, runsOf, second, start } from "#test/fixtures/rounds/rounds.ts";
import { type Answer, addTarget, createWorld } from "#test/fixtures/world.ts";
import "#test/fixtures/database.ts";

const silence = new Error("Network connection lost.");
const everyMinute = {
  schedule: { every: "1m", startAt: isoAt(0) },
  request: { retries: 0 },
};

async function build() {
  const receivers = createReceivers();
  let answer: (host: string) => Answer | Error = () => ({});
  const world = await createWorld({
    now: start,
    site: (url, request, body) =>
      url.pathname === "/hook" ? receivers.site(url, request, body) : answer(url.host),
  });
  receivers.clock.now = world.now;
  await addChannel(world, "ops");
  return {
    world,
    answerAll: (how: typeof answer) => {
      answer = how;
    },
    /** What came, message by message. */
    told: async () => (await receivers.got()).map(({ items }) => items),
  };
}

const rowsOf = async (table: string) =>
  await DB.prepare(`SELECT count(*) AS n FROM ${table}`).first("n");

describe("a round that cannot be recorded", () => {
  it("leaves no run, no event and no notice; the next one tells what it sees", async () => {
    const { world, answerAll, told } = await build();
    const id = await addTarget(world, { ...everyMinute, alarm: { failAfter: 1 } });
    await world.runUntil(start + minute);
    answerAll(() => ({ status: 500 }));
    const stateBefore = await DB.prepare("SELECT state FROM shards").first("state");
    world.outage.of = /INSERT INTO blocks/;
    await world.runUntil(start + 3 * minute);
    expect(await runsOf(world, id)).toHaveLength(1);
    expect(await DB.prepare("SELECT state FROM shards").first("state")).toBe(stateBefore);
    for (const table of ["events", "incidents", "notice_groups", "notices"])
      expect([table, await rowsOf(table)]).toEqual([table, 0]);
    expect(await told()).toEqual([]);
    world.outage.of = null;
    await world.runUntil(start + 6 * minute);
    const [incident, ...others] = await idsTold();
    expect(others).toEqual([]);
    expect(await told()).toEqual([[`${incident?.replace(".opened", "")} firing`]]);
  });

  it("leaves none either when the database refuses what the event has changed", async () => {
    const { world, answerAll, told } = await build();
    const id = await addTarget(world, { ...everyMinute, alarm: { failAfter: 1 } });
    await world.runUntil(start + minute);
    answerAll(() => ({ status: 500 }));
    await DB.prepare(`CREATE TRIGGER broken BEFORE INSERT ON incidents BEGIN
      SELECT RAISE(ABORT, 'no incident today'); END`).run();
    await world.runUntil(start + 2 * minute);
    await DB.prepare("DROP TRIGGER broken").run();
    expect(await runsOf(world, id)).toHaveLength(1);
    expect((await idsTold()).filter((event) => !event.startsWith("job."))).toEqual([]);
    const { body } = await world.call("GET", `/api/targets/${id}`);
    expect(body.status).toBe("up");
    expect(await told()).toEqual([]);
    await world.runUntil(start + 6 * minute);
    expect((await told()).flat()).toHaveLength(1);
    const [incident] = (await world.call("GET", "/api/incidents")).body.items;
    expect((await told()).flat()).toEqual([`${incident.id} firing`]);
  });
});

describe("when all hosts are silent", () => {
  it("nothing is told while no canary answers, and all is told once one does", async () => {
    const { world, answerAll, told } = await build();
    await world.call("PUT", "/api/canaries", { urls: ["https://canary.example/"] });
    const names = ["one", "two", "three", "four"];
    for (const name of names)
      await addTarget(world, { ...everyMinute, url: `https://www.${name}.example/` });
    await world.runUntil(start + minute);
    answerAll(() => silence);
    await world.runUntil(start + 6 * minute);
    expect(await idsTold()).toEqual([]);
    expect(await told()).toEqual([]);
    answerAll((host) => (host === "canary.example" ? {} : silence));
    await world.runUntil(start + 10 * minute);
    expect(await idsTold()).toHaveLength(names.length);
    const messages = await told();
    expect(messages).toHaveLength(1);
    expect(messages.flat()).toHaveLength(names.length);
  });
});

describe("a target in maintenance", () => {
  it("that fails and recovers meanwhile is told to nobody; one that fails beyond it is", async () => {
    const { world, answerAll, told } = await build();
    await addTarget(world, everyMinute);
    const made = await world.call("POST", "/api/maintenance", {
      name: "upgrade",
      from: isoAt(minute),
      until: isoAt(10 * minute),
      all: true,
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    await world.runUntil(start + 2 * minute);
    answerAll(() => ({ status: 500 }));
    await world.runUntil(start + 6 * minute);
    answerAll(() => ({}));
    await world.runUntil(start + 8 * minute);
    expect(await idsTold()).toEqual([]);
    answerAll(() => ({ status: 500 }));
    await world.runUntil(start + 10 * minute);
    expect(await told()).toEqual([]);
    await world.runUntil(start + 13 * minute);
    expect(await told()).toHaveLength(1);
  });
});

describe("targets that depend on one that fails", () => {
  it("are named in its message, and have none of their own", async () => {
    const texts: string[] = [];
    const receivers = createReceivers();
    let isDown = false;
    const world = await createWorld({
      now: start,
      site: (url, request, body) => {
        if (url.pathname !== "/hook") return isDown ? { status: 500 } : {};
        texts.push(body ?? "");
        return receivers.site(url, request, body);
      },
    });
    receivers.clock.now = world.now;
    await addChannel(world, "ops");
    await addTarget(world, { ...everyMinute, key: "gateway", name: "The gateway" });
    for (const name of ["First shop", "Second shop"])
      await addTarget(world, { ...everyMinute, name, alarm: { dependsOn: ["gateway"] } });
    await world.runUntil(start + minute);
    isDown = true;
    await world.runUntil(start + 4 * minute + 30 * second);
    expect(await receivers.got()).toHaveLength(1);
    for (const name of ["The gateway", "First shop", "Second shop"])
      expect(texts[0]).toContain(name);
    isDown = false;
    await world.runUntil(start + 15 * minute);
    expect((await receivers.got()).map(({ state }) => state)).toEqual([
      "firing",
      "resolved",
    ]);
  });
});
