// Tests that channels are told of changes of contents: each once, whoever dies meanwhile,
// and not what nobody wants to know.
import { describe, expect, it } from "vitest";
import { createMeter, openDb } from "#store/db.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { factsOf } from "#test/fixtures/changes/facts.ts";
import { aChange, keep } from "#test/fixtures/changes/kept.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { addChannel, createReceivers } from "#test/fixtures/notices/told-hosts.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";

const start = Date.parse("2026-03-02T00:00:00Z");
const minute = 60_000;

const page = {
  url: "https://shop.example.com/",
  key: "shop",
  name: "Shop",
  tags: ["web"],
  schedule: { every: "1d" },
};

async function build(vars: Record<string, string> = {}) {
  const receivers = createReceivers();
  const world = await createWorld({
    now: start,
    vars: { PUBLIC_URL: "https://junkai.example.com", ...vars },
    site: (url, request, body) =>
      url.pathname === "/hook" ? receivers.site(url, request, body) : {},
  });
  receivers.clock.now = world.now;
  await addChannel(world, "ops");
  const targetId = await addTarget(world, page);
  // Its first run is over.
  await world.runUntil(start + 5 * minute);
  /** As a round that dies as soon as it has recorded: nobody is woken. */
  const change = async (at: number, facts = factsOf(), of = targetId) =>
    await keep(
      openDb(DB, createMeter()),
      [],
      [{ ...aChange({ targetId: of, at, confirmedAt: at, facts }), told: false }],
    );
  const told = async () => (await receivers.got()).flatMap(({ items }) => items);
  return { world, targetId, change, told, receivers };
}

const waiting = () =>
  DB.prepare("SELECT count(*) AS n FROM changes WHERE told = 0").first("n");

describe("a change", () => {
  it("is told by the next tick, though its round woke nobody, with what differs", async () => {
    const { world, targetId, change, told } = await build();
    await change(world.now(), factsOf({ numbers: { price: { from: 12.5, to: 9.9 } } }));
    await world.runUntil(world.now() + 3 * minute);
    expect(await told()).toEqual([`change.${targetId}.${start + 5 * minute} info`]);
    expect(await waiting()).toBe(0);
    const message = await DB.prepare("SELECT message FROM notices").first<string>(
      "message",
    );
    const { items } = JSON.parse(message ?? "{}");
    expect(items[0]).toMatchObject({
      title: "Changed: Shop",
      text: "price: 12.5 → 9.9 (−20.8 %). 1 line was added, 1 line was removed.",
      labels: {
        alertname: "ContentChanged",
        target: "shop",
        severity: "info",
        tag: "web",
      },
    });
    expect(items[0].url).toMatch(
      `https://junkai.example.com/targets/${targetId}/diff?from=${"0".repeat(31)}1&to=`,
    );
    // Told once, and then no more.
    await world.runUntil(world.now() + 5 * minute);
    expect(await told()).toHaveLength(1);
  });

  it("follows the routes of its subject", async () => {
    const { world, change, told } = await build();
    await world.call("PUT", "/api/routes", {
      channels: ["ops"],
      routes: [{ match: ['event="change"'], channels: [] }],
    });
    await change(world.now());
    await world.runUntil(world.now() + 3 * minute);
    expect(await told()).toEqual([]);
    expect(await waiting()).toBe(0);
  });

  it("that comes in a target's maintenance is recorded and told to nobody", async () => {
    const { world, change, told } = await build();
    await world.call("POST", "/api/maintenance", {
      name: "deploy",
      tags: ["web"],
      for: "1h",
    });
    await change(world.now() - minute);
    await change(world.now());
    await world.runUntil(world.now() + 3 * minute);
    expect(await told()).toHaveLength(1);
    expect(await waiting()).toBe(0);
    expect(await DB.prepare("SELECT count(*) AS n FROM changes").first("n")).toBe(2);
  });

  it("of a target that is deleted before it is told is told to nobody", async () => {
    const { world, targetId, change, told } = await build();
    await change(world.now());
    await world.call("DELETE", `/api/targets/${targetId}`);
    await world.runUntil(world.now() + 3 * minute);
    expect(await told()).toEqual([]);
    expect(await waiting()).toBe(0);
  });

  it("is silenced as anything else", async () => {
    const { world, change, told } = await build();
    const silence = { match: ['event="change"'], for: "10m", reason: "known" };
    expect((await world.call("POST", "/api/silences", silence)).status).toBe(201);
    await change(world.now());
    await world.runUntil(world.now() + 20 * minute);
    expect(await told()).toEqual([]);
  });
});

describe("changes", () => {
  it("that are very many at once are all told, in bounded statements", async () => {
    const { world, targetId, receivers } = await build({ PLAN: "free" });
    const at = world.now();
    await keep(
      openDb(DB, createMeter()),
      [],
      Array.from({ length: 1_000 }, (_, i) => ({
        ...aChange({ targetId, at: at - i }),
        told: false,
      })),
    );
    const { ended, meter } = world.startTick();
    await world.advanceTo(world.now() + minute);
    await ended;
    expect(meter.statements).toBeLessThanOrEqual(50);
    await world.runUntil(world.now() + 10 * minute);
    expect(await waiting()).toBe(0);
    const got = await receivers.got();
    const count = got.reduce((sum, { items, more }) => sum + items.length + more, 0);
    expect(count).toBe(1_000);
  });

  it("cost a tick without any neither a statement nor a row", async () => {
    const { world } = await build();
    const { ended, meter } = world.startTick();
    await world.advanceTo(world.now() + minute);
    await ended;
    expect([meter.statements, meter.rowsWritten]).toEqual([3, 1]);
  });
});

it("a change is told once, wherever the invocations that tell it die", async () => {
  const told = new Set<string>();
  for (let at = 1; at <= 20; at++) {
    await emptyDatabase();
    const { world, change, receivers } = await build();
    await change(world.now());
    world.startTick({ at, after: at % 2 === 0 });
    world.startTick({ at: at + 2, answerLost: true });
    await world.advanceTo(world.now() + minute);
    await world.runUntil(world.now() + 4 * minute);
    const ids = new Map((await receivers.got()).map(({ id, items }) => [id, items]));
    const items = [...ids.values()].flat();
    expect([at, items.length]).toEqual([at, 1]);
    for (const item of items) told.add(item);
  }
  expect(told.size).toBe(1);
});
